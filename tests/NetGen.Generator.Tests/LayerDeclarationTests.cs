namespace NetGen.Generator.Tests;

/// <summary>Networks whose layers are attributes: what they mean, and what is wrong with them.</summary>
public sealed class LayerDeclarationTests
{
    [Fact]
    public async Task Layers_of_sizes_and_of_attributes_give_the_same_spec()
    {
        NetworkSpec sizes = (await GeneratorRun.CheckAsync(
            "using NetGen;\n[Network<double>(4, 3, 2, Hidden = Activation.LeakyReLU, Alpha = 0.2, Output = Activation.Softmax)]\n"
            + "public sealed partial class Net;")).Spec;
        NetworkSpec attributes = (await GeneratorRun.CheckAsync(
            "using NetGen;\n[Network<double>(InputShape = [4])]\n[Dense(3, Activation.LeakyReLU, Alpha = 0.2)]\n"
            + "[Dense(2, Activation.Softmax)]\npublic sealed partial class Net;")).Spec;
        Assert.Equal(sizes, attributes);
    }

    [Theory]
    [InlineData(
        "[Standardize, Dense(3), NetGen.DenseAttribute(2, Activation.Identity)]", "4-3-2 Standardize, Sigmoid, Identity; Quadratic")]
    [InlineData("[Dropout(0.25f), Dense(3), Dropout(1e-3), Dense(2)]", "4-3-2 Dropout(0.25), Sigmoid, Dropout(0.001), Sigmoid; Quadratic")]
    [InlineData("[Dense(units: 2, Name = \"only\")]", "4-2 Sigmoid; Quadratic")]
    [InlineData("[Dense(activation: Activation.Tanh, units: 1 + 1)]", "4-2 Tanh; Quadratic")]
    public async Task Attributes_are_read_in_their_order(string layers, string expected)
    {
        NetworkSpec spec = (await GeneratorRun.CheckAsync(
            $"using NetGen;\n[Network(InputShape = new[] {{ 4 }})]\n{layers}\npublic sealed partial class Net;")).Spec;
        Assert.Equal(expected + "; Single", spec.Topology.ToString());
    }

    [Fact]
    public async Task Blocks_are_numbered_among_the_dense_layers_or_named()
    {
        NetworkSpec spec = (await GeneratorRun.CheckAsync(
            "using NetGen;\n[Network(InputShape = [4]), Standardize, Dense(3), Dense(3, Name = \"core.2\"), Dense(2)]\n"
            + "public sealed partial class Net;")).Spec;
        Assert.Equal(
            [
                "standardize.mean [4]", "standardize.inverse_deviation [4]", "layers.0.weight [3, 4]", "layers.0.bias [3]",
                "core.2.weight [3, 3]", "core.2.bias [3]", "layers.2.weight [2, 3]", "layers.2.bias [2]",
            ],
            spec.Topology.ParameterBlocks.Select(block => block.ToString()));
        Assert.Equal(15 + 12 + 8, spec.Topology.ParameterCount);
    }

