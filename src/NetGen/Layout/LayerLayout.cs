namespace NetGen.Layout;

/// <summary>
/// Where one layer's parameters lie in the packed buffer and in which order its sums run. Both the reference and the generated code
/// follow it, so everything here that names an order is part of the numerics contract.
/// </summary>
internal sealed class LayerLayout : IEquatable<LayerLayout>
{
    /// <summary>Every layer's block starts on a multiple of this many bytes, the widest vector and a cache line.</summary>
    public const int Alignment = LayoutRules.LineBytes;

    private LayerLayout(int inputs, int outputs, int laneCount, long offset)
    {
        Inputs = inputs;
        Outputs = outputs;
        LaneCount = laneCount;
        Form = LayoutRules.FormOf(inputs, outputs);
        Lanes = LayoutRules.PaddedOutputs(outputs, laneCount);
        VirtualLanes = Math.Min(Lanes, laneCount);
        PaddedInputs = Form == LayerForm.Dot ? RoundUp(inputs, laneCount) : inputs;
        Steps = Form == LayerForm.Dot ? PaddedInputs / laneCount : inputs;
        Segments = LayoutRules.Segments(Form, Steps);
        BiasOffset = offset;
        WeightOffset = offset + RoundUp(Lanes, laneCount);
        WeightLength = (long)PaddedInputs * (Form == LayerForm.Dot ? outputs : Lanes);
        EndOffset = RoundUp(WeightOffset + WeightLength, laneCount);
    }

    /// <summary>The number of inputs, the layer's fan-in.</summary>
    public int Inputs { get; }

    /// <summary>The number of output units.</summary>
    public int Outputs { get; }

    /// <summary>Elements in a 64-byte vector: 16 for float, 8 for double.</summary>
    public int LaneCount { get; }

    /// <summary>How weights lie and sums run.</summary>
    public LayerForm Form { get; }

    /// <summary>Outputs padded to whole lanes; activations and errors of the padding are not part of the network.</summary>
    public int Lanes { get; }

    /// <summary>
    /// Lanes of the sums that run across the output units, added by a halving tree. The sums of the dot form, across the inputs,
    /// have <see cref="LaneCount"/>.
    /// </summary>
    public int VirtualLanes { get; }

    /// <summary>Lanes in one panel of weights: one cache line, so that a panel is read line after line by vectors of any width.</summary>
    public int PanelLanes => VirtualLanes;

    /// <summary>
    /// Whether the sum that carries errors back to an input is one chain over the output units. Elsewhere it runs in the virtual lanes:
    /// with many units, adding these up takes less than bringing the weights into another order.
    /// </summary>
    public bool ChainsErrors => Form == LayerForm.Dot || Lanes <= LayoutRules.MaxChainedPanels * PanelLanes;

    /// <summary>Weights per output along the inputs: padded to whole vectors in dot form.</summary>
    public int PaddedInputs { get; }

    /// <summary>Steps of the forward reduction: single inputs, or blocks of <see cref="LaneCount"/> inputs in dot form.</summary>
    public int Steps { get; }

    /// <summary>Contiguous segments that the forward reduction is cut into: 1, 2 or 4.</summary>
    public int Segments { get; }

    /// <summary>Where the biases start in the packed buffer.</summary>
    public long BiasOffset { get; }

    /// <summary>Where the weights start in the packed buffer.</summary>
    public long WeightOffset { get; }

    /// <summary>Elements the weights take, padding included.</summary>
    public long WeightLength { get; }

    /// <summary>Where the next layer starts.</summary>
    public long EndOffset { get; }

    /// <summary>Lays out a layer of the given shape at <paramref name="offset"/>.</summary>
    public static LayerLayout Create(int inputs, int outputs, NumericType numericType, long offset) =>
        new(inputs, outputs, LaneCountOf(numericType), offset);

    /// <summary>Elements in a 64-byte vector.</summary>
    public static int LaneCountOf(NumericType numericType) => numericType == NumericType.Single ? 16 : 8;

    /// <summary>The first step of segment <paramref name="segment"/>; segment <see cref="Segments"/> starts at the end.</summary>
    public int SegmentStart(int segment) => (int)((long)segment * Steps / Segments);

    /// <summary>From one weight of an output to that of the next input.</summary>
    public int WeightStride => Form == LayerForm.Dot ? 1 : PanelLanes;

    /// <summary>Where the weight from <paramref name="input"/> to <paramref name="output"/> lies in the packed buffer.</summary>
    public long WeightIndex(int output, int input)
    {
        if (Form == LayerForm.Dot)
        {
            return WeightOffset + ((long)output * PaddedInputs) + input;
        }

        int panelStart = output / PanelLanes * PanelLanes;
        return WeightOffset + ((long)panelStart * Inputs) + ((long)input * WeightStride) + (output - panelStart);
    }

    /// <inheritdoc/>
    public bool Equals(LayerLayout? other) =>
        other is not null && Inputs == other.Inputs && Outputs == other.Outputs && LaneCount == other.LaneCount
        && BiasOffset == other.BiasOffset;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LayerLayout);

    /// <inheritdoc/>
    public override int GetHashCode() => (Inputs * 31) ^ (Outputs * 17) ^ LaneCount ^ (int)BiasOffset;

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;

    private static long RoundUp(long value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
