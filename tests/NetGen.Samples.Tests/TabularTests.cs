namespace NetGen.Samples.Tests;

/// <summary>The classifier of penguins.</summary>
public class TabularTests
{
    [Fact]
    public async Task The_output_is_that_of_the_README_and_the_network_is_saved()
    {
        using var folder = new TemporaryFolder();
        SampleRun run = await SampleRun.SucceedAsync("Tabular", folder.Path);
        string[] lines = run.Output.Split('\n');
        Assert.All(SampleRun.QuotedLines("Tabular"), line => Assert.Contains(line, lines));
        Assert.True(File.Exists(Path.Combine(folder.Path, "penguins.safetensors")));
    }
}
