namespace NetGen.Tests.Training;

/// <summary>
/// A network of 2 inputs and 3 outputs that notes, without allocating, what its thread had allocated at each mini-batch.
/// </summary>
internal sealed class AllocationNetwork(int calls) : StubNetwork
{
    public long[] Seen { get; } = new long[calls];

    public int Calls { get; private set; }

    public override float TrainMiniBatch(
        ReadOnlySpan<float> inputs,
        ReadOnlySpan<float> targets,
        float learningRate,
        WorkerTeam? workers = null,
        DropoutKey? dropout = null)
    {
        Seen[Calls++] = GC.GetAllocatedBytesForCurrentThread();
        return 0;
    }
}
