namespace NetGen.Samples.Tests;

/// <summary>The fitted curve.</summary>
public class RegressionTests
{
    private static ReadOnlySpan<byte> PngSignature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    [Fact]
    public async Task The_output_is_that_of_the_README_and_the_picture_is_written()
    {
        using var folder = new TemporaryFolder();
        SampleRun run = await SampleRun.SucceedAsync("Regression", folder.Path);
        string[] lines = run.Output.Split('\n');
        Assert.All(SampleRun.QuotedLines("Regression"), line => Assert.Contains(line, lines));
        byte[] picture = await File.ReadAllBytesAsync(Path.Combine(folder.Path, "curve.png"), TestContext.Current.CancellationToken);
        Assert.True(picture.AsSpan().StartsWith(PngSignature));
    }
}
