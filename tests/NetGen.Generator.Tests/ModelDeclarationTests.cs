using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using NetGen.Models;

namespace NetGen.Generator.Tests;

/// <summary>Networks with the file of a model: what they mean, and what is wrong with them. The files are those of TestModels.</summary>
public sealed class ModelDeclarationTests
{
    [Theory]
    [InlineData("Network(Model = \"signs.onnx\")", "4-1 Identity; Hinge; Single")]
    [InlineData("Network(Model = \"./digits.onnx\")", "784-30-10 ReLU, Softmax; CategoricalCrossEntropy; Single")]
    [InlineData("Network(Model = \"digits.onnx\")", "784-30-10 ReLU, Softmax; CategoricalCrossEntropy; Single")]
    [InlineData("Network(Model = \"models/iris.onnx\")", "4-8-3 Standardize, LeakyReLU(0.2), Softmax; CategoricalCrossEntropy; Single")]
    [InlineData("Network(Model = \"iris.onnx\")", "4-8-3 Standardize, LeakyReLU(0.2), Softmax; CategoricalCrossEntropy; Single")]
    [InlineData(@"Network(Model = @""models\iris.onnx"")", "4-8-3 Standardize, LeakyReLU(0.2), Softmax; CategoricalCrossEntropy; Single")]
    [InlineData("Network<double>(Model = \"precise.onnx\")", "4-3 Identity; Huber(0.5); Double")]
    [InlineData("Network(Model = \"net.onnx\")", "4-8-3 ELU(1), Sigmoid; Quadratic; Single")]
    [InlineData("Network(Model = \"net.onnx\", Cost = CostFunction.Huber, Delta = 2)", "4-8-3 ELU(1), Sigmoid; Huber(2); Single")]
    [InlineData(
        "Network(Model = \"state.safetensors\", Hidden = Activation.ReLU, Output = Activation.Softmax)",
        "4-8-3 ReLU, Softmax; CategoricalCrossEntropy; Single")]
    [InlineData(
        "Network(Model = \"state.safetensors\", Activations = new[] { Activation.ELU, Activation.Tanh }, Alpha = 0.5)",
        "4-8-3 ELU(0.5), Tanh; Quadratic; Single")]
    public async Task A_file_gives_the_layers(string attribute, string expected)
    {
        NetworkSpec spec = (await GeneratorRun.CheckAsync($"using NetGen;\n[{attribute}]\npublic sealed partial class Net;")).Spec;
        Assert.Equal(expected, spec.Topology.ToString());
        Assert.NotNull(spec.Pretrained);
    }

