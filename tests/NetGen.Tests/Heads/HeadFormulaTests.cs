using NetGen.CompilerServices;

namespace NetGen.Tests.Heads;

/// <summary>Heads against their formulas, with numbers small enough to read.</summary>
public class HeadFormulaTests
{
    private const float FloatTolerance = 2e-7f;
    private const double DoubleTolerance = 5e-16;

    // ln 2, ln 4 and ln 5 as weighted inputs give the activations 1/8, 2/8 and 5/8 beside a zero.
    private static readonly double[] Eighths = [0, Math.Log(2), Math.Log(5)];

    [Fact]
    public void Quadratic_is_half_the_squared_distance()
    {
        Result result = Evaluate(OutputHeads.Elementwise<Identity, Quadratic, double>(3, default), [1, -2, 0.5], [0.5, 0, 0.5]);
        Assert.Equal([1, -2, 0.5], result.Activations);
        Assert.Equal(0.125 + 2, result.Cost);
        Assert.Equal([0.5, -2, 0], result.Errors);

        // With sigmoid, (a - y) a (1 - a): at z = 0 a quarter of the distance.
        result = Evaluate(OutputHeads.Elementwise<Sigmoid, Quadratic, double>(1, default), [0], [1]);
        Assert.Equal(0.125, result.Cost);
        Assert.Equal([-0.125], result.Errors);

        // The slopes of LeakyReLU and GELU are those at z.
        result = Evaluate(OutputHeads.Elementwise<LeakyReLU, Quadratic, double>(2, new(0.25)), [-2, 2], [0.5, 0.5]);
        Assert.Equal([-0.5, 2], result.Activations);
        Assert.Equal(0.5 + 1.125, result.Cost);
        Assert.Equal([-0.25, 1.5], result.Errors);
        result = Evaluate(OutputHeads.Elementwise<GELU, Quadratic, double>(1, default), [0], [1]);
        Assert.Equal(0.5, result.Cost);
        Assert.Equal([-0.5], result.Errors);
    }

    [Fact]
    public void Binary_cross_entropy_is_the_sum_over_the_outputs()
    {
        // Sigmoids of 0 and ln 3: 1/2 and 3/4.
        double[] z = [0, Math.Log(3)];
        double[] y = [1, 0.25];
        double cost = Math.Log(2) - (0.25 * Math.Log(0.75)) - (0.75 * Math.Log(0.25));
        Result wide = Evaluate(OutputHeads.SigmoidBinaryCrossEntropy<double>(2), z, y);
        Assert.Equal(cost, wide.Cost, DoubleTolerance);
        AssertNear([0.5, 0.75], wide.Activations, DoubleTolerance);
        AssertNear([-0.5, 0.5], wide.Errors, DoubleTolerance);
        Result single = EvaluateSingle(OutputHeads.SigmoidBinaryCrossEntropy<float>(2), z, y);
        Assert.Equal(cost, single.Cost, 3 * FloatTolerance);
        AssertNear([-0.5, 0.5], single.Errors, FloatTolerance);
    }

    [Fact]
    public void Softmax_gives_probabilities_and_the_logarithm_of_the_targets_one()
    {
        Result even = Evaluate(OutputHeads.SoftmaxCategoricalCrossEntropy<double>(2), [3, 3], [1, 0]);
        Assert.Equal([0.5, 0.5], even.Activations);
        Assert.Equal(Math.Log(2), even.Cost, DoubleTolerance);
        Assert.Equal([-0.5, 0.5], even.Errors);

        Result wide = Evaluate(OutputHeads.SoftmaxCategoricalCrossEntropy<double>(3), Eighths, [0, 1, 0]);
        AssertNear([0.125, 0.25, 0.625], wide.Activations, DoubleTolerance);
        Assert.Equal(Math.Log(4), wide.Cost, DoubleTolerance);
        AssertNear([0.125, -0.75, 0.625], wide.Errors, DoubleTolerance);
        Result single = EvaluateSingle(OutputHeads.SoftmaxCategoricalCrossEntropy<float>(3), Eighths, [0, 1, 0]);
        AssertNear([0.125, 0.25, 0.625], single.Activations, FloatTolerance);
        Assert.Equal(Math.Log(4), single.Cost, FloatTolerance);
    }

