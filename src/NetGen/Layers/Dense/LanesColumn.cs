using System.Runtime.CompilerServices;

namespace NetGen.Layers.Dense;

/// <summary>A column of a layer in output-lane form: one or two vectors of units, and the weights from all inputs to them.</summary>
internal readonly ref struct LanesColumn<T>
    where T : unmanaged
{
    /// <summary>The weight from the first input to the column's first unit.</summary>
    public readonly ref T Weights;

    /// <summary>The bias of that unit.</summary>
    public readonly ref T Biases;

    /// <summary>Takes where weights and biases lie.</summary>
    public LanesColumn(ref T weights, ref T biases)
    {
        Weights = ref weights;
        Biases = ref biases;
    }

    /// <summary>The number of inputs.</summary>
    public required nuint Inputs { get; init; }

    /// <summary>Segments of the sum over the inputs: 1, 2 or 4.</summary>
    public required int Segments { get; init; }

    /// <summary>Elements from the weights of one input to those of the next.</summary>
    public required nuint Panel { get; init; }

    /// <summary>Elements from the weights of an input to the first vector of units to those to the second.</summary>
    public required nuint SecondVector { get; init; }

    /// <summary>The first input after a segment, the input (segment + 1) · inputs / segments.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public nuint SegmentEnd(int segment) => ((nuint)(segment + 1) * Inputs) >> (Segments >> 1);
}
