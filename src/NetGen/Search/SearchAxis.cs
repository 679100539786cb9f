namespace NetGen;

/// <summary>One axis of a search.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values">All its values; null for a range.</param>
/// <param name="Draw">Draws a value.</param>
internal sealed record SearchAxis(string Name, IReadOnlyList<SearchValue>? Values, Func<SeededRandom, SearchValue> Draw);

/// <summary>A value of an axis.</summary>
/// <param name="Text">As tables and files show it.</param>
/// <param name="Apply">Gives options with it.</param>
internal sealed record SearchValue(string Text, Func<TrainingOptions, TrainingOptions> Apply);
