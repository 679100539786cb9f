using NetGen.Models.Onnx;
using static NetGen.Tests.Onnx.OnnxBuilder;

namespace NetGen.Tests.Onnx;

/// <summary>Networks take parameters from every format that is read, if it is that of a network that computes the same.</summary>
public sealed class OnnxLoadTests : IDisposable
{
    private static readonly NetworkTopology Topology = new([3, 2, 1], [Activation.LeakyReLU, Activation.Sigmoid]);

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_network_takes_parameters_and_class_names_of_a_model()
    {
        ReferenceNetwork<float> source = OnnxNetworks.Random<float>(Topology, 3);
        source.SaveOnnx(_path);
        ReferenceNetwork<float> network = ReferenceNetwork<float>.Create(Topology, 1);
        network.LoadParameters(_path);
        Assert.True(source.Parameters.BitwiseEquals(network.Parameters));
        Assert.Equal(source.ClassNames, network.ClassNames);

        network = ReferenceNetwork<float>.Create(Topology, 1);
        network.LoadParameters(new MemoryStream(File.ReadAllBytes(_path)));
        Assert.True(source.Parameters.BitwiseEquals(network.Parameters));
        network = ReferenceNetwork<float>.Create(Topology, 1);
        using (var stream = new OneWayStream(File.ReadAllBytes(_path)))
        {
            network.LoadParameters(stream);
        }

        Assert.True(source.Parameters.BitwiseEquals(network.Parameters));
    }

    /// <summary>Dropout, cost and names of layers are the class's own.</summary>
    [Fact]
    public void What_has_no_effect_in_use_may_differ()
    {
        NetworkTopology other = NetworkTopology.FromLayers(
            [3],
            [
                new DropoutAttribute(0.2),
                new DenseAttribute(2, Activation.LeakyReLU) { Name = "first" },
                new DenseAttribute(1, Activation.Sigmoid),
            ],
            CostFunction.BinaryCrossEntropy);
        OnnxNetworks.Random<float>(Topology, 3).SaveOnnx(_path);
        ReferenceNetwork<float> network = ReferenceNetwork<float>.Create(other, 1);
        network.LoadParameters(_path);
        var expected = new float[6];
        var found = new float[6];
        OnnxNetworks.Random<float>(Topology, 3).Parameters.CopyTo("layers.0.weight", expected);
        network.Parameters.CopyTo("first.weight", found);
        Assert.Equal(expected, found);
    }

    [Theory]
    [InlineData(3, 4, Activation.LeakyReLU, NumericType.Single)]
    [InlineData(2, 2, Activation.LeakyReLU, NumericType.Single)]
    [InlineData(3, 2, Activation.Tanh, NumericType.Single)]
    [InlineData(3, 2, Activation.LeakyReLU, NumericType.Double)]
    public void The_model_of_another_network_is_refused(int inputs, int hidden, Activation activation, NumericType type)
    {
        var other = new NetworkTopology([inputs, hidden, 1], [activation, Activation.Sigmoid], numericType: type);
        if (type == NumericType.Double)
        {
            OnnxNetworks.Random<double>(other, 1).SaveOnnx(_path);
        }
        else
        {
            OnnxNetworks.Random<float>(other, 1).SaveOnnx(_path);
        }

        ReferenceNetwork<float> network = ReferenceNetwork<float>.Create(Topology, 1);
        var exception = Assert.Throws<InvalidDataException>(() => network.LoadParameters(_path));
        Assert.Equal(
            type == NumericType.Double
                ? $"{_path}: expected parameters of float, as the network has them; found double. Use a network of double, or convert the "
                    + "file's by NetworkModel.Read and WithNumericType(NumericType.Single)."
                : $"{_path}: expected a network of {Topology}; found one of {other}. Declare the network as that of the file.",
            exception.Message);
        Assert.True(network.Parameters.BitwiseEquals(ReferenceNetwork<float>.Create(Topology, 1).Parameters));
        Assert.Null(network.ClassNames);
    }

