namespace NetGen.Benchmarks.Measuring;

/// <summary>A cache as one core sees it.</summary>
internal sealed record Cache(int Level, long Bytes);
