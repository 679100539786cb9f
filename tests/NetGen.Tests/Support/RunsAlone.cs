namespace NetGen.Tests;

/// <summary>Tests of this collection run when no others do.</summary>
[CollectionDefinition(nameof(RunsAlone), DisableParallelization = true)]
public static class RunsAlone;
