namespace NetGen.Tests;

/// <summary>
/// Gradients with respect to the inputs, Jacobians, and backpropagation from given derivatives. That generated networks give the bits of
/// the reference is part of <see cref="EqualityAssert.MatchesReference{T}"/>.
/// </summary>
public class InputGradientTests
{
    /// <summary>Hidden activations, output activations and costs, with scaling and dropout layers in front.</summary>
    public static TheoryData<Activation, Activation, CostFunction> Heads
    {
        get
        {
            var data = new TheoryData<Activation, Activation, CostFunction>();
            foreach (CostFunction cost in Enum.GetValues<CostFunction>())
            {
                foreach (Activation output in Enum.GetValues<Activation>().Where(output => CostTraits.IsValid(cost, output)))
                {
                    data.Add(Activation.Tanh, output, cost);
                }
            }

            return data;
        }
    }

    /// <summary>
    /// The tolerance leaves a factor of 100 to the error of central differences, and is 1e6 times smaller than what a wrong term brings.
    /// </summary>
    [Theory]
    [MemberData(nameof(Heads))]
    public void All_gradients_are_those_of_finite_differences(Activation hidden, Activation output, CostFunction cost)
    {
        var topology = NetworkTopology.FromLayers(
            [5],
            [new StandardizeAttribute(), new DenseAttribute(7, hidden), new DropoutAttribute(0.5), new DenseAttribute(3, output)],
            cost,
            NumericType.Double);
        var network = ReferenceNetwork<double>.Create(topology, 3);
        EqualityAssert.DrawUntrained(network.Parameters, new Random(4));
        (double[] inputs, double[] targets) = EqualityAssert.Samples<double>(topology, 4, new Random(5));

        GradientCheck check = network.CheckGradient<double>(inputs, targets);

        Assert.True(check.RelativeError < 1e-6, check.ToString());
        Assert.Equal(
            ["layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias", "inputs"], check.Blocks.Select(block => block.Name));
        Assert.Equal([35, 7, 21, 3, 20], check.Blocks.Select(block => block.Count));
    }

    [Fact]
    public void A_network_of_float_is_checked_too()
    {
        DigitNet network = DigitNet.Create(1, Initializer.Scaled);
        (float[] inputs, float[] targets) = EqualityAssert.Samples<float>(DigitNet.Topology, 2, new Random(6));

        GradientCheck check = network.CheckGradient<float>(inputs, targets, derivativesPerBlock: 20, seed: 7);

        Assert.True(check.RelativeError is > 1e-9 and < 1e-4, check.ToString());
        Assert.Equal([20, 20, 20, 10, 20], check.Blocks.Select(block => block.Count));
    }

    /// <summary>The difference that is no number is the worst one, wherever it comes.</summary>
    [Fact]
    public void A_derivative_that_is_no_number_is_named()
    {
        var network = ReferenceNetwork<double>.Create(
            new NetworkTopology([2, 4], [Activation.Identity], numericType: NumericType.Double), 1);
        GradientCheck check = network.CheckGradient<double>([1, 2], (_, outputs, gradients) =>
        {
            outputs.CopyTo(gradients);
            double cost = 0;
            foreach (double output in outputs)
            {
                cost += 0.5 * output * output;
            }

            gradients[1] = double.NaN;
            return cost;
        });
        BlockGradientCheck biases = check.Blocks.Single(block => block.Name == "layers.0.bias");
        Assert.Equal(1, biases.WorstIndex);
        Assert.True(double.IsNaN(biases.WorstBackprop));
        Assert.True(double.IsFinite(biases.WorstDifference));
    }

    /// <summary>A cost of one's own: the sum of cubes. With wrong derivatives, every block shows it.</summary>
    [Theory]
    [InlineData(3.0, true)]
    [InlineData(3.1, false)]
    public void A_cost_of_ones_own_is_checked_with_its_derivatives(double factor, bool isRight)
    {
        var network = SoftmaxDoubleNet3.Create(8);
        (double[] inputs, _) = EqualityAssert.Samples<double>(SoftmaxDoubleNet3.Topology, 3, new Random(9));

        GradientCheck check = network.CheckGradient<double>(inputs, (sample, outputs, gradients) =>
        {
            double cost = 0;
            for (int i = 0; i < outputs.Length; i++)
            {
                double weight = 1 + i + sample;
                cost += weight * outputs[i] * outputs[i] * outputs[i];
                gradients[i] = weight * factor * outputs[i] * outputs[i];
            }

            return cost;
        });

        Assert.All(check.Blocks, block => Assert.Equal(isRight, block.RelativeError < 1e-6));
        Assert.Equal(isRight, check.RelativeError < 1e-6);
        if (!isRight)
        {
            BlockGradientCheck inputsBlock = check.Blocks[^1];
            Assert.Equal(3.1 / 3, inputsBlock.WorstBackprop / inputsBlock.WorstDifference, 1e-6);
        }
    }

