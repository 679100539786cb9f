using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using NetGen.Models;

namespace NetGen.Generator.Tests;

/// <summary>The files of models that every test compilation has, as the build describes them to the generator.</summary>
internal static class TestModels
{
    public static ImmutableArray<AdditionalText> All { get; } =
    [
        Describe("digits.onnx", new NetworkTopology(
            [784, 30, 10], [Activation.ReLU, Activation.Softmax])),
        Describe("models/iris.onnx", NetworkTopology.FromLayers(
            [4],
            [
                new StandardizeAttribute(), new DenseAttribute(8, Activation.LeakyReLU) { Alpha = 0.2, Name = "hidden" },
                new DenseAttribute(3, Activation.Softmax),
            ]),
            "setosa", "versi\"color\"", "virg\\in\nica"),
        Describe("models/precise.onnx", new NetworkTopology(
            [4, 3], [Activation.Identity], CostFunction.Huber, NumericType.Double, delta: 0.5)),
        Describe("signs.onnx", new NetworkTopology([4, 1], [Activation.Identity], CostFunction.Hinge), "minus", "plus"),
        Describe("state.safetensors", new NetworkTopology([4, 8, 3], [Activation.Identity, Activation.Identity]), hasActivations: false),
        Describe("a/twice.onnx", new NetworkTopology([4, 3], [Activation.Identity])),
        Describe("b/twice.onnx", new NetworkTopology([4, 3], [Activation.Identity])),
        new Text("obj/netgen/damaged.netgenmodel", ModelDescription.WriteError(
            "damaged.onnx", "node 3, 'conv1': Conv is no operator that NetGen compiles.")),
        new Text("obj/netgen/other.netgenmodel", "Something else\n"),
        new Text("readme.txt", "NetGen model 1\nreadme.txt\n"),
    ];

    private static Text Describe(string path, NetworkTopology topology, params string[] classNames) =>
        Describe(path, topology, hasActivations: true, classNames);

    private static Text Describe(string path, NetworkTopology topology, bool hasActivations, params string[] classNames) => new(
        $"obj/netgen/{path.Replace('/', '.')}.netgenmodel",
        ModelDescription.Write(path, topology, hasActivations, classNames, "NetGen." + path.Replace('/', '.')));

    private sealed class Text(string path, string content) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(content, Encoding.UTF8);
    }
}
