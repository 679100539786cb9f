namespace NetGen.Generator;

/// <summary>
/// Writes the members of a network for a class whose declaration is wrong: with the right signatures, so that uses of the class compile,
/// and nothing in them. They could run only where the error in the declaration is suppressed.
/// </summary>
internal sealed class ShellWriter(ShellSpec spec)
{
    private const string Throw =
        "throw new global::System.NotSupportedException(\"The declaration of this network is wrong; the build reports the error.\");";

    // What a parameter that can be left out ends with.
    private const string Default = " = null";

    private const string Names = "global::System.Collections.Generic.IReadOnlyList<string>?";

    private string T => spec.Scalar;

    private string ReadOnly => $"global::System.ReadOnlySpan<{T}>";

    private string Writable => $"global::System.Span<{T}>";

    private string Buffer => $"global::NetGen.ParameterBuffer<{T}>";

    private (string Result, string Name, string Parameters)[] InferenceMethods =>
    [
        ("void", "FeedForward", $"{ReadOnly} input, {Writable} output"),
        ("void", "FeedForwardBatch", $"{ReadOnly} inputs, {Writable} outputs"),
        ("void", "FeedForwardBatch", $"{ReadOnly} inputs, {ReadOnly} targets, {Writable} outputs, {Writable} costs"),
        ("int", "Classify", $"{ReadOnly} input"),
        (T, "Cost", $"{ReadOnly} inputs, {ReadOnly} targets"),
    ];

    /// <summary>Writes the members.</summary>
    public void WriteMembers(SourceWriter source)
    {
        source.Line("#pragma warning disable CS1591 // No documentation: the build fails with the error in the declaration.");
        source.Line("// The declaration of this network is wrong. These members keep its uses from being errors too.");
        source.Line();
        Constant(source, "InputSize", spec.InputSize);
        Constant(source, "OutputSize", spec.OutputSize);
        Constant(source, "ParameterCount", ShellSpec.ParameterCount);

        string any = $"global::NetGen.INetwork<{T}>";
        string trainable = $"global::NetGen.ITrainableNetwork<{T}>";
        string self = $"global::NetGen.ITrainableNetwork<{spec.Name}, {T}>";
        const string Topology = "global::NetGen.NetworkTopology";
        GeneratedMark.Write(source);
        source.Line($"{Topology} {any}.Topology => {Throw}");
        GeneratedMark.Write(source);
        source.Line(IsTaken("Topology") ? $"static {Topology} {self}.Topology => {Throw}"
            : $"public static {Topology} Topology => {Throw}");
        GeneratedMark.Write(source);
        source.Line($"global::NetGen.IReadOnlyParameters<{T}> {any}.Parameters => {Throw}");
        GeneratedMark.Write(source);
        source.Line(IsTaken("Parameters") ? $"{Buffer} {trainable}.Parameters => {Throw}" : $"public {Buffer} Parameters => {Throw}");
        GeneratedMark.Write(source);
        source.Line($"{Names} {any}.ClassNames => {Throw}");
        GeneratedMark.Write(source);
        source.Line(IsTaken("ClassNames")
            ? $"{Names} {trainable}.ClassNames {{ get => {Throw} set => {Throw} }}"
            : $"public {Names} ClassNames {{ get => {Throw} set => {Throw} }}");
        Method(source, $"static {spec.Name}", self, "Load", "string path");
        Method(source, $"static {spec.Name}", self, "Load", "global::System.IO.Stream stream");
        Method(source, $"static {spec.Name}", self, "Create", $"long seed, global::NetGen.Initializer? initializer{Default}");
        Method(source, "static void", self, "Prepare", "");
        Method(source, "static void", self, "PrepareTraining", $"global::NetGen.Optimizer? optimizer{Default}");
        Method(source, spec.Name, self, "Clone", "");
        Method(source, "void", self, "CopyFrom", $"{spec.Name} source");
        foreach ((string result, string name, string parameters) in InferenceMethods)
        {
            Method(source, result, any, name, parameters);
        }

        const string Dropout = "global::NetGen.DropoutKey? dropout" + Default;
        const string Workers = "global::NetGen.WorkerTeam? workers" + Default;
        Method(source, T, trainable, "Backprop", $"{ReadOnly} inputs, {ReadOnly} targets, {Buffer} gradient, {Dropout}");
        string given = $"global::NetGen.BackpropFrom from, {ReadOnly} inputs, {ReadOnly} values, {Buffer}? gradient";
        Method(source, T, trainable, "Backprop", $"{given}, {Writable} inputGradients, {Dropout}");
        string descent = $"{ReadOnly} inputs, {ReadOnly} targets, {T} learningRate, {Workers}, {Dropout}";
        Method(source, T, trainable, "TrainMiniBatch", descent);
        string optimizer = $"global::NetGen.OptimizerState<{T}> optimizer";
        string step = $"{ReadOnly} inputs, {ReadOnly} targets, {optimizer}, {Workers}, {Dropout}";
        Method(source, T, trainable, "TrainMiniBatch", step);
        string weighted = $"{ReadOnly} inputs, {ReadOnly} targets, {ReadOnly} sampleWeights";
        Method(source, T, trainable, "Backprop", $"{weighted}, {Buffer} gradient, {Dropout}");
        Method(source, T, trainable, "TrainMiniBatch", $"{weighted}, {T} learningRate, {Workers}, {Dropout}");
        Method(source, T, trainable, "TrainMiniBatch", $"{weighted}, {optimizer}, {Workers}, {Dropout}");
        Method(source, "void", trainable, "ApplyGradient", $"{Buffer} gradient, {T} step");
        Method(source, "void", trainable, "ApplyGradient", $"{Buffer} gradient, int count, {optimizer}");
        WriteInferenceClass(source);
    }

