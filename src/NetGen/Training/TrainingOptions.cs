using System.Globalization;

namespace NetGen;

/// <summary>
/// How to train: a value, which can be compared, printed and kept. The defaults are those the book trains its 784-30-10 network with; the
/// learning rate is the network's.
/// </summary>
public sealed record TrainingOptions
{
    // What L1 needs, held only if it is set: so Native AOT leaves out its kernels where it never is.
    private Func<Optimizer, double, Optimizer>? _withL1Decay;

    /// <summary>How many times to go through the training data; at least 1. 30 unless set.</summary>
    /// <remarks>An upper limit; memory is needed only for epochs that run.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int Epochs
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(Epochs));
            field = value;
        }
    } = 30;

    /// <summary>
    /// Samples per step of gradient descent; at least 1. 10 unless set. What remains at the end of an epoch makes a smaller
    /// mini-batch.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int MiniBatchSize
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(MiniBatchSize));
            field = value;
        }
    } = 10;

    /// <summary>
    /// How a step changes the parameters; <see cref="Optimizer.Sgd"/>, stochastic gradient descent without momentum, unless set.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public Optimizer Optimizer
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value, nameof(Optimizer));
            field = value;
        }
    } = Optimizer.Sgd();

    /// <summary>
    /// The λ of L1 regularization: training minimizes the cost and <c>λ/n · Σ |w|</c> over all weights, where n is the number of training
    /// samples. So the <see cref="NetGen.Optimizer.L1Decay"/> of the optimizer is λ/n. At least 0 and finite; 0 unless set. The costs that
    /// training reports are without that term. It goes together with <see cref="L2"/>.
    /// </summary>
    /// <remarks>
    /// M. Nielsen, "Neural Networks and Deep Learning", chapter 3. An optimizer with an L1 decay of its own takes no L1, and neither does
    /// <see cref="Optimizer.AdamW"/>.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, or not finite.</exception>
    public double L1
    {
        get;
        init
        {
            if (!(value >= 0 && double.IsFinite(value)))
            {
                throw RangeErrors.Of(nameof(L1), value, "L1 must be finite and at least 0.");
            }

            field = value;
            _withL1Decay = value == 0 ? null : static (optimizer, decay) => optimizer.WithL1Decay(decay);
        }
    }

    /// <summary>
    /// The λ of L2 regularization: training minimizes the cost and <c>λ/2n · Σ w²</c> over all weights, where n is the number of
    /// training samples. So the weight decay of the optimizer is λ/n. At least 0 and finite; 0 unless set. The costs that training reports
    /// are without that term.
    /// </summary>
    /// <remarks>
    /// M. Nielsen, "Neural Networks and Deep Learning", chapter 3. An optimizer with a weight decay of its own takes no L2, and neither
    /// does <see cref="Optimizer.AdamW"/>, whose decay is another.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, or not finite.</exception>
    public double L2
    {
        get;
        init
        {
            if (!(value >= 0 && double.IsFinite(value)))
            {
                throw RangeErrors.Of(nameof(L2), value, "L2 must be finite and at least 0.");
            }

            field = value;
        }
    }

    /// <summary>
    /// The learning rate η. Positive and finite; null, as it is unless set, for that of the <see cref="Optimizer"/>. If that has none
    /// either, it is the default of the network, which depends on its activations, its cost and its sizes: 3.0, as in the book, for sigmoid
    /// units with quadratic cost.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or not finite.</exception>
    public double? LearningRate
    {
        get;
        init
        {
            if (value is double rate && !(rate > 0 && double.IsFinite(rate)))
            {
                throw RangeErrors.Of(nameof(LearningRate), rate, "The learning rate must be positive and finite.");
            }

            field = value;
        }
    }

    /// <summary>
    /// How the learning rate changes from step to step; <see cref="LearningRateSchedule.Constant"/> unless set. Its factors are those of
    /// <see cref="LearningRate"/>.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public LearningRateSchedule Schedule
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value, nameof(Schedule));
            field = value;
        }
    } = LearningRateSchedule.Constant;

    /// <summary>
    /// After how many epochs in a row without a lower validation cost training stops; at least 1. <see cref="MinImprovement"/> says how
    /// much lower it must be. After a run the network has the parameters of the epoch with the lowest validation cost, however training
    /// ends, unless it diverges or reaches a target; a <see cref="Trainer{T}"/> that runs step by step restores them on demand. Null, as
    /// it is unless set, for no such end. Needs validation data.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int? Patience
    {
        get;
        init
        {
            if (value is int epochs)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1, nameof(Patience));
            }

            field = value;
        }
    }

    /// <summary>
    /// By how much the validation cost must be lower than at the last improvement for <see cref="Patience"/> to begin anew; at least 0 and
    /// finite. 0 unless set: any lower cost is an improvement. The parameters kept are those of the lowest cost, whatever this says.
    /// Needs <see cref="Patience"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, or not finite.</exception>
    public double MinImprovement
    {
        get;
        init
        {
            if (!(value >= 0 && double.IsFinite(value)))
            {
                throw RangeErrors.Of(nameof(MinImprovement), value, "The least improvement must be finite and at least 0.");
            }

            field = value;
        }
    }

    /// <summary>
    /// Training stops after an epoch with a validation cost of this or less; at least 0 and finite. Null, as it is unless set, for no such
    /// end. Needs validation data.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, or not finite.</exception>
    public double? TargetCost
    {
        get;
        init
        {
            if (value is double cost && !(cost >= 0 && double.IsFinite(cost)))
            {
                throw RangeErrors.Of(nameof(TargetCost), cost, "The target cost must be finite and at least 0.");
            }

            field = value;
        }
    }

    /// <summary>
    /// Training stops after an epoch with a validation accuracy of this or more: 0.95 for 95 %. Above 0 and at most 1. Null, as it is
    /// unless set, for no such end. Needs validation data with labels.
    /// </summary>
    /// <remarks>Training stops at whichever comes first, if there is a <see cref="TargetCost"/> as well.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0 and at most 1.</exception>
    public double? TargetAccuracy
    {
        get;
        init
        {
            if (value is double accuracy && !(accuracy > 0 && accuracy <= 1))
            {
                throw RangeErrors.Of(
                    nameof(TargetAccuracy), accuracy, "The target accuracy must be above 0 and at most 1: 0.95 for 95 %.");
            }

            field = value;
        }
    }

    /// <summary>
    /// Training stops before the first step at which it has taken this long, as <see cref="TrainingHistory.Elapsed"/> counts: with
    /// evaluations and progress calls, and with the time before it was resumed. Positive. Null, as it is unless set, for no such end.
    /// </summary>
    /// <remarks>
    /// How many steps are done then depends on the machine and on what else it does: so do the parameters, unlike with any other option.
    /// The epoch that is cut short is not in the history, and the network has the steps of it.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan? TimeLimit
    {
        get;
        init
        {
            if (value <= TimeSpan.Zero)
            {
                throw RangeErrors.Of(nameof(TimeLimit), value, "The time limit must be positive; null is none.");
            }

            field = value;
        }
    }

    /// <summary>
    /// Whether the network is evaluated on the training data, too, after each epoch: <see cref="EpochResult.Training"/>. That takes one
    /// more pass through them, about a third of the time of training. False unless set; the parameters are the same either way.
    /// </summary>
    public bool EvaluateTraining { get; init; }

    /// <summary>
    /// Whether the norms of parameters and updates are measured after each epoch: <see cref="EpochResult.Norms"/>. That takes a few passes
    /// through the parameters. False unless set; the parameters are the same either way.
    /// </summary>
    public bool MeasureNorms { get; init; }

    /// <summary>
    /// Whether the norms of the gradient are measured after each epoch, besides those of <see cref="MeasureNorms"/>. That takes a
    /// backpropagation through all training data, on one thread: as long as an epoch in large mini-batches. False unless set; the
    /// parameters are the same either way.
    /// </summary>
    public bool MeasureGradient { get; init; }

    /// <summary>Decides how samples are shuffled and what dropout layers drop; any number. 0 unless set.</summary>
    public long Seed { get; init; }

    /// <summary>
    /// How many threads may work at once, the calling one included: at least 1, or -1 for one for each processor; never more than there
    /// are processors. 1 unless set. The result is the same, to the bit, with any number; mini-batches that are too small to gain by more
    /// threads stay on one.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is 0 or less than -1.</exception>
    public int MaxDegreeOfParallelism
    {
        get;
        init
        {
            _ = WorkerTeam.CheckDegree(value, nameof(MaxDegreeOfParallelism));
            field = value;
        }
    } = 1;

    /// <summary>An optimizer with the decay of <see cref="L1"/>.</summary>
    /// <param name="optimizer">An optimizer without one.</param>
    /// <param name="count">The number of training samples.</param>
    internal Optimizer WithL1(Optimizer optimizer, int count) => _withL1Decay?.Invoke(optimizer, L1 / count) ?? optimizer;

    /// <summary>All options by name, the same in every culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{nameof(TrainingOptions)} {{ {nameof(Epochs)} = {Epochs}, {nameof(MiniBatchSize)} = {MiniBatchSize}, "
        + $"{nameof(Optimizer)} = {Optimizer}, {nameof(L1)} = {L1.ToString("R", CultureInfo.InvariantCulture)}, "
        + $"{nameof(L2)} = {L2.ToString("R", CultureInfo.InvariantCulture)}, "
        + $"{nameof(LearningRate)} = {LearningRate?.ToString("R", CultureInfo.InvariantCulture) ?? "default"}, "
        + $"{nameof(Schedule)} = {Schedule}, "
        + $"{nameof(Patience)} = {Patience?.ToString(CultureInfo.InvariantCulture) ?? "none"}, "
        + $"{nameof(MinImprovement)} = {MinImprovement.ToString("R", CultureInfo.InvariantCulture)}, "
        + $"{nameof(TargetCost)} = {TargetCost?.ToString("R", CultureInfo.InvariantCulture) ?? "none"}, "
        + $"{nameof(TargetAccuracy)} = {TargetAccuracy?.ToString("R", CultureInfo.InvariantCulture) ?? "none"}, "
        + $"{nameof(TimeLimit)} = {TimeLimit?.ToString("c", CultureInfo.InvariantCulture) ?? "none"}, "
        + $"{nameof(EvaluateTraining)} = {EvaluateTraining}, {nameof(MeasureNorms)} = {MeasureNorms}, "
        + $"{nameof(MeasureGradient)} = {MeasureGradient}, {nameof(Seed)} = {Seed}, "
        + $"{nameof(MaxDegreeOfParallelism)} = {MaxDegreeOfParallelism} }}");
}
