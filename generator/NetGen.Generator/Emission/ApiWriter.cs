namespace NetGen.Generator;

/// <summary>Writes the public face of a network: constants, construction, the members of its interfaces, and its read-only form.</summary>
internal sealed class ApiWriter(EmissionPlan plan, SourceWriter source) : MemberWriter(plan, source, marksMembers: true)
{
    /// <summary>Writes the documentation and attributes of the class.</summary>
    public void WriteClassHeader()
    {
        Source.Line("/// <remarks>");
        Source.Line($"/// <para>A {Chain} network of {T}, {Literal.Grouped(Plan.ParameterCount)} parameters, "
            + $"trained on the cost {Plan.Spec.Topology.CostText}.</para>");
        Source.Line("/// <list type=\"table\">");
        Source.Line("/// <listheader><term>layer</term><description>shape, activation, parameters, bytes</description></listheader>");
        foreach (LayerPlan layer in Plan.Layers)
        {
            long parameters = layer.Topology.ParameterBlocks.Sum(block => block.Count);
            Source.Line(
                $"/// <item><term>{Literal.Of(layer.Index)}</term><description>{Literal.Of(layer.Inputs)} -> {Literal.Of(layer.Outputs)}, "
                + $"{layer.Topology.Text}, {Literal.Grouped(parameters)}, "
                + $"{Literal.Grouped(parameters * Plan.ElementSize)}</description></item>");
        }

        Source.Line("/// </list>");
        Source.Line("/// <para>Inference may run on many threads at once; whatever changes parameters must be alone.</para>");
        Source.Line("/// </remarks>");
        Source.Line(DebuggerDisplayAttribute);
        if (!Plan.Spec.HasJsonConverter)
        {
            Source.Line(JsonAttribute);
        }
    }

    /// <summary>Writes the members.</summary>
    public void WriteMembers()
    {
        WriteConstants();
        WriteConstruction();
        new InferenceMembersWriter(Plan, Source, marksMembers: true).Write();
        WriteTraining();
        new InferenceClassWriter(Plan, Source).Write();
    }

    private void WriteConstants()
    {
        Mark(isField: true);
        Source.Line($"private readonly {Buffer} {Parameters} = new {Buffer}({Layout}.Topology);");
        Source.Line();
        Source.Line("// Used where a mini-batch goes through the layers in several blocks; made when first needed.");
        Mark(isField: true);
        Source.Line($"private {Buffer}? {GeneratedMembers.GradientField};");
        Summary($"The number of inputs, {Literal.Of(Inputs)}.");
        Mark(isField: true);
        Source.Line($"public const int InputSize = {Inputs};");
        Summary($"The number of outputs, {Literal.Of(Outputs)}.");
        Mark(isField: true);
        Source.Line($"public const int OutputSize = {Outputs};");
        Summary($"Weights and biases of all layers, {Literal.Grouped(Plan.ParameterCount)}.");
        Mark(isField: true);
        Source.Line($"public const int ParameterCount = {Plan.ParameterCount};");
        Summary("The network's layers, cost and numeric type.");
        Mark();
        Source.Line($"public static global::NetGen.NetworkTopology Topology => {Layout}.Topology;");
        Source.Line();
        Mark();
        Source.Line($"global::NetGen.NetworkTopology global::NetGen.INetwork<{T}>.Topology => {Layout}.Topology;");
        Summary("The parameters, in named blocks.");
        Mark();
        Source.Line($"public {Buffer} Parameters => {Parameters};");
        Source.Line();
        Mark();
        Source.Line($"global::NetGen.IReadOnlyParameters<{T}> global::NetGen.INetwork<{T}>.Parameters => {Parameters};");
        Source.Line();
        Mark(isField: true);
        Source.Line($"private {Names}? {GeneratedMembers.ClassNamesField};");
        Summary($"The names of the classes, {ClassNamesText()}, saved and loaded with the parameters; null if they have none.");
        Source.Line("/// <exception cref=\"global::System.ArgumentException\">"
            + "There are more or fewer names than classes, two are equal, or one is null or not valid Unicode.</exception>");
        using (Member($"public {Names}? ClassNames"))
        {
            Source.Line($"get => {GeneratedMembers.ClassNamesField};");
            Source.Line($"set => {GeneratedMembers.ClassNamesField} = {Services}.ClassNames(value, {Layout}.Topology);");
        }

        WriteDebuggerDisplay(UnescapedName);
    }

    private void WriteConstruction()
    {
        WriteConstructor();
        WriteCreate();
        WriteLoads(Name, "network");
        if (Plan.Spec.Pretrained is PretrainedSpec pretrained)
        {
            WritePretrained(pretrained);
        }

        WritePreparation();
        WriteCopies();
    }