    /// <summary>∂C/∂z = a Σy − y, whatever the targets sum to.</summary>
    [Fact]
    public void Targets_of_softmax_need_not_sum_to_1()
    {
        Result result = Evaluate(OutputHeads.SoftmaxCategoricalCrossEntropy<double>(3), Eighths, [0.5, 0.5, 1]);
        Assert.Equal((0.5 * Math.Log(8)) + (0.5 * Math.Log(4)) + Math.Log(1.6), result.Cost, 2 * DoubleTolerance);
        AssertNear([-0.25, 0, 0.25], result.Errors, 2 * DoubleTolerance);
        Result none = Evaluate(OutputHeads.SoftmaxCategoricalCrossEntropy<double>(3), Eighths, [0, 0, 0]);
        Assert.Equal(0, none.Cost);
        Assert.Equal([0, 0, 0], none.Errors);
    }

    [Fact]
    public void An_output_without_target_costs_nothing_even_if_it_is_impossible()
    {
        Result result = Evaluate(OutputHeads.SoftmaxCategoricalCrossEntropy<double>(2), [0, double.NegativeInfinity], [1, 0]);
        Assert.Equal([1, 0], result.Activations);
        Assert.Equal(0, result.Cost);
        Assert.Equal([0, 0], result.Errors);
    }

    [Fact]
    public void The_mean_squared_error_is_the_mean_over_the_outputs()
    {
        OutputHead<double> head = OutputHeads.Elementwise<Identity, MeanSquaredError, double>(4, default, new(4));
        Result result = Evaluate(head, [1, -2, 0.5, 0], [0.5, 0, 0.5, 1]);
        Assert.Equal((0.25 + 4 + 1) / 4, result.Cost);
        Assert.Equal([0.25, -1, 0, -0.5], result.Errors);
    }

    [Fact]
    public void The_mean_absolute_error_has_the_signs_of_the_differences_for_errors()
    {
        OutputHead<double> head = OutputHeads.Elementwise<Identity, MeanAbsoluteError, double>(4, default, new(4));
        Result result = Evaluate(head, [1, -2, 0.5, 0], [0.5, 0, 0.5, 1]);
        Assert.Equal((0.5 + 2 + 1) / 4, result.Cost);
        Assert.Equal([0.25, -0.25, 0, -0.25], result.Errors);
    }

    /// <summary>Differences inside, at and outside of [-δ, δ].</summary>
    [Fact]
    public void Huber_is_quadratic_up_to_delta_and_linear_from_there()
    {
        OutputHead<double> head = OutputHeads.Elementwise<Identity, Huber, double>(4, default, new(4, 2));
        Result result = Evaluate(head, [1, -2, 5, -7], [0, 0, 0, 0]);
        Assert.Equal((0.5 + 2 + (2 * (5 - 1)) + (2 * (7 - 1))) / 4, result.Cost);
        Assert.Equal([0.25, -0.5, 0.5, -0.5], result.Errors);
    }

    /// <summary>Outputs that are right with and without a margin of 1, at it, and wrong.</summary>
    [Fact]
    public void Hinge_is_0_where_the_sign_is_right_with_a_margin()
    {
        OutputHead<double> head = OutputHeads.Elementwise<Identity, Hinge, double>(4, default, new(4));
        Result result = Evaluate(head, [2, -1, 0.25, 3], [1, -1, 1, -1]);
        Assert.Equal((0.75 + 4) / 4, result.Cost);
        Assert.Equal([0, 0, -0.25, 0.25], result.Errors);
    }

    /// <summary>NaN in a weighted input is NaN in cost and error, so that training notices.</summary>
    [Fact]
    public void Costs_and_errors_of_what_is_no_number_are_none()
    {
        foreach (OutputHead<double> head in new[]
        {
            OutputHeads.Elementwise<Identity, MeanSquaredError, double>(2, default, new(2)),
            OutputHeads.Elementwise<Identity, MeanAbsoluteError, double>(2, default, new(2)),
            OutputHeads.Elementwise<Identity, Huber, double>(2, default, new(2, 1)),
            OutputHeads.Elementwise<Identity, Hinge, double>(2, default, new(2)),
            OutputHeads.LogSoftmaxNegativeLogLikelihood<double>(2),
        })
        {
            Result result = Evaluate(head, [double.NaN, 1], [1, 1]);
            Assert.True(double.IsNaN(result.Cost));
            Assert.True(double.IsNaN(result.Errors[0]));
        }
    }

