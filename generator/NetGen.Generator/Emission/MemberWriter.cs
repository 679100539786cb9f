namespace NetGen.Generator;

/// <summary>What writers of public members share: the names that members use, and their documentation and attributes.</summary>
/// <param name="plan">The network.</param>
/// <param name="source">Where to.</param>
/// <param name="marksMembers">Whether each member is marked as generated; false where their class is.</param>
internal abstract class MemberWriter(EmissionPlan plan, SourceWriter source, bool marksMembers)
{
    protected const string Services = "global::NetGen.CompilerServices.NetworkArguments";
    protected const string Parameters = GeneratedMembers.ParametersField;
    protected const string Names = "global::System.Collections.Generic.IReadOnlyList<string>";

    protected const string PretrainedParameters = "global::NetGen.CompilerServices.PretrainedParameters";

    protected const string DebuggerDisplayAttribute = "[global::System.Diagnostics.DebuggerDisplay(\"{DebuggerDisplay,nq}\")]";
    protected const string JsonAttribute =
        "[global::System.Text.Json.Serialization.JsonConverter(typeof(global::NetGen.CompilerServices.NetworkJsonConverter))]";

    protected EmissionPlan Plan => plan;

    protected SourceWriter Source => source;

    protected string Blocks => plan.KernelsType + ".Instance";

    protected string Layout => $"{plan.KernelsType}.{EmissionPlan.LayoutClass}";

    protected int Inputs => plan.Layers[0].Inputs;

    protected int Outputs => plan.Last.Outputs;

    protected string T => plan.Scalar;

    protected string Name => plan.Spec.Name;

    /// <summary>The name without the @ that may escape it.</summary>
    protected string UnescapedName => Name.TrimStart('@');

    protected string ReadOnly => $"global::System.ReadOnlySpan<{T}>";

    protected string Writable => $"global::System.Span<{T}>";

    protected string Buffer => $"global::NetGen.ParameterBuffer<{T}>";

    /// <summary>The sizes, as in 784-30-10.</summary>
    protected string Chain => string.Join(
        "-", plan.Layers.Where(layer => layer.Topology.IsTrained).Select(layer => layer.Outputs).Prepend(Inputs)
            .Select(size => Literal.Of(size)));

    /// <summary>An expression that makes a network with parameters of zero.</summary>
    protected string NewNetwork =>
        plan.Spec.Constructor == ConstructorSpec.Marker ? $"new {Name}(({Layout}?)null)" : $"new {Name}()";

    protected static string Elements(int count) => count == 1 ? "1 element" : Literal.Of(count) + " elements";

    /// <summary>How many names of classes there are, as <c>ClassNames</c> of the library has it.</summary>
    protected string ClassNamesText() => Outputs > 1
        ? $"{Literal.Of(Outputs)} of them"
        : CostTraits.IsBinary(plan.Head.Cost, plan.Last.Activation) ? "those of 0 and 1" : "a single one";

    protected void Mark(bool isField = false)
    {
        if (marksMembers)
        {
            GeneratedMark.Write(source, isField);
        }
    }

    protected SourceWriter.Scope Member(SourceWriter.Text signature)
    {
        Mark();
        return source.Block(signature);
    }

    protected void Method(SourceWriter.Text signature, SourceWriter.Text expression)
    {
        Mark();
        source.Method(signature, expression);
    }

    protected void Summary(string text)
    {
        source.Line();
        source.Line($"/// <summary>{text}</summary>");
    }

    /// <summary>Documents samples and targets, and what may be wrong with them.</summary>
    /// <param name="isWeighted">Whether samples have weights, which may be wrong too.</param>
    protected void SamplesDocumentation(bool isWeighted = false)
    {
        source.Line($"/// <param name=\"inputs\">The samples one after another, {Elements(Inputs)} each.</param>");
        source.Line($"/// <param name=\"targets\">The desired outputs one after another, {Elements(Outputs)} each.</param>");
        source.Line("/// <exception cref=\"global::System.ArgumentException\">"
            + (isWeighted
                ? "No sample, a wrong length, a target the cost cannot take, or a weight that is negative or not finite."
                : "No sample, a wrong length, or a target the cost cannot take.")
            + "</exception>");
    }

    protected void WriteDebuggerDisplay(string name)
    {
        source.Line();
        Mark();
        source.Line($"private string DebuggerDisplay => \"{name} {Chain}\";");
    }

    /// <summary>Writes the two forms of <c>Load</c>.</summary>
    /// <param name="type">The class that they make.</param>
    /// <param name="result">An expression that makes it of the variable <c>network</c>, which has the file's parameters.</param>
    protected void WriteLoads(string type, string result)
    {
        WriteLoad(
            type, result, "string path", "path",
            "A safetensors, ONNX or .npz file, or network2 JSON: whatever <c>NetworkModel.Read</c> reads.");
        WriteLoad(type, result, "global::System.IO.Stream stream", "stream", "The content of such a file; stays open.");
    }

    private void WriteLoad(string type, string result, string parameter, string argument, string description)
    {
        Summary("Makes a network with the parameters of a file, all of which is checked first.");
        source.Line($"/// <param name=\"{argument}\">{description}</param>");
        source.Line($"/// <exception cref=\"global::System.ArgumentNullException\"><paramref name=\"{argument}\"/> is null.</exception>");
        if (argument == "path")
        {
            source.Line("/// <exception cref=\"global::System.ArgumentException\"><paramref name=\"path\"/> is empty.</exception>");
            source.Line("/// <exception cref=\"global::System.UnauthorizedAccessException\">The file may not be read.</exception>");
        }

        source.Line("/// <exception cref=\"global::System.IO.IOException\">It cannot be read.</exception>");
        source.Line("/// <exception cref=\"global::System.IO.InvalidDataException\">"
            + "It is damaged, or that of another network.</exception>");
        using (Member($"public static {type} Load({parameter})"))
        {
            source.Line($"{Name} network = {NewNetwork};");
            source.Line($"global::NetGen.NetworkFile.LoadParameters<{T}>(network, {argument});");
            source.Line($"return {result};");
        }
    }

    /// <summary>The arguments by which the library finds the parameters in the assembly.</summary>
    protected string ResourceArguments(PretrainedSpec pretrained) =>
        $"typeof({plan.KernelsType}), {Literal.Quoted(pretrained.Resource)}";
}
