using System.Diagnostics;
using System.Numerics;

namespace NetGen;

/// <summary>One call of <see cref="NetworkTraining.Train"/>: epochs, their results, and the last good parameters.</summary>
internal sealed class TrainingRun<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ITrainableNetwork<T> _network;
    private readonly double _learningRate;
    private readonly int? _patience;
    private readonly WorkerTeam? _workers;
    private readonly MiniBatches<T> _batches;
    private readonly Evaluator<T>? _evaluator;
    private readonly ParameterBuffer<T> _lastGood;
    private readonly ParameterBuffer<T>? _best;
    private readonly List<EpochResult> _epochs = [];
    private readonly long _started = Stopwatch.GetTimestamp();
    private double _bestCost = double.PositiveInfinity;
    private int _epochsSinceBest;

    public TrainingRun(
        ITrainableNetwork<T> network,
        DataSet<T> training,
        DataSet<T>? validation,
        TrainingOptions options,
        double learningRate,
        WorkerTeam? workers)
    {
        _network = network;
        _learningRate = learningRate;
        _patience = options.Patience;
        _workers = workers;
        _batches = new MiniBatches<T>(network.Topology, training, options, workers);
        _evaluator = validation is null ? null : new Evaluator<T>(network.Topology, validation, workers);
        _lastGood = new ParameterBuffer<T>(network.Topology);
        _lastGood.CopyFrom(network.Parameters);
        _best = _patience is null ? null : new ParameterBuffer<T>(network.Topology);
        _best?.CopyFrom(network.Parameters);
    }

    /// <summary>Trains for some epochs, unless cancelled before.</summary>
    /// <exception cref="TrainingDivergedException">A cost or a parameter is no finite number.</exception>
    public TrainingHistory Run(int epochs, Action<EpochResult>? progress, CancellationToken cancellationToken)
    {
        while (_epochs.Count < epochs)
        {
            long started = Stopwatch.GetTimestamp();
            double? cost = _batches.TrainEpoch(_network, _epochs.Count, _learningRate, _workers, cancellationToken);
            CheckFinite(cost ?? 0);
            if (cost is not double trainingCost)
            {
                return End(StopReason.Cancelled);
            }

            _lastGood.CopyFrom(_network.Parameters);
            Evaluation? validation = _evaluator?.Evaluate(_network);
            var result = new EpochResult
            {
                Epoch = _epochs.Count + 1,
                TrainingCost = trainingCost,
                Validation = validation,
                Elapsed = Stopwatch.GetElapsedTime(started),
            };
            _epochs.Add(result);
            progress?.Invoke(result);
            if (IsOutOfPatience(validation))
            {
                return End(StopReason.EarlyStopping);
            }
        }

        return End(StopReason.Completed);
    }

    // Keeps the parameters where the cost is the lowest so far.
    private bool IsOutOfPatience(Evaluation? validation)
    {
        if (_best is null || validation is null)
        {
            return false;
        }

        if (validation.Cost < _bestCost)
        {
            _bestCost = validation.Cost;
            _epochsSinceBest = 0;
            _best.CopyFrom(_network.Parameters);
            return false;
        }

        return ++_epochsSinceBest >= _patience;
    }

    private TrainingHistory End(StopReason reason)
    {
        if (_best is not null && _epochs.Count > 0)
        {
            _network.Parameters.CopyFrom(_best);
        }

        return History(reason);
    }

    private void CheckFinite(double cost)
    {
        NonFiniteParameter? parameter = NonFiniteParameter.Find(_network.Parameters);
        if (parameter is null && double.IsFinite(cost))
        {
            return;
        }

        _network.Parameters.CopyFrom(_lastGood);
        throw new TrainingDivergedException(
            _epochs.Count + 1, _batches.Step, _batches.StepCount, _learningRate, cost, parameter, History(StopReason.Diverged));
    }

    private TrainingHistory History(StopReason reason) => new(_epochs, reason, Stopwatch.GetElapsedTime(_started));
}
