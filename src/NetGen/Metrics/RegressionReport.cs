using System.Numerics;

namespace NetGen.Metrics;

/// <summary>
/// How far a network's outputs are from the targets of a data set; made by
/// <see cref="NetworkReports.EvaluateRegression{T}(INetwork{T}, DataSet{T}, WorkerTeam?)"/>.
/// </summary>
/// <remarks>
/// Names and definitions are those of scikit-learn's <c>sklearn.metrics</c>. The metrics of several outputs are averaged, each output the
/// same: <c>multioutput="uniform_average"</c>. If an output of a sample is NaN, so are the metrics of that output, and the averages.
/// </remarks>
public sealed class RegressionReport
{
    private RegressionReport(OutputMetrics[] outputs, int count)
    {
        Outputs = Array.AsReadOnly(outputs);
        Count = count;
    }

    /// <summary>The number of samples.</summary>
    public int Count { get; }

    /// <summary>The metrics of each output.</summary>
    public IReadOnlyList<OutputMetrics> Outputs { get; }

    /// <summary>
    /// The average of <see cref="OutputMetrics.R2"/>, <c>r2_score</c>: 1 is the best, 0 is as good as the average target, and it may be
    /// negative.
    /// </summary>
    public double R2 => Outputs.Average(output => output.R2);

    /// <summary>The average of <see cref="OutputMetrics.MeanAbsoluteError"/>: <c>mean_absolute_error</c>.</summary>
    public double MeanAbsoluteError => Outputs.Average(output => output.MeanAbsoluteError);

    /// <summary>The average of <see cref="OutputMetrics.MeanSquaredError"/>: <c>mean_squared_error</c>.</summary>
    public double MeanSquaredError => Outputs.Average(output => output.MeanSquaredError);

    /// <summary>
    /// The average of <see cref="OutputMetrics.RootMeanSquaredError"/>, <c>root_mean_squared_error</c>: of several outputs it is not the
    /// root of <see cref="MeanSquaredError"/>.
    /// </summary>
    public double RootMeanSquaredError => Outputs.Average(output => output.RootMeanSquaredError);

    /// <summary>A table of the outputs and, if there are several, their average.</summary>
    public override string ToString()
    {
        var table = new TextTable("output", "R²", "MAE", "RMSE", "MSE");
        foreach (OutputMetrics output in Outputs)
        {
            Add(
                table,
                TextTable.Count(output.Output),
                output.R2,
                output.MeanAbsoluteError,
                output.RootMeanSquaredError,
                output.MeanSquaredError);
        }

        if (Outputs.Count > 1)
        {
            Add(table, "average", R2, MeanAbsoluteError, RootMeanSquaredError, MeanSquaredError);
        }

        return table.ToString();
    }

    /// <summary>The report on outputs.</summary>
    /// <param name="targets">The targets of at least one sample, <c>[count, size]</c>.</param>
    /// <param name="outputs">The outputs, <c>[count, size]</c>.</param>
    /// <param name="size">Outputs for each sample.</param>
    internal static RegressionReport Of<T>(ReadOnlySpan<T> targets, ReadOnlySpan<T> outputs, int size)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var metrics = new OutputMetrics[size];
        for (int i = 0; i < size; i++)
        {
            metrics[i] = OutputMetrics.Of(targets, outputs, size, i);
        }

        return new RegressionReport(metrics, targets.Length / size);
    }

    private static void Add(TextTable table, string name, double r2, double absolute, double root, double squared) => table.Add(
        name, TextTable.Score(r2), TextTable.Number(absolute), TextTable.Number(root), TextTable.Number(squared));
}
