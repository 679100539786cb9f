namespace NetGen.Generator;

/// <summary>
/// Writes the members of a network for a class whose declaration is wrong: with the right signatures, so that uses of the class compile,
/// and nothing in them. They could run only where the error in the declaration is suppressed.
/// </summary>
internal sealed class ShellWriter(ShellSpec spec)
{
    private const string Throw =
        "throw new global::System.NotSupportedException(\"The declaration of this network is wrong; the build reports the error.\");";

    private string T => spec.Scalar;

    /// <summary>Writes the members.</summary>
    public void WriteMembers(SourceWriter source)
    {
        source.Line("#pragma warning disable CS1591 // No documentation: the build fails with the error in the declaration.");
        source.Line("// The declaration of this network is wrong. These members keep its uses from being errors too.");
        source.Line();
        Constant(source, "InputSize", spec.InputSize);
        Constant(source, "OutputSize", spec.OutputSize);
        Constant(source, "ParameterCount", 1);

        string readOnly = $"global::System.ReadOnlySpan<{T}>";
        string writable = $"global::System.Span<{T}>";
        string buffer = $"global::NetGen.ParameterBuffer<{T}>";
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
        source.Line(IsTaken("Parameters") ? $"{buffer} {trainable}.Parameters => {Throw}" : $"public {buffer} Parameters => {Throw}");
        const string Names = "global::System.Collections.Generic.IReadOnlyList<string>?";
        GeneratedMark.Write(source);
        source.Line($"{Names} {any}.ClassNames => {Throw}");
        GeneratedMark.Write(source);
        source.Line(IsTaken("ClassNames")
            ? $"{Names} {trainable}.ClassNames {{ get => {Throw} set => {Throw} }}"
            : $"public {Names} ClassNames {{ get => {Throw} set => {Throw} }}");
        Method(source, $"static {spec.Name}", self, "Load", "string path");
        Method(source, $"static {spec.Name}", self, "Load", "global::System.IO.Stream stream");
        Method(source, $"static {spec.Name}", self, "Create", "long seed, global::NetGen.Initializer? initializer", " = null");
        Method(source, spec.Name, self, "Clone", "");
        Method(source, "void", self, "CopyFrom", $"{spec.Name} source");
        Method(source, "void", any, "FeedForward", $"{readOnly} input, {writable} output");
        Method(source, "void", any, "FeedForwardBatch", $"{readOnly} inputs, {writable} outputs");
        Method(source, "void", any, "FeedForwardBatch", $"{readOnly} inputs, {readOnly} targets, {writable} outputs, {writable} costs");
        Method(source, "int", any, "Classify", $"{readOnly} input");
        Method(source, T, any, "Cost", $"{readOnly} inputs, {readOnly} targets");
        Method(source, T, trainable, "Backprop", $"{readOnly} inputs, {readOnly} targets, {buffer} gradient");
        string minibatch = $"{readOnly} inputs, {readOnly} targets, {T} learningRate, global::NetGen.WorkerTeam? workers";
        Method(source, T, trainable, "TrainMiniBatch", minibatch, " = null");
        Method(source, "void", trainable, "ApplyGradient", $"{buffer} gradient, {T} step");
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
    private void Method(SourceWriter source, string result, string @interface, string name, string parameters, string @default = "")
    {
        GeneratedMark.Write(source);
        source.Line(IsTaken(name)
            ? $"{result} {@interface}.{name}({parameters}) => {Throw}"
            : $"public {result} {name}({parameters}{@default}) => {Throw}");
    }
}
