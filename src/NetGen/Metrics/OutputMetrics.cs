using System.Numerics;

namespace NetGen.Metrics;

/// <summary>How far one output is from its targets, in a <see cref="RegressionReport"/>.</summary>
public sealed class OutputMetrics
{
    private OutputMetrics(int output, double r2, double meanAbsoluteError, double meanSquaredError)
    {
        Output = output;
        R2 = r2;
        MeanAbsoluteError = meanAbsoluteError;
        MeanSquaredError = meanSquaredError;
    }

    /// <summary>The index of the output.</summary>
    public int Output { get; }

    /// <summary>
    /// The coefficient of determination R², 1 − Σ(y − ŷ)² / Σ(y − ȳ)²: 1 is the best, 0 is as good as the average target ȳ,
    /// and it may be negative. If the target is constant it is 1 for errors of 0 and else 0; NaN for a single sample.
    /// </summary>
    public double R2 { get; }

    /// <summary>The mean absolute error (MAE), Σ|y − ŷ| / n.</summary>
    public double MeanAbsoluteError { get; }

    /// <summary>The mean squared error (MSE), Σ(y − ŷ)² / n.</summary>
    public double MeanSquaredError { get; }

    /// <summary>The root of the mean squared error (RMSE), in the unit of the target.</summary>
    public double RootMeanSquaredError => Math.Sqrt(MeanSquaredError);

    /// <summary>The metrics of one output, summed in double in the order of the samples.</summary>
    /// <param name="targets">The targets of at least one sample, <c>[count, size]</c>.</param>
    /// <param name="outputs">The outputs, <c>[count, size]</c>.</param>
    /// <param name="size">Outputs for each sample.</param>
    /// <param name="output">Which of them.</param>
    internal static OutputMetrics Of<T>(ReadOnlySpan<T> targets, ReadOnlySpan<T> outputs, int size, int output)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = targets.Length / size;
        double mean = Mean(targets, size, output);
        double absolute = 0;
        double squared = 0;
        double variation = 0;
        for (int i = output; i < targets.Length; i += size)
        {
            double target = double.CreateTruncating(targets[i]);
            double error = target - double.CreateTruncating(outputs[i]);
            absolute += Math.Abs(error);
            squared += error * error;
            variation += (target - mean) * (target - mean);
        }

        return new OutputMetrics(output, Determination(squared, variation, count), absolute / count, squared / count);
    }

    // Differences from the first target, so that the mean of equal ones is exactly what they are.
    private static double Mean<T>(ReadOnlySpan<T> targets, int size, int output)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double first = double.CreateTruncating(targets[output]);
        double sum = 0;
        for (int i = output; i < targets.Length; i += size)
        {
            sum += double.CreateTruncating(targets[i]) - first;
        }

        return first + (sum / (targets.Length / size));
    }

    private static double Determination(double squared, double variation, int count) =>
        count < 2 || double.IsNaN(squared) ? double.NaN
        : variation != 0 ? 1 - (squared / variation)
        : squared == 0 ? 1 : 0;
}
