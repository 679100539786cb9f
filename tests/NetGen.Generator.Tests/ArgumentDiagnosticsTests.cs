using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NetGen.Generator.Tests;

/// <summary>Diagnostics about the arguments of the attribute: ids, exact places, messages, and how to suppress them.</summary>
public sealed class ArgumentDiagnosticsTests
{
    [Theory]
    [InlineData("{|NETGEN0005:Network|}", 0)]
    [InlineData("{|NETGEN0005:Network()|}", 0)]
    [InlineData("{|NETGEN0005:Network(Hidden = Activation.Tanh)|}", 0)]
    [InlineData("Network({|NETGEN0005:784|})", 1)]
    [InlineData("Network({|NETGEN0005:-1|})", 1)]
    [InlineData("Network({|NETGEN0005:null|})", 0)]
    [InlineData("Network({|NETGEN0005:new int[0]|})", 0)]
    [InlineData("Network({|NETGEN0005:new[] { 784 }|}, Hidden = Activation.Tanh)", 1)]
    [InlineData("Network({|NETGEN0005:sizes: [784]|})", 1)]
    public async Task Too_few_sizes(string attribute, int count) => await CheckAsync(
        attribute, $"A network needs at least two sizes, input and output; {count} given");

    [Theory]
    [InlineData("Network(2, {|NETGEN0006:0|})", 1, "0")]
    [InlineData("Network({|NETGEN0006:-5|}, 2)", 0, "-5")]
    [InlineData("Network(2, {|NETGEN0006:1 - 1|}, 3, Output = Activation.Tanh)", 1, "0")]
    [InlineData("Network(new[] { 2, {|NETGEN0006:int.MinValue|} })", 1, "-2147483648")]
    [InlineData("Network(new int[] { 2, {|NETGEN0006:0|} })", 1, "0")]
    [InlineData("Network(sizes: [2, 3, {|NETGEN0006:0|}])", 2, "0")]
    [InlineData("Network((int[])([2, {|NETGEN0006:(0)|}]))", 1, "0")]
    public async Task Size_below_one(string attribute, int index, string value) =>
        await CheckAsync(attribute, $"Size {index} is {value}; every layer needs at least 1 unit");

    [Theory]
    [InlineData("Network({|NETGEN0007:65536, 65536|})", "0 (65,536 -> 65,536)", "4,295,032,832 elements")]
    [InlineData(
        "Network({|NETGEN0007:int.MaxValue, int.MaxValue|}, Hidden = Activation.Tanh)",
        "0 (2,147,483,647 -> 2,147,483,647)",
        "4,611,686,016,279,904,256 elements")]
    [InlineData("Network({|NETGEN0007:2, 3, int.MaxValue, 1|})", "1 (3 -> 2,147,483,647)", "8,589,934,597 elements")]
    [InlineData("Network({|NETGEN0007:1, 1073741763, 5|})", "0 (1 -> 1,073,741,763)", "2,147,483,552 elements with padding")]
    [InlineData("Network<double>({|NETGEN0007:1, 1073741763, 5|})", "0 (1 -> 1,073,741,763)", "2,147,483,536 elements with padding")]
    public async Task Too_many_parameters(string attribute, string layer, string needed) => await Markup.CheckAsync(
        Declare(attribute).Replace(", Hidden = Activation.Tanh", "", StringComparison.Ordinal),
        $"Network 'Net': The parameters up to layer {layer} take {needed}; an array holds at most 2,147,483,527. "
            + "Make these layers smaller");

    [Fact]
    public async Task Too_many_units() => await CheckAsync(
        "Network({|NETGEN0007:2, 67108865, 1|})", "Layer 0 has 67,108,865 units; a layer has at most 67,108,864");

    [Theory]
    [InlineData("Network(2, 3, 1, {|NETGEN0008:Activations = [Activation.Tanh]|})", 3, 1)]
    [InlineData("Network(2, 1, {|NETGEN0008:Activations = new[] { Activation.Tanh, Activation.Sigmoid }|})", 2, 2)]
    [InlineData("Network(2, 1, {|NETGEN0008:Activations = new Activation[0]|})", 2, 0)]
    public async Task Wrong_number_of_activations(string attribute, int sizes, int given) => await CheckAsync(
        attribute, $"{sizes} sizes make {sizes - 1} layers of weights and need as many activations; {given} given");

