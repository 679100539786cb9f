using System.Diagnostics.Metrics;

namespace NetGen;

/// <summary>
/// The instruments of the meter <c>NetGen</c>: written once for each epoch, which costs next to nothing if nobody listens.
/// </summary>
internal static class TrainingMeter
{
    private static readonly Meter Meter = new("NetGen");

    private static readonly Counter<long> Epochs = Meter.CreateCounter<long>(
        "netgen.training.epochs", "{epoch}", "Epochs of training that were done.");

    private static readonly Counter<long> Samples = Meter.CreateCounter<long>(
        "netgen.training.samples", "{sample}", "Samples that networks were trained with.");

    private static readonly Gauge<double> Cost = Meter.CreateGauge<double>(
        "netgen.training.cost", description: "Cost of the last epoch, averaged over its mini-batches.");

    private static readonly Gauge<double> LearningRate = Meter.CreateGauge<double>(
        "netgen.training.learning_rate", description: "Learning rate of the last step of the last epoch.");

    private static readonly Gauge<double> Throughput = Meter.CreateGauge<double>(
        "netgen.training.throughput", "{sample}/s", "Samples per second of the last epoch, without evaluations.");

    private static readonly Gauge<double> ValidationCost = Meter.CreateGauge<double>(
        "netgen.validation.cost", description: "Cost on the validation data after the last epoch.");

    private static readonly Gauge<double> ValidationAccuracy = Meter.CreateGauge<double>(
        "netgen.validation.accuracy", description: "Part of the validation data that is classified correctly, from 0 to 1.");

    /// <summary>Writes the result of an epoch; what it does not have, and what is not finite, is left out.</summary>
    public static void Record(EpochResult epoch)
    {
        Epochs.Add(1);
        Samples.Add(epoch.SampleCount);
        Record(Cost, epoch.TrainingCost);
        Record(LearningRate, epoch.LearningRate);
        Record(Throughput, epoch.SamplesPerSecond);
        Record(ValidationCost, epoch.Validation?.Cost);
        Record(ValidationAccuracy, epoch.Validation?.Accuracy);
    }

    private static void Record(Gauge<double> gauge, double? value)
    {
        if (value is double number && double.IsFinite(number))
        {
            gauge.Record(number);
        }
    }
}
