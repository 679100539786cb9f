using NetGen.Serialization;

namespace NetGen.Tests.Models;

/// <summary>Networks that safetensors files describe, by NetGen's metadata or by their tensors alone.</summary>
public sealed class SafeTensorsModelTests
{
    public static TheoryData<string> Topologies =>
    [
        "Standardize, LeakyReLU(0.2), Dropout(0.5), Softmax", "MinMaxScale, ELU(0.75), Identity", "GELU, LogSoftmax",
        "Dropout(0.1), Tanh, Sigmoid",
    ];

    [Theory]
    [MemberData(nameof(Topologies))]
    public void A_saved_network_says_all_of_itself(string layers)
    {
        foreach (CostFunction cost in Enum.GetValues<CostFunction>())
        {
            if (TopologyText.TryParse("5-7-3", layers, CostText(cost), [null, "out"], NumericType.Double, out _)
                is not NetworkTopology topology)
            {
                continue;
            }

            RuntimeNetwork<double> network = RuntimeNetwork<double>.Create(topology, 9);
            network.ClassNames = NetGen.ClassNames.CountOf(topology) == 3 ? ["a", "b", "ü\"\n"] : null;
            using var stream = new MemoryStream();
            network.Save(stream);
            stream.Position = 0;
            RuntimeNetwork<double> read = RuntimeNetwork<double>.Load(stream);
            Assert.Equal(topology, read.Topology);
            Assert.Equal(network.ClassNames, read.ClassNames);
            Assert.True(network.Parameters.BitwiseEquals(read.Parameters));
        }
    }

    /// <summary>In whatever order the tensors lie, and without biases.</summary>
    [Fact]
    public void Layers_are_put_in_the_order_of_the_numbers_in_their_names()
    {
        NetworkModel model = Read(
            ("fc10.weight", [2, 3], TensorElementType.F32), ("fc9.weight", [3, 4], TensorElementType.F32),
            ("fc9.bias", [3], TensorElementType.F32));
        Assert.False(model.HasActivations);
        Assert.Equal(["Layers without biases got biases of 0."], model.Notes);
        InvalidOperationException unknown = Assert.Throws<InvalidOperationException>(() => model.Topology);
        Assert.Contains("what activations the layers of 4-3-2 have", unknown.Message, StringComparison.Ordinal);
        NetworkModel known = model.WithActivations(Activation.Tanh, Activation.Softmax);
        Assert.Equal(["fc9.weight [3, 4]", "fc9.bias [3]", "fc10.weight [2, 3]", "fc10.bias [2]"],
            known.Topology.ParameterBlocks.Select(block => block.ToString()));
        Assert.Equal("4-3-2 Tanh, Softmax; CategoricalCrossEntropy; Single", known.Topology.ToString());
        Assert.Throws<InvalidOperationException>(() => known.WithActivations(Activation.Tanh, Activation.Tanh));
    }

    /// <summary>An encoder and a decoder chain in either order; of three layers of other shapes there is only one order.</summary>
    [Fact]
    public void Names_without_numbers_need_shapes_that_allow_one_order()
    {
        Refused(
            "expected names with numbers, as '0.weight' and '2.weight', where shapes allow more than one order of the layers",
            ("encoder.weight", [3, 6], TensorElementType.F32), ("decoder.weight", [6, 3], TensorElementType.F32));
        NetworkModel model = Read(
            ("out.weight", [2, 3], TensorElementType.F32), ("hidden.weight", [3, 5], TensorElementType.F32),
            ("in.weight", [5, 4], TensorElementType.F32));
        Assert.Equal(
            ["in.weight", "in.bias", "hidden.weight", "hidden.bias", "out.weight", "out.bias"],
            model.Structure.ParameterBlocks.Select(block => block.Name));
    }

    [Fact]
    public void Numbers_of_16_bits_are_widened()
    {
        NetworkModel model = Read(("0.weight", [2, 2], TensorElementType.BF16), ("0.bias", [2], TensorElementType.F16));
        Assert.Equal(NumericType.Single, model.NumericType);
        Assert.Equal(2, model.Notes.Count);
    }

