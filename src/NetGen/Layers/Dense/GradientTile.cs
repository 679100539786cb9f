namespace NetGen.Layers.Dense;

/// <summary>A tile of weights whose gradient is summed over samples, of a layer in output-lane form.</summary>
internal readonly ref struct GradientTile<T>
    where T : unmanaged
{
    /// <summary>The weight from the tile's first input to its first unit, or its derivative in a buffer.</summary>
    public readonly ref T Weights;

    /// <summary>The tile's first input of the first sample.</summary>
    public readonly ref T X;

    /// <summary>The error of the tile's first unit of the first sample.</summary>
    public readonly ref T Errors;

    /// <summary>A buffer for the sums, where the rule keeps state.</summary>
    public readonly ref T Sums;

    /// <summary>Takes the memory.</summary>
    public GradientTile(ref T weights, ref T x, ref T errors, ref T sums)
    {
        Weights = ref weights;
        X = ref x;
        Errors = ref errors;
        Sums = ref sums;
    }

    /// <summary>Elements from the weights of one input to those of the next.</summary>
    public required nuint Panel { get; init; }

    /// <summary>Elements from the weights of an input to the first vector of units to those to the second.</summary>
    public required nuint SecondVector { get; init; }

    /// <summary>Elements from one sample's inputs to the next's.</summary>
    public required nuint InputStride { get; init; }

    /// <summary>Elements from one sample's errors to the next's.</summary>
    public required nuint ErrorStride { get; init; }

    /// <summary>The number of samples.</summary>
    public required nuint Rows { get; init; }

    /// <summary>Units from the tile's first on: those beyond are padding.</summary>
    public required nuint Units { get; init; }
}
