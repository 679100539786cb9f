using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

[assembly: AssemblyFixture(typeof(NetGen.Package.Tests.PackedLibrary))]

namespace NetGen.Package.Tests;

/// <summary>The examples of the documentation compile without a warning, and run, in a project that uses the package.</summary>
public sealed partial class DocumentationTests(PackedLibrary library)
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <OutputType>Exe</OutputType>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
          </PropertyGroup>
          <ItemGroup><PackageReference Include="NetGen" Version="VERSION" /></ItemGroup>
        </Project>
        """;

    // The files that docs/data.md reads besides those of the repository.
    private const string Files = """
        NpyFile.Write("x.npy", new float[] { 1, 2, 3, 4, 5, 6 }, 3, 2);
        NpyFile.Write("y.npy", new float[] { 2, 0, 1 }, 3);
        NpyFile.Write("t.npy", new float[] { 0.5f, 0.25f, 1 }, 3);
        File.WriteAllBytes("train-images-idx3-ubyte.gz", [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 3, 4]);
        File.WriteAllBytes("train-labels-idx1-ubyte.gz", [0, 0, 8, 1, 0, 0, 0, 2, 1, 0]);
        File.WriteAllBytes("features.idx", [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 1, 1, 2]);
        File.WriteAllBytes("targets.idx", [0, 0, 8, 1, 0, 0, 0, 2, 5, 6]);

        """;

    [Theory]
    [InlineData("docs/data.md", null, null, Files)]
    [InlineData("docs/choosing.md", null, null, "")]
    [InlineData("docs/interop.md", null, null, "")]
    [InlineData("docs/metrics.md", null, null, "")]
    [InlineData("docs/runtime.md", null, null, "")]
    [InlineData("docs/training.md", null, null, "")]
    [InlineData("docs/start.md", null, null, "")]
    [InlineData("docs/declaration.md", null, null, "")]
    [InlineData("README.md", null, null, "")]
    public async Task The_examples_of_a_page_run(string page, string? start, string? end, string setup)
    {
        string text = File.ReadAllText(Path.Combine(PackedLibrary.Repository, page));
        int first = start is null ? 0 : text.IndexOf($"\n{start}\n", StringComparison.Ordinal);
        int last = end is null ? text.Length : text.IndexOf($"\n{end}\n", StringComparison.Ordinal);
        Assert.True(first >= 0 && last > first, $"{page} has no section '{start}' before '{end}'.");
        string folder = library.Write(
            FolderName().Replace(string.Create(CultureInfo.InvariantCulture, $"{page}{first}"), ""),
            ("Examples.csproj", Project),
            ("Program.cs", ToProgram(text[first..last], setup)));
        Copy("samples/Digits/data/digits.csv.gz", folder);
        Copy("tests/NetGen.Tests/Training/Data/penguins.csv", folder);
        DotnetRun run = await library.RunAsync(folder, "run", "-c", "Release");
        Assert.True(run.Succeeded, run.Output);
        Assert.Empty(run.Problems);
    }

    /// <summary>The package of reports, and those that it stands on.</summary>
    [Fact]
    public async Task The_pages_of_reports_run()
    {
        string folder = library.WriteOpen("Reports");
        DotnetRun pack = await library.RunAsync(
            PackedLibrary.Repository, "pack", Path.Combine("src", "NetGen.Reporting"), "-c", PackedLibrary.Configuration, "--no-build",
            "-o", library.Feed);
        Assert.True(pack.Succeeded, pack.Output);
        Assert.Empty(pack.Problems);
        string package = """<PackageReference Include="NetGen" Version="VERSION" />""";
        _ = library.WriteOpen(
            "Reports",
            ("Reports.csproj", Project.Replace(
                package, package + """<PackageReference Include="NetGen.Reporting" Version="VERSION" />""", StringComparison.Ordinal)),
            ("Program.cs", ToProgram(File.ReadAllText(Path.Combine(PackedLibrary.Repository, "docs/reports.md")), "")));
        Copy("samples/Digits/data/digits.csv.gz", folder);
        Copy("tests/NetGen.Tests/Training/Data/penguins.csv", folder);
        string output = await RunAsync("Handwritten digits");
        Assert.Contains("epoch 10: training cost ", output, StringComparison.Ordinal);

        string page = Path.Combine(PackedLibrary.Repository, "src/NetGen.Reporting/README.md");
        File.WriteAllText(Path.Combine(folder, "Program.cs"), ToProgram(File.ReadAllText(page), ""));
        output = await RunAsync("Penguins");
        Assert.Contains("epoch 30: training cost ", output, StringComparison.Ordinal);

        async Task<string> RunAsync(string title)
        {
            DotnetRun run = await library.RunAsync(folder, "run", "-c", "Release");
            Assert.True(run.Succeeded, run.Output);
            Assert.Empty(run.Problems);
            string report = Path.Combine(folder, "report");
            Assert.True(File.Exists(Path.Combine(report, "confusion.png")));
            Assert.Contains(
                $"<title>{title}</title>", File.ReadAllText(Path.Combine(report, "report.html")), StringComparison.Ordinal);
            Directory.Delete(report, recursive: true);
            return run.Output;
        }
    }

    /// <summary>With the package of this build in the place of the one that the first line makes.</summary>
    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/start.md")]
    public async Task The_first_steps_lead_to_a_program(string page)
    {
        string text = File.ReadAllText(Path.Combine(PackedLibrary.Repository, page));
        string[] lines = Regex.Match(text, "^```sh\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)
            .Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("dotnet pack src/NetGen -c Release -o ../packages", lines[0]);
        string folder = library.Write("Steps" + FolderName().Replace(page, ""));
        _ = Directory.CreateDirectory(Path.Combine(folder, "clone"));
        _ = Directory.CreateDirectory(Path.Combine(folder, "packages"));
        string packed = Path.GetFileName(Directory.GetFiles(library.Feed, $"NetGen.{library.Version}.nupkg").Single());
        File.Copy(Path.Combine(library.Feed, packed), Path.Combine(folder, "packages", packed));
        DotnetRun made = await library.RunProgramAsync(
            Path.Combine(folder, "clone"), "sh", "-c", "set -e\n" + string.Join('\n', lines.Skip(1)));
        Assert.True(made.Succeeded, made.Output);
        File.WriteAllText(Path.Combine(folder, "Xor", "Program.cs"), Example().Match(text).Groups["code"].Value);
        DotnetRun run = await library.RunAsync(folder, "run", "--project", "Xor");
        Assert.True(run.Succeeded, run.Output);
        Assert.Empty(run.Problems);
        Assert.Contains("0 xor 1 = 0.98", run.Output, StringComparison.Ordinal);
    }

    /// <summary>What a page quotes of generated code and of the reference stands there.</summary>
    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/concepts.md")]
    public void Quoted_code_is_that_of_the_repository(string page)
    {
        string text = File.ReadAllText(Path.Combine(PackedLibrary.Repository, page));
        MatchCollection quotes = Quote().Matches(text);
        Assert.NotEmpty(quotes);
        Assert.All(quotes, quote =>
        {
            (string folder, string files) = quote.Groups["source"].Value == "generated"
                ? ("tests/NetGen.Generator.Tests", "*.verified.cs")
                : ("src/NetGen/Reference", "*.cs");
            string code = Unindented(quote.Groups["code"].Value);
            Assert.Contains(
                Directory.GetFiles(Path.Combine(PackedLibrary.Repository, folder), files),
                file => Unindented(File.ReadAllText(file)).Contains(code, StringComparison.Ordinal));
        });

        static string Unindented(string code) =>
            string.Join('\n', code.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    [Theory]
    [InlineData("fsharp", "Program.fs", "Examples.fsproj")]
    [InlineData("vb", "Program.vb", "Examples.vbproj")]
    public async Task The_examples_of_other_languages_run(string language, string file, string project)
    {
        string text = File.ReadAllText(Path.Combine(PackedLibrary.Repository, "docs/runtime.md"));
        string code = Regex.Match(text, $"^```{language}\r?\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline).Groups[1].Value;
        Assert.NotEmpty(code);
        string compiled = language == "fsharp"
            ? Project.Replace("<ItemGroup>", $"""<ItemGroup><Compile Include="{file}" />""", StringComparison.Ordinal)
            : Project;
        string folder = library.Write($"Examples_{language}", (project, compiled), (file, code));
        Copy("samples/Digits/data/digits.csv.gz", folder);
        DotnetRun run = await library.RunAsync(folder, "run", "-c", "Release");
        Assert.True(run.Succeeded, run.Output);
        Assert.Empty(run.Problems);
        Assert.Contains("of 300 correct", run.Output, StringComparison.Ordinal);
    }

    private static void Copy(string file, string folder) =>
        File.Copy(Path.Combine(PackedLibrary.Repository, file), Path.Combine(folder, Path.GetFileName(file)));

    // One file of the examples in their order: usings first, then statements, then the networks.
    private static string ToProgram(string text, string setup)
    {
        var usings = new SortedSet<string>(["using NetGen;", "using NetGen.Data;"], StringComparer.Ordinal);
        var statements = new StringBuilder(setup);
        var networks = new SortedSet<string>(StringComparer.Ordinal);
        foreach (Match example in Example().Matches(text))
        {
            string code = example.Groups["code"].Value;
            int types = code.IndexOf("[Network", StringComparison.Ordinal);
            if (types >= 0)
            {
                networks.Add(code[types..]);
                code = code[..types];
            }

            foreach (string line in code.Split('\n'))
            {
                if (UsingLine().IsMatch(line))
                {
                    usings.Add(line);
                }
                else
                {
                    statements.Append(line).Append('\n');
                }
            }
        }

        Assert.NotEqual(setup.Length, statements.Length);
        return $"{string.Join('\n', usings)}\n{statements}\n{string.Join('\n', networks)}";
    }

    [GeneratedRegex(@"^```csharp\r?\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex(@"^```csharp (?<source>generated|reference)\r?\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Quote();

    [GeneratedRegex(@"^using [\w.]+;\r?$")]
    private static partial Regex UsingLine();

    [GeneratedRegex(@"\W")]
    private static partial Regex FolderName();
}
