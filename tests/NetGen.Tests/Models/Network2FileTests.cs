using System.Globalization;
using System.Text;
using NetGen.Tests.Support;

namespace NetGen.Tests.Models;

/// <summary>Files as the book's program network2.py saves them.</summary>
public sealed class Network2FileTests
{
    // network2.py saves lists of rows, biases as columns; classification is the largest output of sigmoid layers.
    private const string Script = """
        import json, sys, numpy
        with open(sys.argv[1]) as file:
            data = json.load(file)
        weights = [numpy.array(w) for w in data["weights"]]
        biases = [numpy.array(b) for b in data["biases"]]
        print([len(b) for b in biases], data["sizes"], data["cost"])
        for line in sys.stdin:
            a = numpy.array([float(x) for x in line.split()]).reshape(-1, 1)
            for w, b in zip(weights, biases):
                a = 1.0 / (1.0 + numpy.exp(-(numpy.dot(w, a) + b)))
            print(int(numpy.argmax(a)), " ".join(repr(float(x)) for x in a.ravel()))
        """;

    private static readonly NetworkTopology Topology = new(
        [4, 5, 3], [Activation.Sigmoid, Activation.Sigmoid], CostFunction.BinaryCrossEntropy, NumericType.Double);

    [Fact]
    public void A_file_of_the_book_is_read()
    {
        const string Json = """
            {"sizes": [2, 2, 1], "weights": [[[1.5, -2], [3e-1, 4]], [[5.0, 6]]], "biases": [[[0.25], [-1]], [[7]]],
             "cost": "CrossEntropyCost"}
            """;
        NetworkModel model = Read(Json);
        Assert.Equal("2-2-1 Sigmoid, Sigmoid; BinaryCrossEntropy; Double", model.Topology.ToString());
        RuntimeNetwork<double> network = RuntimeNetwork<double>.Of(model);
        double[] values = new double[9];
        network.Parameters.CopyTo(values);
        Assert.Equal([1.5, -2, 0.3, 4, 0.25, -1, 5, 6, 7], values);
    }

    /// <summary>Texts say no type, so the network's is taken.</summary>
    [Fact]
    public void A_file_becomes_a_network_of_either_type()
    {
        const string Json = """{"sizes": [1, 1], "weights": [[[0.1]]], "biases": [[[2]]], "cost": "QuadraticCost"}""";
        RuntimeNetwork<float> network = RuntimeNetwork<float>.Load(new MemoryStream(Encoding.UTF8.GetBytes(Json)));
        Assert.Equal([0.1f, 2], network.GetWeights(0).ToArray().Concat(network.GetBiases(0).ToArray()));
        Assert.Equal(NumericType.Single, Read(Json).ToReferenceNetwork<float>().Topology.NumericType);
        Assert.Equal(NumericType.Double, RuntimeNetwork<double>.Of(Read(Json)).Topology.NumericType);
        Assert.Throws<InvalidDataException>(() => RuntimeNetwork<float>.Of(Read(Json).WithNumericType(NumericType.Single)
            .WithNumericType(NumericType.Double)));
    }

    [Fact]
    public void Numbers_that_are_not_finite_are_noted()
    {
        const string Json = """{"sizes": [1, 1], "weights": [[[1e999]]], "biases": [[[0]]], "cost": "QuadraticCost"}""";
        Assert.Equal(["layers.0.weight [1, 1] has numbers that are not finite."], Read(Json).Notes);
    }

    [Fact]
    public void What_is_saved_is_read_to_the_bit_in_both_types()
    {
        RuntimeNetwork<double> network = RuntimeNetwork<double>.Create(Topology, 3);
        RuntimeNetwork<double> read = RuntimeNetwork<double>.Load(new MemoryStream(Saved(network)));
        Assert.Equal(network.Topology, read.Topology);
        Assert.True(network.Parameters.BitwiseEquals(read.Parameters));

        var topology = new NetworkTopology([4, 5, 3], [Activation.Sigmoid, Activation.Sigmoid]);
        RuntimeNetwork<float> single = RuntimeNetwork<float>.Create(topology, 3);
        RuntimeNetwork<float> again = RuntimeNetwork<float>.Create(single.Topology, 4);
        again.LoadParameters(new MemoryStream(Saved(single)));
        Assert.True(single.Parameters.BitwiseEquals(again.Parameters));
    }

