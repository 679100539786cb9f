namespace NetGen.Samples.OnlineLearning;

/// <summary>A network as it was after some mini-batches. It never changes, so any number of requests may use it at once.</summary>
/// <param name="Network">The network, read-only.</param>
/// <param name="Learned">How many mini-batches it had learned from.</param>
internal sealed record Snapshot(PointNet.Inference Network, long Learned);

/// <summary>Hands the latest snapshot from the thread that learns to the requests, without a lock.</summary>
internal sealed class LatestSnapshot(Snapshot first)
{
    private Snapshot _latest = first;

    /// <summary>The snapshot that was published last. A request that has taken one keeps it to its end.</summary>
    public Snapshot Value => Volatile.Read(ref _latest);

    /// <summary>From now on, requests take this snapshot.</summary>
    public void Publish(Snapshot next) => Volatile.Write(ref _latest, next);
}
