using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Tests;

/// <summary>What a declaration says arrives in the spec.</summary>
public sealed class SpecTests
{
    /// <summary>Declarations, and type, activations and cost of what they declare.</summary>
    public static TheoryData<string, string> Declarations => new()
    {
        { "Network(4, 3, 2)", "Single; Sigmoid, Sigmoid; Quadratic" },
        { "Network<float>(4, 3, 2)", "Single; Sigmoid, Sigmoid; Quadratic" },
        { "Network<double>(4, 3, 2)", "Double; Sigmoid, Sigmoid; Quadratic" },
        { "Network(4, 3, 2, Hidden = Activation.ReLU)", "Single; ReLU, Sigmoid; Quadratic" },
        { "Network(4, 3, 2, Output = Activation.Identity)", "Single; Sigmoid, Identity; Quadratic" },
        { "Network(4, 3, 2, 1, Hidden = Activation.Tanh)", "Single; Tanh, Tanh, Sigmoid; Quadratic" },
        { "Network(4, 2, Output = Activation.Tanh)", "Single; Tanh; Quadratic" },
        { "Network(4, 3, 2, Activations = [Activation.ReLU, Activation.Tanh])", "Single; ReLU, Tanh; Quadratic" },
        { "Network(4, 3, 2, Activations = null)", "Single; Sigmoid, Sigmoid; Quadratic" },
        { "Network(4, 3, 2, Cost = CostFunction.BinaryCrossEntropy)", "Single; Sigmoid, Sigmoid; BinaryCrossEntropy" },
        { "Network<double>(4, 3, 2, Hidden = (Activation)2, Cost = (CostFunction)1)", "Double; Tanh, Sigmoid; BinaryCrossEntropy" },
        { "Network(4, 3, 2, Hidden = Activation.LeakyReLU, Alpha = 0.2)", "Single; LeakyReLU, Sigmoid; Quadratic" },
        { "Network(4, 3, 2, Output = Activation.Softmax)", "Single; Sigmoid, Softmax; CategoricalCrossEntropy" },
    };

    [Theory]
    [MemberData(nameof(Declarations))]
    public async Task Arguments_are_read(string attribute, string expected)
    {
        NetworkSpec spec = (await GeneratorRun.CheckAsync($"using NetGen;\n[{attribute}] public sealed partial class Net;")).Spec;
        NetworkTopology topology = spec.Topology;
        Assert.Equal(
            expected, $"{topology.NumericType}; {string.Join(", ", topology.Layers.Select(layer => layer.Activation))}; {topology.Cost}");
        Assert.Equal(attribute.Contains("Alpha", StringComparison.Ordinal) ? 0.2 : 0, topology.Layers[0].Alpha);
    }

    [Theory]
    [InlineData("Network(4, 3, 2, Hidden = Activation.LeakyReLU, Output = Activation.ELU)", 0.01, 1)]
    [InlineData("Network(4, 3, 2, Hidden = Activation.ELU, Output = Activation.LeakyReLU, Alpha = 0.5)", 0.5, 0.5)]
    [InlineData("Network(InputShape = [4]), Dense(3, Activation.ELU), Dense(2, Activation.LeakyReLU)", 1, 0.01)]
    [InlineData("Network(InputShape = [4]), Dense(3, Activation.ELU, Alpha = 0.5), Dense(2)", 0.5, 0)]
    public async Task A_parameter_that_is_not_given_is_the_default_of_its_activation(string attributes, double first, double second)
    {
        NetworkSpec spec = (await GeneratorRun.CheckAsync($"using NetGen;\n[{attributes}] public sealed partial class Net;")).Spec;
        Assert.Equal([first, second], spec.Topology.Layers.Select(layer => layer.Alpha));
    }

