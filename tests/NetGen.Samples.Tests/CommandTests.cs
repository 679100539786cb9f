using System.Text.RegularExpressions;
using NetGen.Package.Tests;

namespace NetGen.Samples.Tests;

/// <summary>
/// The commands of the pages in a clone, which may take minutes, measure the machine, or not end. Each names a project that is there,
/// and a program takes its arguments; the long checks run them, shortened.
/// </summary>
public sealed partial class CommandTests
{
    private const string NoOption = "--this-is-no-option";

    /// <summary>All commands of all pages, each once.</summary>
    public static TheoryData<string> Commands => [.. AllCommands];

    private static string[] AllCommands { get; } =
        [.. Pages.Blocks.Where(block => block.Kind == "sh clone").SelectMany(block => block.Lines).Distinct()];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_program_takes_the_command_of_a_page(string command)
    {
        if (RunCommand().Match(command) is { Success: true } run)
        {
            string arguments = run.Groups["arguments"].Value;
            await AssertRunsAsync(run.Groups["project"].Value, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }
        else if (TestCommand().Match(command) is { Success: true } test)
        {
            AssertTests(test.Groups["project"].Value, test.Groups["variable"].Value);
        }
        else if (PublishCommand().Match(command) is { Success: true } publish)
        {
            AssertPublishes(publish.Groups["project"].Value, publish.Groups["options"].Value);
        }
        else if (PublishedProgram().Match(command) is { Success: true } program)
        {
            AssertIsPublished(program.Groups["project"].Value, program.Groups["runtime"].Value, program.Groups["name"].Value);
        }
        else
        {
            Match script = ScriptCommand().Match(command);
            Assert.True(script.Success, $"No test for commands such as '{command}'.");
            string code = await File.ReadAllTextAsync(
                Path.Combine(Pages.Repository, script.Groups["script"].Value), TestContext.Current.CancellationToken);
            Assert.Equal(
                script.Groups["arguments"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length,
                ScriptArgument().Matches(code).Max(argument => int.Parse(
                    argument.Groups["index"].Value, System.Globalization.CultureInfo.InvariantCulture)));
        }
    }

    [Fact]
    public async Task An_argument_that_a_program_does_not_know_is_noticed()
    {
        foreach (string argument in new[] { "--learning-rat", "boook" })
        {
            string[] errors = await ErrorsAsync("samples/Digits", argument, NoOption);
            Assert.Equal(2, errors.Length);
        }
    }

    // With one more argument, which no program knows, it says what is wrong with all of them, and does nothing.
    private static async Task AssertRunsAsync(string project, string[] arguments)
    {
        string name = Path.GetFileName(project);
        string definition = Definition(project);
        if (project == "tests/NetGen.Tests")
        {
            // Its command line is that of this program.
            Assert.Equal(["-class", "-showLiveOutput"], arguments.Where(argument => argument[0] == '-'));
            string[] parts = arguments[1].Split('.');
            Assert.True(File.Exists(Path.Combine([Pages.Repository, project, .. parts[2..^1], parts[^1] + ".cs"])));
            SampleRun listed = await SampleRun.RunFileAsync(
                typeof(CommandTests).Assembly.Location, Path.GetTempPath(), [.. arguments, "-list", "classes"]);
            Assert.True(listed.ExitCode == 0, listed.Output + listed.Errors);
        }
        else if (definition.Contains("\"System.CommandLine\"", StringComparison.Ordinal))
        {
            Assert.Equal([$"Unrecognized command or argument '{NoOption}'."], await ErrorsAsync(project, [.. arguments, NoOption]));
        }
        else
        {
            // Other programs need no arguments, and are run by tests of their own.
            Assert.Empty(arguments);
            Assert.Matches("<OutputType>Exe</OutputType>|Sdk=\"Microsoft.NET.Sdk.BlazorWebAssembly\"", definition);
            Assert.True(
                File.Exists(Path.Combine(Pages.Repository, "tests", "NetGen.Samples.Tests", name + "Tests.cs"))
                    || Directory.Exists(Path.Combine(Pages.Repository, "tests", $"NetGen.{name}.Tests")),
                $"No tests of {project}.");
        }
    }

    private static async Task<string[]> ErrorsAsync(string project, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        SampleRun run = await SampleRun.RunFileAsync(SampleRun.ProgramOf(project), folder.Path, arguments);
        Assert.True(run.ExitCode != 0, run.Output);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
        return run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static void AssertTests(string project, string variable)
    {
        if (project.Length > 0)
        {
            Assert.Contains("\"xunit.v3\"", Definition(project), StringComparison.Ordinal);
            string[] sources = Directory.GetFiles(Path.Combine(Pages.Repository, project), "*.cs", SearchOption.AllDirectories);
            Assert.Contains(sources, file => File.ReadAllText(file).Contains($"\"{variable}\"", StringComparison.Ordinal));
        }
    }

    // Publishing takes a minute. .ci/native and the tests of the playground do it, with the options that the pages have.
    private static void AssertPublishes(string project, string options)
    {
        string[] words = options.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (Definition(project).Contains("Sdk.BlazorWebAssembly", StringComparison.Ordinal))
        {
            Assert.Equal(["-o", "site"], words);
            return;
        }

        Assert.Contains("<PublishAot>true</PublishAot>", Definition(project), StringComparison.Ordinal);
        string script = File.ReadAllText(Path.Combine(Pages.Repository, ".ci", "native"));
        Assert.Contains(project, script, StringComparison.Ordinal);
        Assert.All(words, word => Assert.Contains(word == "-r" ? " -r " : " " + word, script, StringComparison.Ordinal));
    }

    private static void AssertIsPublished(string project, string runtime, string name)
    {
        Assert.Equal(Path.GetFileName(project), name);
        Assert.Contains("<TargetFramework>net10.0</TargetFramework>", Definition(project), StringComparison.Ordinal);
        string publish = $"dotnet publish {project} -c Release" + (runtime == "linux-x64" ? "" : $" -r {runtime} ");
        Assert.Contains(
            Pages.Blocks.Where(block => block.Kind == "sh clone").SelectMany(block => block.Lines),
            line => line == publish || line.StartsWith(publish + "-", StringComparison.Ordinal));
    }

    private static string Definition(string project) =>
        File.ReadAllText(Path.Combine(Pages.Repository, project, Path.GetFileName(project) + ".csproj"));

    [GeneratedRegex(@"^dotnet run (-c Release )?--project (?<project>[\w./]+)( --(?<arguments>( \S+)+))?$")]
    private static partial Regex RunCommand();

    [GeneratedRegex(@"^((?<variable>\w+)=1 )?dotnet test( --project (?<project>[\w./]+))?$")]
    private static partial Regex TestCommand();

    [GeneratedRegex(@"^dotnet publish (?<project>[\w./]+) -c Release(?<options>( \S+)*)$")]
    private static partial Regex PublishCommand();

    [GeneratedRegex(
        @"^(qemu-aarch64 -L /usr/aarch64-linux-gnu )?(?<project>samples/\w+)/bin/Release/net10\.0/"
            + @"(?<runtime>[\w-]+)/publish/(?<name>\w+)$")]
    private static partial Regex PublishedProgram();

    [GeneratedRegex(@"^python3 (?<script>[\w./]+\.py)(?<arguments>( \S+)*)$")]
    private static partial Regex ScriptCommand();

    [GeneratedRegex(@"sys\.argv\[(?<index>\d+)\]")]
    private static partial Regex ScriptArgument();
}