    private void WriteConstructor()
    {
        if (Plan.Spec.Constructor == ConstructorSpec.None)
        {
            Source.Line();
            Source.Line("// Create draws the parameters: a network of zeros cannot learn.");
            Mark();
            Source.Line($"private {Name}()");
            Source.Line("{");
            Source.Line("}");
        }
        else if (Plan.Spec.Constructor == ConstructorSpec.Marker)
        {
            Source.Line();
            Mark();
            Source.Line($"private {Name}({Layout}? marker)");
            Source.Line("{");
            Source.Line("    _ = marker;");
            Source.Line("}");
        }
    }

    private void WriteCreate()
    {
        Summary("Makes a network with initial parameters drawn from a seed: the same bits on every platform.");
        Source.Line("/// <param name=\"seed\">Any number; equal seeds give equal networks.</param>");
        Source.Line("/// <param name=\"initializer\">How to draw; <c>Initializer.Default</c> if null.</param>");
        using (Member($"public static {Name} Create(long seed, global::NetGen.Initializer? initializer = null)"))
        {
            Source.Line($"{Name} network = {NewNetwork};");
            if (Plan.Spec.Topology.ParameterBlocks.Any(block => !block.IsTrained))
            {
                Source.Line($"{Services}.SetInitialValues<{T}>(network.{Parameters});");
            }

            Source.Line($"(initializer ?? global::NetGen.Initializer.Default).Initialize<{T}>(network.{Parameters}, seed);");
            Source.Line("return network;");
        }
    }

    private void WriteCopies()
    {
        Summary("Makes another network with the same parameters and names of classes and features.");
        using (Member($"public {Name} Clone()"))
        {
            Source.Line($"{Name} network = {NewNetwork};");
            Source.Line("network.CopyFrom(this);");
            Source.Line("return network;");
        }

        Summary("Takes over all parameters and names of classes and features of another network.");
        Source.Line("/// <exception cref=\"global::System.ArgumentNullException\"><paramref name=\"source\"/> is null.</exception>");
        using (Member($"public void CopyFrom({Name} source)"))
        {
            Source.Line("global::System.ArgumentNullException.ThrowIfNull(source);");
            Source.Line($"{Parameters}.CopyFrom(source.{Parameters});");
            Source.Line($"{GeneratedMembers.ClassNamesField} = source.{GeneratedMembers.ClassNamesField};");
        }

        const string Inference = GeneratedMembers.InferenceClass;
        Summary("Makes a read-only network with the parameters and names that this one has now.");
        Method($"public {Inference} ToInference()", $"new {Inference}(this)");
    }

    private void WritePretrained(PretrainedSpec pretrained)
    {
        const string Inference = GeneratedMembers.InferenceClass;
        string file = $"<c>{Literal.Documentation(pretrained.File)}</c>";
        Summary($"The network with the parameters of {file}, which lie in the assembly: read-only, the same object each time.");
        Mark();
        Source.Line($"public static {Inference} {GeneratedMembers.Pretrained} => {Inference}.Pretrained;");
        Summary($"Makes a network with the parameters of {file}, to train it further.");
        using (Member($"public static {Name} {GeneratedMembers.CreatePretrained}()"))
        {
            Source.Line($"{Name} network = {NewNetwork};");
            Source.Line($"{PretrainedParameters}.CopyTo<{T}>(network.{Parameters}, {ResourceArguments(pretrained)});");
            if (pretrained.ClassNames.Count > 0)
            {
                Source.Line($"network.ClassNames = {Inference}.PretrainedClassNames;");
            }

            if (pretrained.FeatureNames.Count > 0)
            {
                Source.Line($"network.{Parameters}.FeatureNames = {Inference}.PretrainedFeatureNames;");
            }

            Source.Line("return network;");
        }
    }

    private void WritePreparation()
    {
        const string Preparation = "global::NetGen.CompilerServices.NetworkPreparation";
        Summary("Has the just-in-time compiler compile all that computes outputs, so that the first call takes no longer than others.");
        Source.Line("/// <remarks>It calls all of it on a network of its own. In code compiled ahead of time it only costs time."
            + "</remarks>");
        using (Member("public static void Prepare()"))
        {
            Source.Line($"{Name} network = {NewNetwork};");
            Source.Line($"{Preparation}.Infer<{T}>(network);");
        }

        Summary("Has the just-in-time compiler compile all that computes outputs and gradients, and all that makes steps of training.");
        Source.Line("/// <param name=\"optimizer\">The optimizer to train by; null for gradient descent alone.</param>");
        using (Member("public static void PrepareTraining(global::NetGen.Optimizer? optimizer = null)"))
        {
            Source.Line($"{Name} network = {NewNetwork};");
            Source.Line($"{Preparation}.Infer<{T}>(network);");
            Source.Line($"{Preparation}.Train<{T}>(network, optimizer);");
        }
    }

