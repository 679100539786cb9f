using System.Globalization;

namespace NetGen;

/// <summary>
/// How the learning rate changes as training goes on: a factor for each step. A value, which can be compared, printed and kept. A schedule
/// states its own horizon, so training for longer leaves its first part as it was.
/// </summary>
public abstract record LearningRateSchedule
{
    private protected LearningRateSchedule()
    {
    }

    /// <summary>The same rate in every step.</summary>
    public static LearningRateSchedule Constant { get; } = new ConstantSchedule();

    /// <summary>The rate times a factor after every so many epochs; in PyTorch <c>StepLR</c>.</summary>
    /// <param name="epochs">After how many epochs the rate changes; at least 1.</param>
    /// <param name="factor">What it is multiplied by each time; positive and at most 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static LearningRateSchedule Step(int epochs, double factor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        return new StepSchedule(epochs, CheckedFactor(factor));
    }

    /// <summary>The rate times a factor after every epoch; in PyTorch <c>ExponentialLR</c>.</summary>
    /// <param name="factor">What it is multiplied by each time; positive and at most 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="factor"/> is out of its range.</exception>
    public static LearningRateSchedule Exponential(double factor) => new StepSchedule(1, CheckedFactor(factor));

    /// <summary>
    /// A rate that rises in a line to its full value, and then falls along half a wave of the cosine, step by step: with progress t from 0
    /// to 1 after the warm-up, <c>final + (1 − final) (1 + cos πt) / 2</c>. After <paramref name="epochs"/> it stays at its last value.
    /// </summary>
    /// <remarks>
    /// I. Loshchilov and F. Hutter, "SGDR: Stochastic gradient descent with warm restarts" (2017), without the restarts; in PyTorch
    /// <c>CosineAnnealingLR</c>.
    /// </remarks>
    /// <param name="epochs">The epochs that it takes, warm-up included; at least 1.</param>
    /// <param name="warmUpEpochs">The epochs in which the rate rises; at least 0 and fewer than <paramref name="epochs"/>.</param>
    /// <param name="final">The last factor, from 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static LearningRateSchedule Cosine(int epochs, int warmUpEpochs = 0, double final = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(warmUpEpochs);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(warmUpEpochs, epochs);
        return final is >= 0 and <= 1
            ? new CosineSchedule(epochs, warmUpEpochs, final)
            : throw new ArgumentOutOfRangeException(nameof(final), final, "The last factor lies from 0 to 1.");
    }

    /// <summary>
    /// A rate that rises from a small one to its full value and falls far below the first one, step by step: half a wave of the cosine up,
    /// and half a wave down. The learning rate is the largest one. After <paramref name="epochs"/> it stays at its last value.
    /// </summary>
    /// <remarks>
    /// L. N. Smith and N. Topin, "Super-convergence: very fast training of neural networks using large learning rates" (2018); in PyTorch
    /// <c>OneCycleLR</c>. With E = <paramref name="epochs"/> times the steps of an epoch, the full rate is that of step
    /// <c>pctStart · E − 1</c>, counted from 0, and the last one that of step <c>E − 1</c>. The momentum stays as it is.
    /// </remarks>
    /// <param name="epochs">The epochs that it takes; at least 1.</param>
    /// <param name="pctStart">The fraction of the steps in which the rate rises, from 0 to 1.</param>
    /// <param name="divFactor">The full rate over the first one; at least 1 and finite.</param>
    /// <param name="finalDivFactor">The first rate over the last one; at least 1 and finite.</param>
    /// <param name="linear">Whether the rate rises and falls in lines.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static LearningRateSchedule OneCycle(
        int epochs, double pctStart = 0.3, double divFactor = 25, double finalDivFactor = 1e4, bool linear = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        return pctStart is >= 0 and <= 1
            ? new OneCycleSchedule(
                epochs, pctStart, AtLeastOne(divFactor, nameof(divFactor)), AtLeastOne(finalDivFactor, nameof(finalDivFactor)), linear)
            : throw new ArgumentOutOfRangeException(nameof(pctStart), pctStart, "The fraction of the steps lies from 0 to 1.");
    }

    /// <summary>
    /// The rate times a factor each time that the validation cost has not fallen for more than <paramref name="patience"/> epochs in a row.
    /// A cost has fallen if it is less than <c>(1 − threshold)</c> times the lowest one before. Needs validation data.
    /// </summary>
    /// <remarks>
    /// In PyTorch <c>ReduceLROnPlateau</c>. What it does follows from the history of the training alone, so a resumed training goes on
    /// alike.
    /// </remarks>
    /// <param name="factor">What the rate is multiplied by each time; positive and below 1.</param>
    /// <param name="patience">How many epochs in a row the cost need not fall; at least 0.</param>
    /// <param name="threshold">By which part of itself the lowest cost must fall; at least 0 and below 1.</param>
    /// <param name="cooldown">How many epochs after a change do not count; at least 0.</param>
    /// <param name="minFactor">
    /// The least product of all factors, from 0 to 1: a part of the first rate, not a rate as PyTorch's <c>min_lr</c>.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static LearningRateSchedule ReduceOnPlateau(
        double factor = 0.1, int patience = 10, double threshold = 1e-4, int cooldown = 0, double minFactor = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(CheckedFactor(factor), 1, nameof(factor));
        ArgumentOutOfRangeException.ThrowIfNegative(patience);
        ArgumentOutOfRangeException.ThrowIfNegative(cooldown);
        if (threshold is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "The threshold is at least 0 and below 1.");
        }

        return minFactor is >= 0 and <= 1
            ? new PlateauSchedule(factor, patience, threshold, cooldown, minFactor)
            : throw new ArgumentOutOfRangeException(nameof(minFactor), minFactor, "The least factor lies from 0 to 1.");
    }

    /// <summary>
    /// The book's schedule: the rate is halved each time that the validation accuracy has not risen for <paramref name="patience"/> epochs
    /// in a row, and training ends once it is 1/<paramref name="until"/> of the first one, with <see cref="StopReason.ScheduleEnded"/>.
    /// Without labels, the validation cost must fall in place of the accuracy. Needs validation data.
    /// </summary>
    /// <remarks>
    /// M. Nielsen, "Neural Networks and Deep Learning", chapter 3, "How to choose a neural network's hyper-parameters". What it does
    /// follows from the history of the training alone, so a resumed training goes on alike.
    /// </remarks>
    /// <param name="patience">After how many epochs in a row without a better one the rate is halved; at least 1.</param>
    /// <param name="until">The first rate over the one with which no more steps are made; above 1 and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static LearningRateSchedule Halving(int patience = 10, double until = 128)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(patience, 1);
        return until > 1 && double.IsFinite(until)
            ? new HalvingSchedule(patience, until)
            : throw new ArgumentOutOfRangeException(nameof(until), until, "Expected a finite number above 1.");
    }

    /// <summary>A function of your own.</summary>
    /// <remarks>
    /// Functions cannot be compared or saved. So two such schedules are equal if their names are, and a training run that is resumed must
    /// be given one of the same name. For the same bits on every machine, use operations that IEEE 754 defines, not <c>Math.Pow</c> or
    /// <c>Math.Cos</c>.
    /// </remarks>
    /// <param name="name">What tells it from others, with its numbers if it has some; not empty.</param>
    /// <param name="factor">
    /// What the learning rate is multiplied by, finite and at least 0, from the step, counted from 0 over all epochs, and the steps of an
    /// epoch: <c>step / stepsPerEpoch</c> is the number of the epoch, from 0. It depends on nothing else.
    /// </param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public static LearningRateSchedule Custom(string name, Func<long, int, double> factor)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(factor);
        return new CustomSchedule(name, factor);
    }

    /// <summary>
    /// This schedule with a warm-up: in step s of the first epochs' S, counted from 1, its rate is multiplied by s/S.
    /// </summary>
    /// <param name="epochs">How many epochs the warm-up takes; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epochs"/> is less than 1.</exception>
    public LearningRateSchedule WithWarmUp(int epochs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        return new WarmUpSchedule(this, epochs, IsInSteps: false);
    }

    /// <summary>As <see cref="WithWarmUp"/>, for a number of steps.</summary>
    /// <param name="steps">How many steps the warm-up takes; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is less than 1.</exception>
    public LearningRateSchedule WithWarmUpSteps(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        return new WarmUpSchedule(this, steps, IsInSteps: true);
    }

    /// <summary>This schedule with the rate of each epoch's first step in all its steps.</summary>
    public LearningRateSchedule PerEpoch() => new EpochwiseSchedule(this);

    /// <summary>
    /// What the learning rate is multiplied by in a step: the same bits on every platform. Of a schedule that depends on validation, the
    /// part that depends on the step alone.
    /// </summary>
    /// <param name="step">The step, from 0 on, counted over all epochs.</param>
    /// <param name="stepsPerEpoch">The steps of an epoch; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="step"/> is negative, or <paramref name="stepsPerEpoch"/> less than 1.
    /// </exception>
    public double FactorAt(long step, int stepsPerEpoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfLessThan(stepsPerEpoch, 1);
        return Factor(step, stepsPerEpoch);
    }

    /// <summary>As <see cref="FactorAt(long, int)"/>, also for schedules that depend on validation.</summary>
    /// <param name="step">The step, from 0 on, counted over all epochs.</param>
    /// <param name="stepsPerEpoch">The steps of an epoch; at least 1.</param>
    /// <param name="epochs">The results of the epochs before the step.</param>
    /// <exception cref="ArgumentNullException"><paramref name="epochs"/> is null.</exception>
    /// <exception cref="ArgumentException">The schedule depends on validation, and an epoch has none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="step"/> is negative, or <paramref name="stepsPerEpoch"/> less than 1.
    /// </exception>
    public double FactorAt(long step, int stepsPerEpoch, IReadOnlyList<EpochResult> epochs) =>
        FactorAt(step, stepsPerEpoch) * StateAfter(epochs).Factor;

    /// <summary>Whether training ends, as the schedule says, after these epochs: as <see cref="Halving"/> does.</summary>
    /// <param name="epochs">The results of all epochs so far.</param>
    /// <exception cref="ArgumentNullException"><paramref name="epochs"/> is null.</exception>
    /// <exception cref="ArgumentException">The schedule depends on validation, and an epoch has none.</exception>
    public bool HasEnded(IReadOnlyList<EpochResult> epochs) => StateAfter(epochs).HasEnded;

    /// <summary>The schedule with its arguments, the same in every culture.</summary>
    public sealed override string ToString() => Describe();

    /// <summary>Whether it depends on the validation of epochs.</summary>
    internal virtual bool NeedsValidation => false;

    /// <summary>What follows from the epochs that were done: a factor beside that of the step, and whether training ends.</summary>
    internal (double Factor, bool HasEnded) StateAfter(IReadOnlyList<EpochResult> epochs)
    {
        ArgumentNullException.ThrowIfNull(epochs);
        return After(epochs);
    }

    private protected virtual (double Factor, bool HasEnded) After(IReadOnlyList<EpochResult> epochs) => (1, false);

    private protected static Evaluation ValidationOf(IReadOnlyList<EpochResult> epochs, int index) =>
        epochs[index].Validation ?? throw new ArgumentException(
            FormattableString.Invariant($"The schedule needs the validation of all epochs; epoch {index + 1} has none."), nameof(epochs));

    private protected abstract double Factor(long step, int stepsPerEpoch);

    private protected abstract string Describe();

    private protected static string Format(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static double AtLeastOne(double value, string name) => value >= 1 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "Expected a finite number, at least 1.");

    private static double CheckedFactor(double factor) => factor is > 0 and <= 1
        ? factor
        : throw new ArgumentOutOfRangeException(nameof(factor), factor, "The factor is positive and at most 1.");
}
