using System.Diagnostics.Metrics;

namespace NetGen;

/// <summary>
/// The instruments of the meter <c>NetGen</c>: written once for each epoch, which costs next to nothing if nobody listens.
/// </summary>
internal static class TrainingMeter
{
    private const string NetworkTag = "netgen.network";
    private const string TrialTag = "netgen.trial";
    private const string SeedTag = "netgen.seed";

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

    /// <summary>The tags that tell a training run from others that go on at once.</summary>
    /// <param name="network">The class of the network.</param>
    public static KeyValuePair<string, object?>[] TagsOf(Type network) => [new(NetworkTag, NameOf(network))];

    /// <summary>As <see cref="TagsOf(Type)"/>, for a run of a search.</summary>
    /// <param name="network">The class of the network.</param>
    /// <param name="trial">The index of the trial.</param>
    /// <param name="seed">The seed of the run.</param>
    public static KeyValuePair<string, object?>[] TagsOf(Type network, int trial, long seed) =>
        [.. TagsOf(network), new(TrialTag, trial), new(SeedTag, seed)];

    /// <summary>Writes the result of an epoch; what it does not have, and what is not finite, is left out.</summary>
    /// <param name="epoch">The result.</param>
    /// <param name="tags">The training's tags.</param>
    public static void Record(EpochResult epoch, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        Epochs.Add(1, tags);
        Samples.Add(epoch.SampleCount, tags);
        Record(Cost, epoch.TrainingCost, tags);
        Record(LearningRate, epoch.LearningRate, tags);
        Record(Throughput, epoch.SamplesPerSecond, tags);
        Record(ValidationCost, epoch.Validation?.Cost, tags);
        Record(ValidationAccuracy, epoch.Validation?.Accuracy, tags);
    }

    private static void Record(Gauge<double> gauge, double? value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (value is double number && double.IsFinite(number))
        {
            gauge.Record(number, tags);
        }
    }

    // Without the numeric type and the assembly, which the full name of a generic class has.
    private static string NameOf(Type network)
    {
        string name = network.IsGenericType ? network.GetGenericTypeDefinition().FullName! : network.FullName!;
        int arity = name.IndexOf('`', StringComparison.Ordinal);
        return arity < 0 ? name : name[..arity];
    }
}