    [Theory]
    [InlineData("[Network(784, 30, 10, Hidden = Activation.ReLU, Output = Activation.Softmax, Weights = \"digits.onnx\")]")]
    [InlineData("[Network(4, 8, 3, Hidden = Activation.Mish, Weights = \"state.safetensors\")]")]
    [InlineData(
        "[Network(InputShape = new[] { 4 }, Weights = \"iris.onnx\")]\n[Standardize]\n[Dropout(0.1)]\n"
        + "[Dense(8, Activation.LeakyReLU, Alpha = 0.2, Name = \"hidden\")]\n[Dense(3, Activation.Softmax)]")]
    public async Task Declared_layers_get_the_parameters_of_a_file(string attributes)
    {
        NetworkSpec spec = (await GeneratorRun.CheckAsync($"using NetGen;\n{attributes}\npublic sealed partial class Net;")).Spec;
        Assert.StartsWith("NetGen.", spec.Pretrained?.Resource, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_names_of_classes_come_along()
    {
        GeneratorRun run = await GeneratorRun.CheckAsync(
            "using NetGen;\n[Network(Model = \"iris.onnx\")]\npublic sealed partial class Net;");
        Assert.Equal(["setosa", "versi\"color\"", "virg\\in\nica"], run.Spec.Pretrained!.ClassNames);
        string face = run.Files.Single(file => file.HintName == "Net.g.cs").SourceText.ToString();
        Assert.Contains("\"versi\\u0022color\\u0022\"", face, StringComparison.Ordinal);
        Assert.Contains("\"virg\\u005cin\\u000aica\"", face, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "[Network({|NETGEN0032:Model = \"cats.onnx\"|})]",
        "Network 'Net': the project has no model 'cats.onnx'; add <NetworkModel Include=\"cats.onnx\" /> to the project file, or name what "
        + "it has: 'a/twice.onnx', 'b/twice.onnx', 'damaged.onnx', 'digits.onnx', 'models/iris.onnx', 'models/precise.onnx', 'net.onnx', "
        + "'other.onnx', 'signs.onnx', 'state.safetensors'")]
    [InlineData(
        "[Network({|NETGEN0032:Model = \"twice.onnx\"|})]",
        "Network 'Net': 'twice.onnx' stands for 'a/twice.onnx', 'b/twice.onnx'; name one of them by its path")]
    [InlineData(
        "[Network({|NETGEN0033:Model = \"damaged.onnx\"|})]",
        "Network 'Net': damaged.onnx: node 3, 'conv1': Conv is no operator that NetGen compiles")]
    [InlineData(
        "[Network(4, 3, {|NETGEN0033:Weights = \"damaged.onnx\"|})]",
        "Network 'Net': damaged.onnx: node 3, 'conv1': Conv is no operator that NetGen compiles")]
    [InlineData(
        "[Network({|NETGEN0034:Model = \"precise.onnx\"|})]",
        "Network 'Net': models/precise.onnx has parameters of double, and the network is declared with float; declare it by "
        + "[Network<double>(...)], or have them converted by NumericType=\"Single\" of the NetworkModel item")]
    [InlineData(
        "[Network<double>({|NETGEN0034:Model = \"digits.onnx\"|})]",
        "Network 'Net': digits.onnx has parameters of float, and the network is declared with double; declare it by [Network(...)], "
        + "or have them converted by NumericType=\"Double\" of the NetworkModel item")]
    [InlineData(
        "[Network(784, 100, 10, {|NETGEN0034:Weights = \"digits.onnx\"|})]",
        "Network 'Net': digits.onnx: layer 0 is 784 -> 30 ReLU in the file and 784 -> 100 Sigmoid in the declaration. Declare the layers "
        + "of the file, or leave them out and write Model = \"digits.onnx\"")]
    [InlineData(
        "[Network(4, 8, {|NETGEN0034:Weights = \"state.safetensors\"|})]",
        "Network 'Net': state.safetensors: layer 1 is 8 -> 3 Dense in the file and missing in the declaration. Declare the layers of the "
        + "file, or leave them out and write Model = \"state.safetensors\"")]
    [InlineData(
        "[Network({|NETGEN0034:Model = \"state.safetensors\"|})]",
        "Network 'Net': state.safetensors: the file does not say what activations its layers have; declare them, as in "
        + "Hidden = Activation.ReLU, Output = Activation.Softmax")]
    [InlineData(
        "[Network({|NETGEN0034:Model = \"state.safetensors\"|}, Activations = new[] { Activation.Tanh })]",
        "Network 'Net': state.safetensors: the file has 2 dense layers and Activations has 1 elements")]
    [InlineData(
        "[Network(Model = \"digits.onnx\", {|NETGEN0034:Cost = CostFunction.Quadratic|})]",
        "Network 'Net': digits.onnx: Cost is CategoricalCrossEntropy in the file and Quadratic in the declaration; remove it, or declare "
        + "the layers, with Weights = \"digits.onnx\" in the place of Model")]
    [InlineData(
        "[Network<double>(Model = \"precise.onnx\", {|NETGEN0034:Delta = 2|})]",
        "Network 'Net': models/precise.onnx: Delta is 0.5 in the file and 2 in the declaration; remove it, or declare the layers, with "
        + "Weights = \"models/precise.onnx\" in the place of Model")]
    [InlineData(
        "[Network({|NETGEN0034:Model = \"state.safetensors\"|}, Hidden = Activation.ReLU, Output = Activation.Softmax, "
        + "Cost = CostFunction.Quadratic)]",
        "Network 'Net': state.safetensors: The cost Quadratic does not go with Softmax or LogSoftmax outputs; the output activation is "
        + "Softmax. Use another output activation, or the cost CategoricalCrossEntropy")]
    [InlineData(
        "[Network(Model = \"digits.onnx\", {|NETGEN0034:Hidden = Activation.Tanh|})]",
        "Network 'Net': digits.onnx: Hidden is ReLU in the file and Tanh in the declaration; remove it")]
    [InlineData(
        "[Network(Model = \"net.onnx\", {|NETGEN0034:Output = Activation.Softmax|})]",
        "Network 'Net': net.onnx: Output is Sigmoid in the file and Softmax in the declaration; remove it")]
    [InlineData(
        "[Network(Model = \"net.onnx\", {|NETGEN0034:Alpha = 0.3|})]",
        "Network 'Net': net.onnx: Alpha is 1 in the file and 0.3 in the declaration; remove it")]
    [InlineData(
        "[Network(Model = \"net.onnx\", {|NETGEN0034:Activations = new[] { Activation.ELU }|})]",
        "Network 'Net': net.onnx: Activations is ELU, Sigmoid in the file and ELU in the declaration; remove it")]
    [InlineData(
        "[Network({|NETGEN0033:Model = \"other.onnx\"|})]",
        "Network 'Net': other.onnx: what the build says of the file, in other.onnx.0123abcd.netgenmodel, cannot be read; it is damaged or "
        + "from another version of NetGen. Clean the project and build it again, as by 'dotnet clean'")]
    [InlineData(
        "[Network({|NETGEN0033:Model = \"models/other.onnx\"|})]",
        "Network 'Net': other.onnx: what the build says of the file, in other.onnx.0123abcd.netgenmodel, cannot be read; it is damaged or "
        + "from another version of NetGen. Clean the project and build it again, as by 'dotnet clean'")]
    [InlineData(
        "[Network<double>(Model = \"precise.onnx\", {|NETGEN0017:Cost = CostFunction.Huber|})]",
        "Network 'Net': Cost has no effect because the file says it; remove it")]
    [InlineData(
        "[Network({|NETGEN0035:784, 30, 10|}, Model = \"digits.onnx\")]",
        "Network 'Net': the file of Model gives the layers, and so do others: the sizes. Remove the sizes, or write Weights in the place "
        + "of Model")]
    [InlineData(
        "[{|NETGEN0035:Network(Model = \"digits.onnx\")|}]\n[Dense(10)]",
        "Network 'Net': the file of Model gives the layers, and so do others: the attributes of layers. Remove the attributes of layers, "
        + "or write Weights in the place of Model")]
    [InlineData(
        "[Network({|NETGEN0035:InputShape = new[] { 784 }|}, Model = \"digits.onnx\")]",
        "Network 'Net': the file of Model gives the layers, and so do others: InputShape. Remove InputShape, or write Weights in the place "
        + "of Model")]
    [InlineData(
        "[Network(Model = \"digits.onnx\", {|NETGEN0035:Weights = \"digits.onnx\"|})]",
        "Network 'Net': the file of Model gives the layers, and so do others: Weights. Use Weights alone with declared layers, or Model "
        + "alone without them")]
    [InlineData(
        "[Network(Model = \"digits.onnx\", {|NETGEN0017:Hidden = Activation.ReLU|})]",
        "Network 'Net': Hidden has no effect because the file says it; remove it")]
    public async Task What_does_not_fit_is_reported_at_the_attribute(string attributes, string message) => await Markup.CheckAsync(
        $"using NetGen;\n{attributes}\npublic sealed partial class Net\n{{\n"
        + "    public static Inference Use() => Pretrained;\n    public static Net Copy() => CreatePretrained();\n}\n",
        message);

    [Theory]
    [InlineData("public int {|NETGEN0013:Pretrained|} => 1;")]
    [InlineData("public void {|NETGEN0013:CreatePretrained|}() { }")]
    public async Task Names_are_taken_only_where_there_is_a_model(string member)
    {
        _ = await Markup.CheckAsync(
            $"using NetGen;\n[Network(Model = \"digits.onnx\")]\npublic sealed partial class Net\n{{\n    {member}\n}}\n",
            Microsoft.CodeAnalysis.CSharp.LanguageVersion.CSharp13);
        string plain = member.Replace("{|NETGEN0013:", "", StringComparison.Ordinal).Replace("|}", "", StringComparison.Ordinal);
        await Markup.CheckAsync($"using NetGen;\n[Network(4, 3)]\npublic sealed partial class Net\n{{\n    {plain}\n}}\n");
    }

    /// <summary>A file is used by whoever names it by its path or the end of that; where a declaration is wrong, nothing is said.</summary>
    [Theory]
    [InlineData("[Network(Model = \"models/iris.onnx\")]", "digits.onnx", "a/twice.onnx", "signs.onnx")]
    [InlineData("[Network(Model = \"iris.onnx\")]", "digits.onnx", "a/twice.onnx", "signs.onnx")]
    [InlineData("[Network(Model = @\".\\signs.onnx\")]", "models/iris.onnx", "digits.onnx")]
    [InlineData("[Network(4, 3)]", "models/iris.onnx", "digits.onnx", "state.safetensors")]
    [InlineData("[Network(Model = \"mistyped.onnx\")]")]
    [InlineData("[Network(Model = 5)]")]
    public async Task Files_that_no_network_uses_are_named(string attribute, params string[] unused)
    {
        Compilation compilation = TestCompilation.Create([$"using NetGen;\n{attribute}\npublic sealed partial class Net;"]);
        string[] found =
        [
            .. (await TestCompilation.AnalyzeAsync(compilation, models: TestModels.All)).Where(found => found.Id == "NETGEN0038")
                .Select(found => found.GetMessage(CultureInfo.InvariantCulture)),
        ];
        Assert.Equal(unused.Length > 0, found.Length > 0);
        Assert.DoesNotContain(found, message => message.Contains("damaged", StringComparison.Ordinal));
        string used = Regex.Match(attribute, "[a-z]+(?=.onnx)").Value;
        Assert.DoesNotContain(found, message => used.Length > 0 && message.Contains(used, StringComparison.Ordinal));
        Assert.All(unused, file => Assert.Contains(
            $"No network of this project uses the model '{file}', whose parameters are in the assembly all the same; declare a class with "
            + $"[Network(Model = \"{file}\")], or remove the NetworkModel item", found));
    }

    [Fact]
    public void A_description_says_what_was_written()
    {
        NetworkTopology topology = NetworkTopology.FromLayers(
            [5],
            [
                new MinMaxScaleAttribute(), new DropoutAttribute(0.125), new DenseAttribute(7, Activation.ELU) { Alpha = 0.3 },
                new DenseAttribute(2, Activation.Softmax) { Name = "out" },
            ],
            CostFunction.CategoricalCrossEntropy, NumericType.Double, labelSmoothing: 0.1);
        string text;
        using (new HostileCulture())
        {
            text = ModelDescription.Write("a\\b\n.onnx", topology, true, true, ["x\r\n\\n", "y"], ["\n", "a b"], "R");
        }

        ModelDescription description = Assert.IsType<ModelDescription>(ModelDescription.TryRead(text));
        Assert.Equal(topology, description.Topology);
        Assert.Equal("a\\b\n.onnx", description.Path);
        Assert.Equal(["x\r\n\\n", "y"], description.ClassNames);
        Assert.Equal(["\n", "a b"], description.FeatureNames);
        Assert.Equal("R", description.Resource);
        Assert.True(description.HasActivations);
        Assert.Equal(description, ModelDescription.TryRead(text));
        Assert.NotEqual(description, ModelDescription.TryRead(ModelDescription.Write("a", topology, false, false, null, null, "R")));
        Assert.False(ModelDescription.TryRead(ModelDescription.Write("a", topology, true, false, null, null, "R"))!.HasCost);
    }

    [Theory]
    [InlineData("")]
    [InlineData("NetGen model 1")]
    [InlineData("NetGen model 2\na\n")]
    [InlineData("NetGen model 1\na\ntype Single\ninput 0\nlayer Dense 3 Tanh 0 \ncost Quadratic 0 0\n")]
    [InlineData("NetGen model 1\na\ntype Single\ninput 4\nlayer Conv 3\ncost Quadratic 0 0\n")]
    [InlineData("NetGen model 1\na\ntype Single\ninput 4\nlayer Dense 3 Tanh 0 \ncost Free 0 0\n")]
    public void What_is_no_description_is_none(string text) => Assert.Null(ModelDescription.TryRead(text));
}