    [Fact]
    public void Each_row_of_a_jacobian_is_the_gradient_of_an_output()
    {
        MixedNet network = MixedNet.Create(2);
        ReferenceNetwork<float> reference = ReferenceNetwork<float>.CopyOf(network);
        const int Count = 3;
        (float[] inputs, _) = EqualityAssert.Samples<float>(MixedNet.Topology, Count, new Random(1));
        var jacobians = new float[Count * MixedNet.OutputSize * MixedNet.InputSize];
        network.Jacobian(inputs, jacobians);
        for (int sample = 0; sample < Count; sample++)
        {
            for (int output = 0; output < MixedNet.OutputSize; output++)
            {
                var unit = new float[MixedNet.OutputSize];
                unit[output] = 1;
                var row = new float[MixedNet.InputSize];
                float[] input = inputs[(sample * MixedNet.InputSize)..((sample + 1) * MixedNet.InputSize)];
                reference.Backprop(BackpropFrom.OutputGradients, input, unit, null, row);
                int first = ((sample * MixedNet.OutputSize) + output) * MixedNet.InputSize;
                EqualityAssert.SameBits<float>(row, jacobians.AsSpan(first, row.Length), $"sample {sample}, output {output}");
            }
        }
    }

    /// <summary>More outputs than rows that are computed together, and more inputs than a chunk of them has elements.</summary>
    [Theory]
    [InlineData(3, 700)]
    [InlineData(70_000, 3)]
    [InlineData(140_000, 2)]
    public void A_large_jacobian_is_computed_in_parts(int inputs, int outputs)
    {
        var topology = new NetworkTopology([inputs, outputs], [Activation.Identity]);
        var network = ReferenceNetwork<float>.Create(topology, 1);
        var weights = new float[inputs * outputs];
        network.GetWeights(0, weights);
        var jacobian = new float[weights.Length];
        network.Jacobian(new float[inputs], jacobian);
        EqualityAssert.SameBits<float>(weights, jacobian, "the Jacobian of a linear network");
    }

    /// <summary>A network that goes on from another one's outputs trains both as one network of all layers.</summary>
    [Fact]
    public void Chained_networks_have_the_gradient_of_one()
    {
        var whole = ReferenceNetwork<double>.Create(
            new NetworkTopology(
                [6, 9, 4, 8, 3],
                [Activation.Tanh, Activation.Tanh, Activation.Sigmoid, Activation.Softmax],
                numericType: NumericType.Double),
            1);
        var first = ReferenceNetwork<double>.Create(
            new NetworkTopology([6, 9, 4], [Activation.Tanh, Activation.Tanh], numericType: NumericType.Double), 2);
        var second = ReferenceNetwork<double>.Create(
            new NetworkTopology([4, 8, 3], [Activation.Sigmoid, Activation.Softmax], numericType: NumericType.Double), 3);
        Copy(whole, 0, first, 0);
        Copy(whole, 1, first, 1);
        Copy(whole, 2, second, 0);
        Copy(whole, 3, second, 1);
        (double[] inputs, double[] targets) = EqualityAssert.Samples<double>(whole.Topology, 5, new Random(4));

        var between = new double[5 * 4];
        first.FeedForwardBatch(inputs, between);
        var errors = new double[between.Length];
        var secondGradient = new ParameterBuffer<double>(second.Topology);
        double cost = second.Backprop(BackpropFrom.Targets, between, targets, secondGradient, errors);
        var firstGradient = new ParameterBuffer<double>(first.Topology);
        first.Backprop(BackpropFrom.OutputGradients, inputs, errors, firstGradient, []);

        var gradient = new ParameterBuffer<double>(whole.Topology);
        EqualityAssert.SameBits<double>([whole.Backprop(inputs, targets, gradient)], [cost], "cost");
        Same(gradient, 0, firstGradient, 0);
        Same(gradient, 1, firstGradient, 1);
        Same(gradient, 2, secondGradient, 0);
        Same(gradient, 3, secondGradient, 1);
    }

