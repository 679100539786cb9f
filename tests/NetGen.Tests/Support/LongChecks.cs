namespace NetGen.Tests;

/// <summary>The switch for checks that take longer than <c>dotnet test</c> should.</summary>
internal static class LongChecks
{
    /// <summary>Why a test is skipped without the switch.</summary>
    public const string Reason = "A long check: NETGEN_LONG_CHECKS=1 runs it, as CI does.";

    /// <summary>Whether <c>NETGEN_LONG_CHECKS</c> is 1.</summary>
    public static bool AreWanted => Environment.GetEnvironmentVariable("NETGEN_LONG_CHECKS") == "1";
}
