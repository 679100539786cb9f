using System.Globalization;
using System.Text.RegularExpressions;

namespace NetGen.Package.Tests;

/// <summary>The template of <c>dotnet new netgen</c>, packed and installed for these tests alone.</summary>
public sealed class TemplateTests(PackedLibrary library)
{
    [LongFact]
    public async Task A_new_program_trains_saves_and_passes_its_tests()
    {
        string folder = library.WriteOpen("Template");
        string package = await PackAsync(Path.Combine(folder, "templates"));

        // The commands of the page, with the package of this build, and templates for these tests alone.
        string lines = Pages.TheOnly("src/NetGen.Templates/README.md", "sh").Text
            .Replace("new install NetGen.Templates\n", $"new install '{package}'\n", StringComparison.Ordinal);
        await AssertRunsAsync(folder, folder, lines);
    }

    /// <summary>With the packages of this build in the place of those that the first two lines make.</summary>
    [LongFact]
    public async Task The_lines_of_the_page_make_a_program_beside_the_clone()
    {
        string folder = library.WriteOpen("TemplateSteps");
        string clone = Directory.CreateDirectory(Path.Combine(folder, "clone")).FullName;
        string packages = Path.Combine(folder, "packages");
        _ = await PackAsync(packages);
        string package = $"NetGen.{library.Version}.nupkg";
        File.Copy(Path.Combine(library.Feed, package), Path.Combine(packages, package));
        string[] lines = Pages.TheOnly("docs/start.md", "sh template").Lines;
        Assert.Equal(
            ["dotnet pack src/NetGen -c Release -o ../packages", "dotnet pack src/NetGen.Templates -c Release -o ../packages"], lines[..2]);
        await AssertRunsAsync(clone, folder, string.Join('\n', lines[2..]) + "\n");
    }

    /// <summary>Names of folders and files keep what a namespace cannot have.</summary>
    [LongFact]
    public async Task A_program_may_have_a_hyphen_in_its_name()
    {
        string folder = library.WriteOpen("TemplateHyphen");
        string package = await PackAsync(Path.Combine(folder, "packages"));
        string hive = $" --debug:custom-hive '{Path.Combine(folder, "hive")}'";
        DotnetRun made = await library.RunProgramAsync(
            folder, "sh", "-c", $"set -e\ndotnet new install '{package}'{hive}\ndotnet new netgen -o my-flowers{hive}\n");
        Assert.True(made.Succeeded, made.Output);
        Assert.Contains("\"../my-flowers/my-flowers.csproj\"", await TextOfAsync("my-flowers.Tests.csproj"), StringComparison.Ordinal);
        Assert.Contains("namespace my_flowers;", await TextOfAsync("Points.cs"), StringComparison.Ordinal);
        _ = await TextOfAsync("my-flowers.csproj");

        Task<string> TextOfAsync(string name) => File.ReadAllTextAsync(
            Assert.Single(Directory.GetFiles(Path.Combine(folder, "my-flowers"), name, SearchOption.AllDirectories)),
            TestContext.Current.CancellationToken);
    }

    private async Task<string> PackAsync(string folder)
    {
        DotnetRun pack = await library.RunAsync(
            PackedLibrary.Repository, "pack", Path.Combine("src", "NetGen.Templates"), "-c", PackedLibrary.Configuration, "--no-build",
            "-o", folder);
        Assert.True(pack.Succeeded, pack.Output);
        Assert.Empty(pack.Problems);
        return Assert.Single(Directory.GetFiles(folder, "*.nupkg"));
    }

    // The lines install the template, and make the program Flowers in a folder.
    private async Task AssertRunsAsync(string start, string folder, string lines)
    {
        string hive = $" --debug:custom-hive '{Path.Combine(folder, "hive")}'";
        string own = Regex.Replace(lines, "^dotnet new .*$", line => line.Value + hive, RegexOptions.Multiline);
        Assert.Equal(2, Regex.Count(own, "custom-hive"));
        DotnetRun run = await library.RunProgramAsync(start, "sh", "-c", "set -e\n" + own);
        Assert.True(run.Succeeded, run.Output);
        Assert.Empty(run.Problems);
        Assert.Matches(@"epoch 20: .* validation cost ", run.Output);
        Match stopped = Regex.Match(run.Output, @"EarlyStopping after (\d+) epochs; kept epoch (\d+)\.");
        Assert.True(stopped.Success, run.Output);
        Assert.Equal(20, Number(stopped.Groups[1]) - Number(stopped.Groups[2]));
        Assert.Matches(@"The point \(0, 0\) lies inside \(\d+\.\d\d %\)\.", run.Output);
        Assert.Contains("succeeded: 2", run.Output, StringComparison.Ordinal);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(folder, "Flowers"), "points.safetensors"));

        static int Number(Group group) => int.Parse(group.Value, CultureInfo.InvariantCulture);
    }
}
