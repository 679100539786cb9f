namespace NetGen.Generator;

/// <summary>Writes the public face of a network: constants, construction, and the members of <c>INetwork</c> over the kernels.</summary>
internal sealed class ApiWriter(EmissionPlan plan, SourceWriter source)
{
    private const string Services = "global::NetGen.CompilerServices.NetworkArguments";
    private const string Parameters = GeneratedMembers.ParametersField;

    private const string Names = "global::System.Collections.Generic.IReadOnlyList<string>";

    private string Blocks => plan.KernelsType + ".Instance";

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
        source.Line($"/// <para>A {Chain()} network of {T}, {Literal.Grouped(plan.ParameterCount)} parameters, "
            + $"trained on the cost {plan.Spec.Topology.Cost.ToString()}.</para>");
        source.Line("/// <list type=\"table\">");
        source.Line("/// <listheader><term>layer</term><description>shape, activation, parameters, bytes</description></listheader>");
        foreach (LayerPlan layer in plan.Layers)
        {
            long parameters = layer.Topology.ParameterBlocks.Sum(block => block.Count);
            source.Line(
                $"/// <item><term>{Literal.Of(layer.Index)}</term><description>{Literal.Of(layer.Inputs)} -> {Literal.Of(layer.Outputs)}, "
                + $"{layer.Topology.Text}, {Literal.Grouped(parameters)}, "
                + $"{Literal.Grouped(parameters * plan.ElementSize)}</description></item>");
        }

