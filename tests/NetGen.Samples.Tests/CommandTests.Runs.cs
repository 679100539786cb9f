using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using NetGen.Package.Tests;
using NetGen.Tests.Support;

namespace NetGen.Samples.Tests;

public sealed partial class CommandTests(CommandTests.Images images) : IClassFixture<CommandTests.Images>
{
    // By the beginning of a command: options that make it short, added or in place of what it says, or arguments in place of all of its
    // own; and a line that it writes.
    private static readonly ShortRun[] s_runs =
    [
        Benchmark("compare", "--quick --filter 2-4-1", "^2-4-1 float +forward 1 .*x +[0-9]+$"),
        Benchmark("optimizers", "--quick --filter 784-30-10,batch 10,Adam", "^784-30-10 +10  AdamW +[0-9]"),
        Benchmark("zeros", "--filter 784-30-10 MNIST one", "^784-30-10 +MNIST +one sample +[0-9]"),
        Benchmark("dropout", "--quick", "^train +100 +[0-9]"),
        Benchmark("large", "--epochs 1", @"^\| a constant rate \| [0-9.]+ % \| [0-9]+ \|$"),
        Benchmark("runtime", "--network 4-16-3", "^4-16-3 +100  .*%$"),
        Benchmark("train", "", "^mini-batches of 100, all threads: [0-9.]+ s for 30 epochs "),
        Benchmark("half", "", "^16 bits: [0-9]+ bytes, accuracy [0-9.]+%$"),
        Benchmark("choices", "--quick --seeds 1", @"^\| 20 epochs \| [0-9.]+ \|$"),
        new("samples/Digits -- best", "--epochs 1 --seeds 1", "^Accuracy on the test: "),
        new("samples/Digits -- book", "--quick", "^11 training runs in [0-9]+ s[.]$"),
        new("samples/DigitPad -- train", "--epochs 1 --out mnist.safetensors", "^Test: cost "),
        new("samples/DigitPad -- load", "--seconds 0.5", "^Only answers that are allowed[.]$"),
        new("python3 tests/NetGen.Benchmarks/Training/large_digits.py", "DIR 1 1", "^PyTorch .* threads: 1 epochs in "),
    ];

    // These go on until they are ended.
    private static readonly string[] s_served = ["samples/DigitPad", "samples/Playground"];

    // Of the others, what does the same, and why they are not run here.
    private static readonly Elsewhere[] s_elsewhere =
    [
        Sample("Audio"), Sample("GameAgent"), Sample("OnlineLearning"), Sample("Regression"), Sample("Tabular"),
        new("samples/Digits( -- --report report)?", "tests/NetGen.Samples.Tests/DigitsTests.cs", "runs it in full."),
        new("tests/NetGen.Tests -- -class .*", ".ci/run", "runs this test with all others, and has what it needs."),
        new("tests/NetGen.Benchmarks -- native.*", ".ci/native", "publishes these programs, which takes minutes, and runs them."),
        new("tests/NetGen.Benchmarks -- models.*", ".ci/run", "runs it after the tests, as its projects build the library."),
        new("(NETGEN_ACCEPT_SNAPSHOTS=1 )?dotnet test.*", ".ci/run", "runs all tests; snapshots are files of the repository."),
        new("dotnet publish samples/Playground .*", "tests/NetGen.Playground.Tests/PublishedPage.cs", "publishes it."),
        new("dotnet publish samples/(Embedded|DigitPad) .*", ".ci/native", "publishes it, which takes minutes."),
        new("(qemu-aarch64 .* )?samples/Embedded/bin/.*", ".ci/native", "runs what it has published."),
    ];

    /// <summary>The commands that are run, each once.</summary>
    public static TheoryData<string> ShortCommands => [.. AllCommands.Where(command => s_runs.Any(run => run.Has(command)))];

    /// <summary>The commands that serve, each once.</summary>
    public static TheoryData<string> Servers => [.. AllCommands.Where(IsServed)];

    [LongTheory]
    [MemberData(nameof(ShortCommands))]
    public async Task A_command_of_a_page_runs(string command)
    {
        using var folder = new TemporaryFolder();
        ShortRun shortRun = s_runs.Single(each => each.Has(command));
        SampleRun run = ScriptCommand().Match(command) is { Success: true } script
            ? await RunAsync(
                await Python.RequireAsync("torch"), folder.Path, Path.Combine(Pages.Repository, script.Groups["script"].Value),
                shortRun.Arguments(script.Groups["arguments"].Value, images.Folder))
            : await RunAsync(
                "dotnet", folder.Path, SampleRun.ProgramOf(RunCommand().Match(command).Groups["project"].Value),
                shortRun.Arguments(RunCommand().Match(command).Groups["arguments"].Value, images.Folder));
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        Assert.Matches(new Regex(shortRun.Line, RegexOptions.Multiline), run.Output);
    }