    [Theory]
    [InlineData("Network(2, 3, 3, 1, {|NETGEN0009:Hidden = (Activation)77|})", "77")]
    [InlineData("Network(2, 3, 1, {|NETGEN0009:Output = (Activation)(-1)|})", "-1")]
    [InlineData("Network(2, 1, {|NETGEN0009:Output = (Activation)(-1)|}, Cost = CostFunction.BinaryCrossEntropy)", "-1")]
    [InlineData("Network(2, 3, 1, Activations = [Activation.Tanh, {|NETGEN0009:(Activation)77|}])", "77")]
    [InlineData("Network(2, 3, 1, Activations = new Activation[] { {|NETGEN0009:(Activation)77|}, 0 })", "77")]
    public async Task Unknown_activation(string attribute, string value) => await CheckAsync(
        attribute, $"the value {value} is not a member of Activation; use one of its members, such as Activation.Sigmoid");

    [Fact]
    public async Task Unknown_cost() => await CheckAsync(
        "Network(2, 1, {|NETGEN0010:Cost = (CostFunction)99|})",
        "the value 99 is not a member of CostFunction; use one of its members, such as CostFunction.Quadratic");

    [Theory]
    [InlineData("Network(2, 1, Output = Activation.Tanh, {|NETGEN0011:Cost = CostFunction.BinaryCrossEntropy|})", "Tanh")]
    [InlineData(
        "Network(2, 3, 1, {|NETGEN0011:Cost = CostFunction.BinaryCrossEntropy|}, Activations = [Activation.Sigmoid, Activation.ReLU])",
        "ReLU")]
    public async Task Cost_does_not_go_with_the_output(string attribute, string activation) => await CheckAsync(
        attribute,
        $"The cost BinaryCrossEntropy needs Sigmoid outputs; the output activation is {activation}. "
        + "Use another output activation, or the cost Quadratic");

    [Theory]
    [InlineData("Network(2, 3, 1, {|NETGEN0021:Hidden = Activation.Softmax|})", 0)]
    [InlineData("Network(2, 3, 4, 1, Activations = [Activation.ReLU, {|NETGEN0021:Activation.Softmax|}, Activation.Sigmoid])", 1)]
    public async Task Softmax_in_a_hidden_layer(string attribute, int index) => await CheckAsync(
        attribute, $"Activation {index} is Softmax, which only the output layer can have. Use another one there");

    [Theory]
    [InlineData("Network(2, 3, 1, {|NETGEN0023:Output = Activation.Softmax|})", 1)]
    [InlineData("Network<double>(2, 1, {|NETGEN0023:Output = Activation.Softmax|}, Cost = CostFunction.CategoricalCrossEntropy)", 0)]
    [InlineData("Network(2, 3, 1, Activations = [Activation.ReLU, {|NETGEN0023:Activation.Softmax|}])", 1)]
    [InlineData("Network(2, 1, Activations = new Activation[] { {|NETGEN0023:Activation.Softmax|} })", 0)]
    public async Task Softmax_over_a_single_output(string attribute, int index) => await CheckAsync(
        attribute,
        $"Activation {index} is Softmax over a single output, which is always 1. "
        + "Use Sigmoid for one probability, or two or more outputs for classes");

    [Theory]
    [InlineData("Network(2, 1, 2, Output = Activation.Softmax)")]
    [InlineData("Network(1, 2, Output = Activation.Softmax)")]
    public async Task Softmax_over_two_outputs(string attribute) =>
        _ = await GeneratorRun.CheckAsync($"using NetGen;\n[{attribute}] public sealed partial class Net;");

    [Theory]
    [InlineData("double.NaN", "NaN")]
    [InlineData("double.NegativeInfinity", "-Infinity")]
    [InlineData("1e300", "1E+300")]
    public async Task Alpha_that_is_no_finite_number(string alpha, string value) => await CheckAsync(
        $"Network(2, 3, 1, Hidden = Activation.LeakyReLU, {{|NETGEN0022:Alpha = {alpha}|}})",
        $"Alpha 0 is {value}; it must be a finite number of float");

    [Theory]
    [InlineData("double.NaN", "NaN")]
    [InlineData("0", "0")]
    [InlineData("-1.5", "-1.5")]
    [InlineData("1e300", "1E+300")]
    public async Task Delta_that_is_not_positive_and_finite(string delta, string value) => await CheckAsync(
        $"Network(2, 3, 1, Cost = CostFunction.Huber, {{|NETGEN0031:Delta = {delta}|}})",
        $"Delta is {value}; it must be a positive, finite number of float");

