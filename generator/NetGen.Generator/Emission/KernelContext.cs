namespace NetGen.Generator;

/// <summary>What the writers of kernels share: the plan, the width of vectors to write for, and the source so far.</summary>
internal sealed record KernelContext(EmissionPlan Plan, TargetPlan Target, SourceWriter Source);
