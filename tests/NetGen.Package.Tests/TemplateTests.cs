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
        string hive = Path.Combine(folder, "hive");
        DotnetRun pack = await library.RunAsync(
            PackedLibrary.Repository, "pack", Path.Combine("src", "NetGen.Templates"), "-c", PackedLibrary.Configuration, "--no-build",
            "-o", Path.Combine(folder, "templates"));
        Assert.True(pack.Succeeded, pack.Output);
        Assert.Empty(pack.Problems);
        string package = Assert.Single(Directory.GetFiles(Path.Combine(folder, "templates"), "*.nupkg"));

        // The commands of the page, with the package of this build, and templates for these tests alone.
        string lines = Pages.TheOnly("src/NetGen.Templates/README.md", "sh").Text
            .Replace("new install NetGen.Templates\n", $"new install '{package}' --debug:custom-hive '{hive}'\n", StringComparison.Ordinal)
            .Replace("new netgen -o Flowers\n", $"new netgen -o Flowers --debug:custom-hive '{hive}'\n", StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(lines, "custom-hive"));
        DotnetRun run = await library.RunProgramAsync(folder, "sh", "-c", "set -e\n" + lines);
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
