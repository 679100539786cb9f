namespace NetGen.Data;

/// <summary>Some samples: their inputs and their targets, each one after another.</summary>
internal readonly ref struct SamplePiece<T>(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets)
{
    /// <summary>The inputs.</summary>
    public ReadOnlySpan<T> Inputs { get; } = inputs;

    /// <summary>The targets.</summary>
    public ReadOnlySpan<T> Targets { get; } = targets;
}
