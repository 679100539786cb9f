using NetGen.Samples.DigitPad.Networks;
using NetGen.Samples.DigitPad.Training;

namespace NetGen.DigitPad.Tests.Networks;

public class TrainingNetworksTests
{
    /// <summary>A run has the same curve, whether its layers are declared or known only at run time.</summary>
    [Theory]
    [InlineData(64, CostFunction.Quadratic, Activation.Sigmoid, 30)]
    [InlineData(64, CostFunction.BinaryCrossEntropy, Activation.Sigmoid, 30)]
    [InlineData(64, CostFunction.CategoricalCrossEntropy, Activation.ReLU, 64, 32)]
    [InlineData(784, CostFunction.Quadratic, Activation.Sigmoid, 30)]
    [InlineData(784, CostFunction.BinaryCrossEntropy, Activation.Sigmoid, 30)]
    [InlineData(784, CostFunction.CategoricalCrossEntropy, Activation.ReLU, 64, 32)]
    public void Declared_networks_have_the_bits_of_others(int inputs, CostFunction cost, Activation activation, params int[] hidden)
    {
        var request = new RunRequest { Hidden = hidden, Activation = activation, Cost = cost, LearningRate = 0.1, Epochs = 2 };
        DataSet<float> digits = MakeUp(inputs);
        NetworkTopology topology = RunRules.Topology(request, new TrainingData("made up", digits, digits));
        ITrainableNetwork<float> declared = TrainingNetworks.Create(topology, seed: 5);
        var other = RuntimeNetwork<float>.Create(topology, seed: 5);
        uint[] before = Bits(declared);
        declared.Train(digits, RunRules.Options(request, seconds: 60));
        other.Train(digits, RunRules.Options(request, seconds: 60));
        Assert.True(TrainingNetworks.IsDeclared(topology));
        Assert.IsNotType<RuntimeNetwork<float>>(declared);
        Assert.NotEqual(before, Bits(declared));
        Assert.Equal(Bits(other), Bits(declared));
    }

    private static DataSet<float> MakeUp(int inputs)
    {
        const int Count = 50;
        var random = new SeededRandom(1);
        float[] features = [.. Enumerable.Range(0, Count * inputs).Select(_ => (float)random.NextDouble())];
        int[] labels = [.. Enumerable.Range(0, Count).Select(i => i % 10)];
        return DataSet.FromLabels(features, inputs, labels, 10);
    }

    private static uint[] Bits(ITrainableNetwork<float> network)
    {
        var parameters = new float[network.Topology.ParameterCount];
        network.Parameters.CopyTo(parameters);
        return [.. parameters.Select(BitConverter.SingleToUInt32Bits)];
    }
}
