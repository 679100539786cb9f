using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using NetGen.Package.Tests;

namespace NetGen.Samples.Tests;

/// <summary>The digits: training, reports, and a training run that is interrupted.</summary>
public class DigitsTests
{
    private const string Curve = "▁▂▃▄▅▆▇█";

    [Fact]
    public async Task A_report_is_written_and_the_worst_mistakes_are_drawn()
    {
        using var folder = new TemporaryFolder();
        SampleRun run = await SampleRun.SucceedAsync("Digits", folder.Path, "--report", "report");
        Assert.Contains("Test: cost 0.0267, 348 of 360 correct (96.67 %)\n", run.Output, StringComparison.Ordinal);
        string[] lines = run.Output.Split('\n');
        Assert.All(SampleRun.QuotedLinesOf("README.md"), line => Assert.Contains(line, lines));
        Assert.Contains("The worst mistakes:\nsaid 1, is 8 ", run.Output, StringComparison.Ordinal);
        Assert.Equal(
            ["accuracy.png", "confusion.png", "cost.png", "hidden-units.png", "mistakes.png", "report.html"],
            Directory.GetFiles(Path.Combine(folder.Path, "report")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_report_that_cannot_be_written_ends_the_program_before_the_training()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "report"), "mine", TestContext.Current.CancellationToken);
        SampleRun run = await SampleRun.RunAsync("Digits", folder.Path, "--report", "report");
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("report", Assert.Single(run.Errors.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    /// <summary>As Ctrl+C does, which programs that are started in the background may not get.</summary>
    [Fact]
    public async Task An_interrupted_training_goes_on_to_the_same_result()
    {
        using var folder = new TemporaryFolder();
        using Process process = SampleRun.Start("Digits", folder.Path, "--epochs", "1000000");
        using CancellationTokenRegistration end = TestContext.Current.CancellationToken.Register(
            () => process.Kill(entireProcessTree: true));
        _ = await SampleRun.ReadToAsync(process, "epoch  3:");
        await SampleRun.TerminateAsync(process);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(130, process.ExitCode);
        Assert.Matches(
            "^Trained for .*\nThe training run is in digits-training.safetensors. To continue it, add --resume "
            + "digits-training.safetensors to the arguments.\n\nTest: ",
            output[output.IndexOf("Trained for", StringComparison.Ordinal)..]);
        Match trained = Regex.Match(output, "^Trained for (\\d+) epochs", RegexOptions.Multiline);
        string epochs = (int.Parse(trained.Groups[1].Value, CultureInfo.InvariantCulture) + 2).ToString(CultureInfo.InvariantCulture);

        SampleRun resumed = await SampleRun.SucceedAsync(
            "Digits", folder.Path, "--epochs", epochs, "--resume", "digits-training.safetensors");
        SampleRun whole = await SampleRun.SucceedAsync("Digits", folder.Path, "--epochs", epochs);
        Assert.Equal(ResultOf(whole), ResultOf(resumed));
    }

    [Fact]
    public async Task An_interrupted_run_of_large_networks_goes_on_to_the_same_accuracies()
    {
        using var folder = new TemporaryFolder();
        SyntheticImages.Write(folder.Path, trainingCount: 10_040, testCount: 100);
        string[] best = ["best", "--data", ".", "--epochs", "1", "--seeds"];
        using Process process = SampleRun.Start("Digits", folder.Path, [.. best, "1000000"]);
        string output = await SampleRun.ReadToAsync(process, "seed 2:");
        await SampleRun.TerminateAsync(process);
        output += await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(130, process.ExitCode);
        Assert.Contains("add --resume digits-best to the arguments.", output, StringComparison.Ordinal);
        string seeds = Regex.Match(output, "^Stopped while training seed (\\d+)\\.", RegexOptions.Multiline).Groups[1].Value;
        Assert.Equal(
            int.Parse(seeds, CultureInfo.InvariantCulture), Directory.GetFiles(Path.Combine(folder.Path, "digits-best")).Length);

        // Those that were done are not trained again.
        SampleRun resumed = await SampleRun.SucceedAsync("Digits", folder.Path, [.. best, seeds, "--resume", "digits-best"]);
        SampleRun whole = await SampleRun.SucceedAsync("Digits", folder.Path, [.. best, seeds]);
        Assert.Equal(Tests(whole), Tests(resumed));
        Assert.Equal(whole.Output.Split('\n')[^2], resumed.Output.Split('\n')[^2]);
        Assert.StartsWith("Accuracy on the test: ", whole.Output.Split('\n')[^2], StringComparison.Ordinal);
        Assert.Single(Regex.Matches(whole.Output, "^actual \\\\ predicted ", RegexOptions.Multiline));
        Assert.InRange(Regex.Count(resumed.Output, "^epoch", RegexOptions.Multiline), 0, 1);

        SampleRun none = await SampleRun.RunAsync("Digits", folder.Path, [.. best, "1", "--resume", "other"]);
        Assert.Equal((1, "other: expected a run to continue; found no seed-1.safetensors.\n"), (none.ExitCode, none.Errors));

        static IEnumerable<string> Tests(SampleRun run) =>
            Regex.Matches(run.Output, "^seed (\\d+): 1 epochs in .*; test: (.*)$", RegexOptions.Multiline)
                .Select(match => $"{match.Groups[1]} {match.Groups[2]}");
    }

    [Fact]
    public async Task An_interrupted_table_of_the_book_has_all_trainings_that_are_done()
    {
        using var folder = new TemporaryFolder();
        SyntheticImages.Write(folder.Path, trainingCount: 12_000, testCount: 100);
        ProcessStartInfo start = SampleRun.StartInfo(SampleRun.ProgramOf("samples/Digits"), folder.Path, "book", "--data", ".");
        // So many training runs at once do not end in the order of the table.
        start.Environment["DOTNET_PROCESSOR_COUNT"] = "8";
        using Process process = SampleRun.Start(start);
        string output = await SampleRun.ReadToAsync(process, "| 784-100-10");
        await SampleRun.TerminateAsync(process);
        output += await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(130, process.ExitCode);
        Match stopped = Regex.Match(
            output, "^(\\d+) of 33 training runs in \\d+ s, and then stopped; nothing is saved\\.$", RegexOptions.Multiline);
        Assert.True(stopped.Success, output);
        MatchCollection rows = Regex.Matches(output, @"^\| 784-.*?(?:\((\d) of 3 seeds\).*)?\|$", RegexOptions.Multiline);
        Assert.Equal(
            int.Parse(stopped.Groups[1].Value, CultureInfo.InvariantCulture),
            rows.Sum(row => row.Groups[1].Success ? int.Parse(row.Groups[1].Value, CultureInfo.InvariantCulture) : 3));
    }

    [Fact]
    public async Task The_experiments_of_the_book_need_a_thousand_images()
    {
        using var folder = new TemporaryFolder();
        SyntheticImages.Write(folder.Path, trainingCount: 10_040, testCount: 10);
        SampleRun run = await SampleRun.RunAsync("Digits", folder.Path, "book", "--data", ".");
        Assert.Equal(
            (1, "", ".: expected at least 1000 images to train with; found 40.\n"), (run.ExitCode, run.Output, run.Errors));
    }

    [Fact]
    public async Task On_a_terminal_a_training_is_drawn_and_Control_C_saves_it()
    {
        using var folder = new TemporaryFolder();
        using PseudoTerminal terminal = SampleRun.StartOnTerminal("Digits", folder.Path, "--epochs", "1000000");

        // What is dim in the row of the accuracy: some epochs are done.
        await terminal.WaitForAsync("\e[2mbest ");
        await terminal.InterruptAsync();
        Assert.Equal(130, await terminal.EndAsync());
        string shown = terminal.Shown;
        Assert.Contains("\e[?25l", shown, StringComparison.Ordinal);
        Assert.True(
            shown.LastIndexOf("\e[?25h", StringComparison.Ordinal) > shown.LastIndexOf("\e[?25l", StringComparison.Ordinal),
            "The cursor is still hidden.");
        string[] panel = [.. terminal.Lines().Where(line => line.IndexOfAny(['╭', '│', '╰']) == 0)];
        Assert.All(panel, line => Assert.InRange(line.Length, 2, PseudoTerminal.Width));
        Assert.All(panel, line => Assert.Contains(line[^1], "╮│╯"));
        Assert.Contains(panel, line => line.Contains("Ctrl+C stops, and saves the training.", StringComparison.Ordinal));
        Assert.Contains("and then stopped.", shown, StringComparison.Ordinal);
        Assert.Contains("add --resume digits-training.safetensors to the arguments.", shown, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder.Path, "digits-training.safetensors")));
    }

    [Fact]
    public async Task On_a_terminal_a_training_is_drawn_to_its_end_with_the_panel_of_the_pages()
    {
        using var folder = new TemporaryFolder();
        using PseudoTerminal terminal = SampleRun.StartOnTerminal("Digits", folder.Path, "--epochs", "3000");
        Assert.Equal(0, await terminal.EndAsync());
        string[] lines = terminal.Lines();
        int end = Array.FindLastIndex(lines, line => line.StartsWith('╰'));
        string[] panel = [.. lines[..end].Where(line => line.StartsWith('│'))];
        Assert.Contains(panel, line => line.Contains(" left ", StringComparison.Ordinal));
        Assert.Contains(panel, line => line.StartsWith("│ accuracy ", StringComparison.Ordinal) && line.IndexOfAny([.. Curve]) > 0);
        Assert.DoesNotContain(" left ", panel.Last(line => line.Contains(" epoch ", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.All(
            new[] { "docs/reports.md", "samples/Digits/README.md" },
            page => Assert.All(Pages.TheOnly(page, "text").Lines, line => Assert.Contains(FormOf(line), lines.Select(FormOf))));

        // Below the panel, in its order.
        string[] after = lines[(end + 1)..];
        int matrix = Array.FindIndex(after, line => line.TrimStart().StartsWith("actual \\ predicted ", StringComparison.Ordinal));
        int mistakes = Array.IndexOf(after, "The worst mistakes:");
        Assert.InRange(Array.FindIndex(after, line => line.StartsWith("Test: ", StringComparison.Ordinal)), 1, matrix - 1);
        Assert.InRange(mistakes, matrix + 10, after.Length - 2);
        Assert.StartsWith("said ", after[mistakes + 1], StringComparison.Ordinal);
        Assert.True(after[(mistakes + 2)..].Sum(line => line.Count(character => character is '▀' or '@')) > 5, terminal.Shown);
    }

    // A line of the panel without what differs from run to run: numbers, curves, and how far the bar is.
    private static string FormOf(string line) => Regex.Replace(Regex.Replace(line, @"[\d.]+( ms| s)?", "0"), $"[{Curve}━─ ]+", " ");

    private static string ResultOf(SampleRun run) => run.Output[run.Output.IndexOf("\nTest: ", StringComparison.Ordinal)..];
}
