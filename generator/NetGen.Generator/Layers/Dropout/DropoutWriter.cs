namespace NetGen.Generator;

/// <summary>Writes the calls of the library that drop inputs and their errors in training.</summary>
internal sealed class DropoutWriter(KernelContext context, DropoutPlan layer) : LayerWriter(context, layer)
{
    /// <inheritdoc/>
    public override SampleCall CallSample(string x, string y) => throw NotOfThisKind();

    /// <inheritdoc/>
    public override string CallRows(string x, string y) => throw NotOfThisKind();

    /// <inheritdoc/>
    public override string CallTrainingRows(string x, string y) =>
        $"DropoutLayer.Apply<{T}>(in dropout, {Literal.Of(layer.Index)}, {layer.Rate}, {SpanOfRows(x, layer.Stride)}, "
        + $"{SpanOfRows(y, layer.Stride)}, {RowsText}";

    /// <inheritdoc/>
    public override string CallErrors(LayerPlan before, string errors, string a, string result)
    {
        ActivationText function = new(before);
        return $"DropoutLayer.CarryErrorsBack<{function.Type}, {T}>({function.Value}, in dropout, {Literal.Of(layer.Index)}, {layer.Rate}, "
            + $"{SpanOfRows(a, layer.Stride)}, {SpanOfRows(result, layer.Stride)}, {RowsText}";
    }

    private string RowsText => Literal.Text($"{layer.Stride}, {layer.Outputs}, first, rows);");
}