    [Fact]
    public async Task Python_classifies_by_a_saved_file_as_the_network_does_and_as_the_file_does_when_it_is_loaded()
    {
        RuntimeNetwork<double> network = RuntimeNetwork<double>.Create(Topology, 3);
        double[][] inputs = [[0.1, 0.9, -0.3, 0.5], [1, 0, 0, 0], [-2, 3, 0.25, 1]];
        string path = Path.GetTempFileName();
        try
        {
            network.SaveNetwork2(path);
            string lines = string.Join("\n", inputs.Select(
                input => string.Join(' ', input.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))));
            string[] output = (await Python.RunAsync("numpy", Script, lines, path)).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
            Assert.Equal("[5, 3] [4, 5, 3] CrossEntropyCost", output[0]);
            RuntimeNetwork<double> loaded = RuntimeNetwork<double>.Load(path);
            for (int i = 0; i < inputs.Length; i++)
            {
                string[] words = output[i + 1].Split(' ');
                int best = int.Parse(words[0], CultureInfo.InvariantCulture);
                Assert.Equal((best, best), (network.Classify(inputs[i]), loaded.Classify(inputs[i])));
                double[] expected = network.FeedForward(inputs[i]);
                for (int j = 0; j < expected.Length; j++)
                {
                    Assert.Equal(expected[j], double.Parse(words[j + 1], CultureInfo.InvariantCulture), 1e-14);
                }
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("""{"sizes": [2, 1], "weights": [[[1, 2]]], "biases": [[[0]]]}""", "found no text 'cost'")]
    [InlineData("""{"sizes": [2], "weights": [], "biases": [], "cost": "QuadraticCost"}""", "'sizes': expected at least 2; found 1.")]
    [InlineData(
        """{"sizes": [2, 0], "weights": [[]], "biases": [[]], "cost": "QuadraticCost"}""",
        "whole numbers of at least 1; found '0'")]
    [InlineData(
        """{"sizes": [2, 1], "weights": [[[1, 2, 3]]], "biases": [[[0]]], "cost": "QuadraticCost"}""",
        "'weights' of layer 0: expected a number for each input, 2; found 3.")]
    [InlineData(
        """{"sizes": [2, 1], "weights": [[[1, 2], [3, 4]]], "biases": [[[0]]], "cost": "QuadraticCost"}""",
        "'weights' of layer 0: expected a row for each unit, 1; found 2.")]
    [InlineData(
        """{"sizes": [2, 1], "weights": [[[1, "x"]]], "biases": [[[0]]], "cost": "QuadraticCost"}""",
        "expected numbers; found '\"x\"'.")]
    [InlineData(
        """{"sizes": [2000000000, 1], "weights": [[[1, 2]]], "biases": [[[0]]], "cost": "QuadraticCost"}""",
        "expected a number for each input, 2000000000; found 2.")]
    [InlineData(
        """{"sizes": [2, 1], "weights": [[[1, 2]]], "biases": [[0]], "cost": "QuadraticCost"}""",
        "'biases' of layer 0: expected a number for each input, 1; found '0'.")]
    [InlineData("""{"sizes": [2, 1], "weights": [[[1, 2]]], "biases": [[[0]]], "cost": "Hinge"}""", "QuadraticCost; found 'Hinge'.")]
    [InlineData("""{"sizes": [2, 1], "weights": [[[1, NaN]]]""", "expected JSON; it is damaged or cut short in line 1, byte ")]
    [InlineData("""{"sizes": [2, 1], "weights": [[[1, NaN]]]""", "or has NaN or Infinity there, as Python writes them and")]
    public void What_is_wrong_is_named(string json, string message)
    {
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => Read(json));
        Assert.StartsWith("The stream", exception.Message, StringComparison.Ordinal);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_format_has_no_place_for_is_refused()
    {
        ArgumentException layer = Assert.Throws<ArgumentException>(() => Saved(RuntimeNetwork<double>.Create(
            new NetworkTopology([4, 3], [Activation.Tanh], numericType: NumericType.Double), 1)));
        Assert.Contains("layer 0 is 4 -> 3 Tanh", layer.Message, StringComparison.Ordinal);
        ArgumentException cost = Assert.Throws<ArgumentException>(() => Saved(RuntimeNetwork<float>.Create(
            new NetworkTopology([4, 3], [Activation.Sigmoid], CostFunction.Huber), 1)));
        Assert.Contains("the cost is Huber(1)", cost.Message, StringComparison.Ordinal);
        RuntimeNetwork<double> infinite = RuntimeNetwork<double>.Create(Topology, 1);
        infinite.Parameters.SetBiases(1, [0, double.PositiveInfinity, 0]);
        ArgumentException number = Assert.Throws<ArgumentException>(() => Saved(infinite));
        Assert.Contains("layers.1.bias", number.Message, StringComparison.Ordinal);
    }

    private static byte[] Saved<T>(INetwork<T> network)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        using var stream = new MemoryStream();
        network.SaveNetwork2(stream);
        return stream.ToArray();
    }

    private static NetworkModel Read(string json) => NetworkModel.Read(new MemoryStream(Encoding.UTF8.GetBytes(json)));
}
