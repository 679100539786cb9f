namespace NetGen.Generator;

/// <summary>What the writers of a dense layer's kernels share, in whichever form the layer is.</summary>
internal abstract class DenseKernelWriter(KernelContext context, DensePlan layer) : KernelWriter(context)
{
    /// <summary>The comment on a gradient kernel.</summary>
    protected string GradientComment => Literal.Text(
        $"// Adds the gradient of layer {Index} to what the destination holds, or updates the parameters with it by the rule.");

    /// <summary>The parameters of a gradient kernel.</summary>
    protected string GradientParameters =>
        $"ref {T} destination, ref {T} x, ref {T} error, nuint rows, in BlockUpdate<TRule, {T}> update, "
        + "nuint worker, nuint workers";

    /// <summary>The layer.</summary>
    protected DensePlan Layer => layer;

    /// <summary>Where parameters lie and in which order sums run.</summary>
    protected DenseLayout Layout => layer.Layout;

    /// <summary>The layer's index.</summary>
    protected int Index => layer.Index;

    /// <summary>The layer's activation.</summary>
    protected ActivationText Function => new(layer);

    /// <summary>Writes the activation of the first rows of a block, unless the layer leaves weighted inputs.</summary>
    protected void WriteActivation(string rows)
    {
        if (Function.IsIdentity || layer.LeavesWeightedInputs)
        {
            return;
        }

        if (layer.Stride == Layout.Lanes)
        {
            Source.Line(Function.ApplyInPlace(Literal.Text($"SpanOf(ref y, (int){rows} * {layer.Stride})")));
            return;
        }

        string row = Literal.Text($"SpanOf(ref At(ref y, row * {layer.Stride}), {Layout.Lanes})");
        Source.Short($"for (nuint row = 0; row < {rows}; row++)", Function.ApplyInPlace(row));
    }

    /// <summary>Writes a call that sums the gradient of the biases.</summary>
    protected void WriteBiasGradientCall(string errors) => Source.Short(
        "if (worker == 0)",
        $"DenseLayer.AddBiasGradient<TRule, {T}>("
        + SpanOf(At("destination", Layout.BiasOffset), Literal.Of(Layout.Lanes))
        + Literal.Text($", {SpanOfRows(errors, layer.Stride)}, {layer.Stride}, {Layout.Outputs}, rows, step.Biases);"));

    /// <summary>Writes a loop over the tiles of a worker.</summary>
    protected void LoopOverShare(int tiles, long tile, Action<Offset> body)
    {
        if (tiles <= 1)
        {
            body(0);
            return;
        }

        using (Source.Block($"for (nuint k = begin; k < end; k += {tile})"))
        {
            body(Offset.Of("k"));
        }
    }

    /// <summary>
    /// The first statement of a gradient kernel. The locals begin and end bound the inputs of a worker; a layer of one tile is not divided.
    /// </summary>
    protected static string Share(int tiles, long tile) => tiles > 1
        ? Literal.Text($"nuint begin = worker * {tiles} / workers * {tile}; nuint end = (worker + 1) * {tiles} / workers * {tile};")
        : "if (worker != 0) { return; }";
}
