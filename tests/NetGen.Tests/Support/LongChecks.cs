using System.Runtime.CompilerServices;

namespace NetGen.Tests;

/// <summary>The switch for checks that take longer than <c>dotnet test</c> should.</summary>
internal static class LongChecks
{
    /// <summary>Why a test is skipped without the switch.</summary>
    public const string Reason = "A long check: NETGEN_LONG_CHECKS=1 runs it, as CI does.";

    /// <summary>Whether <c>NETGEN_LONG_CHECKS</c> is 1.</summary>
    public static bool AreWanted => Environment.GetEnvironmentVariable("NETGEN_LONG_CHECKS") == "1";
}

/// <summary>A test that is skipped without <see cref="LongChecks"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongFactAttribute : FactAttribute
{
    /// <summary>Describes the test.</summary>
    /// <param name="sourceFilePath">Where it is.</param>
    /// <param name="sourceLineNumber">The line.</param>
    public LongFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) => Skip = LongChecks.AreWanted ? null : LongChecks.Reason;
}

/// <summary>A test with data that is skipped without <see cref="LongChecks"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongTheoryAttribute : TheoryAttribute
{
    /// <summary>Describes the test.</summary>
    /// <param name="sourceFilePath">Where it is.</param>
    /// <param name="sourceLineNumber">The line.</param>
    public LongTheoryAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) => Skip = LongChecks.AreWanted ? null : LongChecks.Reason;
}