    [Fact]
    public void Log_softmax_gives_logarithms_of_probabilities()
    {
        Result result = Evaluate(OutputHeads.LogSoftmaxNegativeLogLikelihood<double>(3), Eighths, [0, 1, 0]);
        AssertNear([Math.Log(0.125), Math.Log(0.25), Math.Log(0.625)], result.Activations, DoubleTolerance);
        Assert.Equal(Math.Log(4), result.Cost, DoubleTolerance);
        AssertNear([0.125, -0.75, 0.625], result.Errors, DoubleTolerance);

        // Finite where a probability rounds to 0.
        Result sure = Evaluate(OutputHeads.LogSoftmaxNegativeLogLikelihood<double>(2), [5000, 0], [0, 1]);
        Assert.Equal([0, -5000], sure.Activations);
        Assert.Equal(5000, sure.Cost);
        Assert.Equal([1, -1], sure.Errors);
    }

    /// <summary>The targets 0, 1, 0 become 0.1, 0.8, 0.1; of a sigmoid, 1 becomes 0.85.</summary>
    [Fact]
    public void Label_smoothing_moves_targets_towards_the_even_ones()
    {
        Result softmax = Evaluate(OutputHeads.SoftmaxCategoricalCrossEntropy<double>(3, 0.3), Eighths, [0, 1, 0]);
        AssertNear([0.025, -0.55, 0.525], softmax.Errors, DoubleTolerance);
        Assert.Equal((0.1 * Math.Log(8)) + (0.8 * Math.Log(4)) + (0.1 * Math.Log(1.6)), softmax.Cost, 2 * DoubleTolerance);
        Result sigmoid = Evaluate(OutputHeads.SigmoidBinaryCrossEntropy<double>(1, 0.3), [Math.Log(3)], [1]);
        AssertNear([-0.1], sigmoid.Errors, DoubleTolerance);
        Assert.Equal(-(0.85 * Math.Log(0.75)) - (0.15 * Math.Log(0.25)), sigmoid.Cost, DoubleTolerance);
    }

    /// <summary>Weighted inputs of up to half of the largest number: a cost from the activations would be infinite long before.</summary>
    [Fact]
    public void Costs_are_finite_wherever_they_can_be()
    {
        for (double z = 1; z < double.MaxValue / 2; z *= 3)
        {
            AssertFinite(z);
        }

        AssertFinite(double.MaxValue / 2);
        for (float z = 1; z < float.MaxValue / 2; z *= 3)
        {
            AssertFiniteSingle(z);
        }

        AssertFiniteSingle(float.MaxValue / 2);
    }

    /// <summary>The sigmoid of 17.4 rounds to 1 in float; the cost of the target 0 is still 17.4 and not infinite.</summary>
    [Fact]
    public void A_sure_and_wrong_sigmoid_has_the_cost_of_its_weighted_input()
    {
        ITrainableNetwork<float>[] networks = [LogisticNet.Create(1), ReferenceNetwork<float>.Create(LogisticNet.Topology, 1)];
        foreach (ITrainableNetwork<float> network in networks)
        {
            network.SetWeights(0, [8.7f, 8.7f]);
            network.SetBiases(0, [0f]);
            float[] inputs = [1, 1];
            float[] targets = [0];
            var outputs = new float[1];
            var costs = new float[1];
            network.FeedForwardBatch(inputs, targets, outputs, costs);
            Assert.Equal(1f, outputs[0]);
            Assert.Equal(17.4f, costs[0]);
            Assert.Equal(17.4f, network.Cost(inputs, targets));
            Assert.Equal(17.4f, network.Backprop(inputs, targets, new ParameterBuffer<float>(network.Topology)));
            Assert.Equal(17.4f, network.Evaluate(DataSet.FromTargets(inputs, 2, targets, 1)).Cost);
            Assert.Equal(17.4f, network.TrainMiniBatch(inputs, targets, 1));

            // The step subtracts the gradient: a - y = 1, times the inputs, which are 1.
            var weights = new float[2];
            network.GetWeights(0, weights);
            Assert.Equal([7.7f, 7.7f], weights);
        }
    }