    [Theory]
    [InlineData(
        "[Network({|NETGEN0024:4, 3|})]\n[Dense(2)]",
        "The network 'Net' has sizes as well as InputShape or layer attributes, which take their place; remove one or the other")]
    [InlineData(
        "[Network({|NETGEN0024:4, 3|}, InputShape = [4])]",
        "The network 'Net' has sizes as well as InputShape or layer attributes, which take their place; remove one or the other")]
    [InlineData(
        "[{|NETGEN0026:Network|}]\n[Dense(2)]",
        "Network 'Net': The layers need the shape of the input: the number of inputs, as in InputShape = [784]")]
    [InlineData(
        "[Network({|NETGEN0026:InputShape = [28, 28]|})]\n[Dense(2)]",
        "Network 'Net': The shape of the input has 2 dimensions; the layers take one, the number of inputs, as in [784]")]
    [InlineData(
        "[Network({|NETGEN0026:InputShape = new int[0]|})]\n[Dense(2)]",
        "Network 'Net': The shape of the input has 0 dimensions; the layers take one, the number of inputs, as in [784]")]
    [InlineData(
        "[Network({|NETGEN0026:InputShape = [-1]|})]\n[Dense(2)]",
        "Network 'Net': The input has -1 elements; a network needs at least 1")]
    [InlineData(
        "[{|NETGEN0027:Network(InputShape = [4])|}]", "Network 'Net': The network has no layers; it needs at least one dense layer")]
    [InlineData(
        "[Network(InputShape = [4])]\n[Standardize]\n[{|NETGEN0027:Standardize|}]\n[Dense(2)]",
        "Network 'Net': Layer 1 is Standardize, which only the first layer can be: it takes the features of the data")]
    [InlineData(
        "[Network(InputShape = [4])]\n[{|NETGEN0027:Standardize|}]",
        "Network 'Net': The last layer must be a dense layer, whose units are the outputs")]
    [InlineData(
        "[Network(InputShape = [4])]\n[Dense(3)]\n[Dense(2)]\n[{|NETGEN0027:Dropout(0.2)|}]",
        "Network 'Net': The last layer must be a dense layer, whose units are the outputs")]
    [InlineData(
        "[Network(InputShape = [4])]\n[Dropout(0.2)]\n[{|NETGEN0027:Dropout(0.2)|}]\n[Dense(2)]",
        "Network 'Net': Layer 1 is Dropout, as the layer before it is; use one layer of the rate 0.36 instead of both")]
    [InlineData(
        "[Network(InputShape = [4])]\n[Dropout(0.2)]\n[{|NETGEN0027:Standardize|}]\n[Dense(2)]",
        "Network 'Net': Layer 1 is Standardize, which only the first layer can be: it takes the features of the data")]
    [InlineData(
        "[Network(InputShape = [4])]\n[{|NETGEN0030:Dropout(20)|}]\n[Dense(2)]",
        "Network 'Net': Layer 0 has the dropout rate 20; a rate is at least 0 and less than 1, as 0.2 for 20 %")]
    [InlineData(
        "[Network(InputShape = [4])]\n[{|NETGEN0030:Dropout(1)|}]\n[Dense(2)]",
        "Network 'Net': Layer 0 has the dropout rate 1; a rate is at least 0 and less than 1, as 0.2 for 20 %")]
    [InlineData(
        "[Network(InputShape = [4])]\n[{|NETGEN0030:Dropout(double.NaN)|}]\n[Dense(2)]",
        "Network 'Net': Layer 0 has the dropout rate NaN; a rate is at least 0 and less than 1, as 0.2 for 20 %")]
    [InlineData(
        "[Network(InputShape = [4])]\n[{|NETGEN0006:Dense(0)|}]\n[Dense(2)]",
        "Network 'Net': Layer 0 has 0 units; a dense layer needs at least 1")]
    [InlineData(
        "[Network(InputShape = [4])]\n[{|NETGEN0009:Dense(3, (Activation)77)|}]\n[Dense(2)]",
        "Network 'Net': the value 77 is not a member of Activation; use one of its members, such as Activation.Sigmoid")]
    [InlineData(
        "[Network(InputShape = [4])]\n[{|NETGEN0021:Dense(3, Activation.Softmax)|}]\n[Dense(2)]",
        "Network 'Net': Layer 0 has the activation Softmax, which only the output layer can have. Use another one there")]
    [InlineData(
        "[Network(InputShape = [4])]\n[{|NETGEN0023:Dense(1, Activation.Softmax)|}]",
        "Network 'Net': Layer 0 is Softmax over a single output, which is always 1. Use Sigmoid for one probability, or two or more "
        + "outputs for classes")]
    [InlineData(
        "[Network(InputShape = [4])]\n[{|NETGEN0022:Dense(3, Activation.LeakyReLU, Alpha = double.NaN)|}]\n[Dense(2)]",
        "Network 'Net': Layer 0 has Alpha = NaN; it must be a finite number of float")]
    [InlineData(
        "[Network(InputShape = [4], {|NETGEN0011:Cost = CostFunction.BinaryCrossEntropy|})]\n[Dense(2, Activation.Tanh)]",
        "Network 'Net': The cost BinaryCrossEntropy needs Sigmoid outputs; the output activation is Tanh. Use another output activation, "
        + "or the cost Quadratic")]
    [InlineData(
        "[Network(InputShape = [4], Cost = CostFunction.Huber, {|NETGEN0031:Delta = -1|})]\n[Dense(2)]",
        "Network 'Net': Delta is -1; it must be a positive, finite number of float")]
    [InlineData(
        "[Network(InputShape = [4], {|NETGEN0031:LabelSmoothing = 1.5|})]\n[Dense(2, Activation.Softmax)]",
        "Network 'Net': LabelSmoothing is 1.5; it must be at least 0 and less than 1")]
    [InlineData(
        "[Network(InputShape = [4], {|NETGEN0010:Cost = (CostFunction)99|})]\n[Dense(2)]",
        "Network 'Net': the value 99 is not a member of CostFunction; use one of its members, such as CostFunction.Quadratic")]
    [InlineData(
        "[{|NETGEN0007:Network(InputShape = [65536])|}]\n[Dense(65536)]",
        "Network 'Net': The parameters up to layer 0 (65,536 -> 65,536) take 4,295,032,832 elements; an array holds at most "
        + "2,147,483,527. Make these layers smaller")]
    [InlineData(
        "[Network(InputShape = [4])]\n[{|NETGEN0028:Dense(3, Name = \"layers.7\")|}]\n[Dense(2)]",
        "Network 'Net': Layer 0 has the name \"layers.7\"; names that start with \"layers.\" are those of unnamed layers")]
    [InlineData(
        "[Network(InputShape = [4])]\n[{|NETGEN0028:Dense(3, Name = \"netgen.training\")|}]\n[Dense(2)]",
        "Network 'Net': Layer 0 has the name \"netgen.training\"; names that start with \"netgen.\" are those of what files keep beside "
        + "parameters")]
    [InlineData(
        "[Network(InputShape = [4])]\n[{|NETGEN0028:Dense(3, Name = \"a b\")|}]\n[Dense(2)]",
        "Network 'Net': Layer 0 has the name \"a b\"; a name consists of letters, digits, '_' and '.'")]
    [InlineData(
        "[{|NETGEN0007:Network(InputShape = [int.MaxValue])|}]\n[Dense(int.MaxValue)]\n[Dense(int.MaxValue)]\n[Dense(int.MaxValue)]",
        "Network 'Net': The parameters up to layer 0 (2,147,483,647 -> 2,147,483,647) take 4,611,686,016,279,904,256 elements; an array "
        + "holds at most 2,147,483,527. Make these layers smaller")]
    [InlineData(
        "[Network(InputShape = [4])]\n[Dense(3, Name = \"a\")]\n[{|NETGEN0028:Dense(2, Name = \"a\")|}]",
        "Network 'Net': Layer 1 has the name \"a\", as another layer has. Give each its own, or none")]
    [InlineData(
        "[Network<{|NETGEN0012:int|}>(InputShape = [4])]\n[Dense(2)]",
        "Network 'Net': 'int' cannot be its numeric type; use float or double")]
    public async Task Wrong_layers(string attributes, string message) => await Markup.CheckAsync(Declare(attributes), message);

