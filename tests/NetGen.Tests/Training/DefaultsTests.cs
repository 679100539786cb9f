using System.Numerics;

namespace NetGen.Tests.Training;

/// <summary>
/// With the default initializer and <c>new TrainingOptions()</c>, each row of the table of defaults halves its cost at least, for 20 seeds.
/// Linear networks are not asked for the function, which they cannot express.
/// </summary>
public class DefaultsTests
{
    private const int Seeds = 20;
    private static readonly DataSet<float> _digits = DefaultsData.Digits<float>(300);

    /// <summary>A run for each network: the seed to the quotient of the costs after and before training.</summary>
    public static TheoryData<string> Rows => [.. _runs.Keys];

    private static readonly Dictionary<string, Func<long, double>> _runs = new(
    [
        OfDigits<BookDigits>(), OfDigits<SigmoidBinaryDigits>(), OfDigits<SigmoidSoftmaxDigits>(), OfDigits<SigmoidTanhDigits>(),
        OfDigits<SigmoidIdentityDigits>(), OfDigits<TanhSigmoidDigits>(), OfDigits<TanhBinaryDigits>(), OfDigits<TanhSoftmaxDigits>(),
        OfDigits<TanhTanhDigits>(), OfDigits<TanhIdentityDigits>(), OfDigits<ReLUSigmoidDigits>(), OfDigits<ReLUBinaryDigits>(),
        OfDigits<ReLUSoftmaxDigits>(), OfDigits<ReLUTanhDigits>(), OfDigits<ReLUIdentityDigits>(), OfDigits<ReLUReLUDigits>(),
        OfDigits<LeakyReLUDigits>(), OfDigits<GELUDigits>(), OfDigits<LinearDigits>(),
        Row<DeepDoubleDigits, double>(DefaultsData.Digits<double>(300)),
        OfFunction<BookRegression, float>(0.5, 0.4), OfFunction<SigmoidTanhRegression, float>(0, 0.9),
        OfFunction<SigmoidIdentityRegression, float>(0, 1), OfFunction<TanhSigmoidRegression, float>(0.5, 0.4),
        OfFunction<TanhTanhRegression, float>(0, 0.9), OfFunction<TanhIdentityRegression, float>(0, 1),
        OfFunction<ReLUSigmoidRegression, float>(0.5, 0.4), OfFunction<ReLUTanhRegression, float>(0, 0.9),
        OfFunction<ReLUIdentityRegression, double>(0, 1), OfFunction<LeakyReLURegression, float>(0.5, 0.4),
        OfDigits<SigmoidReLUDigits>(), OfDigits<TanhReLUDigits>(), OfDigits<LeakyBeforeReLUDigits>(), OfDigits<GELUReLUDigits>(),
        OfDigits<SigmoidGELUDigits>(), OfDigits<TanhGELUDigits>(), OfDigits<ReLUGELUDigits>(), OfDigits<LeakyGELUDigits>(),
        OfFunction<TanhLeakyRegression, float>(0.5, 0.4), OfFunction<ReLULeakyRegression, float>(0.5, 0.4),
        OfFunction<GELULeakyRegression, float>(0.5, 0.4), OfFunction<LeakySigmoidRegression, float>(0.5, 0.4),
        OfFunction<GELUSigmoidRegression, float>(0.5, 0.4), OfFunction<LeakyTanhRegression, float>(0, 0.9),
        OfFunction<GELUTanhRegression, float>(0, 0.9), OfFunction<LeakyIdentityRegression, float>(0, 1),
        OfFunction<GELUIdentityRegression, float>(0, 1), OfFunction<SigmoidReLURegression, float>(0.5, 0.4),
        OfFunction<TanhReLURegression, float>(0.5, 0.4), OfFunction<ReLUReLURegression, float>(0.5, 0.4),
        OfFunction<LeakyBeforeReLURegression, float>(0.5, 0.4), OfFunction<GELUReLURegression, float>(0.5, 0.4),
        OfFunction<SigmoidGELURegression, float>(0.5, 0.4), OfFunction<TanhGELURegression, float>(0.5, 0.4),
        OfFunction<ReLUGELURegression, float>(0.5, 0.4), OfFunction<LeakyGELURegression, float>(0.5, 0.4),
        OfFunction<GELUGELURegression, float>(0.5, 0.4), OfFunction<SigmoidLeakyRegression, float>(0.5, 0.4),
        OfDigits<SigmoidLeakyDigits>(), OfDigits<SquaredErrorDigits>(), OfDigits<IdentitySquaredErrorDigits>(),
        OfDigits<AbsoluteErrorDigits>(), OfDigits<IdentityAbsoluteErrorDigits>(), OfDigits<HuberDigits>(), OfDigits<SigmoidHingeDigits>(),
        OfDigits<ReLUHingeDigits>(), OfDigits<TanhHingeDigits>(), OfDigits<LogSoftmaxDigits>(),
        OfFunction<SquaredErrorRegression, float>(0, 1), OfFunction<AbsoluteErrorRegression, float>(0, 1),
        OfFunction<TanhAbsoluteErrorRegression, float>(0, 0.9), OfFunction<HuberRegression, float>(0, 1),
    ]);

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_defaults_halve_the_cost_for_every_seed(string row)
    {
        double[] quotients = [.. Enumerable.Range(1, Seeds).Select(seed => _runs[row](seed))];
        Assert.All(quotients, quotient => Assert.InRange(quotient, 0, 0.5));
    }

