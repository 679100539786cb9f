namespace NetGen.Benchmarks.Optimizers;

/// <summary>What a rule does for each parameter, beside what a step of plain gradient descent does.</summary>
/// <param name="States">The numbers that it keeps, reads and writes.</param>
/// <param name="Operations">Operations other than the next two, as the rule's source has them: a selection is two.</param>
/// <param name="Divisions">Square roots and as many divisions.</param>
internal sealed record RuleWork(int States, int Operations, int Divisions = 0);
