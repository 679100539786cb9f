using System.Collections.Concurrent;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;

namespace NetGen.Samples.Digits;

/// <summary>The experiments of the book on MNIST, as a table of accuracies.</summary>
internal static class BookCommand
{
    private const int Seeds = 3;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var data = new Option<DirectoryInfo>("--data")
        {
            Description = "The folder with the IDX files of MNIST, each as it is or as .gz.",
            HelpName = "DIR",
            Required = true,
        };
        var quick = new Option<bool>("--quick")
        {
            Description = "One seed and a tenth of the epochs: shows that all runs, in less than a minute.",
        };
        var command = new Command("book", "Repeats the experiments of M. Nielsen's book on MNIST, and prints its accuracies beside these.")
        {
            data, quick,
        };
        command.SetAction((arguments, cancellationToken) => Task.FromResult(
            Run(arguments.GetRequiredValue(data).ToString(), arguments.GetValue(quick), cancellationToken)));
        return command;
    }

    private static int Run(string folder, bool quick, CancellationToken cancellationToken)
    {
        try
        {
            Samples samples = Samples.ReadMnist(folder);
            if (samples.Training.Count < BookExperiment.FewSamples)
            {
                throw new InvalidDataException(
                    $"{folder}: expected at least {BookExperiment.FewSamples} images to train with; found {samples.Training.Count}.");
            }

            return Print(samples, BookExperiment.All(quick), quick ? 1 : Seeds, cancellationToken) ? 0 : Training.Interrupted;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
    }

    // Whether all training runs came to their end. Where they are stopped, the rest of the table is what was done until then.
    private static bool Print(Samples samples, BookExperiment[] experiments, int seeds, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        Write($"Accuracies in percent after the last epoch, of {seeds} {(seeds == 1 ? "seed" : "seeds")}; mini-batches of 10;");
        (int training, int validation, int test) = (samples.Training.Count, samples.Validation.Count, samples.Test.Count);
        Write($"{training} images to train with, {validation} for validation, {test} for the test.");
        Console.WriteLine();
        Console.WriteLine("| network, cost, initializer | parameters | book | expected | median | least | most |");
        Console.WriteLine("|---|---|---|---|---|---|---|");

        // Each training has a thread to itself, and a row is printed once all before it are.
        List<double>[] results = [.. experiments.Select(_ => new List<double>())];
        int total = experiments.Length * seeds;
        int printed = 0;
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = Environment.ProcessorCount,
            CancellationToken = cancellationToken,
        };
        try
        {
            Parallel.ForEach(Partitioner.Create(Enumerable.Range(0, total), EnumerablePartitionerOptions.NoBuffering), options, run =>
            {
                int experiment = run / seeds;
                double accuracy = experiments[experiment].Measure(samples, 1 + (run % seeds), cancellationToken);
                lock (results)
                {
                    results[experiment].Add(accuracy);
                    for (; printed < results.Length && results[printed].Count == seeds; printed++)
                    {
                        Console.WriteLine(Row(experiments[printed], results[printed], seeds));
                    }
                }
            });
        }
        catch (OperationCanceledException)
        {
            for (; printed < results.Length; printed++)
            {
                if (results[printed].Count > 0)
                {
                    Console.WriteLine(Row(experiments[printed], results[printed], seeds));
                }
            }
        }

        int done = results.Sum(accuracies => accuracies.Count);
        (string of, string end) = done == total ? ("", "") : ($" of {total}", ", and then stopped; nothing is saved");
        Console.WriteLine();
        Write($"{done}{of} training runs in {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s{end}.");
        return done == total;
    }

    private static string Row(BookExperiment experiment, List<double> accuracies, int seeds)
    {
        accuracies.Sort();
        double median = (accuracies[(accuracies.Count - 1) / 2] + accuracies[accuracies.Count / 2]) / 2;
        string part = accuracies.Count == seeds ? "" : $" ({accuracies.Count} of {seeds} seeds)";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {experiment.Network} | {experiment.Parameters}{part} | {experiment.Book} | {experiment.Band} "
            + $"| {median:0.00} | {accuracies[0]:0.00} | {accuracies[^1]:0.00} |");
    }

    private static void Write(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
