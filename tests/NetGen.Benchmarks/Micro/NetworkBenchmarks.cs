using BenchmarkDotNet.Attributes;
using NetGen.Benchmarks.Compare;
using NetGen.Benchmarks.Networks;

namespace NetGen.Benchmarks.Micro;

/// <summary>The operations of 784-30-10. Public and not sealed, as BenchmarkDotNet wants it.</summary>
[MemoryDiagnoser]
[DisassemblyDiagnoser(maxDepth: 3)]
public class NetworkBenchmarks
{
    private const int BatchSize = 100;
    private const int MiniBatchSize = 10;
    private const float LearningRate = 1e-9f;

    private readonly Digits30 _network = Digits30.Create(1);
    private readonly ParameterBuffer<float> _gradient = new(Digits30.Topology);
    private readonly SampleSets<float> _samples = new(Digits30.Topology, BatchSize);
    private readonly float[] _outputs = new float[BatchSize * 10];

    [Benchmark]
    public void FeedForward() => _network.FeedForward(_samples.Inputs.AsSpan(0, 784), _outputs.AsSpan(0, 10));

    [Benchmark(OperationsPerInvoke = BatchSize)]
    public void FeedForwardBatch() => _network.FeedForwardBatch(_samples.Inputs.AsSpan(0, _samples.InputLength), _outputs);

    [Benchmark(OperationsPerInvoke = MiniBatchSize)]
    public float Backprop() => _network.Backprop(
        _samples.Inputs.AsSpan(0, MiniBatchSize * 784), _samples.Targets.AsSpan(0, MiniBatchSize * 10), _gradient);

    [Benchmark(OperationsPerInvoke = MiniBatchSize)]
    public float TrainMiniBatch() => _network.TrainMiniBatch(
        _samples.Inputs.AsSpan(0, MiniBatchSize * 784), _samples.Targets.AsSpan(0, MiniBatchSize * 10), LearningRate);
}