    [Fact]
    public void Class_names_that_do_not_fit_are_refused()
    {
        byte[] model = new OnnxBuilder()
            .Input("x", [-1, 2])
            .Initializer(Tensor("w", [2, 1], 1f, 2))
            .Node("MatMul", ["x", "w"], ["z"])
            .Node("Tanh", ["z"], ["y"])
            .Node("ai.onnx.ml", "ZipMap", ["y"], ["map"], Attribute("classlabels_strings", ["a"]))
            .Output("map", OnnxType.Undefined)
            .Build();
        var topology = new NetworkTopology([2, 1], [Activation.Tanh], CostFunction.Hinge);
        var exception = Assert.Throws<InvalidDataException>(
            () => ReferenceNetwork<float>.Create(topology, 1).LoadParameters(new MemoryStream(model)));
        Assert.Equal(
            "The stream: its class names do not fit 2-1 Tanh; Hinge; Single. Expected 2 class names, for the classes 0 and 1 of the single "
            + "output; found 1.", exception.Message);
    }

    /// <summary>As PyTorch names the layers of a sequence in which activations have numbers too.</summary>
    [Fact]
    public void Weights_under_other_names_are_taken_if_their_shapes_fit()
    {
        File.WriteAllBytes(_path, StateDictionary());
        ReferenceNetwork<float> network = ReferenceNetwork<float>.Create(Topology, 1);
        network.LoadParameters(_path);
        var weights = new float[6];
        network.Parameters.CopyTo("layers.0.weight", weights);
        Assert.Equal([0f, 1, 2, 3, 4, 5], weights);

        var other = new NetworkTopology([3, 4, 1], [Activation.ReLU, Activation.Sigmoid]);
        var exception = Assert.Throws<InvalidDataException>(() => ReferenceNetwork<float>.Create(other, 1).LoadParameters(_path));
        Assert.Equal(
            $"{_path}: expected a network of {other}; found one of 3-2-1 Single. Declare the network as that of the file.",
            exception.Message);
    }

    [Fact]
    public void Reference_networks_are_of_the_type_of_the_model()
    {
        OnnxNetworks.Random<float>(Topology, 3).SaveOnnx(_path);
        NetworkModel model = NetworkModel.Read(_path);
        Assert.StartsWith(
            $"{_path}: expected parameters of double, as the network has them; found float. Use a network of float",
            Assert.Throws<InvalidDataException>(model.ToReferenceNetwork<double>).Message,
            StringComparison.Ordinal);
        File.WriteAllBytes(_path, StateDictionary());
        Assert.Throws<InvalidOperationException>(NetworkModel.Read(_path).ToReferenceNetwork<float>);
        Assert.Equal(
            Topology.ToString(),
            NetworkModel.Read(_path)
                .WithActivations(Activation.LeakyReLU, Activation.Sigmoid)
                .ToReferenceNetwork<float>()
                .Topology
                .ToString());
    }

    // A safetensors file with the tensors 0.weight, 0.bias, 2.weight and 2.bias.
    private static byte[] StateDictionary()
    {
        const string Header =
            """
            {"0.weight":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"0.bias":{"dtype":"F32","shape":[2],"data_offsets":[24,32]},
            "2.weight":{"dtype":"F32","shape":[1,2],"data_offsets":[32,40]},"2.bias":{"dtype":"F32","shape":[1],"data_offsets":[40,44]}}
            """;
        float[] values = [.. Enumerable.Range(0, 11).Select(i => (float)i)];
        return
        [
            .. BitConverter.GetBytes((long)Header.Length),
            .. System.Text.Encoding.ASCII.GetBytes(Header),
            .. values.SelectMany(BitConverter.GetBytes),
        ];
    }

    /// <summary>A stream that cannot seek.</summary>
    private sealed class OneWayStream(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;
    }
}
