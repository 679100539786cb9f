namespace NetGen.Layers.Dense;

/// <summary>
/// Weights whose gradient is summed over samples, of a layer in output-lane form: from some inputs to a column, which is one or two
/// vectors of units.
/// </summary>
internal readonly ref struct GradientColumn<T>
    where T : unmanaged
{
    /// <summary>The weight from the first input to the first unit, or its derivative in a buffer.</summary>
    public readonly ref T Weights;

    /// <summary>The first input of the first sample.</summary>
    public readonly ref T X;

    /// <summary>The error of the first unit of the first sample.</summary>
    public readonly ref T Errors;

    /// <summary>The buffer that takes the sums.</summary>
    public readonly ref T Sums;

    /// <summary>Takes the memory.</summary>
    public GradientColumn(ref T weights, ref T x, ref T errors, ref T sums)
    {
        Weights = ref weights;
        X = ref x;
        Errors = ref errors;
        Sums = ref sums;
    }

    /// <summary>The number of inputs, a multiple of those of a tile.</summary>
    public required nuint Inputs { get; init; }

    /// <summary>Elements from the weights of one input to those of the next.</summary>
    public required nuint Panel { get; init; }

    /// <summary>Elements from the weights of an input to the first vector of units to those to the second.</summary>
    public required nuint SecondVector { get; init; }

    /// <summary>Elements from the sums of one input to those of the next.</summary>
    public required nuint SumStride { get; init; }

    /// <summary>Elements from the sums of an input and the first vector of units to those of the second.</summary>
    public required nuint SecondSums { get; init; }

    /// <summary>Elements from one sample's inputs to the next's.</summary>
    public required nuint InputStride { get; init; }

    /// <summary>Elements from one sample's errors to the next's.</summary>
    public required nuint ErrorStride { get; init; }

    /// <summary>The number of samples.</summary>
    public required nuint Rows { get; init; }

    /// <summary>Units from the first on: those beyond are padding.</summary>
    public required nuint Units { get; init; }
}
