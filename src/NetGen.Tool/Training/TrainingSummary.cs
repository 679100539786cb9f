using System.Numerics;
using NetGen.Metrics;

namespace NetGen.Tool.Training;

/// <summary>An epoch, for JSON.</summary>
internal sealed record EpochSummary(int Epoch, double TrainingCost, double? ValidationCost, double? ValidationAccuracy);

/// <summary>The metrics of a class, for JSON.</summary>
internal sealed record ClassSummary(string Name, double Precision, double Recall, double F1, int Support);

/// <summary>What a report says, for JSON; what does not go with the kind of the data is null.</summary>
internal sealed record MetricsSummary(
    string On,
    int Count,
    double? Accuracy = null,
    double? BalancedAccuracy = null,
    double? RocAuc = null,
    IReadOnlyList<ClassSummary>? Classes = null,
    double? R2 = null,
    double? MeanAbsoluteError = null,
    double? RootMeanSquaredError = null);

/// <summary>What <c>train --json</c> writes.</summary>
internal sealed record TrainingSummary(
    string File,
    string Network,
    int TrainingSamples,
    int ValidationSamples,
    int TestSamples,
    string StopReason,
    int? BestEpoch,
    double Seconds,
    IReadOnlyList<EpochSummary> Epochs,
    MetricsSummary? Metrics,
    string? ResumeFrom,
    string? Report)
{
    /// <summary>Sums up a run.</summary>
    public static TrainingSummary Of<T>(
        RuntimeNetwork<T> network, TrainingRequest request, DataSplit<T> split, TrainingHistory history, string? report)
        where T : unmanaged, IFloatingPointIeee754<T> => new(
            request.File, network.Topology.ToString(), split.Training.Count, split.Validation?.Count ?? 0, split.Test?.Count ?? 0,
            $"{history.StopReason}", history.BestEpoch?.Epoch, history.Elapsed.TotalSeconds,
            [
                .. history.Epochs.Select(epoch => new EpochSummary(
                    epoch.Epoch, epoch.TrainingCost, epoch.Validation?.Cost, epoch.Validation?.Accuracy)),
            ],
            split.Report is DataSet<T> held ? MetricsOn(network, held, split.Test is null ? "validation" : "test") : null,
            history.StopReason == NetGen.StopReason.Cancelled ? request.InterruptedFile : null, report);

    private static MetricsSummary MetricsOn<T>(RuntimeNetwork<T> network, DataSet<T> data, string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!data.HasLabels)
        {
            RegressionReport report = network.EvaluateRegression(data);
            return new MetricsSummary(
                name, report.Count, R2: report.R2, MeanAbsoluteError: report.MeanAbsoluteError,
                RootMeanSquaredError: report.RootMeanSquaredError);
        }

        ClassificationReport classes = network.EvaluateClassification(data);
        return new MetricsSummary(
            name, classes.Count, classes.Accuracy, classes.BalancedAccuracy, classes.RocAuc,
            [.. classes.Classes.Select(one => new ClassSummary(one.Name, one.Precision, one.Recall, one.F1, one.Support))]);
    }
}