    [Theory]
    [InlineData(Activation.Sigmoid, Activation.Sigmoid, CostFunction.Quadratic, 3.0)]
    [InlineData(Activation.ReLU, Activation.Sigmoid, CostFunction.Quadratic, 0.5)]
    [InlineData(Activation.Sigmoid, Activation.Sigmoid, CostFunction.BinaryCrossEntropy, 0.5)]
    [InlineData(Activation.Sigmoid, Activation.Softmax, CostFunction.CategoricalCrossEntropy, 0.5)]
    [InlineData(Activation.Tanh, Activation.Sigmoid, CostFunction.BinaryCrossEntropy, 0.03)]
    [InlineData(Activation.GELU, Activation.Softmax, CostFunction.CategoricalCrossEntropy, 0.03)]
    [InlineData(Activation.Sigmoid, Activation.Tanh, CostFunction.Quadratic, 8.0 / (100 * 2))]
    [InlineData(Activation.Tanh, Activation.Tanh, CostFunction.Quadratic, 4.0 / (100 * 2))]
    [InlineData(Activation.Sigmoid, Activation.Identity, CostFunction.Quadratic, 6.0 / (100 * 2))]
    [InlineData(Activation.Sigmoid, Activation.LeakyReLU, CostFunction.Quadratic, 6.0 / (100 * 2))]
    [InlineData(Activation.Sigmoid, Activation.ReLU, CostFunction.Quadratic, 2.0 / (100 * 2))]
    [InlineData(Activation.Sigmoid, Activation.GELU, CostFunction.Quadratic, 2.0 / (100 * 2))]
    [InlineData(Activation.LeakyReLU, Activation.Identity, CostFunction.Quadratic, 2.0 / (100 * 2))]
    [InlineData(Activation.HardSigmoid, Activation.HardSigmoid, CostFunction.Quadratic, 3.0)]
    [InlineData(Activation.ReLU, Activation.HardSigmoid, CostFunction.Quadratic, 0.5)]
    [InlineData(Activation.HardSigmoid, Activation.Softmax, CostFunction.CategoricalCrossEntropy, 0.5)]
    [InlineData(Activation.Sigmoid, Activation.Softsign, CostFunction.Quadratic, 8.0 / (100 * 2))]
    [InlineData(Activation.Sigmoid, Activation.SELU, CostFunction.Quadratic, 6.0 / (100 * 2))]
    [InlineData(Activation.Sigmoid, Activation.Mish, CostFunction.Quadratic, 2.0 / (100 * 2))]
    [InlineData(Activation.ELU, Activation.Identity, CostFunction.Quadratic, 1.0 / (100 * 2))]
    [InlineData(Activation.SELU, Activation.ReLU, CostFunction.Quadratic, 1.0 / (100 * 2))]
    [InlineData(Activation.GELU, Activation.LogSoftmax, CostFunction.NegativeLogLikelihood, 0.03)]
    [InlineData(Activation.LeakyReLU, Activation.Identity, CostFunction.MeanSquaredError, 2 * 2.0 / (100 * 2))]
    [InlineData(Activation.LeakyReLU, Activation.Identity, CostFunction.Huber, 4 * 2.0 / (100 * 2))]
    public void The_learning_rate_follows_cost_activations_and_sizes(
        Activation hidden, Activation output, CostFunction cost, double rate) =>
        Assert.Equal(rate, LearningRateDefaults.For(new NetworkTopology([7, 100, 4], [hidden, output], cost)));

    [Fact]
    public void One_hidden_layer_of_another_kind_or_none_makes_no_network_of_sigmoids()
    {
        var mixed = new NetworkTopology([7, 100, 9, 4], [Activation.Sigmoid, Activation.ReLU, Activation.Softmax]);
        var none = new NetworkTopology([7, 4], [Activation.Softmax]);
        var book = new NetworkTopology([784, 10], [Activation.Sigmoid]);
        Assert.Equal([0.03, 0.03, 3.0], new[] { mixed, none, book }.Select(LearningRateDefaults.For));
    }

    [Fact]
    public void Few_inputs_count_as_sixteen() =>
        Assert.Equal(2.0 / 16, LearningRateDefaults.For(new NetworkTopology([1, 1], [Activation.Identity])));

    private static KeyValuePair<string, Func<long, double>> OfDigits<TNetwork>()
        where TNetwork : ITrainableNetwork<TNetwork, float> => Row<TNetwork, float>(_digits);

    private static KeyValuePair<string, Func<long, double>> OfFunction<TNetwork, T>(double middle, double scale)
        where TNetwork : ITrainableNetwork<TNetwork, T>
        where T : unmanaged, IFloatingPointIeee754<T> => Row<TNetwork, T>(DefaultsData.Function<T>(middle, scale));

    private static KeyValuePair<string, Func<long, double>> Row<TNetwork, T>(DataSet<T> data)
        where TNetwork : ITrainableNetwork<TNetwork, T>
        where T : unmanaged, IFloatingPointIeee754<T> => new(typeof(TNetwork).Name, seed =>
    {
        TNetwork network = TNetwork.Create(seed);
        double before = network.Evaluate(data).Cost;
        network.Train(data, new TrainingOptions());
        return network.Evaluate(data).Cost / before;
    });
}