    [Theory]
    [InlineData("[Network(InputShape = [4], {|NETGEN0017:Hidden = Activation.Tanh|})]\n[Dense(2)]", "Hidden", "each layer has its own")]
    [InlineData("[Network(InputShape = [4], {|NETGEN0017:Alpha = 0.3|})]\n[Dense(2)]", "Alpha", "each layer has its own")]
    [InlineData("[Network(InputShape = [4], {|NETGEN0017:Delta = 0.3|})]\n[Dense(2)]", "Delta", "the cost Quadratic does not use it")]
    [InlineData(
        "[Network(InputShape = [4], {|NETGEN0017:LabelSmoothing = 0.3|})]\n[Dense(2)]",
        "LabelSmoothing",
        "the cost Quadratic does not use it")]
    [InlineData(
        "[Network(InputShape = [4])]\n[Dense(2, Activation.Tanh, {|NETGEN0017:Alpha = 0.3|})]", "Alpha", "Tanh has no parameter")]
    public async Task Arguments_without_effect(string attributes, string argument, string reason) => await Markup.CheckAsync(
        Declare(attributes), $"Network 'Net': {argument} has no effect because {reason}; remove it");

    [Fact]
    public async Task Dropout_without_effect() => await Markup.CheckAsync(
        Declare("[Network(InputShape = [4])]\n[{|NETGEN0017:Dropout(0)|}]\n[Dense(2)]"),
        "Network 'Net': the Dropout layer has no effect because its rate is 0; remove it");

    [Fact]
    public async Task Layers_on_two_parts() => await Markup.CheckAsync(
        "using NetGen;\n[Network(InputShape = [4])]\n[Dense(3)]\npublic sealed partial class Net;\n"
        + "[{|NETGEN0025:Dense(2)|}]\npublic sealed partial class Net;",
        "The layers of the network 'Net' are declared on several parts of the class, whose order is not defined; move them to one part");

    [Theory]
    [InlineData("[{|NETGEN0029:Dense(3)|}]\n[Dense(2)]")]
    [InlineData("[{|NETGEN0029:Dropout(0.5)|}]\n[Dense(2)]")]
    public async Task Layers_without_a_network(string attributes) => await Markup.CheckAsync(
        Declare(attributes),
        "'Net' has a layer attribute and no [Network] attribute; add [Network(InputShape = [...])] with the number of inputs");

    private static string Declare(string attributes) => $"using NetGen;\n{attributes}\npublic sealed partial class Net;";
}
