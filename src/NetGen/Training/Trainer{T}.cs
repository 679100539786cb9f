using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.Data;

namespace NetGen;

#pragma warning disable RS0026, RS0027 // The overloads of Run differ in the type of progress, and null is for the one with priority.

/// <summary>
/// A training run with its state: runs step by step, epoch by epoch or to the end, goes on after a stop, and can be saved at any step and
/// resumed from the file by <see cref="Trainer.Resume{T}(ITrainableNetwork{T}, string, DataSet{T}, TrainingOptions?, DataSet{T}?)"/>.
/// However a training run is divided into calls, trainers and files, the parameters are the same, to the bit.
/// </summary>
/// <remarks>
/// <para>
/// <see cref="NetworkTraining"/>, which describes what a training run does, makes a trainer that runs once. A step allocates nothing;
/// memory is needed for mini-batches, for copies of the parameters, and for the results of the epochs that were done.
/// </para>
/// <para>
/// Between the calls the network may be used, but its parameters belong to the training. Not safe for use from several threads at once.
/// </para>
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed partial class Trainer<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ITrainableNetwork<T> _network;
    private readonly DataSet<T> _training;
    private readonly DataSet<T>? _validation;
    private readonly TrainingOptions _options;
    private readonly double _learningRate;
    private readonly OptimizerState<T> _optimizer;
    private readonly WorkerTeam? _workers;
    private readonly MiniBatches<T> _batches;
    private readonly Evaluator<T>? _evaluator;
    private readonly Evaluator<T>? _trainingEvaluator;
    private readonly NormMeter<T>? _norms;
    private readonly ParameterBuffer<T> _lastGood;

    // The network's means, for missing features; null if none are missing.
    private readonly T[]? _means;
    private readonly ParameterBuffer<T>? _best;
    private readonly List<EpochResult> _epochs = [];
    private readonly TrainingClock _clock;
    private readonly EarlyStopping _earlyStopping;

    // The parameters to go on from, while the network has the best ones.
    private ParameterBuffer<T>? _current;
    private bool _hasBest;
    private double _costSum;
    private double _bestCost = double.PositiveInfinity;
    private TimeSpan _epochStarted;
    private bool _isTargetReached;

    // What the schedule makes of the epochs that were done.
    private (double Factor, bool HasEnded) _schedule = (1, false);
    private volatile bool _isStopRequested;

    // Why the last call returned before it was done.
    private StopReason? _interruption;
    private bool _isDiverged;
    private bool _isDisposed;

    /// <summary>Prepares a training run from the parameters that the network has; nothing is trained yet.</summary>
    /// <param name="network">The network to train.</param>
    /// <param name="training">The samples; of the network's sizes.</param>
    /// <param name="options">How to train; <c>new TrainingOptions()</c> if null.</param>
    /// <param name="validation">What to evaluate the network on after each epoch; null for no evaluation.</param>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> or <paramref name="training"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The training or validation data are empty, of other sizes than the network, or have a target that the network's cost cannot take;
    /// all training samples have the same label; the network, the training data and the validation data have different names for classes
    /// or features; features are missing, and the network does not standardize them; the options have
    /// <see cref="TrainingOptions.Patience"/>, a target or a schedule that depends on validation, and there are no validation data for it,
    /// or <see cref="TrainingOptions.L1"/> or <see cref="TrainingOptions.L2"/> beside an optimizer that has such a decay of its own or
    /// cannot have one; or a parameter of the network is not finite.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The learning rate, or another number of the optimizer, is too large or too small for <typeparamref name="T"/>, or the mini-batches
    /// are too large for an array.
    /// </exception>
    public Trainer(
        ITrainableNetwork<T> network, DataSet<T> training, TrainingOptions? options = null, DataSet<T>? validation = null)
        : this(network, training, options, validation, null)
    {
        try
        {
            if (NonFiniteParameter.Find(network.Parameters) is NonFiniteParameter parameter)
            {
                throw new ArgumentException(
                    $"Training needs finite parameters to start from; the network's {parameter}.", nameof(network));
            }

            CheckFeatures(network.Parameters.FeatureNames, training, validation);
            NetworkClasses.Give(network, training);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>As the public constructor, from any parameters and with given threads, which become the trainer's, and time.</summary>
    internal Trainer(
        ITrainableNetwork<T> network,
        DataSet<T> training,
        TrainingOptions? options,
        DataSet<T>? validation,
        WorkerTeam? workers,
        TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(training);
        _network = network;
        MeterTags = TrainingMeter.TagsOf(network.GetType());
        _options = options ?? new TrainingOptions();
        _training = NetworkData.For(network.Topology, training, nameof(training));
        _validation = validation is null ? null : NetworkData.For(network.Topology, validation, nameof(validation));
        CheckNames(network.ClassNames, training, validation);
        Optimizer optimizer = OptimizerOf(_options, training.Count);
        CheckSchedule(_options, optimizer);
        _learningRate = CheckedLearningRate(_options.LearningRate ?? optimizer.LearningRate ?? LearningRateDefaults.For(network.Topology));
        _optimizer = CreateState(optimizer, network.Topology);
        CheckValidation(_options, validation);
        _clock = new TrainingClock(time ?? TimeProvider.System);
        _lastGood = Copy(network.Parameters);
        _best = _options.Patience is null ? null : Copy(network.Parameters);
        _earlyStopping = new EarlyStopping(_options.MinImprovement);
        _means = _training.HasMissing || _validation is { HasMissing: true } ? new T[_training.InputSize] : null;
        _workers = workers ?? StartWorkers(_options);
        try
        {
            _batches = new MiniBatches<T>(network.Topology, _training.WithSubstitutes(_means), _options, _workers);
            _evaluator = _validation is null ? null : EvaluatorOf(_validation);
            _trainingEvaluator = _options.EvaluateTraining ? EvaluatorOf(_training) : null;
            _norms = NormMeter<T>.For(network.Topology, _training.WithSubstitutes(_means), _options);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The whole epochs that were done.</summary>
    public int Epoch => _epochs.Count;

    /// <summary>The steps that were done, in all epochs together.</summary>
    public long Step => ((long)_epochs.Count * _batches.StepCount) + _batches.Step;

    /// <summary>What tells its measurements from those of other training runs.</summary>
    internal KeyValuePair<string, object?>[] MeterTags { get; init; }

    /// <summary>The steps of an epoch: one for each mini-batch.</summary>
    public int StepsPerEpoch => _batches.StepCount;

    /// <summary>The results of the epochs so far; a copy, which does not change as training goes on.</summary>
    public TrainingHistory History => new([.. _epochs], StopReason, Elapsed);

    /// <summary>
    /// Why training has ended, or why the last call ended; null if the next step goes on as the options ask for. After
    /// <see cref="StopReason.Diverged"/> training cannot go on. After all other reasons it can, also for more epochs than the options have.
    /// </summary>
    public StopReason? StopReason =>
        _isDiverged ? NetGen.StopReason.Diverged
        : _interruption ?? EndReason ?? (
            _isStopRequested ? NetGen.StopReason.Stopped
            : IsTimeOver ? NetGen.StopReason.TimeLimit
            : null);

    // What depends on the epochs that were done alone.
    private StopReason? EndReason =>
        _isTargetReached ? NetGen.StopReason.TargetReached
        : _earlyStopping.Epochs >= _options.Patience ? NetGen.StopReason.EarlyStopping
        : _schedule.HasEnded ? NetGen.StopReason.ScheduleEnded
        : _epochs.Count >= _options.Epochs ? NetGen.StopReason.Completed
        : null;

    private bool IsTimeOver => _options.TimeLimit is TimeSpan limit && Elapsed >= limit;

    private TimeSpan Elapsed => _clock.Elapsed;

    /// <summary>
    /// Trains with the next mini-batch. After the last one of an epoch the network is evaluated, if there are validation data, and
    /// <see cref="History"/> has the epoch.
    /// </summary>
    /// <returns>The cost averaged over the mini-batch, before the step that follows from it.</returns>
    /// <exception cref="TrainingDivergedException">The cost or, at the end of an epoch, a parameter is NaN or infinite.</exception>
    /// <exception cref="InvalidOperationException">
    /// The training has diverged before, or a <see cref="LearningRateSchedule.Custom"/> schedule gives a number that is not a factor.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The trainer has been disposed of.</exception>
    public double RunStep()
    {
        GoOn();
        try
        {
            return TrainStep();
        }
        finally
        {
            _clock.Stop();
        }
    }

    /// <summary>
    /// Trains to the end of the current epoch, also when the options ask for no more: their <see cref="TrainingOptions.Epochs"/> are done,
    /// a target is reached, the schedule has ended, or <see cref="TrainingOptions.Patience"/> or <see cref="TrainingOptions.TimeLimit"/>
    /// has run out.
    /// </summary>
    /// <param name="cancellationToken">Checked before each step.</param>
    /// <returns>
    /// The epoch's result; null if it was cancelled or <see cref="Stop"/> was called: then the next call goes on with the rest of the
    /// epoch.
    /// </returns>
    /// <exception cref="TrainingDivergedException">The cost or a parameter became NaN or infinite.</exception>
    /// <exception cref="InvalidOperationException">
    /// The training has diverged before, or a <see cref="LearningRateSchedule.Custom"/> schedule gives a number that is not a factor.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The trainer has been disposed of.</exception>
    public EpochResult? RunEpoch(CancellationToken cancellationToken = default)
    {
        GoOn();
        try
        {
            return TrainEpoch(limitsTime: false, cancellationToken);
        }
        finally
        {
            _clock.Stop();
        }
    }

    /// <summary>
    /// Trains until the options' <see cref="TrainingOptions.Epochs"/> are done, a target is reached, the schedule has ended, or
    /// <see cref="TrainingOptions.Patience"/> or <see cref="TrainingOptions.TimeLimit"/> has run out. With patience, the network then has
    /// the best epoch's parameters, as by <see cref="RestoreBest"/>, unless a target was reached.
    /// </summary>
    /// <param name="progress">
    /// Called after each epoch, on this thread; may save the trainer, and <see cref="Stop"/> it. Null for no calls.
    /// </param>
    /// <param name="cancellationToken">
    /// Checked before each step. If it is cancelled, training stops, and the next call goes on from there.
    /// </param>
    /// <returns>The results of all epochs, those before this call included, and why training ended.</returns>
    /// <exception cref="TrainingDivergedException">
    /// The cost or a parameter became NaN or infinite. The exception has the history so far, and the network the parameters of the last
    /// good epoch.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The training has diverged before, or a <see cref="LearningRateSchedule.Custom"/> schedule gives a number that is not a factor.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The trainer has been disposed of.</exception>
    [OverloadResolutionPriority(1)]
    public TrainingHistory Run(Action<EpochResult>? progress = null, CancellationToken cancellationToken = default)
    {
        GoOn();
        try
        {
            while (EndReason is null && TrainEpoch(limitsTime: true, cancellationToken) is EpochResult result)
            {
                progress?.Invoke(result);
            }
        }
        finally
        {
            _clock.Stop();
        }

        if (_best is not null && _epochs.Count > 0 && !_isTargetReached)
        {
            RestoreBest();
        }

        return History;
    }

    /// <summary>
    /// As <see cref="Run(Action{EpochResult}?, CancellationToken)"/>, which says more, with an object that the results are reported to.
    /// </summary>
    /// <param name="progress">
    /// Gets the result of each epoch, on this thread; a <see cref="Progress{T}"/> passes them on to that on which it was made. Null for no
    /// reports.
    /// </param>
    /// <param name="cancellationToken">Checked before each step.</param>
    /// <returns>The results of all epochs, those before this call included, and why training ended.</returns>
    /// <exception cref="TrainingDivergedException">The cost or a parameter became NaN or infinite.</exception>
    /// <exception cref="InvalidOperationException">
    /// The training has diverged before, or a <see cref="LearningRateSchedule.Custom"/> schedule gives a number that is not a factor.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The trainer has been disposed of.</exception>
    public TrainingHistory Run(IProgress<EpochResult>? progress, CancellationToken cancellationToken = default) =>
        Run(progress is null ? null : new Action<EpochResult>(progress.Report), cancellationToken);

    /// <summary>
    /// Stops before the next step: a run or an epoch that is under way returns, and <see cref="StopReason"/> is
    /// <see cref="StopReason.Stopped"/>, unless the training has ended by itself. The next call goes on. May be called in a progress call,
    /// between steps, and from any thread.
    /// </summary>
    public void Stop() => _isStopRequested = true;

    /// <summary>
    /// Gives the network the parameters of the epoch with the lowest validation cost. The trainer keeps those that it has now: the next
    /// step goes on from them, and <see cref="Save(string)"/> saves them.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The options have no <see cref="TrainingOptions.Patience"/>, or no epoch has been done.
    /// </exception>
    public void RestoreBest()
    {
        if (_best is null || _epochs.Count == 0)
        {
            throw new InvalidOperationException(
                _best is null
                    ? "The best parameters are kept only if the options have Patience; these have none."
                    : "There are best parameters only after an epoch; none has been done.");
        }

        if (!_hasBest)
        {
            _current ??= new ParameterBuffer<T>(_network.Topology);
            _current.CopyValuesFrom(_network.Parameters);
            _network.Parameters.CopyValuesFrom(_best);
            _hasBest = true;
        }
    }

    /// <summary>Ends the trainer's threads, if it has any.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _workers?.Dispose();
    }

    private static void CheckNames(IReadOnlyList<string>? classNames, DataSet<T> training, DataSet<T>? validation)
    {
        if (classNames is not null)
        {
            NetworkClasses.Compare(classNames, training, nameof(training));
        }

        NetworkClasses.CheckSeveral(training, nameof(training));
        if (validation is not null)
        {
            NetworkClasses.Compare(classNames ?? training.ClassNames, validation, nameof(validation));
            NetworkClasses.CheckSameFeatures(training, "the training data", validation, "the validation data", nameof(validation));
        }
    }

    private static void CheckFeatures(IReadOnlyList<string>? names, DataSet<T> training, DataSet<T>? validation)
    {
        NetworkClasses.CompareFeatures(names, training, nameof(training));
        if (validation is not null)
        {
            NetworkClasses.CompareFeatures(names, validation, nameof(validation));
        }
    }

    private static void CheckValidation(TrainingOptions options, DataSet<T>? validation)
    {
        string? option = options.Patience is not null ? nameof(options.Patience)
            : options.TargetCost is not null ? nameof(options.TargetCost)
            : options.TargetAccuracy is not null ? nameof(options.TargetAccuracy)
            : options.Schedule.NeedsValidation ? $"the schedule {options.Schedule}"
            : null;
        if (option is not null && validation is null)
        {
            throw new ArgumentException($"The options have {option}, which needs validation data; there are none.", nameof(validation));
        }

        if (options.MinImprovement != 0 && options.Patience is null)
        {
            throw new ArgumentException(
                $"The options have {nameof(options.MinImprovement)}, which says what {nameof(options.Patience)} counts as an improvement; "
                + $"they have no {nameof(options.Patience)}.",
                nameof(options));
        }

        if (options.TargetAccuracy is not null && !validation!.HasLabels)
        {
            throw new ArgumentException(
                $"The options have {nameof(options.TargetAccuracy)}, which needs validation data with labels; these have none. Set "
                + $"{nameof(options.TargetCost)} instead.",
                nameof(validation));
        }
    }

    private static WorkerTeam? StartWorkers(TrainingOptions options)
    {
        int degree = Math.Min(WorkerTeam.CheckDegree(options.MaxDegreeOfParallelism, nameof(options)), Environment.ProcessorCount);
        return degree > 1 ? new WorkerTeam(degree) : null;
    }

    private static OptimizerState<T> CreateState(Optimizer optimizer, NetworkTopology topology)
    {
        try
        {
            return optimizer.CreateState<T>(topology);
        }
        catch (ArgumentOutOfRangeException exception)
        {
            throw RangeErrors.Of("options", exception.ActualValue!, exception.Message);
        }
    }

    // L2 is the weight decay λ/n, and L1 the decay by the sign.
    private static Optimizer OptimizerOf(TrainingOptions options, int count)
    {
        Optimizer optimizer = options.Optimizer;
        int samples = Math.Max(1, count);
        if (options.L1 != 0)
        {
            CheckDecay(options, nameof(options.L1), options.L1, optimizer, nameof(optimizer.L1Decay), optimizer.L1Decay);
        }

        if (options.L2 != 0)
        {
            CheckDecay(options, nameof(options.L2), options.L2, optimizer, "weightDecay", optimizer.WeightDecay);
            optimizer = optimizer.WithWeightDecay(options.L2 / samples);
        }

        return options.WithL1(optimizer, samples);
    }

    private static void CheckDecay(
        TrainingOptions options, string name, double value, Optimizer optimizer, string ownName, double own)
    {
        if (!optimizer.DecaysByGradient || own != 0)
        {
            throw new ArgumentException(
                $"The options have {name} = {value.ToString("R", CultureInfo.InvariantCulture)} and the optimizer {optimizer}"
                + (optimizer.DecaysByGradient
                    ? $", which decays weights by itself. Set one of them: {name}, or the optimizer's {ownName}."
                    : name == nameof(options.L1) ? ", which takes no L1. Use Adam."
                    : $", which decays weights in a way of its own. Leave out {name}, and set the optimizer's weightDecay."),
                nameof(options));
        }
    }

    private static void CheckSchedule(TrainingOptions options, Optimizer optimizer)
    {
        if (optimizer.HasOwnStepSizes && options.Schedule != LearningRateSchedule.Constant)
        {
            throw new ArgumentException(
                $"The options have the schedule {options.Schedule} and the optimizer {optimizer}, whose step sizes change by themselves: "
                + "the learning rate is only that of the first step. Leave out the schedule.",
                nameof(options));
        }
    }

    // A subnormal rate has lost digits, and divided by the size of a mini-batch it may be 0.
    private static double CheckedLearningRate(double learningRate)
    {
        T rounded = T.CreateTruncating(learningRate);
        return T.IsNormal(rounded)
            ? learningRate
            : throw RangeErrors.Of(
                "options",
                learningRate,
                $"The learning rate of the options is too {(T.IsFinite(rounded) ? "small" : "large")} for {typeof(T).Name}.");
    }

    private static ParameterBuffer<T> Copy(ParameterBuffer<T> parameters)
    {
        var copy = new ParameterBuffer<T>(parameters.Topology);
        copy.CopyValuesFrom(parameters);
        return copy;
    }

    private Evaluator<T> EvaluatorOf(DataSet<T> data) => new(_network.Topology, data.WithSubstitutes(_means), _workers);

    private void GoOn()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ThrowIfDiverged();
        _interruption = null;
        UpdateMeans();
        _isStopRequested = false;
        _clock.Start();
    }

    private void ThrowIfDiverged()
    {
        if (_isDiverged)
        {
            throw new InvalidOperationException(
                "The training has diverged and cannot go on. Start another one, with a smaller learning rate or scaled features.");
        }
    }

    private EpochResult? TrainEpoch(bool limitsTime, CancellationToken cancellationToken)
    {
        int epochs = _epochs.Count;
        while (_epochs.Count == epochs)
        {
            _interruption = cancellationToken.IsCancellationRequested ? NetGen.StopReason.Cancelled
                : _isStopRequested ? NetGen.StopReason.Stopped
                : null;
            if (_interruption is not null || (limitsTime && IsTimeOver))
            {
                CheckFinite(0);
                return null;
            }

            if (_batches.Step == _batches.StepCount)
            {
                EndEpoch();
            }
            else
            {
                _ = TrainStep();
            }
        }

        return _epochs[^1];
    }

    private double TrainStep()
    {
        GoOnFromCurrent();

        // The evaluation at the end of an epoch may have failed, such as for want of memory.
        if (_batches.Step == _batches.StepCount)
        {
            EndEpoch();
        }

        if (_batches.Step == 0)
        {
            _epochStarted = Elapsed;
        }

        if (Step == 0)
        {
            NetworkScaling.FitIfNew(_network, _training);
            UpdateMeans();
        }

        _optimizer.LearningRate = LearningRateAt(Step);
        _batches.Take();
        var dropout = new DropoutKey(_options.Seed, Step);
        double cost = double.CreateTruncating(
            _network.TrainMiniBatch(_batches.Inputs, _batches.Targets, _batches.SampleWeights, _optimizer, _workers, dropout));
        _batches.Complete();
        if (!double.IsFinite(cost))
        {
            CheckFinite(cost);
        }

        _costSum += cost * _batches.Count;
        if (_batches.Step == _batches.StepCount)
        {
            EndEpoch();
        }

        return cost;
    }

    // They change when the network is fitted: here, by the caller between two calls, or by a checkpoint.
    private void UpdateMeans()
    {
        if (_means is not null)
        {
            MissingFeatures.CopyMeans(_network, _means);
        }
    }

    // All that may fail comes first, so that it can be done again.
    // After RestoreBest the network has the parameters of the best epoch.
    private void GoOnFromCurrent()
    {
        if (_hasBest)
        {
            _network.Parameters.CopyValuesFrom(_current!);
            _hasBest = false;
        }
    }

    private void EndEpoch()
    {
        GoOnFromCurrent();
        TimeSpan trainingTime = Elapsed - _epochStarted;
        CheckFinite(0);
        Evaluation? training = _trainingEvaluator?.Evaluate(_network);
        Evaluation? validation = _evaluator?.Evaluate(_network);
        var result = new EpochResult
        {
            Epoch = _epochs.Count + 1,
            TrainingCost = _costSum / _training.Count,
            Training = training,
            Validation = validation,
            LearningRate = LearningRateAt(Step - 1),
            Norms = _norms?.Measure(_network, _lastGood),
            Elapsed = Elapsed - _epochStarted,
            TrainingTime = trainingTime,
            SampleCount = _training.Count,
        };
        _epochs.EnsureCapacity(_epochs.Count + 1);
        _lastGood.CopyValuesFrom(_network.Parameters);
        KeepBest(validation);
        _epochs.Add(result);
        _isTargetReached |= ReachesTarget(result);
        _schedule = _options.Schedule.StateAfter(_epochs);
        _batches.StartEpoch();
        _costSum = 0;
        TrainingMeter.Record(result, MeterTags);
    }

    private double LearningRateAt(long step)
    {
        double rate = _learningRate * (_options.Schedule.FactorAt(step, _batches.StepCount) * _schedule.Factor);
        return T.IsFinite(T.CreateTruncating(rate))
            ? rate
            : throw new InvalidOperationException(FormattableString.Invariant(
                $"The schedule {_options.Schedule} makes the rate of step {step} {rate}: too large for {typeof(T).Name}."));
    }

    private bool ReachesTarget(EpochResult epoch) =>
        epoch.Validation?.Cost <= _options.TargetCost || epoch.Validation?.Accuracy >= _options.TargetAccuracy;

    // Keeps the parameters where the cost is the lowest so far.
    private void KeepBest(Evaluation? validation)
    {
        if (_best is null || validation is null)
        {
            return;
        }

        // The first one counts even if its cost is not finite.
        _earlyStopping.Add(validation.Cost);
        if (validation.Cost < _bestCost || _epochs.Count == 0)
        {
            _bestCost = double.IsNaN(validation.Cost) ? double.PositiveInfinity : validation.Cost;
            _best.CopyValuesFrom(_network.Parameters);
        }
    }

    private void CheckFinite(double cost)
    {
        NonFiniteParameter? parameter = NonFiniteParameter.Find(_network.Parameters);
        foreach ((string name, ParameterBuffer<T> values) in _optimizer.Buffers)
        {
            parameter ??= NonFiniteParameter.Find(values, $"the optimizer's {name} of ");
        }

        if (parameter is null && double.IsFinite(cost))
        {
            return;
        }

        _isDiverged = true;
        _network.Parameters.CopyValuesFrom(_lastGood);
        throw new TrainingDivergedException(
            _epochs.Count + 1, _batches.Step, _batches.StepCount, _learningRate, cost, parameter, History);
    }
}