    [Fact]
    public async Task Equal_declarations_give_equal_specs()
    {
        NetworkSpec first = (await GeneratorRun.CheckAsync("[NetGen.Network(4, 3, 2)] public partial class Net { }")).Spec;
        NetworkSpec second = (await GeneratorRun.CheckAsync(
            "using NetGen;\n[Network<float>(4, 1 + 2, 2, Hidden = Activation.Sigmoid)]\ninternal partial class Net;")).Spec;
        Assert.Equal(first, second);
        Assert.Equal(first.GetHashCode(), second.GetHashCode());
        Assert.Equal(first.ToString(), second.ToString());
        Assert.NotEqual(first, first with { Topology = new NetworkTopology([4, 2, 3], [Activation.Sigmoid, Activation.Sigmoid]) });
        Assert.NotEqual(first, first with { ContainingTypes = new EquatableArray<ContainingTypeSpec>([new("class", "Outer")]) });
    }

    [Fact]
    public async Task A_spec_can_be_printed()
    {
        NetworkSpec spec = (await GeneratorRun.CheckAsync("namespace N; [NetGen.Network(4, 3, 2)] public sealed partial class Net;")).Spec;
        Assert.Equal(
            "NetworkSpec { Namespace = N, ContainingTypes = [], Name = Net, HintName = N.Net, NumericType = Single, "
            + "LibraryAlias = , Scalar = float, "
            + "Topology = 4-3-2 Sigmoid, Sigmoid; Quadratic; Single, "
            + $"KernelsName = {spec.KernelsName}, Constructor = None, SkipsZeros = True, "
            + "IsOptimized = True, HasJsonConverter = False, Pretrained =  }",
            spec.ToString());
    }

    [Fact]
    public void Another_network_leaves_the_first_as_it_was()
    {
        const string First = "[NetGen.Network(4, 3, 2)] public sealed partial class First;";
        var compilation = TestCompilation.Create([First]);
        GeneratorDriver driver = TestCompilation.CreateDriver().RunGenerators(compilation, TestContext.Current.CancellationToken);
        driver = driver.RunGenerators(
            compilation.AddSyntaxTrees(TestCompilation.Parse(First.Replace("First", "Second", StringComparison.Ordinal), "Second.cs")),
            TestContext.Current.CancellationToken);

        GeneratorRunResult result = Assert.Single(driver.GetRunResult().Results);
        Assert.Equal(
            [IncrementalStepRunReason.Cached, IncrementalStepRunReason.New],
            result.TrackedSteps[NetworkGenerator.EmitStep].SelectMany(step => step.Outputs).Select(output => output.Reason));
    }

    [Theory]
    [InlineData("DigitNet", "DigitNet")]
    [InlineData("A.B.Outer+Net_1", "A.B.Outer+Net_1")]
    [InlineData("Größe", "Gr-00F6-00DFe")]
    public void Hint_names_are_safe_file_names(string metadataName, string expected) =>
        Assert.Equal(expected, HintNames.Of(metadataName));

    [Fact]
    public void Hint_names_of_long_names_stay_short_and_distinct()
    {
        string tail = new('x', 500);
        string first = HintNames.Of("A." + tail);
        Assert.True(first.Length < 140, first);
        Assert.NotEqual(first, HintNames.Of("B." + tail));
    }

    [Fact]
    public void Names_of_kernels_differ_between_networks_and_assemblies()
    {
        string name = HintNames.KernelsOf("Lib", "A.Net", "Net");
        Assert.Matches("^Net_[0-9a-f]{16}_Kernels$", name);
        Assert.Equal(name, HintNames.KernelsOf("Lib", "A.Net", "Net"));
        Assert.NotEqual(name, HintNames.KernelsOf("Lib.Tests", "A.Net", "Net"));
        Assert.NotEqual(name, HintNames.KernelsOf("Lib", "B.Net", "Net"));
        Assert.InRange(HintNames.KernelsOf("Lib", "A.Net", new string('N', 900)).Length, 1, 200);
    }

    [Fact]
    public void Clashes_are_names_that_differ_in_case_alone() =>
        Assert.Equal(["AB", "Ab", "x"], HintNames.FindClashes(["Ab", "c", "AB", "x", "x"]).Distinct());
}
