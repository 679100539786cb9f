namespace NetGen.Tests.Parameters;

public class ParameterBufferTests
{
    [Theory]
    [InlineData(3, 5)]
    [InlineData(64, 2)]
    [InlineData(7, 40)]
    [InlineData(2, 100)]
    public void Weights_and_biases_come_back_as_they_were_set(int inputs, int outputs)
    {
        var topology = new NetworkTopology([inputs, outputs], [Activation.Tanh]);
        var buffer = new ParameterBuffer<float>(topology);
        float[] weights = [.. Enumerable.Range(1, inputs * outputs).Select(i => (float)i)];
        float[] biases = [.. Enumerable.Range(1, outputs).Select(i => -(float)i)];
        buffer.SetWeights(0, weights);
        buffer.SetBiases(0, biases);

        var readWeights = new float[weights.Length];
        var readBiases = new float[biases.Length];
        buffer.GetWeights(0, readWeights);
        buffer.GetBiases(0, readBiases);

        Assert.Equal(weights, readWeights);
        Assert.Equal(biases, readBiases);
    }

    [Fact]
    public void A_span_of_the_wrong_length_is_refused_with_both_lengths()
    {
        var buffer = new ParameterBuffer<double>(new NetworkTopology([3, 2], [Activation.Sigmoid], numericType: NumericType.Double));
        var exception = Assert.Throws<ArgumentException>("source", () => buffer.SetWeights(0, new double[5]));
        Assert.Contains("2 x 3 = 6", exception.Message, StringComparison.Ordinal);
        Assert.Contains("5", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("layer", () => buffer.GetBiases(1, new double[2]));
    }
}
