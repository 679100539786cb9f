using System.Globalization;

namespace NetGen.Samples.Digits;

/// <summary>An experiment of the book, with the accuracy that the book states.</summary>
/// <param name="Network">Sizes, cost and initializer.</param>
/// <param name="Parameters">What the training is given, and what it is judged by.</param>
/// <param name="Book">The accuracy in the book, in percent.</param>
/// <param name="Band">
/// The accuracies, in percent, that another implementation of the same algorithm ended with; empty where its seeds differ too much.
/// </param>
/// <param name="Measure">Trains a network of a seed, and gives its accuracy in percent; throws if that is cancelled.</param>
internal sealed record BookExperiment(
    string Network, string Parameters, string Book, string Band, Func<Samples, long, CancellationToken, double> Measure)
{
    /// <summary>How many images the experiment with few of them takes.</summary>
    public const int FewSamples = 1000;

    private const int MiniBatchSize = 10;

    /// <summary>A quick pass takes one epoch of so many.</summary>
    private const int QuickDivisor = 10;

    /// <summary>The experiments, in the order of the book.</summary>
    /// <param name="quick">Whether to train for a tenth of the epochs.</param>
    public static BookExperiment[] All(bool quick)
    {
        return
        [
            Of<DigitNet>("large", 3, 0, 30, "95.42 (peak)", "94.3–95.3"),
            Of<WideDigitNet>("large", 3, 0, 30, "96.59", "mostly ≥ 96.3"),
            Of<EntropyDigitNet>("large", 0.5, 0, 30, "95.49", "94.5–95.5"),
            Of<WideEntropyDigitNet>("large", 0.5, 0, 30, "96.82", "96.4–97.0"),
            Of<EntropyDigitNet>("large", 0.5, 0, 400, "82.27", "81.5–83.3", few: true),
            Of<WideEntropyDigitNet>("large", 0.5, 5, 30, "97.92", "97.2–97.9", validates: true),
            Of<EntropyDigitNet>("default", 0.1, 5, 30, "96.50", "96.0–96.7", validates: true),
            Of<WideEntropyDigitNet>("default", 0.1, 5, 60, "98.04", "97.7–98.2", validates: true),
            Of<TwoLayerDigitNet>("default", 0.1, 5, 30, "96.90", "96.6–97.2", validates: true),
            Of<ThreeLayerDigitNet>("default", 0.1, 5, 30, "96.57", "96.2–96.9", validates: true),
            Of<FourLayerDigitNet>("default", 0.1, 5, 30, "96.53", "95.9–96.5", validates: true),
        ];

        BookExperiment Of<TNetwork>(
            string initializer, double rate, double lambda, int epochs, string book, string band, bool validates = false, bool few = false)
            where TNetwork : ITrainableNetwork<TNetwork, float>
        {
            int shownEpochs = quick ? epochs / QuickDivisor : epochs;
            string cost = TNetwork.Topology.Cost == CostFunction.Quadratic ? "quadratic" : "cross-entropy";
            string size = few ? $" of {FewSamples} images" : "";
            string judges = validates ? "validation" : "test";
            string parameters = string.Create(
                CultureInfo.InvariantCulture, $"η {rate}, λ {lambda}, {shownEpochs} epochs{size}, {judges}");
            return new(
                $"{Sizes(TNetwork.Topology)} {cost}, {initializer}",
                quick ? parameters + " (quick)" : parameters,
                book,
                band,
                (samples, seed, cancellationToken) => Train<TNetwork>(
                    few ? samples.Training.Slice(0, FewSamples) : samples.Training,
                    validates ? samples.Validation : samples.Test,
                    initializer == "large" ? Initializer.Large : Initializer.Scaled,
                    new TrainingOptions
                    {
                        Epochs = shownEpochs, MiniBatchSize = MiniBatchSize, LearningRate = rate, L2 = lambda, Seed = seed,
                    },
                    cancellationToken));
        }
    }

    private static double Train<TNetwork>(
        DataSet<float> training,
        DataSet<float> judges,
        Initializer initializer,
        TrainingOptions options,
        CancellationToken cancellationToken)
        where TNetwork : ITrainableNetwork<TNetwork, float>
    {
        TNetwork network = TNetwork.Create(options.Seed, initializer);
        _ = network.Train(training, options, cancellationToken: cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return 100 * network.Evaluate(judges).Accuracy!.Value;
    }

    private static string Sizes(NetworkTopology topology) =>
        string.Join('-', topology.Layers.Select(layer => layer.OutputSize).Prepend(topology.InputSize));
}