    private static void AssertFinite(double z)
    {
        foreach (double y in (double[])[0, 0.25, 1])
        {
            foreach (double sign in (double[])[1, -1])
            {
                Result binary = Evaluate(OutputHeads.SigmoidBinaryCrossEntropy<double>(1), [sign * z], [y]);
                Assert.True(double.IsFinite(binary.Cost), $"The cost of {sign * z:R} against {y} is {binary.Cost}.");
                Assert.All(binary.Errors, error => Assert.InRange(error, -1, 1));
            }

            Result softmax = Evaluate(OutputHeads.SoftmaxCategoricalCrossEntropy<double>(3), [z, -z, 0], [1 - y, y, 0]);
            Assert.True(double.IsFinite(softmax.Cost), $"The cost of {z:R} and its opposite is {softmax.Cost}.");
            Assert.All(softmax.Errors, error => Assert.InRange(error, -1, 1));
            Result log = Evaluate(OutputHeads.LogSoftmaxNegativeLogLikelihood<double>(3), [z, -z, 0], [1 - y, y, 0]);
            Assert.True(double.IsFinite(log.Cost), $"The cost of {z:R} and its opposite is {log.Cost}.");
            Assert.All(log.Activations, a => Assert.True(double.IsFinite(a)));
            Result smoothed = Evaluate(OutputHeads.SoftmaxCategoricalCrossEntropy<double>(3, 0.25), [z, -z, 0], [1 - y, y, 0]);
            Assert.True(double.IsFinite(smoothed.Cost), $"The smoothed cost of {z:R} and its opposite is {smoothed.Cost}.");
        }

        Result wrong = Evaluate(OutputHeads.SigmoidBinaryCrossEntropy<double>(1), [z], [0]);
        Assert.Equal(z + Math.Log(1 + Math.Exp(-z)), wrong.Cost, z * 4e-16);
    }

    private static void AssertFiniteSingle(float z)
    {
        foreach (double y in (double[])[0, 0.25, 1])
        {
            foreach (float sign in (float[])[1, -1])
            {
                Result binary = EvaluateSingle(OutputHeads.SigmoidBinaryCrossEntropy<float>(1), [sign * z], [y]);
                Assert.True(double.IsFinite(binary.Cost), $"The cost of {sign * z:R} against {y} is {binary.Cost}.");
            }

            Result softmax = EvaluateSingle(OutputHeads.SoftmaxCategoricalCrossEntropy<float>(3), [z, -z, 0], [1 - y, y, 0]);
            Assert.True(double.IsFinite(softmax.Cost), $"The cost of {z:R} and its opposite is {softmax.Cost}.");
        }
    }

    private static Result Evaluate(OutputHead<double> head, double[] z, double[] y)
    {
        var rows = new double[head.Lanes];
        var errors = new double[head.Lanes];
        z.CopyTo(rows, 0);
        double cost = double.NaN;
        head.Evaluate(ref rows[0], head.Lanes, ref y[0], ref errors[0], 1, ref cost, keepsActivations: true);
        return new Result(rows[..z.Length], cost, errors[..z.Length]);
    }

    private static Result EvaluateSingle(OutputHead<float> head, double[] z, double[] y)
    {
        var rows = new float[head.Lanes];
        var errors = new float[head.Lanes];
        float[] targets = [.. y.Select(value => (float)value)];
        for (int i = 0; i < z.Length; i++)
        {
            rows[i] = (float)z[i];
        }

        float cost = float.NaN;
        head.Evaluate(ref rows[0], head.Lanes, ref targets[0], ref errors[0], 1, ref cost, keepsActivations: true);
        return new Result(
            [.. rows[..z.Length].Select(value => (double)value)], cost, [.. errors[..z.Length].Select(value => (double)value)]);
    }

    private static void AssertNear(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], tolerance);
        }
    }

    private sealed record Result(double[] Activations, double Cost, double[] Errors);
}