    private const string Dropout = "global::NetGen.DropoutKey? dropout = null";

    private void WriteTraining()
    {
        WriteBackprop();
        WriteStep();
        WriteOptimizerStep();
        WriteGradientSteps();
    }

    private void WriteBackprop()
    {
        Summary("Backpropagation: adds the gradient of the cost, summed over one or more samples in their order, to a buffer.");
        SamplesDocumentation();
        Source.Line("/// <param name=\"gradient\">What to add to.</param>");
        DocumentDropout();
        Source.Line("/// <returns>The cost summed over the samples.</returns>");
        Source.Line("/// <exception cref=\"global::System.ArgumentNullException\"><paramref name=\"gradient\"/> is null.</exception>");
        Method(
            $"public {T} Backprop({ReadOnly} inputs, {ReadOnly} targets, {Buffer} gradient, {Dropout})",
            $"{Blocks}.Backprop({Parameters}, inputs, targets, gradient, dropout)");

        Summary("Backpropagation from targets or given derivatives, to the parameters, to the inputs or to both.");
        Source.Line("/// <param name=\"from\">What <paramref name=\"values\"/> are.</param>");
        Source.Line($"/// <param name=\"inputs\">The samples one after another, <c>[count, {Literal.Of(Inputs)}]</c>.</param>");
        Source.Line($"/// <param name=\"values\">A number for each output of each sample, <c>[count, {Literal.Of(Outputs)}]</c>.</param>");
        Source.Line("/// <param name=\"gradient\">What the gradient of the parameters is added to; null to leave it out.</param>");
        Source.Line("/// <param name=\"inputGradients\">Where the derivatives with respect to the inputs go, "
            + $"<c>[count, {Literal.Of(Inputs)}]</c>; empty to leave them out.</param>");
        DocumentDropout();
        Source.Line("/// <returns>The cost summed over the samples; 0 without targets.</returns>");
        Source.Line("/// <exception cref=\"global::System.ArgumentOutOfRangeException\">"
            + "<paramref name=\"from\"/> is not a value of the enumeration.</exception>");
        Source.Line("/// <exception cref=\"global::System.ArgumentException\">"
            + "A span or the gradient does not fit, or the cost cannot take a target.</exception>");
        Method(
            $"public {T} Backprop(global::NetGen.BackpropFrom from, {ReadOnly} inputs, {ReadOnly} values, {Buffer}? gradient, "
            + $"{Writable} inputGradients, {Dropout})",
            $"{Blocks}.Backprop({Parameters}, from, inputs, values, gradient, inputGradients, dropout)");

        Summary("Backpropagation with a weight for each sample, by which its cost and its gradient are multiplied.");
        SamplesDocumentation(isWeighted: true);
        DocumentWeights();
        Source.Line("/// <param name=\"gradient\">What to add to.</param>");
        DocumentDropout();
        Source.Line("/// <returns>The sum of the weighted costs.</returns>");
        Method(
            $"public {T} Backprop({ReadOnly} inputs, {ReadOnly} targets, {ReadOnly} sampleWeights, {Buffer} gradient, {Dropout})",
            $"{Blocks}.Backprop({Parameters}, inputs, targets, sampleWeights, gradient, dropout)");
    }

    private void WriteStep()
    {
        Summary(Literal.Text(
            $"One step of stochastic gradient descent; for up to {Plan.BlockRows} samples gradient and update are fused, "
            + "and every weight is written once."));
        SamplesDocumentation();
        Source.Line("/// <param name=\"learningRate\">The learning rate; finite. It is divided by the number of samples.</param>");
        Source.Line("/// <param name=\"workers\">Threads to divide the step among, where that gains; "
            + "the same bits with any or none.</param>");
        DocumentDropout();
        Source.Line("/// <returns>The cost averaged over the mini-batch, before the step.</returns>");
        Source.Line("/// <exception cref=\"global::System.ArgumentOutOfRangeException\">"
            + "<paramref name=\"learningRate\"/> is not finite.</exception>");
        Source.Line("/// <exception cref=\"global::System.InvalidOperationException\">"
            + "<paramref name=\"workers\"/> are at work for another thread.</exception>");
        Source.Line("/// <exception cref=\"global::System.ObjectDisposedException\">"
            + "<paramref name=\"workers\"/> have been disposed of.</exception>");
        Method(
            $"public {T} TrainMiniBatch({ReadOnly} inputs, {ReadOnly} targets, {T} learningRate, "
            + $"global::NetGen.WorkerTeam? workers = null, {Dropout})",
            $"{Blocks}.TrainMiniBatch("
            + $"{Parameters}, ref {GeneratedMembers.GradientField}, inputs, targets, learningRate, workers, dropout)");
        WriteWeightedStep($"{T} learningRate", "learningRate", () => Source.Line(
            "/// <param name=\"learningRate\">The learning rate; finite. It is divided by the number of samples.</param>"));
    }

