namespace NetGen.Tests.Parameters;

/// <summary>The named blocks that a network's parameters are divided into, and copies of their values.</summary>
public class ParameterBlockTests
{
    // The second layer is in dot form, so that the blocks are packed in both ways.
    private static readonly NetworkTopology Topology = new([3, 70, 2], [Activation.Tanh, Activation.Sigmoid]);

    [Fact]
    public void Blocks_have_names_and_shapes_in_the_order_of_the_layers()
    {
        Assert.Equal(
            ["layers.0.weight [70, 3]", "layers.0.bias [70]", "layers.1.weight [2, 70]", "layers.1.bias [2]"],
            Topology.ParameterBlocks.Select(block => block.ToString()));
        Assert.Equal([210L, 70, 140, 2], Topology.ParameterBlocks.Select(block => block.Count));
        Assert.Equal(Topology.ParameterCount, Topology.ParameterBlocks.Sum(block => block.Count));
        Assert.All(Topology.ParameterBlocks, block => Assert.True(block.IsTrained));
    }

    [Fact]
    public void Blocks_are_equal_by_value()
    {
        Assert.Equal(Topology.ParameterBlocks, new NetworkTopology([3, 70, 2], [Activation.ReLU, Activation.Tanh]).ParameterBlocks);
        Assert.NotEqual(Topology.ParameterBlocks[0], Topology.ParameterBlocks[2]);
        Assert.NotEqual(Topology.ParameterBlocks[0], new NetworkTopology([4, 70], [Activation.Tanh]).ParameterBlocks[0]);
        Assert.Equal(
            Topology.ParameterBlocks[3].GetHashCode(),
            new NetworkTopology([9, 70, 2], [Activation.ReLU, Activation.Tanh]).ParameterBlocks[3].GetHashCode());
    }

    [Fact]
    public void All_values_are_the_blocks_one_after_another()
    {
        var buffer = new ParameterBuffer<float>(Topology);
        float[] all = Ascending(422);
        buffer.CopyFrom(all);
        float[] read = new float[422];
        buffer.CopyTo(read);
        Assert.Equal(all, read);

        AssertBlock("layers.0.weight", all[..210]);
        AssertBlock("layers.0.bias", all[210..280]);
        AssertBlock("layers.1.weight", all[280..420]);
        AssertBlock("layers.1.bias", all[420..]);

        void AssertBlock(string name, float[] expected)
        {
            var values = new float[expected.Length];
            buffer.CopyTo(name, values);
            Assert.Equal(expected, values);
        }
    }

    /// <summary>Element (j, k) of a block of weights belongs to output j and input k.</summary>
    [Fact]
    public void A_block_of_weights_is_output_by_input()
    {
        var network = ReferenceNetwork<double>.Create(
            new NetworkTopology([3, 2], [Activation.Identity], numericType: NumericType.Double), seed: 1);
        network.Parameters.CopyFrom("layers.0.weight", [1, 20, 300, 4000, 50000, 600000]);
        network.Parameters.CopyFrom("layers.0.bias", [0.5, 0.25]);
        var output = new double[2];
        network.FeedForward([1, 1, 1], output);
        Assert.Equal([321.5, 654000.25], output);
        network.FeedForward([0, 1, 0], output);
        Assert.Equal([20.5, 50000.25], output);
    }