    [Fact]
    public void Another_numeric_type_is_an_explicit_step()
    {
        NetworkModel model = Read(("0.weight", [2, 2], TensorElementType.F64)).WithActivations(Activation.Tanh, Activation.Tanh);
        const string Message = "The stream: expected parameters of float, as the network has them; found double. Use a network of double, "
            + "or convert the file's by NetworkModel.Read and WithNumericType(NumericType.Single).";
        RuntimeNetwork<float> network = RuntimeNetwork<float>.Create(new NetworkTopology([2, 2], [Activation.Tanh]), 1);
        foreach (Action action in new Action[]
        {
            () => RuntimeNetwork<float>.Of(model), () => model.ToReferenceNetwork<float>(), () => model.LoadInto(network),
        })
        {
            Assert.Equal(Message, Assert.Throws<InvalidDataException>(action).Message);
        }

        Assert.Equal(
            Message.Replace("stream:", "stream, tensor 'layers.0.weight':", StringComparison.Ordinal),
            Assert.Throws<InvalidDataException>(() => network.LoadParameters(Saved(RuntimeNetwork<double>.Create(
                new NetworkTopology([2, 2], [Activation.Tanh], numericType: NumericType.Double), 1)))).Message);
        NetworkModel single = model.WithNumericType(NumericType.Single);
        Assert.Equal(NumericType.Single, RuntimeNetwork<float>.Of(single).Topology.NumericType);
        Assert.Same(single, single.WithNumericType(NumericType.Single));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.WithNumericType((NumericType)7));
    }

    [Fact]
    public void Tensors_that_are_no_chain_are_refused_with_their_shapes()
    {
        Refused("'b.weight' [2, 5]", ("a.weight", [3, 4], TensorElementType.F32), ("b.weight", [2, 5], TensorElementType.F32));
        Refused("'conv.weight': expected the weights of a dense layer, [out, in]; found the shape [3, 1, 5, 5]",
            ("conv.weight", [3, 1, 5, 5], TensorElementType.F32));
        Refused("'a.bias': expected biases [3] for 'a.weight' [3, 4]; found the shape [4]",
            ("a.weight", [3, 4], TensorElementType.F32), ("a.bias", [4], TensorElementType.F32));
        Refused(
            "found 'a.running_mean' [3] as well",
            ("a.weight", [3, 4], TensorElementType.F32), ("a.running_mean", [3], TensorElementType.F32));
        Refused("found both float and double", ("a.weight", [3, 4], TensorElementType.F32), ("a.bias", [3], TensorElementType.F64));
        Refused("found 'x' [3]", ("x", [3], TensorElementType.F32));
    }

    /// <summary>As a state dictionary of PyTorch has of batch normalization that was folded before.</summary>
    [Fact]
    public void Whole_numbers_beside_the_layers_are_left_out()
    {
        (string Name, long[] Shape, TensorElementType Type)[] tensors =
        [
            ("layers.0.weight", [2, 2], TensorElementType.F32), ("layers.0.bias", [2], TensorElementType.F32),
            ("bn.num_batches_tracked", [], TensorElementType.I64), ("mask", [3], TensorElementType.BOOL),
        ];
        NetworkModel model = Read(tensors);
        Assert.Equal(
            [
                "The tensor 'bn.num_batches_tracked' of I64 is no parameter; it was left out.",
                "The tensor 'mask' of BOOL is no parameter; it was left out.",
            ],
            model.Notes);
        RuntimeNetwork<float> network = RuntimeNetwork<float>.Create(new NetworkTopology([2, 2], [Activation.Tanh]), 1);
        network.LoadParameters(Written(tensors));
        Assert.Equal(0, network.GetWeights(0)[3]);
        Refused(
            "tensor 'b.weight': expected dtype BF16, F16, F32 or F64 of parameters; found 'I8'",
            ("a.weight", [3, 4], TensorElementType.F32), ("b.weight", [2, 3], TensorElementType.I8));
    }

    /// <summary>Under the names of a network's own blocks too.</summary>
    [Theory]
    [InlineData("BF16")]
    [InlineData("F16")]
    public void Numbers_of_16_bits_are_loaded_into_a_declared_network(string type)
    {
        TensorElementType element = Enum.Parse<TensorElementType>(type);
        RuntimeNetwork<float> network = RuntimeNetwork<float>.Create(new NetworkTopology([2, 2], [Activation.Tanh]), 1);
        network.LoadParameters(Written(
            ("layers.0.weight", [2, 2], element), ("layers.0.bias", [2], element)));
        Assert.Equal(0, network.GetWeights(0)[3]);
    }

    [Fact]
    public void Each_layer_can_have_an_activation_of_its_own()
    {
        NetworkModel model = Read(
            ("0.weight", [3, 4], TensorElementType.F32), ("1.weight", [3, 3], TensorElementType.F32),
            ("2.weight", [2, 3], TensorElementType.F32));
        Assert.Equal(
            "4-3-3-2 Tanh, ELU(0.5), Sigmoid; BinaryCrossEntropy; Single",
            model.WithActivations([Activation.Tanh, Activation.ELU, Activation.Sigmoid], [7, 0.5, 7], CostFunction.BinaryCrossEntropy)
                .Topology.ToString());
        Assert.Equal(
            "4-3-3-2 LeakyReLU(0.01), Tanh, Softmax; CategoricalCrossEntropy; Single",
            model.WithActivations([Activation.LeakyReLU, Activation.Tanh, Activation.Softmax]).Topology.ToString());
        ArgumentException few = Assert.Throws<ArgumentException>(() => model.WithActivations([Activation.Tanh]));
        Assert.StartsWith("The stream has 3 dense layers; found 1 elements.", few.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => model.WithActivations([Activation.Tanh, Activation.Tanh, Activation.Tanh], [1]));
    }

    private static MemoryStream Saved<T>(INetwork<T> network)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var stream = new MemoryStream();
        network.Save(stream);
        stream.Position = 0;
        return stream;
    }

    private static void Refused(string message, params (string Name, long[] Shape, TensorElementType Type)[] tensors)
    {
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => Read(tensors));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    private static NetworkModel Read(params (string Name, long[] Shape, TensorElementType Type)[] tensors) =>
        NetworkModel.Read(Written(tensors));

    private static MemoryStream Written(params (string Name, long[] Shape, TensorElementType Type)[] tensors)
    {
        var stream = new MemoryStream();
        SafeTensorsFile.Write(
            stream,
            [
                .. tensors.Select(tensor => new TensorSource(
                    tensor.Name, tensor.Type, tensor.Shape,
                    new byte[tensor.Shape.Aggregate(1L, (count, length) => count * length) * TensorElementTypes.SizeOf(tensor.Type)])),
            ],
            new Dictionary<string, string>());
        stream.Position = 0;
        return stream;
    }

    private static string CostText(CostFunction cost) => cost switch
    {
        CostFunction.Huber => "Huber(0.5)",
        CostFunction.CategoricalCrossEntropy => "CategoricalCrossEntropy(LabelSmoothing 0.1)",
        _ => cost.ToString(),
    };
}
