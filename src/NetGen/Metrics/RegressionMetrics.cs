using System.Numerics;

namespace NetGen.Metrics;

/// <summary>
/// Metrics of numbers that are predicted, for targets and outputs that a program has itself; <see cref="RegressionReport"/> has them for
/// a network and a data set.
/// </summary>
/// <remarks>
/// Names and definitions are those of scikit-learn's <c>sklearn.metrics</c>. Of several outputs per sample each metric is computed for each
/// output and averaged: <c>multioutput="uniform_average"</c>. Sums are computed in double, in the order of the samples. Targets or outputs
/// that are NaN make the metric NaN.
/// </remarks>
public static class RegressionMetrics
{
    /// <summary>
    /// The coefficient of determination, <c>r2_score</c>: 1 − Σ(y − ŷ)² / Σ(y − ȳ)² with the average target ȳ. 1 is the best,
    /// 0 is as good as ȳ, and it may be negative.
    /// </summary>
    /// <param name="targets">The targets y, <c>[count, outputSize]</c>.</param>
    /// <param name="outputs">The outputs ŷ, <c>[count, outputSize]</c>.</param>
    /// <param name="outputSize">Outputs for each sample; at least 1.</param>
    /// <typeparam name="T">A floating-point type, such as <see cref="float"/>.</typeparam>
    /// <remarks>If the target is constant, it is 1 for errors of 0 and else 0. It is NaN for a single sample.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="outputSize"/> is less than 1.</exception>
    /// <exception cref="ArgumentException">
    /// There is no sample, the number of targets is not a multiple of <paramref name="outputSize"/>, or there are more or fewer outputs.
    /// </exception>
    public static double R2<T>(ReadOnlySpan<T> targets, ReadOnlySpan<T> outputs, int outputSize = 1)
        where T : unmanaged, IFloatingPointIeee754<T> => Report(targets, outputs, outputSize).R2;

    /// <summary>The mean absolute error (MAE), <c>mean_absolute_error</c>: Σ|y − ŷ| / n.</summary>
    /// <inheritdoc cref="R2{T}(ReadOnlySpan{T}, ReadOnlySpan{T}, int)" path="/*[not(self::summary or self::remarks)]"/>
    public static double MeanAbsoluteError<T>(ReadOnlySpan<T> targets, ReadOnlySpan<T> outputs, int outputSize = 1)
        where T : unmanaged, IFloatingPointIeee754<T> => Report(targets, outputs, outputSize).MeanAbsoluteError;

    /// <summary>The mean squared error (MSE), <c>mean_squared_error</c>: Σ(y − ŷ)² / n.</summary>
    /// <remarks>The quadratic cost of networks (<see cref="CostFunction.Quadratic"/>) is half of it, summed over the outputs.</remarks>
    /// <inheritdoc cref="R2{T}(ReadOnlySpan{T}, ReadOnlySpan{T}, int)" path="/*[not(self::summary or self::remarks)]"/>
    public static double MeanSquaredError<T>(ReadOnlySpan<T> targets, ReadOnlySpan<T> outputs, int outputSize = 1)
        where T : unmanaged, IFloatingPointIeee754<T> => Report(targets, outputs, outputSize).MeanSquaredError;

    /// <summary>
    /// The root of the mean squared error (RMSE), <c>root_mean_squared_error</c>: √(Σ(y − ŷ)² / n), in the unit of the target.
    /// </summary>
    /// <inheritdoc cref="R2{T}(ReadOnlySpan{T}, ReadOnlySpan{T}, int)" path="/*[not(self::summary or self::remarks)]"/>
    public static double RootMeanSquaredError<T>(ReadOnlySpan<T> targets, ReadOnlySpan<T> outputs, int outputSize = 1)
        where T : unmanaged, IFloatingPointIeee754<T> => Report(targets, outputs, outputSize).RootMeanSquaredError;

    private static RegressionReport Report<T>(ReadOnlySpan<T> targets, ReadOnlySpan<T> outputs, int outputSize)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputSize, 1);
        MetricChecks.Counts(targets.Length, nameof(targets), outputs.Length, 1, nameof(outputs));
        return targets.Length % outputSize == 0
            ? RegressionReport.Of(targets, outputs, outputSize)
            : throw new ArgumentException(
                $"Expected a multiple of {outputSize} elements, {outputSize} for each sample; the span has {targets.Length}.",
                nameof(targets));
    }
}
