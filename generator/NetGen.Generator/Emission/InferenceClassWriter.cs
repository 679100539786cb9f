namespace NetGen.Generator;

/// <summary>Writes the nested class <c>Inference</c>, the read-only form of a network, with parameters of its own.</summary>
internal sealed class InferenceClassWriter(EmissionPlan plan, SourceWriter source) : MemberWriter(plan, source, marksMembers: false)
{
    private const string Class = GeneratedMembers.InferenceClass;

    /// <summary>Writes the class.</summary>
    public void Write()
    {
        Summary("The network for inference alone: parameters and class names never change, and any number of threads may use it at once.");
        Source.Line("/// <remarks>Made by <c>ToInference</c> from the parameters that a network has then, or by <c>Load</c>.</remarks>");
        Source.Line(DebuggerDisplayAttribute);
        Source.Line(JsonAttribute);
        GeneratedMark.Write(Source);
        using (Source.Block($"public sealed class {Class} : global::NetGen.INetwork<{T}>"))
        {
            WriteConstruction();
            if (Plan.Spec.Pretrained is PretrainedSpec pretrained)
            {
                WritePretrained(pretrained);
            }

            WriteProperties();
            new InferenceMembersWriter(Plan, Source, marksMembers: false).Write();
            WriteDebuggerDisplay($"{UnescapedName}.{Class}");
        }
    }

    private void WriteConstruction()
    {
        Source.Line($"private readonly {Buffer} {Parameters};");
        Source.Line();
        Source.Line("// Takes over parameters that nothing else can reach.");
        using (Source.Block($"private {Class}({Buffer} parameters, {Names}? classNames)"))
        {
            Source.Line($"{Parameters} = parameters;");
            Source.Line($"Parameters = {Services}.AsReadOnly<{T}>(parameters);");
            Source.Line("ClassNames = classNames;");
        }

        Source.Line();
        Source.Line("// Copies the parameters; the list of names is never changed.");
        Source.Line($"internal {Class}({Name} network)");
        Source.Line($"    : this(new {Buffer}(network.{Parameters}.Topology), network.{GeneratedMembers.ClassNamesField}) =>");
        Source.Line($"    {Parameters}.CopyFrom(network.{Parameters});");
        WriteLoads(Class, $"new {Class}(network.{Parameters}, network.{GeneratedMembers.ClassNamesField})");
    }

    // Made when it is first asked for, so that an exception reaches the caller as it is.
    private void WritePretrained(PretrainedSpec pretrained)
    {
        const string Field = "s_pretrained";
        const string ClassNames = "PretrainedClassNames";
        const string FeatureNames = "PretrainedFeatureNames";
        string names = pretrained.ClassNames.Count == 0 ? "null" : $"{Services}.ClassNames({ClassNames}, topology)";
        Source.Line();
        Source.Line($"private static {Class}? {Field};");
        Source.Line();
        Source.Line($"internal static {Class} {GeneratedMembers.Pretrained} => {Field} ?? OpenPretrained();");
        Source.Line();
        using (Source.Block($"private static {Class} OpenPretrained()"))
        {
            Source.Line($"global::NetGen.NetworkTopology topology = {Layout}.Topology;");
            Source.Line($"{Buffer} parameters = {PretrainedParameters}.Open<{T}>(topology, {ResourceArguments(pretrained)});");
            if (pretrained.FeatureNames.Count > 0)
            {
                Source.Line($"parameters.FeatureNames = {FeatureNames};");
            }

            Source.Line($"{Class} network = new {Class}(parameters, {names});");
            Source.Line($"return global::System.Threading.Interlocked.CompareExchange(ref {Field}, network, null) ?? network;");
        }

        WriteNames(ClassNames, pretrained.ClassNames);
        WriteNames(FeatureNames, pretrained.FeatureNames);
    }

    private void WriteNames(string property, EquatableArray<string> names)
    {
        if (names.Count == 0)
        {
            return;
        }

        Source.Line();
        Source.Line($"internal static string[] {property} => new string[]");
        Source.Line("{");
        foreach (string name in names)
        {
            Source.Line($"    {Literal.Quoted(name)},");
        }

        Source.Line("};");
    }

    private void WriteProperties()
    {
        Summary("The network's layers, cost and numeric type.");
        Source.Line($"public global::NetGen.NetworkTopology Topology => {Layout}.Topology;");
        Summary("The parameters, in named blocks, to be read.");
        Source.Line($"public global::NetGen.IReadOnlyParameters<{T}> Parameters {{ get; }}");
        Summary($"The names of the classes, {ClassNamesText()}; null if they have none.");
        Source.Line($"public {Names}? ClassNames {{ get; }}");
    }
}
