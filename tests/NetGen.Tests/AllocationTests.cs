using System.Numerics;
using NetGen.Tests.Data;
using NetGen.Tests.Training;

namespace NetGen.Tests;

/// <summary>Once warm, no member that is called for samples, mini-batches or parameters allocates a byte.</summary>
/// <remarks>
/// Alone, and a few times: a garbage collection, also one in the background, counts what is left of this thread's allocation buffer as
/// allocated. What a call itself allocates, it allocates each time.
/// </remarks>
[Collection(nameof(RunsAlone))]
public class AllocationTests
{
    // More than go through the layers in one block, and no multiple of it.
    private const int ManySamples = 301;

    private const int Attempts = 10;

    [Fact]
    public void A_float_network() => AssertFree<DigitNet, float>();

    /// <summary>The kernels that take only inputs that are not zero list them on the stack.</summary>
    [Fact]
    public void A_network_whose_inputs_are_mostly_zero()
    {
        AssertFreeOfZeros<SparseNet, float>();
        AssertFreeOfZeros<SparseDoubleNet, double>();
    }

    [Fact]
    public void A_network_smaller_than_a_vector() => AssertFree<TinyNet, float>();

    [Fact]
    public void A_network_that_hands_activations_on_in_registers() => AssertFree<EqualWidthsNet, float>();

    [Fact]
    public void A_network_in_dot_form() => AssertFree<DotNet, float>();

    [Fact]
    public void A_network_with_a_hidden_layer_before_one_in_dot_form() => AssertFree<DotErrorNet, float>();

    [Fact]
    public void A_network_with_softmax() => AssertFree<SoftmaxNet40, float>();

    [Fact]
    public void A_network_that_keeps_weighted_inputs() => AssertFree<GELUNet, float>();

    [Fact]
    public void A_network_with_dropout() => AssertFree<SmallDropoutNet, float>();

    [Fact]
    public void A_double_network() => AssertFree<DoubleNet, double>();

    [Fact]
    public void A_double_network_in_dot_form() => AssertFree<DotDoubleNet, double>();

    /// <summary>Too wide for the stack: one sample takes the scratch memory of the thread.</summary>
    [Fact]
    public void A_wide_network() => AssertFree<StackBorderNet, float>();

    [Fact]
    public void A_read_only_network() => AssertInferenceIsFree<float>(DigitNet.Create(1).ToInference());

    [Fact]
    public void A_read_only_network_of_double() => AssertInferenceIsFree<double>(DoubleNet.Create(1).ToInference());

    [Fact]
    public void A_network_that_is_compiled_at_run_time()
    {
        var topology = new NetworkTopology(
            [784, 30, 10], [Activation.Sigmoid, Activation.Sigmoid], CostFunction.BinaryCrossEntropy, NumericType.Single);
        RuntimeNetwork<float> network = RuntimeNetwork<float>.Create(topology, 7);
        OptimizerState<float> state = Optimizer.Adam().CreateState<float>(topology);
        (float[] inputs, float[] targets) = EqualityAssert.Samples<float>(topology, 140, new Random(7));
        AssertInferenceIsFree(network);
        Check("TrainMiniBatch", () => network.TrainMiniBatch(inputs, targets, 0.1f));
        Check("TrainMiniBatch by Adam", () => network.TrainMiniBatch(inputs, targets, state));
    }

    /// <summary>Too many outputs for the stack: they go into memory that is used again.</summary>
    [Fact]
    public void A_network_of_many_outputs()
    {
        var topology = new NetworkTopology(
            [3, 300], [Activation.Softmax], CostFunction.CategoricalCrossEntropy, NumericType.Single);
        AssertInferenceIsFree(RuntimeNetwork<float>.Create(topology, 7));
    }

    [Fact]
    public void Missing_features()
    {
        StandardizedNet network = StandardizedNet.Create(1);
        var inputs = new float[StandardizedNet.InputSize];
        Check("FillMissing", () =>
        {
            inputs.AsSpan().Fill(float.NaN);
            network.FillMissing(inputs);
        });
    }

    /// <summary>Parameters are drawn in place: what is allocated does not depend on their number.</summary>
    [Fact]
    public void An_initializer()
    {
        var parameters = new ParameterBuffer<float>(new NetworkTopology([300, 200, 3], [Activation.Sigmoid, Activation.Sigmoid]));
        Check("Initialize", () => Initializer.Scaled.Initialize(parameters, 2), most: 2_000);
    }

