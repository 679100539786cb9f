using BenchmarkDotNet.Attributes;

namespace NetGen.Benchmarks.Micro;

/// <summary>
/// The packing of mini-batches of 10 out of 50,000 samples of the size of MNIST's, in shuffled order, per sample: what a step of
/// training waits for.
/// </summary>
[MemoryDiagnoser]
[DisassemblyDiagnoser(maxDepth: 2)]
public class PackingBenchmarks
{
    private const int Count = 50_000;
    private const int InputSize = 784;
    private const int TargetSize = 10;
    private const int MiniBatchSize = 10;

    private readonly int[] _order = [.. Enumerable.Range(0, Count)];
    private readonly float[] _inputs = new float[MiniBatchSize * InputSize];
    private readonly float[] _targets = new float[MiniBatchSize * TargetSize];
    private readonly DataSet<float> _bytes;
    private readonly DataSet<float> _floats;

    public PackingBenchmarks()
    {
        var random = new SeededRandom(1);
        random.Shuffle(_order.AsSpan());
        byte[] bytes = new byte[Count * InputSize];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)random.NextInt32(256);
        }

        int[] labels = [.. Enumerable.Range(0, Count).Select(_ => random.NextInt32(TargetSize))];
        _bytes = DataSet.FromLabels(bytes, InputSize, 1f / 255, labels, TargetSize);
        _floats = DataSet.FromLabels(Array.ConvertAll(bytes, value => value / 255f), InputSize, labels, TargetSize);
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public void Bytes() => Pack(_bytes);

    [Benchmark(OperationsPerInvoke = Count)]
    public void Floats() => Pack(_floats);

    private void Pack(DataSet<float> data)
    {
        for (int first = 0; first < Count; first += MiniBatchSize)
        {
            data.GatherTargets(_order.AsSpan(first, MiniBatchSize), _targets);
            data.GatherInputs(_order.AsSpan(first), MiniBatchSize, _inputs);
        }
    }
}
