namespace NetGen.Generator;

/// <summary>Writes the public face of a network: constants, construction, and the members of <c>INetwork</c> over the kernels.</summary>
internal sealed class ApiWriter(EmissionPlan plan, SourceWriter source)
{
    private const string Services = "global::NetGen.CompilerServices.Kernel";
    private const string Parameters = "ref " + GeneratedMembers.ParametersField + ".Reference";

    private string Blocks => plan.KernelsType + ".Blocks";

    private string Layout => $"{plan.KernelsType}.{EmissionPlan.LayoutClass}";

    private int Inputs => plan.Layers[0].Inputs;

    private int Outputs => plan.Last.Outputs;

    private string T => plan.Scalar;

    private string Name => plan.Spec.Name;

    private string ReadOnly => $"global::System.ReadOnlySpan<{T}>";

    private string Writable => $"global::System.Span<{T}>";

    private string Buffer => $"global::NetGen.ParameterBuffer<{T}>";

    /// <summary>Writes the documentation and attributes of the class.</summary>
    public void WriteClassHeader()
    {
        source.Line("/// <remarks>");
        source.Line($"/// <para>A {Chain()} network of {T}, {Literal.Grouped(plan.ParameterCount)} parameters, trained on the cost {plan.Spec.Cost.ToString()}.</para>");
        source.Line("/// <list type=\"table\">");
        source.Line("/// <listheader><term>layer</term><description>shape, activation, parameters, bytes</description></listheader>");
        foreach (LayerPlan layer in plan.Layers)
        {
            long parameters = ((long)layer.Inputs + 1) * layer.Outputs;
            source.Line(
                $"/// <item><term>{Literal.Of(layer.Index)}</term><description>{Literal.Of(layer.Inputs)} -> {Literal.Of(layer.Outputs)}, "
                + $"{layer.Activation.ToString()}, {Literal.Grouped(parameters)}, {Literal.Grouped(parameters * plan.ElementSize)}</description></item>");
        }

        source.Line("/// </list>");
        source.Line("/// <para>Inference may run on many threads at once; whatever changes parameters must be alone.</para>");
        source.Line("/// </remarks>");
        source.Line("[global::System.Diagnostics.DebuggerDisplay(\"{DebuggerDisplay,nq}\")]");
    }

    /// <summary>Writes the members.</summary>
    public void WriteMembers()
    {
        WriteConstants();
        WriteConstruction();
        WriteInference();
        WriteTraining();
        WriteParameters();
    }

    private string Chain() => string.Join("-", plan.Spec.Sizes.Select(size => Literal.Of(size)));

    private void WriteConstants()
    {
        source.Line($"private readonly {Buffer} {GeneratedMembers.ParametersField} = new {Buffer}({Layout}.Topology);");
        source.Line();
        source.Line("// Used where a mini-batch goes through the layers in several blocks; made when first needed.");
        source.Line($"private {Buffer}? {GeneratedMembers.GradientField};");
        Summary($"The number of inputs, {Literal.Of(Inputs)}.");
        source.Line($"public const int InputSize = {Inputs};");
        Summary($"The number of outputs, {Literal.Of(Outputs)}.");
        source.Line($"public const int OutputSize = {Outputs};");
        Summary($"Weights and biases of all layers, {Literal.Grouped(plan.ParameterCount)}.");
        source.Line($"public const int ParameterCount = {plan.ParameterCount};");
        Summary("The network's layers, cost and numeric type.");
        source.Line($"public static global::NetGen.NetworkTopology Topology => {Layout}.Topology;");
        source.Line();
        source.Line($"global::NetGen.NetworkTopology global::NetGen.INetwork<{T}>.Topology => {Layout}.Topology;");
        source.Line();
        source.Line($"private string DebuggerDisplay => \"{UnescapedName()} {Chain()}\";");
    }

    private string UnescapedName() => Name.TrimStart('@');

