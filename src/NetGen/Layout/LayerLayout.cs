namespace NetGen.Layout;

/// <summary>Where one layer's parameters lie in the packed buffer. Each kind of layer derives a class.</summary>
internal abstract class LayerLayout : IEquatable<LayerLayout>
{
    /// <summary>Every layer's parameters start on a multiple of this many bytes, the widest vector and a cache line.</summary>
    public const int Alignment = LayoutRules.LineBytes;

    /// <summary>Takes what all kinds have.</summary>
    protected LayerLayout(int inputs, int outputs, int laneCount, long offset)
    {
        Inputs = inputs;
        Outputs = outputs;
        LaneCount = laneCount;
        Offset = offset;
    }

    /// <summary>The number of inputs, the layer's fan-in.</summary>
    public int Inputs { get; }

    /// <summary>The number of output units.</summary>
    public int Outputs { get; }

    /// <summary>Elements in a 64-byte vector: 16 for float, 8 for double.</summary>
    public int LaneCount { get; }

    /// <summary>Where the layer's parameters start in the packed buffer.</summary>
    public long Offset { get; }

    /// <summary>Outputs padded to whole lanes; activations and errors of the padding are not part of the network.</summary>
    public abstract int Lanes { get; }

    /// <summary>Lanes of the sums that run across the output units, added by a halving tree.</summary>
    public int VirtualLanes => Math.Min(Lanes, LaneCount);

    /// <summary>Where the next layer starts.</summary>
    public abstract long EndOffset { get; }

    /// <summary>Lays out a layer at <paramref name="offset"/>: a line for each kind.</summary>
    public static LayerLayout Create(LayerTopology layer, NumericType numericType, long offset) => layer switch
    {
        DenseTopology => DenseLayout.Create(layer.InputSize, layer.OutputSize, numericType, offset),
        DropoutTopology => new DropoutLayout(layer.InputSize, LaneCountOf(numericType), offset),
        StandardizeTopology => new StandardizeLayout(layer.InputSize, LaneCountOf(numericType), offset),
        _ => throw new ArgumentException($"There is no layout for {layer.GetType().Name}.", nameof(layer)),
    };

    /// <summary>Elements in a 64-byte vector.</summary>
    public static int LaneCountOf(NumericType numericType) => numericType == NumericType.Single ? 16 : 8;

    /// <summary>Where a block of the layer starts and ends in the packed buffer, padding included.</summary>
    public abstract (long Start, long End) ExtentOf(ParameterBlock block);

    /// <summary>Where a row of a block starts in the packed buffer, and the elements from each of its values to the next.</summary>
    public abstract (long Offset, int Stride) RowOf(ParameterBlock block, int row);

    /// <inheritdoc/>
    public bool Equals(LayerLayout? other) =>
        other is not null && GetType() == other.GetType() && Inputs == other.Inputs && Outputs == other.Outputs
        && LaneCount == other.LaneCount && Offset == other.Offset;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LayerLayout);

    /// <inheritdoc/>
    public override int GetHashCode() => (Inputs * 31) ^ (Outputs * 17) ^ LaneCount ^ (int)Offset;

    /// <summary>The next multiple of a number.</summary>
    protected static long RoundUp(long value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
