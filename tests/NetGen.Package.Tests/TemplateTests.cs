namespace NetGen.Package.Tests;

/// <summary>The template of <c>dotnet new netgen</c>, packed and installed for these tests alone.</summary>
public sealed class TemplateTests(PackedLibrary library)
{
    [Fact]
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
        DotnetRun install = await library.RunAsync(folder, "new", "install", package, "--debug:custom-hive", hive);
        Assert.True(install.Succeeded, install.Output);
        DotnetRun create = await library.RunAsync(folder, "new", "netgen", "-o", "Rings", "--debug:custom-hive", hive);
        Assert.True(create.Succeeded, create.Output);

        string app = Path.Combine(folder, "Rings");
        DotnetRun run = await library.RunAsync(app, "run", "-c", "Release", "--project", "Rings");
        Assert.True(run.Succeeded, run.Output);
        Assert.Empty(run.Problems);
        Assert.Contains("epoch 100", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"The point \(0, 0\) lies inside \(\d+\.\d\d %\)\.", run.Output);
        Assert.True(File.Exists(Path.Combine(app, "points.safetensors")));

        DotnetRun test = await library.RunAsync(app, "test", "--project", "Rings.Tests");
        Assert.True(test.Succeeded, test.Output);
        Assert.Contains("succeeded: 2", test.Output, StringComparison.Ordinal);
    }
}
