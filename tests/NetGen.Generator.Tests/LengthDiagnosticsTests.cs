using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NetGen.Generator.Tests;

/// <summary>Arguments of a length that does not fit: seen wherever it can be, and nowhere else.</summary>
public sealed class LengthDiagnosticsTests
{
    private const string Nets =
        """

        [System.Runtime.CompilerServices.InlineArray(10)] public struct Ten { private float _first; }
        [Network(4, 3, 2)] public partial class Net;
        [Network<double>(InputShape = [4])] [Standardize] [Dense(3)] [Dense(2)] public partial class Other;
        """;

    [Theory]
    [InlineData("net.FeedForward({|NETGEN0037:[1f, 2f]|}, new float[2]);", "input", "4 elements, one for each input", "2")]
    [InlineData("net.FeedForward(new float[4], {|NETGEN0037:new float[1]|});", "output", "2 elements, one for each output", "1")]
    [InlineData("net.FeedForward(output: {|NETGEN0037:stackalloc float[9]|}, input: span);", "output",
        "2 elements, one for each output", "9")]
    [InlineData("net.Classify({|NETGEN0037:new float[3] { 1, 2, 3 }|});", "input", "4 elements, one for each input", "3")]
    [InlineData("net.Classify({|NETGEN0037:new[] { 1f, 2 }|});", "input", "4 elements, one for each input", "2")]
    [InlineData("net.Classify({|NETGEN0037:stackalloc[] { 1f, 2 }|});", "input", "4 elements, one for each input", "2")]
    [InlineData("net.Classify({|NETGEN0037:stackalloc float[] { 1f, 2 }|});", "input", "4 elements, one for each input", "2")]
    [InlineData("net.Classify({|NETGEN0037:default|});", "input", "4 elements, one for each input", "0")]
    [InlineData("net.Classify({|NETGEN0037:(float[])[1, 2]|});", "input", "4 elements, one for each input", "2")]
    [InlineData("net.Classify({|NETGEN0037:new float[Other.OutputSize]|});", "input", "4 elements, one for each input", "2")]
    [InlineData("net.Classify({|NETGEN0037:new float[3].AsSpan()|});", "input", "4 elements, one for each input", "3")]
    [InlineData("net.Classify({|NETGEN0037:array.AsSpan(1, 3)|});", "input", "4 elements, one for each input", "3")]
    [InlineData("net.Classify({|NETGEN0037:span.Slice(0, 3)|});", "input", "4 elements, one for each input", "3")]
    [InlineData("Span<float> x = stackalloc float[5]; net.Classify({|NETGEN0037:x|});", "input", "4 elements, one for each input", "5")]
    [InlineData("var x = new float[1000]; x[0] = 1; ReadOnlySpan<float> y = x; net.Classify({|NETGEN0037:y|});", "input",
        "4 elements, one for each input", "1,000")]
    [InlineData("net.Predict({|NETGEN0037:[1f]|});", "input", "4 elements, one for each input", "1")]
    [InlineData("net.ToInference().Classify({|NETGEN0037:[1f]|});", "input", "4 elements, one for each input", "1")]
    [InlineData("((INetwork<float>)net).Classify({|NETGEN0037:[1f]|});", "input", "4 elements, one for each input", "1")]
    [InlineData("net.FeedForwardBatch({|NETGEN0037:new float[6]|}, span);", "inputs", "4 elements or a multiple of that, 4 for each sample",
        "6")]
    [InlineData("net.FeedForwardBatch(new float[8], {|NETGEN0037:new float[2]|});", "outputs", "4 elements, 2 for each sample", "2")]
    [InlineData("net.FeedForwardBatch(new float[8], new float[4], new float[4], {|NETGEN0037:new float[1]|});", "costs",
        "2 elements, one for each sample", "1")]
    [InlineData("net.Cost({|NETGEN0037:[]|}, array);", "inputs", "4 elements or a multiple of that, 4 for each sample", "0")]
    [InlineData("net.Cost(array, {|NETGEN0037:[1f]|});", "targets", "2 elements or a multiple of that, 2 for each sample", "1")]
    [InlineData("net.TrainMiniBatch([1, 2, 3, 4], {|NETGEN0037:[1f, 2, 3, 4]|}, 0.1f);", "targets", "2 elements, 2 for each sample", "4")]
    [InlineData("net.TrainMiniBatch([1, 2, 3, 4], [1f, 2], {|NETGEN0037:[1f, 1]|}, 0.1f);", "sampleWeights",
        "1 element, one for each sample", "2")]
    [InlineData("net.Backprop(BackpropFrom.Targets, new float[4], new float[2], null, {|NETGEN0037:new float[2]|});", "inputGradients",
        "4 elements, 4 for each sample", "2")]
    [InlineData("net.InputGradients(new float[4], new float[2], {|NETGEN0037:[]|});", "inputGradients", "4 elements, 4 for each sample",
        "0")]
    [InlineData("net.Jacobian(new float[4], {|NETGEN0037:new float[2]|});", "jacobians", "8 elements, 8 for each sample", "2")]
    [InlineData("net.SetWeights(0, {|NETGEN0037:[1f]|});", "source", "12 elements, 3 x 4 for the weights of layer 0", "1")]
    [InlineData("net.GetBiases(1, {|NETGEN0037:new float[3]|});", "destination", "2 elements, one for each bias of layer 1", "3")]
    [InlineData("net.Parameters.SetBiases(0, {|NETGEN0037:new float[2]|});", "source", "3 elements, one for each bias of layer 0", "2")]
    public async Task Wrong(string statement, string parameter, string needed, string given) =>
        await CheckAsync(statement, $"'{parameter}' must have {needed} of 'Net'; this argument has {given}");

