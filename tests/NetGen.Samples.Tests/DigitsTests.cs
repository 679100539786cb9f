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
        string[] lines = run.Output.Split('\n');
        Assert.All(SampleRun.QuotedLinesOf("README.md"), line => Assert.Contains(line, lines));
        Assert.Contains(
            "What the network takes for something else, the worst mistakes first:\n1, but is 8 ", run.Output, StringComparison.Ordinal);
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

    private static string ResultOf(SampleRun run) => run.Output[run.Output.IndexOf("\nTest: ", StringComparison.Ordinal)..];
}
