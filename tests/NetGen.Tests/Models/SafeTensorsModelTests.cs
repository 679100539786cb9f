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
            "expected names that differ in numbers alone, as '0.weight' and '2.weight', where shapes allow more than one order of the",
            ("encoder.weight", [3, 6], TensorElementType.F32), ("decoder.weight", [6, 3], TensorElementType.F32));
        NetworkModel model = Read(
            ("out.weight", [2, 3], TensorElementType.F32), ("hidden.weight", [3, 5], TensorElementType.F32),
            ("in.weight", [5, 4], TensorElementType.F32));
        Assert.Equal(
            ["in.weight", "in.bias", "hidden.weight", "hidden.bias", "out.weight", "out.bias"],
            model.Structure.ParameterBlocks.Select(block => block.Name));
    }

    /// <summary>Numbers in names that differ in more say no order: an autoencoder is none that begins with its decoder.</summary>
    [Theory]
    [InlineData("encoder.0 64x784, encoder.2 16x64, decoder.0 64x16, decoder.2 784x64", "784-64-16-64-784")]
    [InlineData("block0.down 8x64, block0.up 64x8, block1.down 8x64, block1.up 64x8", "64-8-64-8-64")]
    [InlineData("encoder.0 9x9, encoder.1 9x9, decoder.0 9x9, decoder.1 9x9", null)]
    [InlineData("encoder0 9x9, decoder1 9x9", null)]
    public void Names_that_differ_in_more_than_numbers_need_sizes_that_allow_one_order(string layers, string? sizes)
    {
        (string Name, long[] Shape, TensorElementType Type)[] tensors =
        [
            .. layers.Split(", ").Select(layer => layer.Split(' ')).Select(layer => (
                layer[0] + ".weight", layer[1].Split('x').Select(long.Parse).ToArray(), TensorElementType.F32)),
        ];
        int[] units = sizes is null ? [9, .. tensors.Select(_ => 9)] : [.. sizes.Split('-').Select(int.Parse)];
        var network = RuntimeNetwork<float>.Create(
            new NetworkTopology(units, [.. units.Skip(1).Select(_ => Activation.Tanh)]), 1);
        foreach ((string Name, long[] Shape, TensorElementType Type)[] order in new[] { tensors, [.. tensors.Reverse()] })
        {
            Refused("shapes allow more than one order of the layers. Rename the tensors", order);
            if (sizes is null)
            {
                Assert.Throws<InvalidDataException>(() => network.LoadParameters(Written(order)));
                continue;
            }

            network.LoadParameters(Written(order));
            for (int layer = 0; layer < tensors.Length; layer++)
            {
                Assert.Equal(Array.FindIndex(order, tensor => tensor.Name == tensors[layer].Name), network.GetWeights(layer)[0]);
            }
        }
    }

    /// <summary>Where all shapes are the same too.</summary>
    [Theory]
    [InlineData("second", "first")]
    [InlineData("b1", "a2")]
    [InlineData("b", null)]
    public void A_saved_network_says_the_order_of_its_named_layers(string first, string? second)
    {
        NetworkTopology topology = NetworkTopology.FromLayers(
            [4],
            [
                new DenseAttribute(4, Activation.Tanh) { Name = first },
                new DenseAttribute(4, Activation.Tanh) { Name = second },
                new DenseAttribute(4, Activation.Tanh),
            ]);
        RuntimeNetwork<float> network = RuntimeNetwork<float>.Create(topology, 9);
        RuntimeNetwork<float> read = RuntimeNetwork<float>.Load(Saved(network));
        Assert.Equal(topology, read.Topology);
        Assert.True(network.Parameters.BitwiseEquals(read.Parameters));
    }

    [Fact]
    public void Batch_normalization_of_tensors_alone_is_named() => Refused(
        "tensor 'bn1.weight': 'bn1' is batch normalization, which is not read from tensors alone. Export the model to ONNX",
        ("fc1.weight", [3, 4], TensorElementType.F32), ("bn1.weight", [3], TensorElementType.F32),
        ("bn1.bias", [3], TensorElementType.F32), ("bn1.running_mean", [3], TensorElementType.F32));

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
                "The tensor 'bn.num_batches_tracked' of I64 is not a parameter; it was left out.",
                "The tensor 'mask' of BOOL is not a parameter; it was left out.",
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
                    Content(tensor.Shape, tensor.Type, Array.IndexOf(tensors, tensor)))),
            ],
            new Dictionary<string, string>());
        stream.Position = 0;
        return stream;
    }

    // Each number of float is the place of the tensor; all others are 0.
    private static byte[] Content(long[] shape, TensorElementType type, int place)
    {
        byte[] content = new byte[shape.Aggregate(1L, (count, length) => count * length) * TensorElementTypes.SizeOf(type)];
        if (type == TensorElementType.F32)
        {
            System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(content.AsSpan()).Fill(place);
        }

        return content;
    }

    private static string CostText(CostFunction cost) => cost switch
    {
        CostFunction.Huber => "Huber(0.5)",
        CostFunction.CategoricalCrossEntropy => "CategoricalCrossEntropy(LabelSmoothing 0.1)",
        _ => cost.ToString(),
    };
}
