using System.Text;
using System.Text.RegularExpressions;
using NetGen.Tests.Support;

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

    // What the Python of docs/data.md writes, where there is no Python for it.
    private const string Arrays = """
        NpyFile.Write("x.npy", new float[] { 1, 2, 3, 4, 5, 6 }, 3, 2);
        NpyFile.Write("y.npy", new float[] { 2, 0, 1 }, 3);
        NpyFile.Write("t.npy", new float[] { 0.5f, 0.25f, 1 }, 3);

        """;

    // The other files that docs/data.md reads besides those of the repository.
    private const string Files = """
        File.WriteAllBytes("train-images-idx3-ubyte.gz", [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 3, 4]);
        File.WriteAllBytes("train-labels-idx1-ubyte.gz", [0, 0, 8, 1, 0, 0, 0, 2, 1, 0]);
        File.WriteAllBytes("features.idx", [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 1, 1, 2]);
        File.WriteAllBytes("targets.idx", [0, 0, 8, 1, 0, 0, 0, 2, 5, 6]);

        """;

    /// <summary>All pages with examples that need the package alone.</summary>
    public static TheoryData<string> PagesWithExamples => [.. PagesTests.PagesOf(nameof(The_examples_of_a_page_run))];

    /// <summary>All pages with commands to begin with.</summary>
    public static TheoryData<string> PagesWithSteps => [.. PagesTests.PagesOf(nameof(The_first_steps_lead_to_a_program))];

    /// <summary>All pages that quote code.</summary>
    public static TheoryData<string> PagesWithQuotes => [.. PagesTests.PagesOf(nameof(Quoted_code_is_that_of_the_repository))];

    /// <summary>And write what the page says.</summary>
    [LongTheory]
    [MemberData(nameof(PagesWithExamples))]
    public async Task The_examples_of_a_page_run(string page)
    {
        string folder = library.Write(FolderName().Replace(page, ""));
        Copy("samples/Digits/data/digits.csv.gz", folder);
        Copy("tests/NetGen.Tests/Training/Data/penguins.csv", folder);
        string setup = "";
        bool lacksPython = false;
        if (page == "docs/data.md")
        {
            lacksPython = !await Python.HasAsync("numpy");
            setup = lacksPython ? Arrays + Files : Files;
            if (!lacksPython)
            {
                _ = await Python.RunAsync(
                    "numpy", "import os, sys\nos.chdir(sys.argv[1])\n" + Pages.TheOnly(page, "python").Text, "", folder);
            }
        }

        _ = library.Write(FolderName().Replace(page, ""), ("Examples.csproj", Project), ("Program.cs", ToProgram(page, setup)));
        DotnetRun run = await library.RunAsync(folder, "run", "-c", "Release");
        Assert.True(run.Succeeded, run.Output);
        Assert.Empty(run.Problems);
        AssertOutputs(page, run.Output);
        if (lacksPython)
        {
            Python.SkipOrFail(
                "The examples in C# have run, that in Python has not: no python3 with numpy. On Debian: apt-get install python3-numpy.");
        }
    }

    /// <summary>
    /// Text labels, missing values and columns of very different size; trained, evaluated and saved, and loaded and used elsewhere. Blank
    /// lines, comments and usings do not count; lines of one brace and the declaration of the network do.
    /// </summary>
    [Fact]
    public void A_classifier_of_a_file_takes_at_most_15_lines()
    {
        string[] lines = [.. Pages.Of("docs/data.md", "csharp")[..2].SelectMany(example => example.Lines).Where(IsCode)];
        Assert.InRange(lines.Length, 1, 15);
        Assert.All(
            new[]
            {
                "LabelColumn = ", "MissingValues.", "Standardize,", ".Train(", ".EvaluateClassification(", ".Save(", ".Load(", ".Predict(",
            },
            part => Assert.Single(lines, line => line.Contains(part, StringComparison.Ordinal)));

        static bool IsCode(string line) =>
            line.Trim().Length > 0 && !UsingLine().IsMatch(line) && !line.TrimStart().StartsWith("//", StringComparison.Ordinal);
    }

    /// <summary>The process that names the species of new penguins has only the file of the one that has trained.</summary>
    [Fact]
    public async Task A_classifier_that_one_process_trains_is_used_by_another()
    {
        Block[] examples = Pages.Of("docs/data.md", "csharp");
        string[] lines = [.. examples[0].Lines.Where(line => !UsingLine().IsMatch(line))];
        int layoutEnd = Array.FindIndex(lines, line => line.EndsWith("};", StringComparison.Ordinal)) + 1;
        int network = Array.FindIndex(lines, line => line.StartsWith("[Network", StringComparison.Ordinal));
        string program = $$"""
            {{string.Join('\n', examples[0].Lines.Where(line => UsingLine().IsMatch(line)))}}
            {{string.Join('\n', lines[..layoutEnd])}}
            if (args is ["train"])
            {
                {{string.Join('\n', lines[layoutEnd..network])}}
            }
            else
            {
                {{examples[1].Text.Replace("penguins.csv", "new.csv", StringComparison.Ordinal)}}
            }

            {{string.Join('\n', lines[network..])}}
            """;
        const string NewPenguins = """
            island,bill_length_mm,bill_depth_mm,flipper_length_mm,body_mass_g,sex,year
            Biscoe,47.1,14.6,217,5150,,2010
            Torgersen,38.9,18.6,184,3725,male,2010
            Dream,50.1,19.2,198,3825,male,2010
            """;
        string folder = library.Write(
            "Classifier", ("Classifier.csproj", Project), ("Program.cs", program), ("new.csv", NewPenguins));
        Copy("tests/NetGen.Tests/Training/Data/penguins.csv", folder);
        DotnetRun trained = await library.RunAsync(folder, "run", "-c", "Release", "--", "train");
        Assert.True(trained.Succeeded, trained.Output);
        Assert.Empty(trained.Problems);
        File.Delete(Path.Combine(folder, "penguins.csv"));
        DotnetRun used = await library.RunAsync(folder, "run", "-c", "Release", "--no-build", "--", "use");
        Assert.True(used.Succeeded, used.Output);
        string[] found = used.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(["Gentoo", "Adelie", "Chinstrap"], found.Select(line => line.Split(' ')[0]));
    }

    /// <summary>The package of reports, and those that it stands on.</summary>
    [LongFact]
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
            ("Program.cs", ToProgram("docs/reports.md", "")));
        Copy("samples/Digits/data/digits.csv.gz", folder);
        Copy("tests/NetGen.Tests/Training/Data/penguins.csv", folder);
        string output = await RunAsync("Handwritten digits");
        Assert.Contains("epoch 10: training cost ", output, StringComparison.Ordinal);

        const string Page = "src/NetGen.Reporting/README.md";
        File.WriteAllText(Path.Combine(folder, "Program.cs"), ToProgram(Page, ""));
        output = await RunAsync("Penguins");
        AssertOutputs(Page, output);
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
    [LongTheory]
    [MemberData(nameof(PagesWithSteps))]
    public async Task The_first_steps_lead_to_a_program(string page)
    {
        string[] lines = Pages.TheOnly(page, "sh").Lines;
        Assert.Equal("dotnet pack src/NetGen -c Release -o ../packages", lines[0]);
        string folder = library.Write("Steps" + FolderName().Replace(page, ""));
        _ = Directory.CreateDirectory(Path.Combine(folder, "clone"));
        _ = Directory.CreateDirectory(Path.Combine(folder, "packages"));
        string packed = Path.GetFileName(Directory.GetFiles(library.Feed, $"NetGen.{library.Version}.nupkg").Single());
        File.Copy(Path.Combine(library.Feed, packed), Path.Combine(folder, "packages", packed));
        DotnetRun made = await library.RunProgramAsync(
            Path.Combine(folder, "clone"), "sh", "-c", "set -e\n" + string.Join('\n', lines.Skip(1)));
        Assert.True(made.Succeeded, made.Output);
        File.WriteAllText(Path.Combine(folder, "Xor", "Program.cs"), Pages.Of(page, "csharp")[0].Text);
        DotnetRun run = await library.RunAsync(folder, "run", "--project", "Xor");
        Assert.True(run.Succeeded, run.Output);
        Assert.Empty(run.Problems);
        Assert.Contains("0 xor 1 = 0.98", run.Output, StringComparison.Ordinal);
    }

    /// <summary>What a page quotes of generated code and of the reference stands there.</summary>
    [Theory]
    [MemberData(nameof(PagesWithQuotes))]
    public void Quoted_code_is_that_of_the_repository(string page)
    {
        Block[] quotes = [.. Pages.Blocks.Where(block => block.Page == page && block.Kind is "csharp generated" or "csharp reference")];
        Assert.NotEmpty(quotes);
        Assert.All(quotes, quote =>
        {
            (string folder, string files) = quote.Kind == "csharp generated"
                ? ("tests/NetGen.Generator.Tests", "*.verified.cs")
                : ("src/NetGen/Reference", "*.cs");
            string code = Unindented(quote.Text);
            Assert.Contains(
                Directory.GetFiles(Path.Combine(PackedLibrary.Repository, folder), files),
                file => Unindented(File.ReadAllText(file)).Contains(code, StringComparison.Ordinal));
        });

        static string Unindented(string code) =>
            string.Join('\n', code.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    [LongTheory]
    [InlineData("fsharp", "Program.fs", "Examples.fsproj")]
    [InlineData("vb", "Program.vb", "Examples.vbproj")]
    public async Task The_examples_of_other_languages_run(string language, string file, string project)
    {
        string code = Pages.TheOnly("docs/runtime.md", language).Text;
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

    /// <summary>As a notebook's first cell does.</summary>
    [LongFact]
    public async Task The_script_of_the_page_runs()
    {
        string folder = library.Write(
            "Script", ("xor.fsx", $"#i \"nuget: {library.Feed}\"\n" + Pages.TheOnly("docs/runtime.md", "fsharp script").Text));
        DotnetRun run = await library.RunAsync(folder, "fsi", "xor.fsx");
        Assert.True(run.Succeeded, run.Output);
        Assert.Matches(@"^0 xor 1 = (1\.00|0\.9\d)\n$", run.Output.ReplaceLineEndings("\n"));
    }

    private static void Copy(string file, string folder) =>
        File.Copy(Path.Combine(PackedLibrary.Repository, file), Path.Combine(folder, Path.GetFileName(file)));

    // One file of the examples in their order: usings first, then statements, then the networks.
    private static string ToProgram(string page, string setup)
    {
        var usings = new SortedSet<string>(["using NetGen;", "using NetGen.Data;"], StringComparer.Ordinal);
        var statements = new StringBuilder(setup);
        var networks = new SortedSet<string>(StringComparer.Ordinal);
        foreach (Block example in Pages.Of(page, "csharp"))
        {
            string code = example.Text;
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

    // What is said behind a call is a line of the output; the calls come in their order.
    private static void AssertOutputs(string page, string output)
    {
        string[] lines = output.ReplaceLineEndings("\n").Split('\n');
        int next = 0;
        foreach (Block example in Pages.Of(page, "csharp"))
        {
            IEnumerable<string> outputs = example.Lines.Select(line => SaidOutput().Match(line))
                .Where(match => match.Success).Select(match => match.Groups["output"].Value);
            foreach (string said in outputs)
            {
                int found = Array.IndexOf(lines, said, next);
                Assert.True(found >= 0, $"{example} says '{said}', which the program did not write after line {next}:\n{output}");
                next = found + 1;
            }
        }

        Assert.All(
            Pages.Blocks.Where(block => block.Kind == "text" && block.Page == page
                && PagesTests.TestOf(block) == nameof(The_examples_of_a_page_run)),
            block => Assert.Contains(block.Text, string.Join('\n', lines), StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^\s*Console\.WriteLine\(.*\);\s*//\s*(?<output>.*)$")]
    private static partial Regex SaidOutput();

    [GeneratedRegex(@"^using [\w.]+;\r?$")]
    private static partial Regex UsingLine();

    [GeneratedRegex(@"\W")]
    private static partial Regex FolderName();
}
