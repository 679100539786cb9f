namespace NetGen.Layout;

/// <summary>
/// Where a dense layer's parameters lie in the packed buffer and in which order its sums run. Both the reference and the generated code
/// follow it, so everything here that names an order is part of the numerics contract.
/// </summary>
internal sealed class DenseLayout : LayerLayout
{
    private DenseLayout(int inputs, int outputs, int laneCount, long offset)
        : base(inputs, outputs, laneCount, offset)
    {
        // By local variables, as each property that is read must be compiled before a network's first output.
        LayerForm form = LayoutRules.FormOf(inputs, outputs);
        bool isDot = form == LayerForm.Dot;
        int lanes = LayoutRules.PaddedOutputs(outputs, laneCount);
        int paddedInputs = isDot ? (int)RoundUp(inputs, laneCount) : inputs;
        int steps = isDot ? paddedInputs / laneCount : inputs;
        int panelLanes = Math.Min(lanes, laneCount);
        long weightOffset = offset + RoundUp(lanes, laneCount);
        long weightLength = (long)paddedInputs * (isDot ? outputs : lanes);
        Form = form;
        Lanes = lanes;
        PanelLanes = panelLanes;
        PaddedInputs = paddedInputs;
        Steps = steps;
        Segments = LayoutRules.Segments(form, steps);
        BiasOffset = offset;
        WeightOffset = weightOffset;
        WeightLength = weightLength;
        WeightStride = isDot ? 1 : panelLanes;
        EndOffset = RoundUp(weightOffset + weightLength, laneCount);
    }

    /// <summary>How weights lie and sums run.</summary>
    public LayerForm Form { get; }

    /// <inheritdoc/>
    public override int Lanes { get; }

    /// <summary>Lanes in one panel of weights: one cache line, so that a panel is read line after line by vectors of any width.</summary>
    public int PanelLanes { get; }

    /// <summary>
    /// Whether the sum that carries errors back to an input is one chain over the output units. Elsewhere it runs in the virtual lanes:
    /// with many units, adding these up takes less than bringing the weights into another order.
    /// </summary>
    public bool ChainsErrors => Form == LayerForm.Dot || Lanes <= LayoutRules.MaxChainedPanels * PanelLanes;

    /// <summary>Weights per output along the inputs: padded to whole vectors in dot form.</summary>
    public int PaddedInputs { get; }

    /// <summary>
    /// Steps of the forward reduction: single inputs, or blocks of <see cref="LayerLayout.LaneCount"/> inputs in dot form.
    /// </summary>
    public int Steps { get; }

    /// <summary>Contiguous segments that the forward reduction is cut into: 1, 2 or 4.</summary>
    public int Segments { get; }

    /// <summary>Where the biases start in the packed buffer.</summary>
    public long BiasOffset { get; }

    /// <summary>Where the weights start in the packed buffer.</summary>
    public long WeightOffset { get; }

    /// <summary>Elements the weights take, padding included.</summary>
    public long WeightLength { get; }

    /// <inheritdoc/>
    public override long EndOffset { get; }

    /// <summary>Lays out a layer of the given shape at <paramref name="offset"/>.</summary>
    public static DenseLayout Create(int inputs, int outputs, NumericType numericType, long offset) =>
        new(inputs, outputs, LaneCountOf(numericType), offset);

    /// <inheritdoc/>
    public override (long Start, long End) ExtentOf(ParameterBlock block) =>
        block.Part == DenseTopology.Bias ? (BiasOffset, WeightOffset) : (WeightOffset, EndOffset);

    /// <inheritdoc/>
    public override (long Offset, int Stride) RowOf(ParameterBlock block, int row) =>
        block.Part == DenseTopology.Bias ? (BiasOffset, 1) : (WeightIndex(row, 0), WeightStride);

    /// <summary>The first step of segment <paramref name="segment"/>; segment <see cref="Segments"/> starts at the end.</summary>
    public int SegmentStart(int segment) => (int)((long)segment * Steps / Segments);

    /// <summary>From one weight of an output to that of the next input.</summary>
    public int WeightStride { get; }

    /// <summary>Where the weight from <paramref name="input"/> to <paramref name="output"/> lies in the packed buffer.</summary>
    public long WeightIndex(int output, int input)
    {
        if (Form == LayerForm.Dot)
        {
            return WeightOffset + ((long)output * PaddedInputs) + input;
        }

        int panelLanes = PanelLanes;
        int panelStart = output / panelLanes * panelLanes;
        return WeightOffset + ((long)panelStart * Inputs) + ((long)input * panelLanes) + (output - panelStart);
    }
}