    private void WriteConstruction()
    {
        if (plan.Spec.Constructor == ConstructorSpec.None)
        {
            Summary("Makes a network whose parameters are all zero.");
            source.Line($"public {Name}()");
            source.Line("{");
            source.Line("}");
        }
        else if (plan.Spec.Constructor == ConstructorSpec.Marker)
        {
            source.Line();
            source.Line($"private {Name}({Layout}? marker)");
            source.Line("{");
            source.Line("    _ = marker;");
            source.Line("}");
        }

        string make = plan.Spec.Constructor == ConstructorSpec.Marker ? $"new {Name}(({Layout}?)null)" : $"new {Name}()";
        Summary("Makes a network with initial parameters drawn from a seed: the same bits on every platform.");
        source.Line("/// <param name=\"seed\">Any number; equal seeds give equal networks.</param>");
        source.Line("/// <param name=\"initializer\">How to draw; <c>Initializer.Default</c> if null.</param>");
        using (source.Block($"public static {Name} Create(long seed, global::NetGen.Initializer? initializer = null)"))
        {
            source.Line($"{Name} network = {make};");
            source.Line(
                $"(initializer ?? global::NetGen.Initializer.Default).Initialize<{T}>(network.{GeneratedMembers.ParametersField}, seed);");
            source.Line("return network;");
        }

        Summary("Makes another network with the same parameters.");
        using (source.Block($"public {Name} Clone()"))
        {
            source.Line($"{Name} network = {make};");
            source.Line("network.CopyFrom(this);");
            source.Line("return network;");
        }

        Summary("Takes over all parameters of another network.");
        source.Line("/// <exception cref=\"global::System.ArgumentNullException\"><paramref name=\"source\"/> is null.</exception>");
        using (source.Block($"public void CopyFrom({Name} source)"))
        {
            source.Line("global::System.ArgumentNullException.ThrowIfNull(source);");
            source.Line($"{GeneratedMembers.ParametersField}.CopyFrom(source.{GeneratedMembers.ParametersField});");
        }
    }

    private void WriteInference()
    {
        Summary("Computes the output activations for one sample.");
        source.Line($"/// <param name=\"input\">Exactly {Elements(Inputs)}.</param>");
        source.Line($"/// <param name=\"output\">Exactly {Elements(Outputs)}.</param>");
        source.Line("/// <exception cref=\"global::System.ArgumentException\">A span has another length.</exception>");
        using (source.Block($"public void FeedForward({ReadOnly} input, {Writable} output)"))
        {
            source.Line($"{Services}.CheckSample(input.Length, {Inputs}, output.Length, {Outputs});");
            source.Line($"{plan.KernelsType}.FeedForward({Parameters}, {First("input")}, {First("output")});");
        }

        Summary("Computes the output activations for any number of samples: the same bits as one call for each.");
        source.Line($"/// <param name=\"inputs\">The samples one after another, {Elements(Inputs)} each.</param>");
        source.Line($"/// <param name=\"outputs\">Room for the outputs one after another, {Elements(Outputs)} each; must not overlap the inputs.</param>");
        source.Line("/// <exception cref=\"global::System.ArgumentException\">A length does not fit, or the spans overlap.</exception>");
        source.Method(
            $"public void FeedForwardBatch({ReadOnly} inputs, {Writable} outputs)",
            $"{Blocks}.FeedForwardBatch({GeneratedMembers.ParametersField}, inputs, outputs)");

        Summary("The index of the largest output activation for one sample; of equal ones the first.");
        source.Line($"/// <param name=\"input\">Exactly {Elements(Inputs)}.</param>");
        source.Line("/// <exception cref=\"global::System.ArgumentException\">The span has another length.</exception>");
        using (source.Block($"public int Classify({ReadOnly} input)"))
        {
            source.Line($"{Services}.CheckInput(input.Length, {Inputs});");
            source.Line($"return {plan.KernelsType}.Classify({Parameters}, {First("input")});");
        }

        Summary($"The cost ({plan.Spec.Cost.ToString()}) averaged over one or more samples.");
        SamplesDocumentation();
        source.Method(
            $"public {T} Cost({ReadOnly} inputs, {ReadOnly} targets)",
            $"{Blocks}.Cost({GeneratedMembers.ParametersField}, inputs, targets)");
    }

