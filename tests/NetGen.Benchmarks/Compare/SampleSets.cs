using System.Numerics;

namespace NetGen.Benchmarks.Compare;

/// <summary>A few batches that the contenders take in turn, so that no branch or cache line knows what comes.</summary>
internal sealed class SampleSets<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Seed = 12345;

    public SampleSets(NetworkTopology topology, int batch)
    {
        Batch = batch;
        Count = batch switch { 1 => 16, <= 32 => 4, _ => 2 };
        InputLength = batch * topology.InputSize;
        TargetLength = batch * topology.OutputSize;
        Inputs = GC.AllocateArray<T>(Count * InputLength, pinned: true);
        Targets = GC.AllocateArray<T>(Count * TargetLength, pinned: true);
        var random = new Random(Seed);
        foreach (ref T input in Inputs.AsSpan())
        {
            // As in images, many inputs are zero.
            input = random.Next(2) == 0 ? T.Zero : T.CreateChecked(random.NextSingle());
        }

        foreach (ref T target in Targets.AsSpan())
        {
            target = T.CreateChecked(random.NextSingle());
        }

        if (topology.Cost == CostFunction.CategoricalCrossEntropy)
        {
            MakeOneHot(topology.OutputSize);
        }
    }

    /// <summary>Samples in each set.</summary>
    public int Batch { get; }

    /// <summary>How many sets there are.</summary>
    public int Count { get; }

    public int InputLength { get; }

    public int TargetLength { get; }

    public T[] Inputs { get; }

    public T[] Targets { get; }

    // The largest of a sample's targets becomes its class.
    private void MakeOneHot(int classes)
    {
        for (int start = 0; start < Targets.Length; start += classes)
        {
            Span<T> target = Targets.AsSpan(start, classes);
            int label = target.ToArray().Index().MaxBy(value => value.Item).Index;
            target.Clear();
            target[label] = T.One;
        }
    }
}