    [LongTheory]
    [MemberData(nameof(Servers))]
    public async Task A_server_of_a_page_answers(string command)
    {
        using var folder = new TemporaryFolder();
        string project = RunCommand().Match(command).Groups["project"].Value;
        // What serves the files of a Blazor application is known to the SDK alone.
        ProcessStartInfo start = project == "samples/Playground"
            ? new ProcessStartInfo(
                "dotnet", ["run", "--no-build", "-c", SampleRun.Configuration, "--project", Path.Combine(Pages.Repository, project)])
            : new ProcessStartInfo("dotnet", [SampleRun.ProgramOf(project)]);
        (start.WorkingDirectory, start.RedirectStandardOutput, start.RedirectStandardError) = (folder.Path, true, true);
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        foreach (string name in start.Environment.Keys.Where(key => key.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            _ = start.Environment.Remove(name);
        }

        using Process process = SampleRun.Start(start);
        string output = await SampleRun.ReadToAsync(process, line => Address().IsMatch(line));
        using var client = new HttpClient();
        using HttpResponseMessage answer = await client.GetAsync(
            new Uri(Address().Match(output).Value), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(
            "<html", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    /// <summary>A command that no table knows fails here.</summary>
    [Fact]
    public void Every_command_is_run_or_has_a_reason_why_not()
    {
        Assert.All(AllCommands, command =>
        {
            int count = s_runs.Count(run => run.Has(command)) + s_elsewhere.Count(other => other.Has(command));
            Assert.Equal((command, 1), (command, count + (IsServed(command) ? 1 : 0)));
        });
        Assert.All(s_runs, run => Assert.Contains(AllCommands, run.Has));
        Assert.All(s_elsewhere, other =>
        {
            Assert.Contains(AllCommands, other.Has);
            Assert.True(File.Exists(Path.Combine(Pages.Repository, other.File)), other.File);
            Assert.EndsWith(".", other.Reason, StringComparison.Ordinal);
        });
    }

    private static bool IsServed(string command) =>
        s_served.Any(project => command.EndsWith("--project " + project, StringComparison.Ordinal));

    private static ShortRun Benchmark(string name, string added, string line) => new("tests/NetGen.Benchmarks -- " + name, added, line);

    private static Elsewhere Sample(string name) =>
        new("samples/" + name, $"tests/NetGen.Samples.Tests/{name}Tests.cs", "runs it in full.");

    private static Task<SampleRun> RunAsync(string program, string folder, string file, IEnumerable<string> arguments) =>
        SampleRun.RunAsync(new ProcessStartInfo(program, [file, .. arguments])
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        });

    [GeneratedRegex(@"http://127\.0\.0\.1:[0-9]+")]
    private static partial Regex Address();

    /// <summary>Images in the format of MNIST, a few more than those for validation.</summary>
    public sealed class Images : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        /// <summary>Writes the files.</summary>
        public Images() => SyntheticImages.Write(_folder.Path, trainingCount: 11_040, testCount: 100, areCompressed: true);

        /// <summary>The folder.</summary>
        public string Folder => _folder.Path;

        /// <inheritdoc/>
        public void Dispose() => _folder.Dispose();
    }

    private sealed record ShortRun(string Command, string Added, string Line)
    {
        public bool Has(string command) =>
            command == Command || command.StartsWith(Command + " ", StringComparison.Ordinal)
            || command.Contains($"--project {Command} ", StringComparison.Ordinal)
            || command.EndsWith("--project " + Command, StringComparison.Ordinal);

        // Options with a value that the command has already get another one.
        public string[] Arguments(string arguments, string images)
        {
            bool hasOptions = Added.Length == 0 || Added.StartsWith("--", StringComparison.Ordinal);
            List<string> words =
            [
                .. (hasOptions ? arguments : Added).Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .Select(word => word == "DIR" ? images : word),
            ];
            if (!HasCompiler)
            {
                _ = words.Remove("--cpp");
            }

            string[] options = (hasOptions ? Added : "").Split(
                "--", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            foreach (string option in options)
            {
                (string name, string[] values) = option.Split(' ', 2) is [string key, string value]
                    ? ("--" + key, value.Split(',')) : ("--" + option, Array.Empty<string>());
                if (words.IndexOf(name) is >= 0 and int place)
                {
                    words.RemoveRange(place, 1 + values.Length);
                }

                words.AddRange([name, .. values]);
            }

            return [.. words];
        }

        private static bool HasCompiler => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, "g++")));
    }

    private sealed record Elsewhere(string Command, string File, string Reason)
    {
        public bool Has(string command) => Regex.IsMatch(command, $"^({Command}|dotnet run .*--project {Command})$");
    }
}
