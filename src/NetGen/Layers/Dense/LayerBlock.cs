namespace NetGen.Layers.Dense;

/// <summary>A layer in output-lane form in the training of a block of samples: what its gradient is made of, and where that goes.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal readonly ref struct LayerBlock<T>
    where T : unmanaged
{
    /// <summary>The first weight, or its derivative in a buffer.</summary>
    public readonly ref T Weights;

    /// <summary>The first input of the first sample.</summary>
    public readonly ref T X;

    /// <summary>The first error of the first sample.</summary>
    public readonly ref T Errors;

    /// <summary>Takes the memory.</summary>
    public LayerBlock(ref T weights, ref T x, ref T errors)
    {
        Weights = ref weights;
        X = ref x;
        Errors = ref errors;
    }

    /// <summary>The number of inputs.</summary>
    public required nuint Inputs { get; init; }

    /// <summary>Elements from one sample's inputs to the next's.</summary>
    public required nuint InputStride { get; init; }

    /// <summary>Elements from one sample's errors to the next's.</summary>
    public required nuint ErrorStride { get; init; }

    /// <summary>The number of samples.</summary>
    public required nuint Rows { get; init; }

    /// <summary>The number of units.</summary>
    public required nuint Units { get; init; }

    /// <summary>The units, padded.</summary>
    public required nuint Lanes { get; init; }

    /// <summary>Lanes of a panel of weights.</summary>
    public required nuint Panel { get; init; }
}