    /// <summary>The output error of softmax with one-hot targets is a − y.</summary>
    [Fact]
    public void Given_output_errors_take_the_place_of_targets()
    {
        SoftmaxNet network = SoftmaxNet.Create(3);
        const int Count = 150;
        (float[] inputs, _) = EqualityAssert.Samples<float>(SoftmaxNet.Topology, Count, new Random(1));
        float[] targets = [.. Enumerable.Range(0, Count).SelectMany(i => Enumerable.Range(0, 10).Select(j => j == i % 10 ? 1f : 0f))];
        var outputs = new float[targets.Length];
        network.FeedForwardBatch(inputs, outputs);
        float[] errors = [.. outputs.Zip(targets, (a, y) => a - y)];

        var expected = new ParameterBuffer<float>(SoftmaxNet.Topology);
        network.Backprop(inputs, targets, expected);
        var actual = new ParameterBuffer<float>(SoftmaxNet.Topology);
        Assert.Equal(0, network.Backprop(BackpropFrom.OutputErrors, inputs, errors, actual, []));
        EqualityAssert.SameBits<float>(expected.Packed, actual.Packed, "gradient");
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        TinyNet network = TinyNet.Create(1);
        var one = new float[1];
        var two = new float[2];
        var gradient = new ParameterBuffer<float>(DigitNet.Topology);
        foreach (ITrainableNetwork<float> any in new ITrainableNetwork<float>[] { network, ReferenceNetwork<float>.CopyOf(network) })
        {
            Named<ArgumentException>("inputs", () => any.Backprop(BackpropFrom.OutputErrors, one, one, null, []));
            Named<ArgumentException>("inputs", () => any.Backprop(BackpropFrom.OutputErrors, [], [], null, []));
            Named<ArgumentException>("values", () => any.Backprop(BackpropFrom.OutputErrors, two, two, null, []));
            Named<ArgumentException>("inputGradients", () => any.Backprop(BackpropFrom.OutputErrors, two, one, null, one));
            Named<ArgumentException>("inputGradients", () => any.Backprop(BackpropFrom.OutputErrors, two, one, null, two));
            Named<ArgumentException>(
                "inputGradients", () => any.Backprop(BackpropFrom.OutputErrors, new float[4], two, null, new float[3]));
            Named<ArgumentException>("gradient", () => any.Backprop(BackpropFrom.OutputErrors, two, one, gradient, []));
            Named<ArgumentOutOfRangeException>("from", () => any.Backprop((BackpropFrom)3, two, one, null, []));
            Named<ArgumentException>("inputGradients", () => any.Backprop(BackpropFrom.OutputErrors, two, one, null, []));
            Named<ArgumentException>("inputGradients", () => any.InputGradients(two, one, []));
            Named<ArgumentException>("targets", () => any.InputGradients(two, two, new float[2]));
            Named<ArgumentException>("inputs", () => any.Jacobian(one, two));
            Named<ArgumentException>("inputs", () => any.Jacobian([], []));
            Named<ArgumentException>("jacobians", () => any.Jacobian(two, one));
            Named<ArgumentException>("jacobians", () => any.Jacobian(two, two));
            Named<ArgumentOutOfRangeException>("derivativesPerBlock", () => any.CheckGradient<float>(two, one, 0));
        }

        LogisticNet logistic = LogisticNet.Create(1);
        Named<ArgumentException>("targets", () => logistic.Backprop(BackpropFrom.Targets, two, new float[] { 2 }, null, new float[2]));
        Assert.Equal(0, logistic.Backprop(BackpropFrom.OutputGradients, two, new float[] { 2 }, null, new float[2]));
    }

    private static void Named<TException>(string argument, Action call)
        where TException : ArgumentException =>
        Assert.Equal(argument, Assert.Throws<TException>(call).ParamName);

    private static void Copy(ReferenceNetwork<double> from, int fromLayer, ReferenceNetwork<double> to, int toLayer)
    {
        foreach (string part in new[] { "weight", "bias" })
        {
            to.Parameters.CopyFrom($"layers.{toLayer}.{part}", Values(from.Parameters, fromLayer, part));
        }
    }

    private static void Same(ParameterBuffer<double> expected, int expectedLayer, ParameterBuffer<double> actual, int actualLayer)
    {
        foreach (string part in new[] { "weight", "bias" })
        {
            EqualityAssert.SameBits<double>(
                Values(expected, expectedLayer, part), Values(actual, actualLayer, part), $"{part} of layer {expectedLayer}");
        }
    }

    private static double[] Values(ParameterBuffer<double> parameters, int layer, string part)
    {
        string name = $"layers.{layer}.{part}";
        var values = new double[parameters.Topology.ParameterBlocks.Single(block => block.Name == name).Count];
        parameters.CopyTo(name, values);
        return values;
    }
}
