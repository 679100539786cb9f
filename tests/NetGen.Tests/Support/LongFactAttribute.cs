using System.Runtime.CompilerServices;

namespace NetGen.Tests;

/// <summary>A test that is skipped without <see cref="LongChecks"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LongFactAttribute : FactAttribute
{
    /// <summary>Describes the test.</summary>
    /// <param name="sourceFilePath">Where it is.</param>
    /// <param name="sourceLineNumber">The line.</param>
    public LongFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) => Skip = LongChecks.AreWanted ? null : LongChecks.Reason;
}
