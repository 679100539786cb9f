using System.Numerics;
using NetGen.Reporting;

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
    /// <param name="request">What was asked for.</param>
    /// <param name="split">The samples.</param>
    /// <param name="report">What came of it.</param>
    /// <param name="page">The path of the written report, or null.</param>
    public static TrainingSummary Of<T>(TrainingRequest request, DataSplit<T> split, TrainingReport report, string? page)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TrainingHistory history = report.History;
        return new(
            request.File, report.Topology.ToString(), split.Training.Count, split.Validation?.Count ?? 0, split.Test?.Count ?? 0,
            $"{history.StopReason}", history.BestEpoch?.Epoch, history.Elapsed.TotalSeconds,
            [
                .. history.Epochs.Select(epoch => new EpochSummary(
                    epoch.Epoch, epoch.TrainingCost, epoch.Validation?.Cost, epoch.Validation?.Accuracy)),
            ],
            MetricsOf(report, split.Test is null ? "validation" : "test"),
            history.StopReason == NetGen.StopReason.Cancelled ? request.InterruptedFile : null, page);
    }

    private static MetricsSummary? MetricsOf(TrainingReport report, string name)
    {
        if (report.Regression is { } regression)
        {
            return new MetricsSummary(
                name, regression.Count, R2: regression.R2, MeanAbsoluteError: regression.MeanAbsoluteError,
                RootMeanSquaredError: regression.RootMeanSquaredError);
        }

        return report.Classification is { } classes
            ? new MetricsSummary(
                name, classes.Count, classes.Accuracy, classes.BalancedAccuracy, classes.RocAuc,
                [.. classes.Classes.Select(one => new ClassSummary(one.Name, one.Precision, one.Recall, one.F1, one.Support))])
            : null;
    }
}