    private static void AssertFree<TNetwork, T>()
        where TNetwork : class, ITrainableNetwork<TNetwork, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TNetwork network = TNetwork.Create(1);
        NetworkTopology topology = TNetwork.Topology;
        (T[] inputs, T[] targets) = EqualityAssert.Samples<T>(topology, ManySamples, new Random(3));
        T[] sampleWeights = [.. Enumerable.Range(0, ManySamples).Select(i => T.CreateChecked(i % 3))];
        var gradient = new ParameterBuffer<T>(topology);
        using var workers = new WorkerTeam(2) { DividesAll = true };
        T rate = T.CreateChecked(0.01);
        var key = new DropoutKey(1, 2);
        int inputSize = topology.InputSize;
        int outputSize = topology.OutputSize;

        AssertInferenceIsFree(network);
        foreach (int count in new[] { 1, 2, 10, 100, ManySamples })
        {
            Check($"Backprop of {count}", () =>
                network.Backprop(inputs.AsSpan(0, count * inputSize), targets.AsSpan(0, count * outputSize), gradient, key));
            Check($"TrainMiniBatch of {count}", () =>
                network.TrainMiniBatch(inputs.AsSpan(0, count * inputSize), targets.AsSpan(0, count * outputSize), rate, dropout: key));
            Check($"TrainMiniBatch of {count} on two threads", () =>
                network.TrainMiniBatch(
                    inputs.AsSpan(0, count * inputSize), targets.AsSpan(0, count * outputSize), rate, workers, key));
            Check($"TrainMiniBatch of {count} with weights on two threads", () =>
                network.TrainMiniBatch(
                    inputs.AsSpan(0, count * inputSize),
                    targets.AsSpan(0, count * outputSize),
                    sampleWeights.AsSpan(0, count),
                    rate,
                    workers,
                    key));
        }

        var inputGradients = new T[inputs.Length];
        var jacobian = new T[2 * outputSize * inputSize];
        foreach (int count in new[] { 1, 10, ManySamples })
        {
            Check($"InputGradients of {count}", () => network.InputGradients(
                inputs.AsSpan(0, count * inputSize),
                targets.AsSpan(0, count * outputSize),
                inputGradients.AsSpan(0, count * inputSize)));
            Check($"Backprop of {count} from derivatives", () => network.Backprop(
                BackpropFrom.OutputGradients,
                inputs.AsSpan(0, count * inputSize),
                targets.AsSpan(0, count * outputSize),
                gradient,
                inputGradients.AsSpan(0, count * inputSize),
                key));
        }

