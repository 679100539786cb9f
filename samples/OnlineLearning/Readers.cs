namespace NetGen.Samples.OnlineLearning;

/// <summary>Serves while the network learns: any number of threads classify with the snapshot that was published last.</summary>
internal sealed class Readers
{
    private PointNet.Inference snapshot;
    private long answers;

    /// <summary>Starts with a first snapshot.</summary>
    public Readers(PointNet.Inference first) => snapshot = first;

    /// <summary>Points that were classified so far.</summary>
    public long Answers => Interlocked.Read(ref answers);

    /// <summary>From now on, readers use this snapshot. Those in the middle of a request end it with the one before.</summary>
    public void Publish(PointNet.Inference next) => Volatile.Write(ref snapshot, next);

    /// <summary>One reader: takes requests until it is stopped. Here it makes them itself.</summary>
    public async Task Serve(long seed, CancellationToken stop)
    {
        var random = new SeededRandom(seed);
        var point = new float[PointNet.InputSize];
        while (!stop.IsCancellationRequested)
        {
            PointNet.Inference network = Volatile.Read(ref snapshot);
            for (int request = 0; request < 64; request++)
            {
                point[0] = (float)random.NextNormal();
                point[1] = (float)random.NextNormal();
                network.Classify(point);
                Interlocked.Increment(ref answers);
            }

            await Task.Delay(1, CancellationToken.None);
        }
    }
}