    [Fact]
    public async Task Layers_are_counted_as_the_library_counts_them() => await CheckAsync(
        "other.SetWeights(1, {|NETGEN0037:[1.0]|}); other.SetWeights(0, new double[12]); other.SetWeights(9, [1.0]);",
        "'source' must have 6 elements, 2 x 3 for the weights of layer 1 of 'Other'; this argument has 1");

    [Theory]
    [InlineData("net.FeedForward([1f, 2, 3, 4], new float[2]);")]
    [InlineData("net.FeedForward(array, span);")]
    [InlineData("net.FeedForward(new float[length], new float[Net.OutputSize]);")]
    [InlineData("net.FeedForward([.. array], new float[2]);")]
    [InlineData("net.FeedForward(span[1..], new float[2]);")]
    [InlineData("net.FeedForward(array.AsSpan(2), new float[2]);")]
    [InlineData("net.FeedForwardBatch([], []);")]
    [InlineData("net.FeedForwardBatch(new float[12], new float[6]);")]
    [InlineData("net.Backprop(array, array, default, net.Parameters);")]
    [InlineData("net.Backprop(BackpropFrom.Targets, array, array, null, []);")]
    [InlineData("float[] x = [1]; if (length > 0) { x = array; } net.Classify(x);")]
    [InlineData("float[] x = [1]; Change(ref x); net.Classify(x);")]
    [InlineData("float[] x = [1]; (x, int y) = (array, 1); net.Classify(x);")]
    [InlineData("float[] x = [1]; ref float[] y = ref x; y = array; net.Classify(x);")]
    [InlineData("float[] x; x = [1]; net.Classify(x);")]
    [InlineData("INetwork<float> any = net; any.Classify([1f]);")]
    [InlineData("Ten ten = default; net.Classify(ten);")]
    [InlineData("switch (length) { case 0: float[] x = [1]; break; default: x = array; net.Classify(x); break; }")]
    [InlineData("Generic(net);")]
    [InlineData("net.Own([1f]); net.Classify([1f], 2);")]
    [InlineData("new ReferenceNetwork<float>(Net.Topology).Classify([1f]);")]
    public async Task Right_or_unknown(string statement) => await CheckAsync(statement);

    [Fact]
    public async Task A_wrong_declaration_says_nothing_of_lengths() => _ = await Markup.CheckAsync(
        "using NetGen; [Network({|NETGEN0005:4|})] partial class Net; class User { void A(Net net) => net.Classify([1f]); }",
        LanguageVersion.CSharp13);

    [Fact]
    public async Task Networks_of_other_assemblies()
    {
        CSharpCompilation library = TestCompilation.Create(["using NetGen;" + Nets]);
        _ = TestCompilation.CreateDriver().RunGeneratorsAndUpdateCompilation(
            library, out Compilation output, out _, TestContext.Current.CancellationToken);
        using var image = new MemoryStream();
        Assert.True(output.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        CSharpCompilation user = TestCompilation.Create(["class User { void A(Net net) => net.Classify([1f]); }"])
            .WithAssemblyName("User")
            .AddReferences(MetadataReference.CreateFromImage(image.ToArray()));
        Diagnostic found = Assert.Single(await TestCompilation.AnalyzeAsync(user));
        Assert.Equal("NETGEN0037", found.Id);
    }

    private static async Task CheckAsync(string statements, params string[] messages) => await Markup.CheckAsync(
        $$"""
        using System;
        using NetGen;
        public class User
        {
            void Use(Net net, Other other, float[] array, Span<float> span, int length)
            {
                {{statements}}
            }

            void Generic<T>(T net) where T : ITrainableNetwork<T, float> => net.Classify([1f]);
            void Change(ref float[] x) { }
        }
        public partial class Net
        {
            public void Own(ReadOnlySpan<float> input) { }
            public void Classify(ReadOnlySpan<float> input, int other) { }
        }
        """ + Nets,
        messages);
}
