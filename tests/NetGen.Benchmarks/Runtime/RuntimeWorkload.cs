using NetGen.Benchmarks.Compare;
using NetGen.Benchmarks.Measuring;

namespace NetGen.Benchmarks.Runtime;

/// <summary>What is measured of a network with one number of samples: each operation by generated code and then at run time.</summary>
internal sealed class RuntimeWorkload
{
    /// <summary>So small that the weights stay as they are: every round does the same work.</summary>
    private const float LearningRate = 1e-9f;

    public RuntimeWorkload(Func<ITrainableNetwork<float>> create, int batch)
    {
        Batch = batch;
        ITrainableNetwork<float> generated = create();
        var samples = new SampleSets<float>(generated.Topology, batch);
        ITrainableNetwork<float>[] networks = [generated, RuntimeNetwork<float>.CopyOf(generated)];
        Contenders =
        [
            .. networks.Select(network => Forward(network, samples)),
            .. networks.Select(network => Descend(network, samples)),
            .. networks.Select(network => Adam(network, samples)),
        ];
    }

    public int Batch { get; }

    public IReadOnlyList<Contender> Contenders { get; }

    private static ForwardContender<float> Forward(ITrainableNetwork<float> network, SampleSets<float> samples) =>
        samples.Batch == 1
            ? new("outputs", network.FeedForward, samples)
            : new("outputs", network.FeedForwardBatch, samples);

    private static LearnContender<float> Descend(ITrainableNetwork<float> network, SampleSets<float> samples) =>
        new("SGD", (inputs, targets) => network.TrainMiniBatch(inputs, targets, LearningRate), samples);

    private static LearnContender<float> Adam(ITrainableNetwork<float> network, SampleSets<float> samples)
    {
        OptimizerState<float> state = Optimizer.Adam(LearningRate).CreateState<float>(network.Topology);
        return new("Adam", (inputs, targets) => network.TrainMiniBatch(inputs, targets, state), samples);
    }
}
