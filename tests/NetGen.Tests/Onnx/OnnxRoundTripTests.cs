using System.Numerics;
using System.Runtime.InteropServices;

namespace NetGen.Tests.Onnx;

/// <summary>
/// What is saved as an ONNX model comes back: the same topology, parameters bit for bit, class names, and the same bytes.
/// </summary>
public sealed class OnnxRoundTripTests
{
    [Fact]
    public void Networks_of_float_come_back() => CheckAll<float>(NumericType.Single);

    [Fact]
    public void Networks_of_double_come_back() => CheckAll<double>(NumericType.Double);

    /// <summary>Without NetGen's texts, the graph gives the same network but for cost, dropout and names of classes.</summary>
    [Theory]
    [InlineData(NumericType.Single)]
    [InlineData(NumericType.Double)]
    public void The_graph_alone_gives_layers_activations_and_parameters(NumericType type)
    {
        foreach (NetworkTopology topology in OnnxNetworks.All(type))
        {
            NetworkModel model = type == NumericType.Single ? FromGraph<float>(topology) : FromGraph<double>(topology);
            Assert.Equal(
                topology.Layers.Where(layer => layer is not DropoutTopology).Select(Text), model.Topology.Layers.Select(Text));
            Assert.Null(model.ClassNames);
        }

        // α comes back as a float from models of float; with 0, it makes another name for ReLU.
        static string Text(LayerTopology layer)
        {
            Activation activation = ActivationTraits.HasAlpha(layer.Activation) && layer.Alpha == 0 ? Activation.ReLU : layer.Activation;
            return FormattableString.Invariant($"{layer.InputSize} {layer.OutputSize} {activation} {(float)layer.Alpha} {layer.GetType()}");
        }
    }

    /// <summary>A single input from 0 to 1 leaves numbers that change nothing.</summary>
    [Fact]
    public void A_scaling_of_one_input_that_changes_nothing_comes_back()
    {
        foreach (LayerAttribute scaling in new LayerAttribute[] { new StandardizeAttribute(), new MinMaxScaleAttribute() })
        {
            ReferenceNetwork<float> network = ReferenceNetwork<float>.Create(
                NetworkTopology.FromLayers([1], [scaling, new DenseAttribute(4, Activation.Tanh), new DenseAttribute(1)]), 1);
            NetworkModel model = NetworkModel.Read(new MemoryStream(OnnxNetworks.BytesOf(network)));
            Assert.Equal(network.Topology, model.Topology);
            Assert.Empty(model.Notes);
        }
    }

    [Fact]
    public void A_file_takes_the_place_of_another_once_it_is_whole()
    {
        string path = Path.GetTempFileName();
        try
        {
            ReferenceNetwork<float> network = OnnxNetworks.Random<float>(new NetworkTopology([3, 2], [Activation.Tanh]), 1);
            network.SaveOnnx(path);
            Assert.Equal(OnnxNetworks.BytesOf(network), File.ReadAllBytes(path));
            NetworkModel model = NetworkModel.Read(path);
            Assert.Equal(path, model.Source);
            Assert.Equal(network.Topology, model.Topology);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>A graph that was changed after it was saved counts, and not what the file says of the one before.</summary>
    [Fact]
    public void Metadata_of_another_network_are_left_out_with_a_note()
    {
        NetworkModel model = new OnnxBuilder()
            .Input("x", [-1, 2])
            .Initializer(OnnxBuilder.Tensor("w", [2, 2], 1f, 2, 3, 4))
            .Node("MatMul", ["x", "w"], ["y"])
            .Output("y")
            .Metadata("netgen.sizes", "2-2")
            .Metadata("netgen.layers", "Tanh")
            .Metadata("netgen.cost", "Quadratic")
            .Read();
        Assert.Equal("2-2 Identity; Quadratic; Single", model.Topology.ToString());
        Assert.Equal(
            "The file says that its network is 2-2 Tanh; Quadratic; Single, which is not that of its graph; the graph was taken.",
            Assert.Single(model.Notes));
    }

    private static void CheckAll<T>(NumericType type)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int seed = 0;
        foreach (NetworkTopology topology in OnnxNetworks.All(type))
        {
            ReferenceNetwork<T> network = OnnxNetworks.Random<T>(topology, ++seed);
            byte[] bytes = OnnxNetworks.BytesOf(network);
            NetworkModel model = NetworkModel.Read(new MemoryStream(bytes));
            Assert.Equal(topology, model.Topology);
            Assert.Empty(model.Notes);
            ReferenceNetwork<T> same = model.ToReferenceNetwork<T>();
            Assert.True(network.Parameters.BitwiseEquals(same.Parameters), topology.ToString());
            Assert.Equal(network.ClassNames, same.ClassNames);
            Assert.Equal(bytes, OnnxNetworks.BytesOf(same));
        }
    }

    // The model with the metadata cut off, which come last.
    private static NetworkModel FromGraph<T>(NetworkTopology topology)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReferenceNetwork<T> network = OnnxNetworks.Random<T>(topology, 1);
        byte[] bytes = OnnxNetworks.BytesOf(network);
        int metadata = bytes.AsSpan().LastIndexOf("netgen.activations"u8) - 4;
        int start = bytes.AsSpan(0, metadata + 4).LastIndexOf((byte)0x72);
        NetworkModel model = NetworkModel.Read(new MemoryStream(bytes[..start]));
        ReferenceNetwork<T> same = model.ToReferenceNetwork<T>();
        foreach ((ParameterBlock block, ParameterBlock other) in topology.ParameterBlocks.Zip(model.Topology.ParameterBlocks))
        {
            var expected = new T[block.Count];
            var found = new T[other.Count];
            network.Parameters.CopyTo(block.Name, expected);
            same.Parameters.CopyTo(other.Name, found);
            Assert.Equal(MemoryMarshal.AsBytes<T>(expected), MemoryMarshal.AsBytes<T>(found));
        }

        return model;
    }
}
