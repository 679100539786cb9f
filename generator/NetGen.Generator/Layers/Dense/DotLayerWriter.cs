namespace NetGen.Generator;

/// <summary>Writes the kernels of a dense layer in dot form, where vectors run over the inputs of one output unit at a time.</summary>
internal sealed class DotLayerWriter(KernelContext context, DensePlan layer) : LayerWriter(context, layer)
{
    private readonly DotForwardWriter _forward = new(context, layer);
    private readonly DotErrorWriter _error = new(context, layer);
    private readonly DotGradientWriter _gradient = new(context, layer);

    /// <inheritdoc/>
    public override bool HasErrorKernels => true;

    /// <inheritdoc/>
    public override SampleCall CallSample(string x, string y) => new(_forward.CallSample(x, y), [], y);

    /// <inheritdoc/>
    public override string CallRows(string x, string y) => _forward.CallRows(x, y);

    /// <inheritdoc/>
    public override string CallSampleSums(string x, string z) => _forward.CallSampleSums(x, z);

    /// <inheritdoc/>
    public override void WriteOutputRows(string x) => _forward.WriteOutputRows(x);

    /// <inheritdoc/>
    public override string CallErrors(LayerPlan before, string errors, string a, string result) =>
        DotErrorWriter.Call(before, errors, a, result);

    /// <inheritdoc/>
    public override void WriteGradientCalls(string x, string errors) => _gradient.WriteCalls(x, errors);

    /// <inheritdoc/>
    public override void WriteForwardKernels() => _forward.Write();

    /// <inheritdoc/>
    public override void WriteErrorKernels(LayerPlan before) => _error.Write(before);

    /// <inheritdoc/>
    public override void WriteGradientKernels() => _gradient.Write();
}
