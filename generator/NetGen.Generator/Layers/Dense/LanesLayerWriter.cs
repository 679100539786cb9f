namespace NetGen.Generator;

/// <summary>Writes the kernels of a dense layer in output-lane form, where vectors run over the output units.</summary>
internal sealed class LanesLayerWriter(KernelContext context, DensePlan layer) : LayerWriter(context, layer)
{
    private readonly SampleForwardWriter _sample = new(context, layer);
    private readonly RowsForwardWriter _rows = new(context, layer);
    private readonly ErrorWriter _error = new(context, layer);
    private readonly GradientWriter _gradient = new(context, layer);

    /// <inheritdoc/>
    public override bool HasErrorKernels => _error.IsWritten;

    /// <inheritdoc/>
    public override SampleCall CallSample(string x, string y) => _sample.Call(x, y);

    /// <inheritdoc/>
    public override string CallRows(string x, string y) => _rows.Call(x, y);

    /// <inheritdoc/>
    public override string CallSampleSums(string x, string z) => _sample.CallSums(x, z);

    /// <inheritdoc/>
    public override void WriteOutputRows(string x) => _rows.WriteOutputRows(x);

    /// <inheritdoc/>
    public override string CallErrors(LayerPlan before, string errors, string a, string result) =>
        _error.Call(before, errors, a, result);

    /// <inheritdoc/>
    public override void WriteGradientCalls(string x, string errors) => _gradient.WriteCalls(x, errors);

    /// <inheritdoc/>
    public override void WriteForwardKernels()
    {
        _sample.Write();
        Source.Line();
        _rows.Write();
    }

    /// <inheritdoc/>
    public override void WriteErrorKernels(LayerPlan before) => _error.Write(before);

    /// <inheritdoc/>
    public override void WriteGradientKernels() => _gradient.Write();
}
