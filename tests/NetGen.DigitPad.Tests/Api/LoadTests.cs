using NetGen.Samples.DigitPad.Commands;

namespace NetGen.DigitPad.Tests.Api;

public class LoadTests
{
    [Fact]
    public async Task Under_load_there_are_only_answers_that_are_allowed()
    {
        var output = new StringWriter();
        int result = await LoadCommand.RunAsync(TimeSpan.FromSeconds(1), 8, output, TestContext.Current.CancellationToken);
        Assert.True(result == 0, output.ToString());
        Assert.Contains("requests/s", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("429: ", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("503: ", output.ToString(), StringComparison.Ordinal);
    }
}
