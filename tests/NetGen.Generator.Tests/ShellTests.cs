using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NetGen.Generator.Tests;

/// <summary>A wrong declaration is the only error of a program that uses its class in every way.</summary>
public sealed class ShellTests
{
    private const string Uses =
        """

        #nullable enable
        namespace Uses
        {
            using System;
            using NetGen;

            internal sealed class Holder<TNet, T>
                where TNet : ITrainableNetwork<TNet, T>
                where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
            {
                public TNet Net { get; } = TNet.Create(1);
            }

            internal static class Program
            {
                private static readonly Holder<Net, NUMBER> Holder = new();

                public static NUMBER Run(INetwork<NUMBER> any, DataSet<NUMBER> data)
                {
                    Net net = Net.Create(seed: 1);
                    net.CopyFrom(Holder.Net.Clone());
                    NUMBER[] input = new NUMBER[Net.InputSize];
                    NUMBER[] output = new NUMBER[Net.OutputSize];
                    var gradient = new ParameterBuffer<NUMBER>(Net.Topology);
                    net.FeedForward(input, output);
                    net.FeedForwardBatch(input, output);
                    net.Backprop(input, output, gradient);
                    net.ApplyGradient(gradient, 1);
                    net.GetWeights(0, input);
                    net.SetWeights(0, input);
                    net.GetBiases(0, output);
                    net.SetBiases(0, output);
                    net.Train(data, new TrainingOptions());
                    Net.Inference inference = net.ToInference();
                    inference = Net.Inference.Load("net");
                    inference = Net.Inference.Load(System.IO.Stream.Null);
                    inference.FeedForward(input, output);
                    inference.FeedForwardBatch(input, output);
                    inference.FeedForwardBatch(input, output, output, output);
                    inference.GetBiases(0, output);
                    inference.Evaluate(data);
                    any = inference.ClassNames is null && inference.Topology.OutputSize > inference.Classify(input) ? inference : net;
                    IReadOnlyParameters<NUMBER> parameters = inference.Parameters;
                    return net.Classify(input) + Net.ParameterCount + net.Cost(input, output) + net.TrainMiniBatch(input, output, 1)
                        + inference.Cost(input, output) + parameters.Norm();
                }
            }
        }
        """;

    [Theory]
    [InlineData("[{|NETGEN0005:NetGen.Network|}] public partial class Net;")]
    [InlineData("[NetGen.Network({|NETGEN0005:2|})] public sealed partial class Net;")]
    [InlineData("[NetGen.Network(2, {|NETGEN0006:0|})] internal partial class Net;")]
    [InlineData("[NetGen.Network({|NETGEN0006:-4|}, 1)] internal partial class Net { private int X; }")]
    [InlineData("[NetGen.Network<double>({|NETGEN0007:65536, 65536|})] partial class Net;", "double")]
    [InlineData(
        "[NetGen.Network(2, 1, {|NETGEN0008:Activations = new NetGen.Activation[] { 0, 0 }|})] partial class Net { Net(int x) { } }")]
    [InlineData("[NetGen.Network(2, 1, {|NETGEN0009:Output = (NetGen.Activation)99|})] partial class Net;")]
    [InlineData("[NetGen.Network(2, 1, {|NETGEN0010:Cost = (NetGen.CostFunction)99|})] partial class Net;")]
    [InlineData("[NetGen.Network<{|NETGEN0012:int|}>(2, 1)] partial class Net;")]
    [InlineData("[NetGen.Network(2, 1)] abstract partial class {|NETGEN0003:Net|};")]
    [InlineData("[NetGen.Network(2, 1)] partial class Net { private string {|NETGEN0013:DebuggerDisplay|} => \"\"; }")]
    [InlineData("[NetGen.Network(2, 1)] [{|NETGEN0014:NetGen.Network<double>(2, 1)|}] partial class Net;")]
    [InlineData("[NetGen.Network(2, 1)] partial class {|NETGEN0018:Net|}(int x) { int X => x; }")]
    [InlineData("[NetGen.Network(2, 1)] partial class Net { public {|NETGEN0018:Net|}() { } Net A() => new(); } class Derived : Net;")]
    [InlineData("[NetGen.Network(2, 1)] partial class {|NETGEN0015:Net|} { public required int X; }")]
    public async Task Uses_of_a_wrong_network_are_no_errors(string declaration, string number = "float") =>
        _ = await Markup.CheckAsync(declaration + Uses.Replace("NUMBER", number, StringComparison.Ordinal), LanguageVersion.CSharp13);

    [Theory]
    [InlineData("public int {|NETGEN0013:Topology|} => 1;")]
    [InlineData("public Net {|NETGEN0013:Clone|}() => this;")]
    [InlineData("public static Net {|NETGEN0013:Create|}(long seed, NetGen.Initializer initializer) => null;")]
    [InlineData("public int {|NETGEN0013:InputSize|};")]
    [InlineData("public enum {|NETGEN0013:Backprop|} { A }")]
    [InlineData("public sealed class {|NETGEN0013:Inference|} { }")]
    [InlineData("public int {|NETGEN0013:Inference|} { get; set; }")]
    [InlineData("public Net {|NETGEN0013:ToInference|}() => this; public Inference Other => null;")]
    public async Task A_shell_leaves_taken_names_alone(string member) => _ = await Markup.CheckAsync(
        $$"""
        [NetGen.Network(2, 1)] partial class Net { {{member}} }
        class Uses { NetGen.INetwork<float> A(Net net) => net; Uses2<Net> B; }
        class Uses2<T> where T : NetGen.ITrainableNetwork<T, float>;
        """,
        LanguageVersion.CSharp13);

    [Fact]
    public async Task A_class_of_the_name_of_a_member_gets_a_shell() => _ = await Markup.CheckAsync(
        "[NetGen.Network(2, 1)] partial class {|NETGEN0013:Clone|}; "
            + "class Uses { int A(Clone net) => Clone.InputSize + net.Classify(default); }",
        LanguageVersion.CSharp13);

    [Fact]
    public void An_argument_that_does_not_compile_is_the_only_error()
    {
        CSharpCompilation compilation = TestCompilation.Create(
            ["[NetGen.Network<double>(2, Missing)] partial class Net;" + Uses.Replace("NUMBER", "double", StringComparison.Ordinal)]);
        _ = TestCompilation.CreateDriver().RunGeneratorsAndUpdateCompilation(
            compilation, out Compilation output, out _, TestContext.Current.CancellationToken);
        Diagnostic error = Assert.Single(
            output.GetDiagnostics(TestContext.Current.CancellationToken), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.Equal("CS0103", error.Id);
    }

    [Fact]
    public void A_shell_knows_the_alias_of_the_library()
    {
        CSharpCompilation compilation = TestCompilation.WithAliases(
            TestCompilation.Create(["extern alias library; [library::NetGen.Network(2)] partial class Net; "
                + "class Uses { object A = Net.Create(1); }"]),
            "library");
        _ = TestCompilation.CreateDriver().RunGeneratorsAndUpdateCompilation(
            compilation, out Compilation output, out _, TestContext.Current.CancellationToken);
        Assert.True(output.SyntaxTrees.Count() == 2);
        Assert.DoesNotContain(
            output.GetDiagnostics(TestContext.Current.CancellationToken), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }
}
