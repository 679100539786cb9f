using System.Numerics;

namespace NetGen.Optimization;

/// <summary>The numbers that the constants of a step follow from.</summary>
/// <param name="LearningRate">The learning rate η of the step.</param>
/// <param name="Step">The step's number, from 1.</param>
/// <param name="Count">The samples m of the mini-batch.</param>
internal readonly record struct StepNumbers<T>(double LearningRate, long Step, long Count)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>−η/m, by a division in <typeparamref name="T"/>.</summary>
    public T NegativeStep => -(T.CreateTruncating(LearningRate) / T.CreateTruncating(Count));

    /// <summary>1/m.</summary>
    public T InverseCount => T.CreateTruncating(1.0 / Count);

    /// <summary>The product of a factor of each step so far, this one included; for rules that have one.</summary>
    public double Product { get; init; }

    /// <summary>What the gradient is multiplied by to clip it by its norm.</summary>
    public double GradientFactor { get; init; } = 1;

    /// <summary>x to the power of the step's number.</summary>
    public double PowerOf(double x) => StepNumbers.Power(x, Step);
}

/// <summary>What the numbers of a step are computed with.</summary>
internal static class StepNumbers
{
    /// <summary>A power by squaring: the same bits on every platform, as Math.Pow does not promise.</summary>
    public static double Power(double x, long exponent)
    {
        double power = 1;
        for (long rest = exponent; rest > 0; rest >>= 1)
        {
            power = (rest & 1) != 0 ? power * x : power;
            x *= x;
        }

        return power;
    }
}