        source.Line("/// </list>");
        source.Line("/// <para>Inference may run on many threads at once; whatever changes parameters must be alone.</para>");
        source.Line("/// </remarks>");
        source.Line("[global::System.Diagnostics.DebuggerDisplay(\"{DebuggerDisplay,nq}\")]");
        if (!plan.Spec.HasJsonConverter)
        {
            source.Line(
                "[global::System.Text.Json.Serialization.JsonConverter(typeof(global::NetGen.CompilerServices.NetworkJsonConverter))]");
        }
    }

    /// <summary>Writes the members.</summary>
    public void WriteMembers()
    {
        WriteConstants();
        WriteConstruction();
        WriteInference();
        WriteTraining();
    }

    private string Chain() => string.Join(
        "-", plan.Layers.Where(layer => layer.Topology.IsTrained).Select(layer => layer.Outputs).Prepend(Inputs)
            .Select(size => Literal.Of(size)));

    private void WriteConstants()
    {
        Mark(isField: true);
        source.Line($"private readonly {Buffer} {GeneratedMembers.ParametersField} = new {Buffer}({Layout}.Topology);");
        source.Line();
        source.Line("// Used where a mini-batch goes through the layers in several blocks; made when first needed.");
        Mark(isField: true);
        source.Line($"private {Buffer}? {GeneratedMembers.GradientField};");
        Summary($"The number of inputs, {Literal.Of(Inputs)}.");
        Mark(isField: true);
        source.Line($"public const int InputSize = {Inputs};");
        Summary($"The number of outputs, {Literal.Of(Outputs)}.");
        Mark(isField: true);
        source.Line($"public const int OutputSize = {Outputs};");
        Summary($"Weights and biases of all layers, {Literal.Grouped(plan.ParameterCount)}.");
        Mark(isField: true);
        source.Line($"public const int ParameterCount = {plan.ParameterCount};");
        Summary("The network's layers, cost and numeric type.");
        Mark();
        source.Line($"public static global::NetGen.NetworkTopology Topology => {Layout}.Topology;");
        source.Line();
        Mark();
        source.Line($"global::NetGen.NetworkTopology global::NetGen.INetwork<{T}>.Topology => {Layout}.Topology;");
        Summary("The parameters, in named blocks.");
        Mark();
        source.Line($"public {Buffer} Parameters => "
            + $"{GeneratedMembers.ParametersField};");
        source.Line();
        Mark();
        source.Line($"global::NetGen.IReadOnlyParameters<{T}> global::NetGen.INetwork<{T}>.Parameters => "
            + $"{GeneratedMembers.ParametersField};");
        source.Line();
        Mark(isField: true);
        source.Line($"private {Names}? {GeneratedMembers.ClassNamesField};");
        Summary("The names of the classes, saved and loaded with the parameters; null if they have none.");
        source.Line("/// <exception cref=\"global::System.ArgumentException\">"
            + "There are more or fewer names than classes, or two are equal.</exception>");
        using (Member($"public {Names}? ClassNames"))
        {
            source.Line($"get => {GeneratedMembers.ClassNamesField};");
            source.Line($"set => {GeneratedMembers.ClassNamesField} = {Services}.ClassNames(value, {Layout}.Topology);");
        }

        source.Line();
        Mark();
        source.Line($"private string DebuggerDisplay => \"{UnescapedName()} {Chain()}\";");
    }

    private string UnescapedName() => Name.TrimStart('@');

    private void WriteConstruction()
    {
        if (plan.Spec.Constructor == ConstructorSpec.None)
        {
            source.Line();
            source.Line("// Create draws the parameters: a network of zeros cannot learn.");
            Mark();
            source.Line($"private {Name}()");
            source.Line("{");
            source.Line("}");
        }
        else if (plan.Spec.Constructor == ConstructorSpec.Marker)
        {
            source.Line();
            Mark();
            source.Line($"private {Name}({Layout}? marker)");
            source.Line("{");
            source.Line("    _ = marker;");
            source.Line("}");
        }

        string make = plan.Spec.Constructor == ConstructorSpec.Marker ? $"new {Name}(({Layout}?)null)" : $"new {Name}()";
        Summary("Makes a network with initial parameters drawn from a seed: the same bits on every platform.");
        source.Line("/// <param name=\"seed\">Any number; equal seeds give equal networks.</param>");
        source.Line("/// <param name=\"initializer\">How to draw; <c>Initializer.Default</c> if null.</param>");
        using (Member($"public static {Name} Create(long seed, global::NetGen.Initializer? initializer = null)"))
        {
            source.Line($"{Name} network = {make};");
            if (plan.Spec.Topology.ParameterBlocks.Any(block => !block.IsTrained))
            {
                source.Line($"{Services}.SetInitialValues<{T}>(network.{GeneratedMembers.ParametersField});");
            }

            source.Line(
                $"(initializer ?? global::NetGen.Initializer.Default).Initialize<{T}>(network.{GeneratedMembers.ParametersField}, seed);");
            source.Line("return network;");
        }

        WriteLoad(make, "string path", "path", "A safetensors file with the network's parameters, such as <c>Save</c> writes.");
        WriteLoad(make, "global::System.IO.Stream stream", "stream", "The content of such a file; stays open.");
        Summary("Makes another network with the same parameters and class names.");
        using (Member($"public {Name} Clone()"))
        {
            source.Line($"{Name} network = {make};");
            source.Line("network.CopyFrom(this);");
            source.Line("return network;");
        }

        Summary("Takes over all parameters and the class names of another network.");
        source.Line("/// <exception cref=\"global::System.ArgumentNullException\"><paramref name=\"source\"/> is null.</exception>");
        using (Member($"public void CopyFrom({Name} source)"))
        {
            source.Line("global::System.ArgumentNullException.ThrowIfNull(source);");
            source.Line($"{GeneratedMembers.ParametersField}.CopyFrom(source.{GeneratedMembers.ParametersField});");
            source.Line($"{GeneratedMembers.ClassNamesField} = source.{GeneratedMembers.ClassNamesField};");
        }
    }

    private void WriteLoad(string make, string parameter, string argument, string description)
    {
        Summary("Makes a network with the parameters of a file, all of which is checked first.");
        source.Line($"/// <param name=\"{argument}\">{description}</param>");
        source.Line("/// <exception cref=\"global::System.IO.IOException\">It cannot be read.</exception>");
        source.Line("/// <exception cref=\"global::System.IO.InvalidDataException\">"
            + "It is damaged, or that of another network.</exception>");
        using (Member($"public static {Name} Load({parameter})"))
        {
            source.Line($"{Name} network = {make};");
            source.Line($"global::NetGen.NetworkFile.LoadParameters<{T}>(network, {argument});");
            source.Line("return network;");
        }
    }

    private void WriteInference()
    {
        Summary("Computes the output activations for one sample.");
        source.Line($"/// <param name=\"input\">Exactly {Elements(Inputs)}.</param>");
        source.Line($"/// <param name=\"output\">Exactly {Elements(Outputs)}.</param>");
        source.Line("/// <exception cref=\"global::System.ArgumentException\">A span has another length.</exception>");
        using (Member($"public void FeedForward({ReadOnly} input, {Writable} output)"))
        {
            source.Line($"{Services}.CheckSample(input.Length, {Inputs}, output.Length, {Outputs});");
            source.Line($"{plan.KernelsType}.FeedForward({Parameters}, input, output);");
        }

        Summary("Computes the output activations for any number of samples: the same bits as one call for each.");
        source.Line($"/// <param name=\"inputs\">The samples one after another, {Elements(Inputs)} each.</param>");
        source.Line($"/// <param name=\"outputs\">Room for the outputs one after another, {Elements(Outputs)} each; "
            + "must not overlap the inputs.</param>");
        source.Line("/// <exception cref=\"global::System.ArgumentException\">A length does not fit, or the spans overlap.</exception>");
        Method(
            $"public void FeedForwardBatch({ReadOnly} inputs, {Writable} outputs)",
            $"{Blocks}.FeedForwardBatch({GeneratedMembers.ParametersField}, inputs, outputs)");

        Summary("Computes the output activations and the cost of each of any number of samples.");
        source.Line($"/// <param name=\"inputs\">The samples one after another, {Elements(Inputs)} each.</param>");
        source.Line($"/// <param name=\"targets\">The desired outputs one after another, {Elements(Outputs)} each.</param>");
        source.Line($"/// <param name=\"outputs\">Room for the outputs one after another, {Elements(Outputs)} each.</param>");
        source.Line("/// <param name=\"costs\">Room for the costs, 1 element for each sample.</param>");
        source.Line("/// <exception cref=\"global::System.ArgumentException\">");
        source.Line("/// A length does not fit, the spans overlap, or the cost cannot take a target.</exception>");
        Method(
            $"public void FeedForwardBatch({ReadOnly} inputs, {ReadOnly} targets, {Writable} outputs, {Writable} costs)",
            $"{Blocks}.FeedForwardBatch({GeneratedMembers.ParametersField}, inputs, targets, outputs, costs)");

        Summary(ClassifyText());
        source.Line($"/// <param name=\"input\">Exactly {Elements(Inputs)}.</param>");
        source.Line("/// <exception cref=\"global::System.ArgumentException\">The span has another length.</exception>");
        using (Member($"public int Classify({ReadOnly} input)"))
        {
            source.Line($"{Services}.CheckInput(input.Length, {Inputs});");
            source.Line($"return {plan.KernelsType}.Classify({Parameters}, input);");
        }

        Summary($"The cost ({plan.Spec.Topology.Cost.ToString()}) averaged over one or more samples.");
        SamplesDocumentation();
        Method(
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
        Method(
            $"public {T} Backprop({ReadOnly} inputs, {ReadOnly} targets, {Buffer} gradient)",
            $"{Blocks}.Backprop({GeneratedMembers.ParametersField}, inputs, targets, gradient)");

        Summary(Literal.Text(
            $"One step of stochastic gradient descent; for up to {plan.BlockRows} samples gradient and update are fused, "
            + "and every weight is written once."));
        SamplesDocumentation();
        source.Line("/// <param name=\"learningRate\">The learning rate; finite. It is divided by the number of samples.</param>");
        source.Line("/// <param name=\"workers\">Threads to divide the step among, where that gains; "
            + "the same bits with any or none.</param>");
        source.Line("/// <returns>The cost averaged over the mini-batch, before the step.</returns>");
        source.Line("/// <exception cref=\"global::System.ArgumentOutOfRangeException\">"
            + "<paramref name=\"learningRate\"/> is not finite.</exception>");
        source.Line("/// <exception cref=\"global::System.InvalidOperationException\">"
            + "<paramref name=\"workers\"/> are at work for another thread.</exception>");
        source.Line("/// <exception cref=\"global::System.ObjectDisposedException\">"
            + "<paramref name=\"workers\"/> have been disposed of.</exception>");
        Method(
            $"public {T} TrainMiniBatch({ReadOnly} inputs, {ReadOnly} targets, {T} learningRate, "
            + "global::NetGen.WorkerTeam? workers = null)",
            $"{Blocks}.TrainMiniBatch({GeneratedMembers.ParametersField}, ref {GeneratedMembers.GradientField}, "
            + "inputs, targets, learningRate, workers)");

        Summary("Subtracts a multiple of a gradient from the parameters, by one fused multiply-add each.");
        source.Line("/// <param name=\"gradient\">A gradient for the same layer sizes.</param>");
        source.Line("/// <param name=\"step\">The factor: learning rate by number of samples, for a summed gradient; finite.</param>");
        source.Line("/// <exception cref=\"global::System.ArgumentNullException\"><paramref name=\"gradient\"/> is null.</exception>");
        source.Line("/// <exception cref=\"global::System.ArgumentException\">The gradient is for other sizes.</exception>");
        source.Line("/// <exception cref=\"global::System.ArgumentOutOfRangeException\">"
            + "<paramref name=\"step\"/> is not finite.</exception>");
        Method(
            $"public void ApplyGradient({Buffer} gradient, {T} step)",
            $"{Blocks}.ApplyGradient({GeneratedMembers.ParametersField}, gradient, step)");
    }

    private string ClassifyText() => Outputs > 1
        ? "The index of the largest output for one sample, of equal ones the first; -1 if all are NaN."
        : plan.Last.Activation == Activation.Sigmoid
            ? "The class of one sample: 1 if the output is 0.5 or more, 0 if it is less, -1 if it is NaN."
        : "Always 0, as there is one output; -1 if it is NaN.";

    private SourceWriter.Scope Member(SourceWriter.Text signature)
    {
        Mark();
        return source.Block(signature);
    }

    private void Method(SourceWriter.Text signature, SourceWriter.Text expression)
    {
        Mark();
        source.Method(signature, expression);
    }

    private void Mark(bool isField = false) => GeneratedMark.Write(source, isField);

    private static string Elements(int count) => count == 1 ? "1 element" : Literal.Of(count) + " elements";

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
