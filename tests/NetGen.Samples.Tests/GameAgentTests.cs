namespace NetGen.Samples.Tests;

/// <summary>The player that a network controls.</summary>
public class GameAgentTests
{
    /// <summary>With the digest of the replay, which is the same on every machine.</summary>
    [Fact]
    public async Task It_learns_to_balance_and_writes_what_its_README_shows()
    {
        using var folder = new TemporaryFolder();
        SampleRun run = await SampleRun.SucceedAsync("GameAgent", folder.Path);
        string[] lines = run.Output.Split('\n');
        Assert.All(SampleRun.QuotedLines("GameAgent"), line => Assert.Contains(line, lines));
    }
}
