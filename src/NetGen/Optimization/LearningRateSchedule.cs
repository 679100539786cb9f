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

    /// <summary>What the learning rate is multiplied by in a step: the same bits on every platform.</summary>
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

    /// <summary>The schedule with its arguments, the same in every culture.</summary>
    public sealed override string ToString() => Describe();

    private protected abstract double Factor(long step, int stepsPerEpoch);

    private protected abstract string Describe();

    private protected static string Format(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static double CheckedFactor(double factor) => factor is > 0 and <= 1
        ? factor
        : throw new ArgumentOutOfRangeException(nameof(factor), factor, "The factor is positive and at most 1.");
}
