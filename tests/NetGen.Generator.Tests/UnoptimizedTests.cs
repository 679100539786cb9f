using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NetGen.Generator.Tests;

/// <summary>Projects that are compiled without optimization, where networks use the kernels of the library.</summary>
public sealed class UnoptimizedTests
{
    private const string Source = """
        using NetGen;

        [Network(784, 30, 10)]
        public sealed partial class DigitNet;

        [Network<double>(3, 2, Cost = CostFunction.Hinge, Output = Activation.Tanh, SkipZeros = false)]
        public sealed partial class SignNet;

        [Network(4, 2000)]
        public sealed partial class ManyOutputs;
        """;

    [Fact]
    public void The_networks_have_no_kernels_of_their_own()
    {
        GeneratorRunResult result = Run(OptimizationLevel.Debug);
        string[] networks = ["DigitNet", "ManyOutputs", "SignNet"];
        Assert.Equal(
            networks.SelectMany(name => new[] { $"{name}.Kernels.g.cs", $"{name}.g.cs" }),
            result.GeneratedSources.Select(file => file.HintName).Order(StringComparer.Ordinal));
        AssertHas("Seam.RuntimeKernels<float>(Layout.Topology, skipsZeros: true);", "DigitNet");
        AssertHas("Seam.RuntimeKernels<double>(Layout.Topology, skipsZeros: false);", "SignNet");
        AssertHas("stackalloc float[10];", "DigitNet");
        AssertHas("new float[2000];", "ManyOutputs");

        void AssertHas(string text, string network) => Assert.Contains(
            text,
            result.GeneratedSources.Single(file => file.HintName == network + ".Kernels.g.cs").SourceText.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void With_optimization_they_have()
    {
        string source = Run(OptimizationLevel.Release).GeneratedSources
            .Single(file => file.HintName == "DigitNet.Kernels.g.cs").SourceText.ToString();
        Assert.Contains("Vector256.IsHardwareAccelerated ? new Width256() :", source, StringComparison.Ordinal);
        Assert.Contains("Seam.Accelerates128 ? new Width128() :", source, StringComparison.Ordinal);
    }

    [Fact]
    public void The_code_compiles_without_a_diagnostic()
    {
        CSharpCompilation compilation = TestCompilation.Create([Source], optimization: OptimizationLevel.Debug);
        TestCompilation.CreateDriver().RunGeneratorsAndUpdateCompilation(
            compilation, out Compilation output, out _, TestContext.Current.CancellationToken);
        using var image = new MemoryStream();
        Assert.True(output.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        Assert.Empty(output.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Id != "CS1591"));
    }

    private static GeneratorRunResult Run(OptimizationLevel optimization) => Assert.Single(TestCompilation.CreateDriver()
        .RunGenerators(TestCompilation.Create([Source], optimization: optimization), TestContext.Current.CancellationToken)
        .GetRunResult().Results);
}
