using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
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
            hasActivations: true,
            ["setosa", "versi\"color\"", "virg\\in\nica"],
            featureNames: ["sepal length", "sepal \"width\"", "petal\\length", "petal\nwidth"]),
        Describe("models/precise.onnx", new NetworkTopology(
            [4, 3], [Activation.Identity], CostFunction.Huber, NumericType.Double, delta: 0.5)),
        Describe("signs.onnx", new NetworkTopology([4, 1], [Activation.Identity], CostFunction.Hinge), "minus", "plus"),
        Describe("state.safetensors", new NetworkTopology([4, 8, 3], [Activation.Identity, Activation.Identity]), hasActivations: false),
        Describe("net.onnx", new NetworkTopology([4, 8, 3], [Activation.ELU, Activation.Sigmoid]), hasActivations: true, hasCost: false),
        Describe("a/twice.onnx", new NetworkTopology([4, 3], [Activation.Identity])),
        Describe("b/twice.onnx", new NetworkTopology([4, 3], [Activation.Identity])),
        new Text("obj/netgen/damaged.onnx.netgenmodel", ModelDescription.WriteError(
            "damaged.onnx", "node 3, 'conv1': Conv is no operator that NetGen compiles.")),
        new Text("obj/netgen/other.onnx.0123abcd.netgenmodel", "Something else\n"),
        new Text("readme.txt", "NetGen model 1\nreadme.txt\n"),
    ];

    /// <summary>The files that a project has which uses all that it has, as far as its source can tell.</summary>
    public static ImmutableArray<AdditionalText> Of(Compilation compilation)
    {
        IEnumerable<SyntaxTree> trees = compilation.SyntaxTrees.Where(tree => !tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal));
        string source = string.Concat(trees.Select(tree => tree.ToString()));
        string[] names =
        [
            .. Regex.Matches(source, @"[\w./\\-]+\.(onnx|safetensors)").Select(match => match.Value.TrimStart('.', '/', '\\')).Distinct(),
        ];
        bool areAllThere = names.All(name => All.Count(text => IsNamed(text, name)) == 1);
        return !areAllThere ? All : [.. All.Where(text => names.Any(name => IsNamed(text, name)))];

        static bool IsNamed(AdditionalText text, string name) =>
            $".{Path.GetFileName(text.Path)}".Contains($".{name.Replace('/', '.').Replace('\\', '.')}.", StringComparison.Ordinal);
    }

    private static Text Describe(string path, NetworkTopology topology, params string[] classNames) =>
        Describe(path, topology, hasActivations: true, classNames);

    private static Text Describe(
        string path,
        NetworkTopology topology,
        bool hasActivations,
        string[]? classNames = null,
        bool? hasCost = null,
        string[]? featureNames = null) => new(
        $"obj/netgen/{path.Replace('/', '.')}.netgenmodel",
        ModelDescription.Write(
            path, topology, hasActivations, hasCost ?? hasActivations, classNames, featureNames, "NetGen." + path.Replace('/', '.')));

    private sealed class Text(string path, string content) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(content, Encoding.UTF8);
    }
}
