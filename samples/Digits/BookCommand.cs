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
            Samples samples = IdxFolder.Load(folder);
            Print(samples, BookExperiment.All(quick), quick ? 1 : Seeds, cancellationToken);
            return 0;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Stopped.");
            return Training.Interrupted;
        }
    }

    private static void Print(Samples samples, BookExperiment[] experiments, int seeds, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        Write($"Accuracies in percent after the last epoch, of {seeds} {(seeds == 1 ? "seed" : "seeds")}; mini-batches of 10;");
        (int training, int validation, int test) = (samples.Training.Count, samples.Validation.Count, samples.Test.Count);
        Write($"{training} images to train with, {validation} for validation, {test} for the test.");
        Console.WriteLine();
        Console.WriteLine("| network, cost, initializer | parameters | book | expected | median | least | most |");
        Console.WriteLine("|---|---|---|---|---|---|---|");

        // Each training has a thread to itself, and a row is printed once all before it are.
        var results = new double[experiments.Length * seeds];
        var done = new int[experiments.Length];
        int printed = 0;
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = Environment.ProcessorCount,
            CancellationToken = cancellationToken,
        };
        Parallel.ForEach(Partitioner.Create(Enumerable.Range(0, results.Length), EnumerablePartitionerOptions.NoBuffering), options, run =>
        {
            int experiment = run / seeds;
            results[run] = experiments[experiment].Measure(samples, 1 + (run % seeds), cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            lock (done)
            {
                for (done[experiment]++; printed < done.Length && done[printed] == seeds; printed++)
                {
                    Console.WriteLine(Row(experiments[printed], results.AsSpan(printed * seeds, seeds).ToArray()));
                }
            }
        });
        Console.WriteLine();
        Write($"{results.Length} trainings in {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s.");
    }

    private static string Row(BookExperiment experiment, double[] accuracies)
    {
        Array.Sort(accuracies);
        double median = (accuracies[(accuracies.Length - 1) / 2] + accuracies[accuracies.Length / 2]) / 2;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {experiment.Network} | {experiment.Parameters} | {experiment.Book} | {experiment.Band} "
            + $"| {median:0.00} | {accuracies[0]:0.00} | {accuracies[^1]:0.00} |");
    }

    private static void Write(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
