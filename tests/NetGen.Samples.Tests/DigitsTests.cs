using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace NetGen.Samples.Tests;

/// <summary>The digits: training, reports, and a training that is interrupted.</summary>
public class DigitsTests
{
    [Fact]
    public async Task A_report_is_written_and_the_worst_mistakes_are_drawn()
    {
        using var folder = new TemporaryFolder();
        SampleRun run = await SampleRun.SucceedAsync("Digits", folder.Path, "--report", "report");
        Assert.Contains("Test: cost 0.0267, 348 of 360 correct (96.67 %)\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("The worst mistakes:\nsaid 1, is 8 ", run.Output, StringComparison.Ordinal);
        Assert.Equal(
            ["accuracy.png", "confusion.png", "cost.png", "hidden-units.png", "mistakes.png", "report.html"],
            Directory.GetFiles(Path.Combine(folder.Path, "report")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    /// <summary>As Ctrl+C does, which programs that are started in the background may not get.</summary>
    [Fact]
    public async Task An_interrupted_training_goes_on_to_the_same_result()
    {
        using var folder = new TemporaryFolder();
        using Process process = SampleRun.Start("Digits", folder.Path, "--epochs", "1000000");
        using CancellationTokenRegistration end = TestContext.Current.CancellationToken.Register(
            () => process.Kill(entireProcessTree: true));
        string? line;
        do
        {
            line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.NotNull(line);
        }
        while (!line.StartsWith("epoch  3:", StringComparison.Ordinal));

        using (Process kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(130, process.ExitCode);
        Assert.Contains("add --resume digits-training.safetensors to the arguments.", output, StringComparison.Ordinal);
        Match trained = Regex.Match(output, "^Trained for (\\d+) epochs", RegexOptions.Multiline);
        string epochs = (int.Parse(trained.Groups[1].Value, CultureInfo.InvariantCulture) + 2).ToString(CultureInfo.InvariantCulture);

        SampleRun resumed = await SampleRun.SucceedAsync(
            "Digits", folder.Path, "--epochs", epochs, "--resume", "digits-training.safetensors");
        SampleRun whole = await SampleRun.SucceedAsync("Digits", folder.Path, "--epochs", epochs);
        Assert.Equal(ResultOf(whole), ResultOf(resumed));
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

    private static string ResultOf(SampleRun run) => run.Output[run.Output.IndexOf("\nTest: ", StringComparison.Ordinal)..];
}
