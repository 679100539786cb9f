namespace NetGen.Generator;

/// <summary>Writes the calls of the library that standardize the network's inputs.</summary>
internal sealed class StandardizeWriter(KernelContext context, StandardizePlan layer) : LayerWriter(context, layer)
{
    /// <inheritdoc/>
    public override SampleCall CallSample(string x, string y) => new(Call(x, y, Literal.Of(layer.Inputs)), [], y);

    /// <inheritdoc/>
    public override string CallRows(string x, string y) => Call(x, y, Literal.Text($"(int)rows * {layer.Inputs}"));

    private string Call(string x, string y, string length)
    {
        string size = Literal.Of(layer.Inputs);
        string means = SpanOf(At("parameters", layer.Layout.MeanOffset), size);
        string inverseDeviations = SpanOf(At("parameters", layer.Layout.InverseDeviationOffset), size);
        return $"StandardizeLayer.Apply<{T}>({means}, {inverseDeviations}, {SpanOf(x, length)}, {SpanOf(y, length)});";
    }
}
