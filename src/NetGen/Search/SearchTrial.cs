namespace NetGen;

/// <summary>One combination of values that a search tries.</summary>
/// <param name="Index">Its index in the search, from 0.</param>
/// <param name="Values">The values as text, in the order of the axes.</param>
/// <param name="Options">The training options with these values; each run replaces the seed.</param>
public sealed record SearchTrial(int Index, IReadOnlyList<string> Values, TrainingOptions Options);
