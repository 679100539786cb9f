namespace NetGen.Benchmarks.Scale;

/// <summary>A row of a table.</summary>
/// <param name="Label">The size that this row is about.</param>
/// <param name="Bytes">The memory that each repetition goes through.</param>
/// <param name="Picoseconds">The time per unit of work in each column.</param>
internal sealed record ScaleRow(string Label, long Bytes, double[] Picoseconds);