    [Fact]
    public void A_block_by_name_is_that_of_the_layer()
    {
        ITrainableNetwork<float> network = ControlNet.Create(1);
        foreach (LayerTopology layer in network.Topology.Layers)
        {
            float[] weights = Ascending(layer.InputSize * layer.OutputSize);
            float[] biases = Ascending(layer.OutputSize);
            network.Parameters.CopyFrom($"layers.{layer.Index}.weight", weights);
            network.Parameters.CopyFrom($"layers.{layer.Index}.bias", biases);
            var read = new float[weights.Length];
            network.GetWeights(layer.Index, read);
            Assert.Equal(weights, read);
            Array.Clear(read);
            network.Parameters.GetWeights(layer.Index, read);
            Assert.Equal(weights, read);
            read = new float[biases.Length];
            network.GetBiases(layer.Index, read);
            Assert.Equal(biases, read);

            Array.Reverse(weights);
            Array.Reverse(biases);
            network.SetWeights(layer.Index, weights);
            network.SetBiases(layer.Index, biases);
            read = new float[weights.Length];
            network.Parameters.CopyTo($"layers.{layer.Index}.weight", read);
            Assert.Equal(weights, read);
            read = new float[biases.Length];
            network.Parameters.CopyTo($"layers.{layer.Index}.bias", read);
            Assert.Equal(biases, read);
        }
    }

    [Fact]
    public void A_wrong_name_is_refused_with_the_right_ones()
    {
        var buffer = new ParameterBuffer<float>(Topology);
        foreach (string name in new[] { "layers.2.weight", "layers.0.Weight", "", "layers.0" })
        {
            foreach (Action call in new Action[]
            {
                () => buffer.CopyTo(name, new float[2]),
                () => buffer.CopyFrom(name, new float[2]),
                () => buffer.Norm(name),
            })
            {
                var exception = Assert.Throws<ArgumentException>("blockName", call);
                Assert.Contains($"'{name}'", exception.Message, StringComparison.Ordinal);
                Assert.Contains(
                    "layers.0.weight, layers.0.bias, layers.1.weight, layers.1.bias", exception.Message, StringComparison.Ordinal);
            }
        }

        Assert.Throws<ArgumentNullException>("blockName", () => buffer.CopyTo(null!, new float[2]));
        Assert.Throws<ArgumentNullException>("blockName", () => buffer.CopyFrom(null!, new float[2]));
        Assert.Throws<ArgumentNullException>("blockName", () => buffer.Norm(null!));
    }

    [Fact]
    public void A_wrong_length_is_refused_with_both_lengths()
    {
        var buffer = new ParameterBuffer<float>(Topology);
        foreach (int length in new[] { 0, 209, 211 })
        {
            const string Shape = "layers.0.weight [70, 3]";
            AssertLength("destination", Shape, "70 x 3 = 210", length, () => buffer.CopyTo("layers.0.weight", new float[length]));
            AssertLength("source", Shape, "70 x 3 = 210", length, () => buffer.CopyFrom("layers.0.weight", new float[length]));
        }

        AssertLength("source", "layers.1.bias [2]", "2", 3, () => buffer.CopyFrom("layers.1.bias", new float[3]));
        AssertLength("destination", "422 parameters", "422", 421, () => buffer.CopyTo(new float[421]));
        AssertLength("source", "422 parameters", "422", 423, () => buffer.CopyFrom(new float[423]));
        Assert.Equal(-1, buffer.Packed.IndexOfAnyExcept(0f));

        static void AssertLength(string parameter, string what, string expected, int actual, Action call)
        {
            var exception = Assert.Throws<ArgumentException>(parameter, call);
            Assert.Contains(what, exception.Message, StringComparison.Ordinal);
            Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
            Assert.Contains($"{actual} elements", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Parameters_of_a_network_to_be_read_are_those_that_it_trains()
    {
        TinyNet network = TinyNet.Create(1);
        IReadOnlyParameters<float> read = ((INetwork<float>)network).Parameters;
        Assert.Same(TinyNet.Topology, read.Topology);
        var before = new float[TinyNet.ParameterCount];
        var after = new float[before.Length];
        read.CopyTo(before);
        network.TrainMiniBatch([1, 0], [1], 1);
        read.CopyTo(after);
        Assert.NotEqual(before, after);
        network.Parameters.CopyFrom(before);
        EqualityAssert.SameParameters(TinyNet.Create(1), network, "set back");
    }

    private static float[] Ascending(int count) => [.. Enumerable.Range(1, count).Select(i => (float)i)];
}
