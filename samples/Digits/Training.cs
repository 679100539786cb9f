using System.Globalization;

namespace NetGen.Samples.Digits;

/// <summary>Trains a network, saying how it goes; saves the training if it is cancelled.</summary>
internal static class Training
{
    private const string DefaultFile = "digits-training.safetensors";

    /// <summary>Trains to the end, or until cancelled, and tests.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="initializer">Draws the initial parameters.</param>
    /// <param name="options">How to train.</param>
    /// <param name="checkpoint">The file of a training to go on with, or null.</param>
    /// <param name="cancellationToken">Stops the training, which is then saved: to the same file, or to a default.</param>
    /// <returns>The file that a cancelled training was saved to; null if it has ended.</returns>
    public static string? Run<TNetwork>(
        Samples samples, Initializer initializer, TrainingOptions options, string? checkpoint, CancellationToken cancellationToken)
        where TNetwork : ITrainableNetwork<TNetwork, float>
    {
        TNetwork network = TNetwork.Create(options.Seed, initializer);
        Console.WriteLine($"{typeof(TNetwork).Name}: {TNetwork.Topology}");
        Console.Write(Report.Table(TNetwork.Topology));
        (int training, int validation, int held) = (samples.Training.Count, samples.Validation.Count, samples.Test.Count);
        Write($"{training} samples to train with, {validation} for validation, {held} held out for the test");
        Write($"{options.Epochs} epochs, mini-batches of {options.MiniBatchSize}");
        Write($"learning rate {options.LearningRate}, seed {options.Seed}");
        using Trainer<float> trainer = checkpoint is null
            ? new Trainer<float>(network, samples.Training, options, samples.Validation)
            : Trainer.Resume(network, checkpoint, samples.Training, options, samples.Validation);
        if (checkpoint is not null)
        {
            Write($"resumed from {checkpoint}, after {trainer.Epoch} epochs and {trainer.Step % trainer.StepsPerEpoch} steps");
        }

        Console.WriteLine();
        TrainingHistory history = trainer.Run(epoch => Console.WriteLine(epoch), cancellationToken);
        string? saved = null;
        if (history.StopReason == StopReason.Cancelled)
        {
            saved = checkpoint ?? DefaultFile;
            trainer.Save(saved);
        }

        Evaluation test = network.Evaluate(samples.Test);
        Console.WriteLine();
        string end = saved is null ? "" : ", and then stopped";
        Write($"Trained for {history.Epochs.Count} epochs in {history.Elapsed.TotalSeconds:0.000} s{end}.");
        Write($"Test: {test}");
        Console.WriteLine();
        Console.WriteLine("Images of the test set, and what the network takes them for:");
        Console.Write(Report.Images(network, samples, rightCount: 3, wrongCount: 2));
        return saved;
    }

    private static void Write(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
