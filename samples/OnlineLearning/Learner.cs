using System.Globalization;

namespace NetGen.Samples.OnlineLearning;

/// <summary>Learns from the stream, says how well that goes, saves checkpoints, and publishes snapshots.</summary>
/// <param name="network">The network that learns.</param>
/// <param name="learned">How many mini-batches it has learned from.</param>
/// <param name="latest">Where snapshots go.</param>
internal sealed class Learner(PointNet network, long learned, LatestSnapshot latest)
{
    private const int ReportEvery = 200;
    private const int SaveEvery = 500;
    private const int PublishEvery = 10;

    private readonly float[] _points = new float[DriftingStream.BatchSize * PointNet.InputSize];
    private readonly float[] _targets = new float[DriftingStream.BatchSize * PointNet.OutputSize];

    // The same network, but it stopped learning after the first mini-batches.
    private PointNet? _stopped = learned >= ReportEvery ? Checkpoint.First() : null;
    private int _right;
    private int _stoppedRight;

    /// <summary>How many mini-batches the network has learned from.</summary>
    public long Learned { get; private set; } = learned;

    /// <summary>Learns from the next mini-batch of the stream.</summary>
    public void Step()
    {
        DriftingStream.Next(Learned, _points, _targets);

        // Tested on each mini-batch before it learns from it, so always on points that it has not seen.
        _right += Right(network);
        _stoppedRight += _stopped is null ? 0 : Right(_stopped);
        network.TrainMiniBatch(_points, _targets, learningRate: 0.3f);
        Learned++;
        if (Learned % PublishEvery == 0)
        {
            latest.Publish(new Snapshot(network.ToInference(), Learned));
        }

        if (Learned % SaveEvery == 0)
        {
            Checkpoint.Save(network, Learned);
        }

        if (Learned % ReportEvery == 0)
        {
            Report();
        }
    }

    private void Report()
    {
        const double Seen = ReportEvery * DriftingStream.BatchSize;
        string other = _stopped is null
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"; without learning on: {_stoppedRight / Seen:P1}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"up to mini-batch {Learned}: {_right / Seen:P1} right{other}"));
        _right = _stoppedRight = 0;
        if (_stopped is null)
        {
            _stopped = network.Clone();
            Checkpoint.SaveFirst(_stopped);
        }
    }

    private int Right(PointNet tested)
    {
        int right = 0;
        for (int i = 0; i < DriftingStream.BatchSize; i++)
        {
            int label = _targets[(2 * i) + 1] == 1 ? 1 : 0;
            right += tested.Classify(_points.AsSpan(2 * i, 2)) == label ? 1 : 0;
        }

        return right;
    }
}
