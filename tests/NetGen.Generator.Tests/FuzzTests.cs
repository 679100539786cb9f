using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NetGen.Generator.Tests;

/// <summary>
/// Odd declarations, put together at random from a fixed seed, half of them damaged: nothing throws, and each is an error of NetGen, an
/// error of the user's own code, or compiles.
/// </summary>
public sealed class FuzzTests
{
    private const int CasesPerSeed = 40;

    private static readonly string[] Usings =
        ["using NetGen;", "using NetGen;", "using NetGen;", "using N = NetGen.NetworkAttribute;", "using static NetGen.Activation;", ""];

    private static readonly string[] Spaces = ["", "", "namespace A.B;", "namespace @class;", "namespace System;", "namespace NetGen;"];

    private static readonly string[] Attributes =
    [
        "[Network(2, 3, 1)]", "[Network(2, 3, 1)]", "[Network<double>(2, 3, 1)]", "[NetGen.Network(784, 30, 10)]", "[N(2, 1)]",
        "[global::NetGen.Network<float>(80, 2)]", "[Network]", "[Network()]", "[Network(2)]", "[Network(0, -1)]", "[Network(null)]",
        "[Network(new int[] { 2, 1 })]", "[Network([2, 1])]", "[Network(int.MaxValue, int.MaxValue, int.MinValue)]",
        "[Network(65536, 65536)]",
        "[Network('a', (byte)3)]", "[Network(2, 1L)]", "[Network(2, \"1\")]", "[Network(2, default)]", "[Network(2, unchecked((int)4e9))]",
        "[Network(2, 3, 1, Hidden = Activation.ReLU)]", "[Network(2, 3, 1, Hidden = (Activation)99)]", "[Network(2, 1, Output = default)]",
        "[Network(2, 3, 1, Activations = new[] { Activation.Tanh })]", "[Network(2, 1, Activations = null)]",
        "[Network(2, 1, Activations = [])]",
        "[Network(2, 1, Activations = new Activation[] { 0 }, Hidden = 0)]", "[Network(2, 1, Activations = new Activation[] { null })]",
        "[Network(2, 1, Cost = CostFunction.BinaryCrossEntropy)]", "[Network(2, 1, Cost = (CostFunction)77)]",
        "[Network(2, 1, Cost = CostFunction.BinaryCrossEntropy, Output = (Activation)2)]",
        "[Network(2, 1, Output = Activation.Softmax)]", "[Network(2, 2, Output = Activation.Softmax)]",
        "[Network(2, 1, Hidden = Nothing)]", "[Network(2, 1, Sizes = null)]", "[Network(2, 1, Hidden = , Cost = )]", "[Network<>(2, 1)]",
        "[Network<int>(2, 1)]", "[Network<T>(2, 1)]", "[Network<Net>(2, 1)]", "[Network<dynamic>(2, 1)]", "[Network<float, double>(2, 1)]",
        "[Network(2, 1), Network(3, 1)]", "[Network(2, 1)]\n[Network<double>(2, 1)]", "[Network(2, 1", "[Network(2, 1,)]", "[Network(,)]",
        "[Network(..)]",
        "[assembly: Network(2, 1)]", "[return: Network(2, 1)]", "[type: Network(2, 1)]", "[NetworkAttribute(sizes: 2)]",
        "[Network(sizes: [3, 2])]",
        "[Network(2, 1, Hidden = Activation.Tanh, Hidden = Activation.ReLU)]", "[Network(typeof(int), 1)]", "[Network(2, sizeof(int))]",
        "[]",
        "[System.Obsolete, Network(2, 1)]", "[Network(nameof(Net).Length, 1)]", "[Network(2, 1 / 0)]",
        "[Network(InputShape = [3])]\n[Standardize]\n[Dense(2)]", "[Network(InputShape = [3])]\n[Dense]",
        "[Network(InputShape = [3])]\n[Dense(2), Dense(",
        "[Network(InputShape = null)]\n[Dense(2)]", "[Dense(2)]\n[Standardize]", "[Network(2, 1), Dense(1)]",
        "[Network(InputShape = [int.MaxValue])]\n[Dense(int.MaxValue), Dense(int.MaxValue), Dense(int.MaxValue)]",
        "[Network<double>(InputShape = [3])]\n[Dense(2, Activation.LeakyReLU, Alpha = 1e99, Name = \"é\")]",
        "[Network(InputShape = [3])]\n[Dense(2, Name = nameof(Missing))]", "[Network(InputShape = [3])]\n[Dense(\"2\")]",
        "[Network(InputShape = [3])]\n[Dense(2, Name = null)]", "[Network(InputShape = [1, 2, 3])]\n[NetGen.DenseAttribute(2)]",
    ];

    private static readonly string[] Modifiers =
    [
        "partial", "partial", "public partial", "public sealed partial", "internal sealed partial", "static partial", "abstract partial",
        "file partial", "unsafe partial", "private partial", "new partial", "public", "", "sealed static partial", "partial public",
        "partial partial",
        "required partial", "readonly partial",
    ];

    private static readonly string[] Kinds =
        ["class", "class", "class", "class", "class", "class", "struct", "record", "record struct", "interface", "enum", "ref struct",
            "clas"];

    private static readonly string[] Names =
        ["Net", "Net", "Net", "@class", "class", "Topology", "Größe", "Net<T>", "Net<in T>", "Net(int x)", "Net()", "System", "NetGen", "_",
            "", "N\\u0065t"];

    private static readonly string[] Bases =
    [
        "", "", "", "", ": Base", ": Needy", ": Missing", ": System.IDisposable", ": NetGen.INetwork<float>", ": Net", ": System.Attribute",
            ": object",
        ": Base<int>", ":", "where T : class",
    ];