    private void WriteTraining()
    {
        Summary("Backpropagation: adds the gradient of the cost, summed over one or more samples in their order, to a buffer.");
        SamplesDocumentation();
        source.Line("/// <param name=\"gradient\">What to add to.</param>");
        source.Line("/// <returns>The cost summed over the samples.</returns>");
        source.Line("/// <exception cref=\"global::System.ArgumentNullException\"><paramref name=\"gradient\"/> is null.</exception>");
        source.Method(
            $"public {T} Backprop({ReadOnly} inputs, {ReadOnly} targets, {Buffer} gradient)",
            $"{Blocks}.Backprop({GeneratedMembers.ParametersField}, inputs, targets, gradient)");

        Summary(Literal.Text(
            $"One step of stochastic gradient descent; for up to {plan.BlockRows} samples gradient and update are fused, and every weight is written once."));
        SamplesDocumentation();
        source.Line("/// <param name=\"learningRate\">The learning rate; finite. It is divided by the number of samples.</param>");
        source.Line("/// <param name=\"workers\">Threads to divide the step among, where that gains; the same bits with any or none.</param>");
        source.Line("/// <returns>The cost averaged over the mini-batch, before the step.</returns>");
        source.Line("/// <exception cref=\"global::System.ArgumentOutOfRangeException\"><paramref name=\"learningRate\"/> is not finite.</exception>");
        source.Line("/// <exception cref=\"global::System.InvalidOperationException\"><paramref name=\"workers\"/> are at work for another thread.</exception>");
        source.Line("/// <exception cref=\"global::System.ObjectDisposedException\"><paramref name=\"workers\"/> have been disposed of.</exception>");
        source.Method(
            $"public {T} TrainMiniBatch({ReadOnly} inputs, {ReadOnly} targets, {T} learningRate, global::NetGen.WorkerTeam? workers = null)",
            $"{Blocks}.TrainMiniBatch({GeneratedMembers.ParametersField}, ref {GeneratedMembers.GradientField}, inputs, targets, learningRate, workers)");

        Summary("Subtracts a multiple of a gradient from the parameters, by one fused multiply-add each.");
        source.Line("/// <param name=\"gradient\">A gradient for the same layer sizes.</param>");
        source.Line("/// <param name=\"step\">The factor: learning rate by number of samples, for a summed gradient; finite.</param>");
        source.Line("/// <exception cref=\"global::System.ArgumentNullException\"><paramref name=\"gradient\"/> is null.</exception>");
        source.Line("/// <exception cref=\"global::System.ArgumentException\">The gradient is for other sizes.</exception>");
        source.Line("/// <exception cref=\"global::System.ArgumentOutOfRangeException\"><paramref name=\"step\"/> is not finite.</exception>");
        source.Method(
            $"public void ApplyGradient({Buffer} gradient, {T} step)",
            $"{Blocks}.ApplyGradient({GeneratedMembers.ParametersField}, gradient, step)");
    }

    private void WriteParameters()
    {
        Accessor("Copies a layer's weights, row-major with a row for each unit.", "GetWeights", $"{Writable} destination", "destination");
        Accessor("Sets a layer's weights, row-major with a row for each unit.", "SetWeights", $"{ReadOnly} source", "source");
        Accessor("Copies a layer's biases.", "GetBiases", $"{Writable} destination", "destination");
        Accessor("Sets a layer's biases.", "SetBiases", $"{ReadOnly} source", "source");
    }

    private void Accessor(string summary, string name, string parameter, string argument)
    {
        bool weights = name.EndsWith("Weights", StringComparison.Ordinal);
        string lengths = string.Join(", ", plan.Layers.Select(layer => weights
            ? Literal.Text($"{layer.Outputs} x {layer.Inputs}")
            : Literal.Of(layer.Outputs)));
        Summary(summary);
        source.Line($"/// <param name=\"layer\">The layer's index, 0 to {plan.Last.Index}.</param>");
        source.Line($"/// <param name=\"{argument}\">As many elements as the layer has: {lengths}.</param>");
        source.Line("/// <exception cref=\"global::System.ArgumentOutOfRangeException\"><paramref name=\"layer\"/> is no layer.</exception>");
        source.Line("/// <exception cref=\"global::System.ArgumentException\">The span has another length.</exception>");
        source.Line($"public void {name}(int layer, {parameter}) => {GeneratedMembers.ParametersField}.{name}(layer, {argument});");
    }

    private static string Elements(int count) => count == 1 ? "1 element" : Literal.Of(count) + " elements";

    private static string First(string span) =>
        $"ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference({span})";

    private void Summary(string text)
    {
        source.Line();
        source.Line($"/// <summary>{text}</summary>");
    }

    private void SamplesDocumentation()
    {
        source.Line($"/// <param name=\"inputs\">The samples one after another, {Elements(Inputs)} each.</param>");
        source.Line($"/// <param name=\"targets\">The desired outputs one after another, {Elements(Outputs)} each.</param>");
        source.Line("/// <exception cref=\"global::System.ArgumentException\">There is no sample, or a length does not fit.</exception>");
    }
}
