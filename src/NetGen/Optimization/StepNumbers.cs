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

    /// <summary>x to the power of the step's number, by squaring: the same bits on every platform, as Math.Pow does not promise.</summary>
    public double PowerOf(double x)
    {
        double power = 1;
        for (long rest = Step; rest > 0; rest >>= 1)
        {
            power = (rest & 1) != 0 ? power * x : power;
            x *= x;
        }

        return power;
    }
}