    [Theory]
    [InlineData("1", "1")]
    [InlineData("-0.1", "-0.1")]
    [InlineData("double.NaN", "NaN")]
    public async Task Label_smoothing_outside_0_to_1(string smoothing, string value) => await CheckAsync(
        $"Network(2, 3, 2, Output = Activation.Softmax, {{|NETGEN0031:LabelSmoothing = {smoothing}|}})",
        $"LabelSmoothing is {value}; it must be at least 0 and less than 1");

    [Theory]
    [InlineData("Network(2, 1, {|NETGEN0017:Delta = 2|})", "Delta", "Quadratic")]
    [InlineData("Network(2, 2, Output = Activation.Softmax, {|NETGEN0017:Delta = 2|})", "Delta", "CategoricalCrossEntropy")]
    [InlineData("Network(2, 1, Cost = CostFunction.Huber, {|NETGEN0017:LabelSmoothing = 0.1|})", "LabelSmoothing", "Huber")]
    [InlineData(
        "Network(2, 2, Output = Activation.LogSoftmax, {|NETGEN0017:LabelSmoothing = 0.1|})", "LabelSmoothing", "NegativeLogLikelihood")]
    public async Task Parameters_that_the_cost_does_not_have(string attribute, string argument, string cost) => await CheckAsync(
        attribute, $"{argument} has no effect because the cost {cost} does not use it; remove it");

    [Theory]
    [InlineData("Hinge", "Sigmoid", "needs Identity or Tanh outputs", "Quadratic")]
    [InlineData("Hinge", "Softmax", "needs Identity or Tanh outputs", "CategoricalCrossEntropy")]
    [InlineData("NegativeLogLikelihood", "Softmax", "needs LogSoftmax outputs", "CategoricalCrossEntropy")]
    [InlineData("CategoricalCrossEntropy", "LogSoftmax", "needs Softmax outputs", "NegativeLogLikelihood")]
    [InlineData("Huber", "LogSoftmax", "does not go with Softmax or LogSoftmax outputs", "NegativeLogLikelihood")]
    public async Task Costs_need_their_outputs(string cost, string output, string need, string other) => await CheckAsync(
        $"Network(2, 3, 2, Output = Activation.{output}, {{|NETGEN0011:Cost = CostFunction.{cost}|}})",
        $"The cost {cost} {need}; the output activation is {output}. Use another output activation, or the cost {other}");

    [Fact]
    public async Task Log_softmax_over_a_single_output() => await CheckAsync(
        "Network(2, 3, 1, {|NETGEN0023:Output = Activation.LogSoftmax|})",
        "Activation 1 is LogSoftmax over a single output, which is always 0. "
        + "Use Sigmoid for one probability, or two or more outputs for classes");

    [Theory]
    [InlineData("Network<{|NETGEN0012:int|}>(2, 1)", "int")]
    [InlineData("NetGen.Network<{|NETGEN0012:System.Half|}>(2, 1)", "System.Half")]
    [InlineData("global::NetGen.NetworkAttribute<{|NETGEN0012:string|}>(2, 1)", "string")]
    [InlineData("Network<{|NETGEN0012:Net|}>(2, 1)", "Net")]
    [InlineData("Network<{|NETGEN0012:float[]|}>(2, 1)", "float[]")]
    [InlineData("Network<{|NETGEN0012:float?|}>(2, 1)", "float?")]
    public async Task Unsupported_numeric_type(string attribute, string type) => await CheckAsync(
        attribute, $"'{type}' cannot be its numeric type; use float or double");

    [Fact]
    public async Task Unsupported_numeric_type_behind_an_alias() => await Markup.CheckAsync(
        "using N = NetGen.NetworkAttribute<decimal>;\n[{|NETGEN0012:N|}(2, 1)] public sealed partial class Net;",
        "Network 'Net': 'decimal' cannot be its numeric type; use float or double");

    [Theory]
    [InlineData("Network(2, 1, {|NETGEN0017:Hidden = Activation.Tanh|})", "Hidden has no effect because the network has no hidden layer")]
    [InlineData(
        "Network(2, 3, 1, {|NETGEN0017:Output = Activation.Tanh|}, Activations = [Activation.Tanh, Activation.Tanh])",
        "Output has no effect because Activations gives the activation of every layer")]
    public async Task Argument_without_effect(string attribute, string explanation) =>
        await CheckAsync(attribute, explanation + "; remove it");