    // No interface needs it: where its name is taken, it is left out.
    private void WriteInferenceClass(SourceWriter source)
    {
        const string Class = GeneratedMembers.InferenceClass;
        if (IsTaken(Class))
        {
            return;
        }

        if (!IsTaken("ToInference"))
        {
            GeneratedMark.Write(source);
            source.Line($"public {Class} ToInference() => {Throw}");
        }

        if (spec.HasModel && !IsTaken(GeneratedMembers.Pretrained))
        {
            GeneratedMark.Write(source);
            source.Line($"public static {Class} {GeneratedMembers.Pretrained} => {Throw}");
        }

        if (spec.HasModel && !IsTaken(GeneratedMembers.CreatePretrained))
        {
            GeneratedMark.Write(source);
            source.Line($"public static {spec.Name} {GeneratedMembers.CreatePretrained}() => {Throw}");
        }

        GeneratedMark.Write(source);
        source.Write($$"""
            public sealed class {{Class}} : global::NetGen.INetwork<{{T}}>
            {
                private {{Class}}() => {{Throw}}
                public static {{Class}} Load(string path) => {{Throw}}
                public static {{Class}} Load(global::System.IO.Stream stream) => {{Throw}}
                public global::NetGen.NetworkTopology Topology => {{Throw}}
                public global::NetGen.IReadOnlyParameters<{{T}}> Parameters => {{Throw}}
                public {{Names}} ClassNames => {{Throw}}
                {{() => WriteInferenceMethods(source)}}
            }
            """);
    }

    private void WriteInferenceMethods(SourceWriter source)
    {
        foreach ((string result, string name, string parameters) in InferenceMethods)
        {
            source.Line($"public {result} {name}({parameters}) => {Throw}");
        }
    }

    // A property also reserves the names of its accessors.
    private bool IsTaken(string name) =>
        spec.TakenNames.Contains(name) || spec.TakenNames.Contains("get_" + name) || spec.TakenNames.Contains("set_" + name);

    private void Constant(SourceWriter source, string name, int value)
    {
        if (!IsTaken(name))
        {
            GeneratedMark.Write(source, isField: true);
            source.Line($"public const int {name} = {value};");
        }
    }

    // A member whose name is taken still has to implement the interface; a default value belongs to the public form alone.
    private void Method(SourceWriter source, string result, string @interface, string name, string parameters)
    {
        GeneratedMark.Write(source);
        source.Line(IsTaken(name)
            ? $"{result} {@interface}.{name}({parameters.Replace(Default, "")}) => {Throw}"
            : $"public {result} {name}({parameters}) => {Throw}");
    }
}
