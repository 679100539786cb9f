namespace NetGen.Package.Tests;

/// <summary>What a run of the SDK gave.</summary>
/// <param name="Succeeded">Whether it ended with exit code 0.</param>
/// <param name="Output">All that it wrote.</param>
/// <param name="Problems">Its errors and warnings, each once.</param>
public sealed record DotnetRun(bool Succeeded, string Output, IReadOnlyList<string> Problems)
{
    /// <summary>The only error or warning.</summary>
    public string Problem
    {
        get
        {
            Assert.True(Problems.Count == 1, Output);
            return Problems[0];
        }
    }
}
