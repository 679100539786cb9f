using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using NetGen.Package.Tests;

namespace NetGen.Samples.Tests;

/// <summary>The service that keeps learning.</summary>
public class OnlineLearningTests
{
    [Fact]
    public async Task It_follows_the_stream_and_writes_what_its_README_shows()
    {
        using var folder = new TemporaryFolder();
        SampleRun run = await SampleRun.SucceedAsync("OnlineLearning", folder.Path, "2000");
        string[] lines = run.Output.Split('\n');
        Assert.All(SampleRun.QuotedLines("OnlineLearning"), line => Assert.Contains(line, lines));
    }

    [Fact]
    public async Task A_second_run_continues_to_the_bits_of_one_that_never_stopped()
    {
        using var parts = new TemporaryFolder();
        using var whole = new TemporaryFolder();
        await SampleRun.SucceedAsync("OnlineLearning", parts.Path, "450");
        SampleRun second = await SampleRun.SucceedAsync("OnlineLearning", parts.Path, "550");
        await SampleRun.SucceedAsync("OnlineLearning", whole.Path, "1000");
        Assert.StartsWith("continues from online-000000000450.safetensors\n", second.Output, StringComparison.Ordinal);
        Assert.Matches("(?m)^up to mini-batch 600: 99\\.[0-9] % right$", second.Output);
        const string Last = "online-000000001000.safetensors";
        Assert.Equal(Last, Assert.Single(Files(parts)));
        Assert.Equal(Last, Assert.Single(Files(whole)));
        Assert.Equal(File.ReadAllBytes(Path.Combine(whole.Path, Last)), File.ReadAllBytes(Path.Combine(parts.Path, Last)));
    }

    [Fact]
    public async Task A_signal_stops_it_cleanly_with_a_checkpoint()
    {
        using var folder = new TemporaryFolder();
        using Process process = SampleRun.Start("OnlineLearning", folder.Path, "100000000");
        _ = await SampleRun.ReadToAsync(process, "up to mini-batch 400:");
        string output = await StopAsync(process);
        Assert.Contains("stopped by a signal", output, StringComparison.Ordinal);
        string checkpoint = Files(folder)[0];
        Assert.Contains($"saved: {checkpoint};", output, StringComparison.Ordinal);
        SampleRun resumed = await SampleRun.SucceedAsync("OnlineLearning", folder.Path, "1");
        Assert.StartsWith($"continues from {checkpoint}\n", resumed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_answers_while_it_learns()
    {
        using var folder = new TemporaryFolder();
        using Process process = SampleRun.Start("OnlineLearning", folder.Path);
        string address = (await SampleRun.ReadToAsync(process, "serves ")).Split("serves ")[1].Split('?')[0];
        using var client = new HttpClient();
        JsonElement first = await AskAsync("x=3&y=0");
        Assert.InRange(first.GetProperty("class").GetInt32(), 0, 1);
        Assert.InRange(first.GetProperty("probability").GetDouble(), 0.5, 1);

        // What the page asks for, and the answer that it shows, with numbers of another moment.
        string[] page = [.. Pages.Blocks.Where(block => block is { Page: "samples/OnlineLearning/README.md", Kind: "sh" or "json" })
            .Select(block => block.Text.TrimEnd())];
        Assert.Equal(2, page.Length);
        string asked = Regex.Match(page[0], @"^curl 'http://127\.0\.0\.1:5081(?<path>/class\?[^']+)'$").Groups["path"].Value;
        string answer = await client.GetStringAsync(new Uri(new Uri(address), asked), TestContext.Current.CancellationToken);
        const string Numbers = @"(?<=:)[\d.E-]+";
        Assert.Equal(Regex.Replace(page[1], Numbers, "0"), Regex.Replace(answer, Numbers, "0"));

        await AssertClassAsync(3);
        await AssertClassAsync(-3);
        foreach (string wrong in new[] { "x=NaN&y=0", "x=1", "x=one&y=0" })
        {
            using HttpResponseMessage refused = await client.GetAsync($"{address}?{wrong}", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }

        await StopAsync(process);

        // The line between the classes turns by a tenth of a degree with each mini-batch, whenever the test asks.
        async Task AssertClassAsync(int x)
        {
            JsonElement answer;
            long learned;
            double cosine;
            do
            {
                await Task.Delay(10, TestContext.Current.CancellationToken);
                answer = await AskAsync($"x={x}&y=0");
                learned = answer.GetProperty("learnedFrom").GetInt64();
                cosine = Math.Cos(learned * 0.1 * Math.PI / 180);
            }
            while (learned < 100 || Math.Abs(cosine) < 0.5);
            Assert.Equal(x * cosine > 0 ? 1 : 0, answer.GetProperty("class").GetInt32());
        }

        async Task<JsonElement> AskAsync(string point) => JsonElement.Parse(
            await client.GetStringAsync($"{address}?{point}", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Files_that_are_no_checkpoints_are_left_alone_and_damaged_ones_are_named()
    {
        using var folder = new TemporaryFolder();
        string[] others = ["online-abcdefghijkl.safetensors", "first.safetensors"];
        foreach (string other in others)
        {
            await File.WriteAllTextAsync(Path.Combine(folder.Path, other), "mine", TestContext.Current.CancellationToken);
        }

        SampleRun run = await SampleRun.SucceedAsync("OnlineLearning", folder.Path, "300");
        Assert.StartsWith("a new network", run.Output, StringComparison.Ordinal);
        Assert.All(others, other => Assert.Equal("mine", File.ReadAllText(Path.Combine(folder.Path, other))));
        const string Damaged = "online-000000000300.safetensors";
        await File.WriteAllTextAsync(Path.Combine(folder.Path, Damaged), "cut off", TestContext.Current.CancellationToken);
        run = await SampleRun.RunAsync("OnlineLearning", folder.Path, "1");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith(Damaged, Assert.Single(run.Errors.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("many")]
    [InlineData("0")]
    [InlineData("1", "2")]
    public async Task What_is_no_number_of_mini_batches_is_refused_in_a_line(params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        SampleRun run = await SampleRun.RunAsync("OnlineLearning", folder.Path, arguments);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(
            "Expected how many mini-batches to learn from, an integer from 1 on; "
            + $"found '{string.Join(' ', arguments)}'.\n",
            run.Errors);
        Assert.Empty(Files(folder));
    }

    // Asks the process to stop; returns what it still writes.
    private static async Task<string> StopAsync(Process process)
    {
        await SampleRun.TerminateAsync(process);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        return output;
    }

    private static string[] Files(TemporaryFolder folder) =>
        [.. Directory.GetFiles(folder.Path).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
}