        Check("Jacobian", () => network.Jacobian(inputs.AsSpan(0, 2 * inputSize), jacobian));
        AssertParametersAreFree(network, gradient);
    }

    private static void AssertParametersAreFree<TNetwork, T>(TNetwork network, ParameterBuffer<T> gradient)
        where TNetwork : class, ITrainableNetwork<TNetwork, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TNetwork other = TNetwork.Create(2);
        NetworkTopology topology = TNetwork.Topology;
        var values = new T[topology.ParameterCount];
        Check("Parameters", () => _ = network.Parameters.BitwiseEquals(gradient) || ((INetwork<T>)network).Parameters is null);
        network.Parameters.CopyTo(values);
        Check("Parameters.CopyFrom", () => network.Parameters.CopyFrom(values));
        Check("ApplyGradient", () => network.ApplyGradient(gradient, T.CreateChecked(0.01)));
        Check("CopyFrom", () => network.CopyFrom(other));
        Check("Topology", () => _ = TNetwork.Topology.OutputSize);
        foreach ((int number, DenseTopology layer) in topology.Layers.OfType<DenseTopology>().Index())
        {
            var weights = new T[layer.InputSize * layer.OutputSize];
            var biases = new T[layer.OutputSize];
            Check("SetWeights", () => network.SetWeights(number, weights));
            Check("SetBiases", () => network.SetBiases(number, biases));
        }
    }

    private static void AssertFreeOfZeros<TNetwork, T>()
        where TNetwork : class, ITrainableNetwork<TNetwork, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TNetwork network = TNetwork.Create(1);
        NetworkTopology topology = TNetwork.Topology;
        var random = new Random(3);
        T[] inputs = SparseSamples.Draw<T>(ManySamples * topology.InputSize, 0.05, inRuns: false, random);
        T[] targets = SparseSamples.DrawTargets<T>(ManySamples * topology.OutputSize, random);
        var outputs = new T[targets.Length];
        var gradient = new ParameterBuffer<T>(topology);
        OptimizerState<T> adam = Optimizer.Adam().CreateState<T>(topology);
        OptimizerState<T> limited = (Optimizer.NAdam() with { ClipNorm = 0.1, MaxNorm = 0.1 }).CreateState<T>(topology);
        using var workers = new WorkerTeam(2) { DividesAll = true };
        T rate = T.CreateChecked(0.01);
        foreach (int count in new[] { 1, 2, 10, 100, ManySamples })
        {
            Check($"FeedForwardBatch of {count}", () => network.FeedForwardBatch(Inputs(count), outputs.AsSpan(0, Targets(count).Length)));
            Check($"Backprop of {count}", () => network.Backprop(Inputs(count), Targets(count), gradient));
            foreach (WorkerTeam? team in new[] { null, workers })
            {
                Check($"TrainMiniBatch of {count}", () => network.TrainMiniBatch(Inputs(count), Targets(count), rate, team));
                Check($"TrainMiniBatch of {count} by Adam", () => network.TrainMiniBatch(Inputs(count), Targets(count), adam, team));
                Check($"TrainMiniBatch of {count} with limits", () => network.TrainMiniBatch(Inputs(count), Targets(count), limited, team));
            }
        }

        ReadOnlySpan<T> Inputs(int count) => inputs.AsSpan(0, count * topology.InputSize);
        ReadOnlySpan<T> Targets(int count) => targets.AsSpan(0, count * topology.OutputSize);
    }

    private static void AssertInferenceIsFree<T>(INetwork<T> network)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NetworkTopology topology = network.Topology;
        (T[] inputs, T[] targets) = EqualityAssert.Samples<T>(topology, ManySamples, new Random(3));
        var outputs = new T[targets.Length];
        var costs = new T[ManySamples];
        var values = new T[topology.ParameterCount];
        int inputSize = topology.InputSize;
        int outputSize = topology.OutputSize;

        Check("FeedForward", () => network.FeedForward(inputs.AsSpan(0, inputSize), outputs.AsSpan(0, outputSize)));
        Check("Classify", () => network.Classify(inputs.AsSpan(0, inputSize)));
        Check("Predict", () => network.Predict(inputs.AsSpan(0, inputSize)));
        foreach (int count in new[] { 1, 2, 10, 100, ManySamples })
        {
            Check($"FeedForwardBatch of {count}", () =>
                network.FeedForwardBatch(inputs.AsSpan(0, count * inputSize), outputs.AsSpan(0, count * outputSize)));
            Check($"FeedForwardBatch of {count} with costs", () => network.FeedForwardBatch(
                inputs.AsSpan(0, count * inputSize),
                targets.AsSpan(0, count * outputSize),
                outputs.AsSpan(0, count * outputSize),
                costs.AsSpan(0, count)));
            Check($"Cost of {count}", () => network.Cost(inputs.AsSpan(0, count * inputSize), targets.AsSpan(0, count * outputSize)));
        }

        Check("Topology", () => _ = network.Topology.InputSize);
        Check("ClassNames", () => _ = network.ClassNames);
        Check("Parameters.CopyTo", () => network.Parameters.CopyTo(values));
        Check("Parameters.Norm", () => network.Parameters.Norm());
        foreach ((int number, DenseTopology layer) in topology.Layers.OfType<DenseTopology>().Index())
        {
            var weights = new T[layer.InputSize * layer.OutputSize];
            var biases = new T[layer.OutputSize];
            Check("GetWeights", () => network.GetWeights(number, weights));
            Check("GetBiases", () => network.GetBiases(number, biases));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_step_with_samples_of_a_source(int threads)
    {
        DataSet<float> memory = TrainingCase.Samples<float>(16, 4, 4_000);
        DataSet<float> read = DataSet.FromSource(new RecordingSource<float>(memory, hasTargets: true));
        using WorkerTeam? workers = threads > 1 ? new WorkerTeam(threads) { DividesAll = true } : null;
        using var trainer = new Trainer<float>(TanhNet.Create(1), read, new TrainingOptions { MiniBatchSize = 4 }, null, workers);
        Check("RunStep", () => trainer.RunStep());
    }

    private static void Check(string name, Action call, long most = 0)
    {
        call();
        long allocated = long.MaxValue;
        for (int i = 0; i < Attempts && allocated > most; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            call();
            call();
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.True(allocated <= most, $"Two calls of {name} allocate {allocated} bytes.");
    }
}
