using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(NetGen.Tests.LongestFirst))]

namespace NetGen.Tests;

/// <summary>
/// Begins with the tests of other instruction sets, which take longest and wait for other processes: so nothing waits for them at the end.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection =>
            collection.TestCollectionDisplayName.Contains(nameof(InstructionSetTests), StringComparison.Ordinal) ? 0 : 1)];
}