    private void WriteOptimizerStep()
    {
        Summary("One training step by an optimizer, over one or more samples.");
        SamplesDocumentation();
        DocumentOptimizer();
        Source.Line("/// <param name=\"workers\">Threads to divide the step among, where that gains; "
            + "the same bits with any or none.</param>");
        DocumentDropout();
        Source.Line("/// <returns>The cost averaged over the mini-batch, before the step.</returns>");
        Source.Line("/// <exception cref=\"global::System.InvalidOperationException\">"
            + "<paramref name=\"workers\"/> are at work for another thread.</exception>");
        Source.Line("/// <exception cref=\"global::System.ObjectDisposedException\">"
            + "<paramref name=\"workers\"/> have been disposed of.</exception>");
        Method(
            $"public {T} TrainMiniBatch({ReadOnly} inputs, {ReadOnly} targets, global::NetGen.OptimizerState<{T}> optimizer, "
            + $"global::NetGen.WorkerTeam? workers = null, {Dropout})",
            $"{Blocks}.TrainMiniBatch("
            + $"{Parameters}, ref {GeneratedMembers.GradientField}, inputs, targets, optimizer, workers, dropout)");
        WriteWeightedStep($"global::NetGen.OptimizerState<{T}> optimizer", "optimizer", DocumentOptimizer);
    }

    private void WriteGradientSteps()
    {
        Summary("One step of an optimizer by a gradient that is summed over some samples.");
        Source.Line("/// <param name=\"gradient\">A gradient for the same layer sizes.</param>");
        Source.Line("/// <param name=\"count\">The number of samples; at least 1.</param>");
        DocumentOptimizer();
        Source.Line("/// <exception cref=\"global::System.ArgumentOutOfRangeException\">"
            + "<paramref name=\"count\"/> is less than 1.</exception>");
        Method(
            $"public void ApplyGradient({Buffer} gradient, int count, global::NetGen.OptimizerState<{T}> optimizer)",
            $"{Blocks}.ApplyGradient({Parameters}, gradient, count, optimizer)");

        Summary("Subtracts a multiple of a gradient from the parameters, by one fused multiply-add each.");
        Source.Line("/// <param name=\"gradient\">A gradient for the same layer sizes.</param>");
        Source.Line("/// <param name=\"step\">The learning rate divided by the number of samples, for a summed gradient; finite.</param>");
        Source.Line("/// <exception cref=\"global::System.ArgumentNullException\"><paramref name=\"gradient\"/> is null.</exception>");
        Source.Line("/// <exception cref=\"global::System.ArgumentException\">The gradient is for other sizes.</exception>");
        Source.Line("/// <exception cref=\"global::System.ArgumentOutOfRangeException\">"
            + "<paramref name=\"step\"/> is not finite.</exception>");
        Method(
            $"public void ApplyGradient({Buffer} gradient, {T} step)",
            $"{Blocks}.ApplyGradient({Parameters}, gradient, step)");
    }

    private void WriteWeightedStep(string parameter, string argument, Action document)
    {
        Summary("A training step with a weight for each sample, by which its cost and its gradient are multiplied.");
        SamplesDocumentation(isWeighted: true);
        DocumentWeights();
        document();
        Source.Line("/// <param name=\"workers\">Threads to divide the step among; the same bits with any or none.</param>");
        DocumentDropout();
        Source.Line("/// <returns>The weighted costs averaged over the mini-batch, before the step.</returns>");
        Method(
            $"public {T} TrainMiniBatch({ReadOnly} inputs, {ReadOnly} targets, {ReadOnly} sampleWeights, {parameter}, "
            + $"global::NetGen.WorkerTeam? workers = null, {Dropout})",
            $"{Blocks}.TrainMiniBatch({Parameters}, ref {GeneratedMembers.GradientField}, inputs, targets, sampleWeights, {argument}, "
            + "workers, dropout)");
    }

    private void DocumentWeights() => Source.Line(
        "/// <param name=\"sampleWeights\">A finite weight of 0 or more for each sample; empty for 1 for all.</param>");

    private void DocumentDropout() => Source.Line(
        Plan.HasTrainingForm
            ? "/// <param name=\"dropout\">What decides what is dropped; null to drop nothing.</param>"
            : "/// <param name=\"dropout\">Without effect: the network has no dropout layers.</param>");

    private void DocumentOptimizer()
    {
        Source.Line("/// <param name=\"optimizer\">The optimizer with what it keeps, made for this topology by "
            + "<c>Optimizer.CreateState</c>.</param>");
        Source.Line("/// <exception cref=\"global::System.ArgumentNullException\"><paramref name=\"optimizer\"/> is null.</exception>");
    }
}
