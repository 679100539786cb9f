using System.Globalization;

namespace NetGen.Samples.Digits;

/// <summary>Trains a network, saying how it goes.</summary>
internal static class Training
{
    public static void Run<TNetwork>(
        Samples samples, Initializer initializer, TrainingOptions options, CancellationToken cancellationToken)
        where TNetwork : ITrainableNetwork<TNetwork, float>
    {
        TNetwork network = TNetwork.Create(options.Seed, initializer);
        Console.WriteLine($"{typeof(TNetwork).Name}: {TNetwork.Topology}");
        Console.Write(Report.Table(TNetwork.Topology));
        (int training, int validation, int held) = (samples.Training.Count, samples.Validation.Count, samples.Test.Count);
        Write($"{training} samples to train with, {validation} for validation, {held} held out for the test");
        Write($"{options.Epochs} epochs, mini-batches of {options.MiniBatchSize}");
        Write($"learning rate {options.LearningRate}, seed {options.Seed}");
        Console.WriteLine();

        TrainingHistory history = network.Train(
            samples.Training, options, samples.Validation, epoch => Console.WriteLine(epoch), cancellationToken);

        Evaluation test = network.Evaluate(samples.Test);
        Console.WriteLine();
        string end = history.StopReason == StopReason.Cancelled ? ", and then stopped" : "";
        Write($"Trained for {history.Epochs.Count} epochs in {history.Elapsed.TotalSeconds:0.000} s{end}.");
        Write($"Test: {test}");
        Console.WriteLine();
        Console.WriteLine("Images of the test set, and what the network takes them for:");
        Console.Write(Report.Images(network, samples, rightCount: 3, wrongCount: 2));
    }

    private static void Write(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