    [Fact]
    public async Task Both_arguments_without_effect_are_reported_once_each() => await CheckAsync(
        "Network(2, 3, 1, {|NETGEN0017:Hidden = 0|}, {|NETGEN0017:Output = 0|}, Activations = [Activation.Tanh, Activation.Tanh])",
        "Hidden has no effect because Activations gives the activation of every layer; remove it",
        "Output has no effect because Activations gives the activation of every layer; remove it");

    [Theory]
    [InlineData("Network(")]
    [InlineData("Network(2")]
    [InlineData("Network(2,")]
    [InlineData("Network(2, x)")]
    [InlineData("Network(2, \"3\")")]
    [InlineData("Network(2, 3L)")]
    [InlineData("Network(2, 3000000000)")]
    [InlineData("Network(2, null)")]
    [InlineData("Network(new[] { 2, Other() })")]
    [InlineData("Network(new[] { 2, x })")]
    [InlineData("Network([2, .. new[] { 1 }])")]
    [InlineData("Network(new int[,] { { 2, 1 } })")]
    [InlineData("Network<>(2, 1)")]
    [InlineData("Network<Missing>(2, 1)")]
    [InlineData("Network<float, double>(2, 1)")]
    [InlineData("Network(2, 1, Hidden = )")]
    [InlineData("Network(2, 3, 1, {|NETGEN0009:Hidden = 77|})")]
    [InlineData("Network(Hidden = Activation.Tanh, {|NETGEN0005:sizes: 2|})")]
    [InlineData("Network(new int[2])")]
    [InlineData("Network(new[] { 2, 1 }[0], 1)")]
    [InlineData("Network(2, 3, 1, Activations = new[] { (Activation)5, 0 })")]
    [InlineData("Network(2, 1, Hidden = Missing.Value)")]
    [InlineData("Network(2, 1, Missing = 7)")]
    [InlineData("Network(2, 1, Sizes = null)")]
    [InlineData("Network(2, 1, Activations = new[] { Missing })")]
    [InlineData("Network(2, 1, Activations = new Activation[]")]
    public async Task What_the_compiler_reports_is_left_to_it(string attribute) =>
        _ = await Markup.CheckAsync(Declare(attribute), LanguageVersion.CSharp13);

    [Fact]
    public async Task A_pragma_suppresses() => _ = await Markup.CheckAsync(
        """
        using NetGen;
        #pragma warning disable NETGEN0003, NETGEN0006
        [Network(0, 1)]
        public abstract partial class Net { }
        #pragma warning restore NETGEN0003
        [Network(2, 1)]
        public abstract partial class {|NETGEN0003:Other|} { }
        """,
        LanguageVersion.CSharp13);

    [Theory]
    [InlineData(ReportDiagnostic.Suppress, null)]
    [InlineData(ReportDiagnostic.Info, DiagnosticSeverity.Info)]
    [InlineData(ReportDiagnostic.Error, DiagnosticSeverity.Error)]
    public async Task Configuration_sets_the_severity(ReportDiagnostic configured, DiagnosticSeverity? expected)
    {
        CSharpCompilation compilation =
            TestCompilation.Create(["using NetGen;\n[Network(2, 1, Hidden = Activation.Tanh)] public sealed partial class Net;"]);
        CSharpCompilationOptions options = compilation.Options.WithSyntaxTreeOptionsProvider(new OneSeverity("NETGEN0017", configured));
        IReadOnlyList<Diagnostic> found = await TestCompilation.AnalyzeAsync(compilation.WithOptions(options));
        Assert.Equal(expected is null ? [] : [expected.Value], found.Select(diagnostic => diagnostic.Severity));
    }

    private static async Task CheckAsync(string attribute, params string[] explanations) => await Markup.CheckAsync(
        Declare(attribute), [.. explanations.Select(explanation => "Network 'Net': " + explanation)]);

    private static string Declare(string attribute) => $"using NetGen;\n[{attribute}]\npublic sealed partial class Net;";

    // What an .editorconfig file comes to in the compiler.
    private sealed class OneSeverity(string id, ReportDiagnostic severity) : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.Unknown;

        public override bool TryGetDiagnosticValue(
            SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity1)
        {
            severity1 = severity;
            return diagnosticId == id;
        }

        public override bool TryGetGlobalDiagnosticValue(
            string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity1)
        {
            severity1 = default;
            return false;
        }
    }
}
