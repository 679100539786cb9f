using NetGen.Samples.DigitPad.Networks;

namespace NetGen.Samples.DigitPad.Training;

/// <summary>Trains a network on a thread of its own, and keeps what has not yet been taken of its results.</summary>
internal sealed class Run
{
    private readonly Lock _lock = new();
    private readonly RunRequest _request;
    private readonly TrainingData _data;
    private readonly double _seconds;
    private List<RunPoint> _points = [];

    /// <summary>Starts the training.</summary>
    /// <param name="request">A request that has no errors.</param>
    /// <param name="data">The digits.</param>
    /// <param name="seconds">How long it may take.</param>
    /// <param name="cancellationToken">Ends it before the next step.</param>
    public Run(RunRequest request, TrainingData data, double seconds, CancellationToken cancellationToken)
    {
        _request = request;
        _data = request.Samples is int samples ? data with { Training = data.Training.Split(samples).First } : data;
        _seconds = seconds;
        Topology = RunRules.Topology(request, data);
        Completion = Task.Factory.StartNew(
            () => Train(cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The layers of the network.</summary>
    public NetworkTopology Topology { get; }

    /// <summary>Ends with the training.</summary>
    public Task<RunEnd> Completion { get; }

    /// <summary>What is sent first.</summary>
    public RunStart Describe() => new(
        Topology.ToString(), TrainingNetworks.IsDeclared(Topology), Topology.ParameterCount, _data.Training.Count, _data.Validation.Count,
        _request.Epochs);

    /// <summary>The results since the last call.</summary>
    public IReadOnlyList<RunPoint> Take()
    {
        lock (_lock)
        {
            List<RunPoint> points = _points;
            _points = [];
            return points;
        }
    }

    private static double? Finite(double? cost) => cost is double value && double.IsFinite(value) ? value : null;

    private RunEnd Train(CancellationToken cancellationToken)
    {
        ITrainableNetwork<float> network = TrainingNetworks.Create(Topology, _request.Seed);
        using var trainer = new Trainer<float>(network, _data.Training, RunRules.Options(_request, _seconds), _data.Validation);
        TrainingHistory history;
        StopReason reason;
        try
        {
            history = trainer.Run(Add, cancellationToken);
            reason = history.StopReason ?? StopReason.Completed;
        }
        catch (TrainingDivergedException diverged)
        {
            history = diverged.History;
            reason = StopReason.Diverged;
        }

        return new RunEnd(reason, history.Epochs.Count, history.Elapsed.TotalSeconds);
    }

    private void Add(EpochResult epoch)
    {
        var point = new RunPoint(
            epoch.Epoch, Finite(epoch.TrainingCost), Finite(epoch.Validation?.Cost), epoch.Training?.Accuracy ?? 0,
            epoch.Validation?.Accuracy ?? 0);
        lock (_lock)
        {
            _points.Add(point);
        }
    }
}
