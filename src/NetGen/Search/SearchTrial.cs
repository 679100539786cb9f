namespace NetGen;

/// <summary>One combination of values that a search tries.</summary>
public sealed record SearchTrial
{
    internal SearchTrial(int index, IReadOnlyList<string> values, TrainingOptions options) =>
        (Index, Values, Options) = (index, values, options);

    /// <summary>Its index in the search, from 0.</summary>
    public int Index { get; }

    /// <summary>The values as text, in the order of the axes.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>The training options with these values; each run replaces the seed.</summary>
    public TrainingOptions Options { get; }
}