    private static readonly string[] Members =
    [
        "", "", "", "Net() { }", "Net(int x) { }", "static Net() { }", "~Net() { }", "int Cost;", "int Cost => 1;",
            "void FeedForward() { }", "class Topology { }",
        "required int X { get; set; }", "object Clone() => this;", "void CopyFrom(Net other) { }", "void CopyFrom(Missing other) { }",
        "int this[int i] => i;",
        "void Classify(System.ReadOnlySpan<float> x) { }", "void Classify<T>(System.ReadOnlySpan<float> x) { }", "partial void Create();",
        "int", "}", "{",
        "event System.Action Backprop;", "delegate void ApplyGradient();", "enum Parameters { }", "const int InputSize = 1;",
        "void CopyFrom(int a, __arglist) { }",
        "static implicit operator int(Net n) => 1;", "int System.IDisposable.Clone() => 1;", "class DebuggerDisplay { }",
        "string Name { get; set; }", "class Inference { }", "Inference Other => null;", "object ToInference() => null;", "#if A", "/*",
    ];

    private static readonly string[] Outers =
    [
        "{0}", "{0}", "{0}", "partial class Outer {{ {0} }}", "class Outer {{ {0} }}", "partial class Outer<T> {{ {0} }}",
        "partial struct Outer {{ {0} }}",
        "partial record Outer(int X) {{ {0} }}", "partial interface Outer {{ {0} }}", "file partial class Outer {{ {0} }}",
        "static partial class Outer {{ {0} }}",
        "partial class Outer {{ partial class {{ {0} }} }}", "enum Outer {{ {0} }}", "partial class Net {{ {0} }}",
    ];

    private const string Rest =
        "\npublic class Base { protected Base() { } }\npublic class Base<T> { }\npublic class Needy { public Needy(int x) { } }\n";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Odd_declarations_never_break_anything(int seed)
    {
        var random = new Random(seed);
        for (int i = 0; i < CasesPerSeed; i++)
        {
            string source = Declare(random);
            if (i % 2 == 1)
            {
                source = Damage(source, random);
            }

            try
            {
                await CheckAsync(source + Rest);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                Assert.Fail($"{exception.Message}\n\nin case {i} of seed {seed}:\n{source}");
            }
        }
    }

    [Fact]
    public async Task Every_attribute_alone()
    {
        foreach (string attribute in Attributes)
        {
            await CheckAsync("using NetGen;\n" + attribute + "\npublic sealed partial class Net;");
        }
    }

    [Fact]
    public async Task Every_beginning_of_a_declaration()
    {
        const string Source =
            "using NetGen;\nnamespace A;\npartial class Outer\n{\n    [Network<double>(2, 3, 1, Hidden = Activation.Tanh, "
            + "Activations = new[] "
            + "{ Activation.Tanh }, Cost = CostFunction.BinaryCrossEntropy)]\n    partial class Net\n    {\n        int Cost;\n    }\n}";
        for (int length = 0; length < Source.Length; length += 3)
        {
            await CheckAsync(Source[..length]);
        }
    }

    [Fact]
    public async Task Two_attributes_on_parts_in_one_file() =>
        await CheckAsync("[NetGen.Network(2, 1)] partial class Net;\n[NetGen.Network(3, 1)] partial class Net;");

    private static string Declare(Random random)
    {
        string Pick(string[] pieces) => pieces[random.Next(pieces.Length)];

        var declaration = new StringBuilder();
        for (int i = random.Next(5) == 0 ? 2 : 1; i > 0; i--)
        {
            _ = declaration.Append(Pick(Attributes)).Append('\n').Append(Pick(Modifiers)).Append(' ').Append(Pick(Kinds)).Append(' ')
                .Append(Pick(Names)).Append(' ').Append(Pick(Bases)).Append("\n{\n").Append(Pick(Members)).Append('\n')
                .Append(Pick(Members))
                .Append("\n}\n");
        }

        return Pick(Usings) + "\n" + Pick(Spaces) + "\n"
            + Pick(Outers).Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal)
                .Replace("{0}", declaration.ToString(), StringComparison.Ordinal);
    }

    private static string Damage(string source, Random random)
    {
        const string Noise = "(){}[]<>,;:.=\"'@#$\\/*\n\0?é";
        int at = random.Next(source.Length);
        return random.Next(4) switch
        {
            0 => source[..at],
            1 => source.Remove(at, Math.Min(random.Next(1, 6), source.Length - at)),
            2 => source.Insert(at, Noise[random.Next(Noise.Length)].ToString()),
            _ => source.Insert(at, source.Substring(random.Next(source.Length / 2), source.Length / 3)),
        };
    }

    private static async Task CheckAsync(string source)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        CSharpCompilation compilation = TestCompilation.Create([source]);
        GeneratorDriver driver = TestCompilation.CreateDriver()
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out var diagnostics, cancellation);
        GeneratorRunResult result = Assert.Single(driver.GetRunResult().Results);
        Assert.Null(result.Exception);

        // The generator reports nothing that the analyzer does not report too.
        IReadOnlyList<Diagnostic> reported = await TestCompilation.AnalyzeAsync(output);
        Assert.Subset(
            reported.Select(diagnostic => diagnostic.ToString()).ToHashSet(),
            diagnostics.Select(diagnostic => diagnostic.ToString()).ToHashSet());
        Assert.Distinct(reported.Select(diagnostic => $"{diagnostic.Id} {diagnostic.Location.SourceSpan} {diagnostic}"));
        if (!HasErrors(reported) && !HasErrors(compilation.GetDiagnostics(cancellation)))
        {
            Assert.Empty(output.GetDiagnostics(cancellation).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        }
    }

    private static bool HasErrors(IEnumerable<Diagnostic> diagnostics) =>
        diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
}
