using NetGen.DigitPad.Tests.Support;
using NetGen.Samples.DigitPad.Networks;

namespace NetGen.DigitPad.Tests.Networks;

public class DigitReaderTests
{
    [Fact]
    public void Hidden_activations_fed_on_give_the_outputs_of_the_network()
    {
        var reader = new DigitReader();
        (byte[] images, _) = Mnist.ReadFew();
        var hidden = new float[reader.HiddenUnits];
        var outputs = new float[DigitReader.Classes];
        for (int i = 0; i < 100; i++)
        {
            float[] image = [.. images.AsSpan(i * 784, 784).ToArray().Select(pixel => pixel / 255f)];
            reader.ReadHidden(image, hidden);
            DigitReader.Read(image, outputs);
            Assert.All(FeedOn(hidden).Zip(outputs), pair => Assert.Equal(pair.Second, pair.First, 1e-5));
            Assert.Contains(hidden, activation => activation > 0);
            Assert.Contains(hidden, activation => activation == 0);
        }
    }

    [Theory]
    [InlineData(Activation.Sigmoid)]
    [InlineData(Activation.LeakyReLU)]
    public void A_network_whose_hidden_layer_cannot_be_shown_is_refused(Activation activation)
    {
        NetworkTopology topology = Topology(new DenseAttribute(30, activation));
        var exception = Assert.Throws<NotSupportedException>(() => DigitReader.FindHidden(topology));
        Assert.Contains($"784 -> 30 {activation}", exception.Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(
            () => DigitReader.FindHidden(Topology(new StandardizeAttribute(), new DenseAttribute(30, Activation.ReLU))));
        Assert.Equal(30, DigitReader.FindHidden(
            Topology(new DropoutAttribute(0.1), new DenseAttribute(30, Activation.ReLU))).OutputSize);
    }

    private static NetworkTopology Topology(params LayerAttribute[] layers) => NetworkTopology.FromLayers(
        [784], [.. layers, new DenseAttribute(10, Activation.Softmax)], CostFunction.CategoricalCrossEntropy, NumericType.Single);

    // The output layer in plain loops: softmax of w x + b.
    private static double[] FeedOn(float[] hidden)
    {
        var weights = new float[hidden.Length * DigitReader.Classes];
        var biases = new float[DigitReader.Classes];
        DigitNet.Pretrained.GetWeights(1, weights);
        DigitNet.Pretrained.GetBiases(1, biases);
        double[] exponentials =
        [
            .. Enumerable.Range(0, DigitReader.Classes).Select(unit => Math.Exp(biases[unit] + hidden
                .Select((activation, i) => (double)activation * weights[(unit * hidden.Length) + i]).Sum())),
        ];
        return [.. exponentials.Select(exponential => exponential / exponentials.Sum())];
    }
}
