using System.Numerics;

namespace NetGen.Tests;

/// <summary>Networks of run-time topology against the reference, bit for bit.</summary>
public class RuntimeNetworkTests
{
    private const int GroupSize = 20;
    private const double LearningRate = 0.1;

    private static readonly int[] Batches = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13];

    /// <summary>The groups of random networks.</summary>
    public static TheoryData<int> RandomGroups => [.. Enumerable.Range(0, InstructionSets.IsChild ? 1 : 4)];

    /// <summary>The groups of the covering set.</summary>
    public static TheoryData<int> CoveringGroups => [.. Enumerable.Range(0, InstructionSets.IsChild ? 1 : CoveringSet.GroupCount)];

    [Theory]
    [MemberData(nameof(RandomGroups))]
    public void Random_networks_give_the_bits_of_the_reference(int group) => Assert.All(
        Enumerable.Range(group * GroupSize, GroupSize).Select(index => new RandomTopology(index)),
        network =>
        {
            if (network.Type == NumericType.Single)
            {
                Check<float>(network);
            }
            else
            {
                Check<double>(network);
            }
        });

    /// <summary>Every activation, head, cost, rule, kind of layers and shape, by pairs.</summary>
    [Theory]
    [MemberData(nameof(CoveringGroups))]
    public void The_covering_set_gives_the_bits_of_the_reference(int group) => Assert.All(
        CoveringSet.Group(group),
        network =>
        {
            if (network.Topology.NumericType == NumericType.Single)
            {
                Check<float>(network);
            }
            else
            {
                Check<double>(network);
            }
        });

    /// <summary>Few units before a layer of many panels, in which sums run in virtual lanes.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_bottleneck_before_a_wide_layer_gives_the_bits_of_the_reference(int units)
    {
        var topology = new NetworkTopology(
            [9, units, 100, 3],
            [Activation.SiLU, Activation.Tanh, Activation.Softmax],
            CostFunction.CategoricalCrossEntropy,
            NumericType.Single);
        EqualityAssert.MatchesReference(RuntimeNetwork<float>.Create(topology, 1), Batches, 10, new Random(units));
    }

    /// <summary>Inputs that are mostly zero, whose products kernels leave out.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(140)]
    public void Sparse_samples_give_the_bits_of_the_reference(int count)
    {
        NetworkTopology topology = ImageTopology<float>();
        RuntimeNetwork<float> network = RuntimeNetwork<float>.Create(topology, 5);
        ReferenceNetwork<float> reference = ReferenceNetwork<float>.CopyOf(network);
        (float[] inputs, float[] targets) = EqualityAssert.Samples<float>(topology, count, new Random(count));
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = i % 7 == 3 ? inputs[i] : 0;
        }

        EqualityAssert.SameBits<float>(Outputs(reference, inputs), network.FeedForwardBatch(inputs), "outputs");
        OptimizerState<float> expected = Optimizer.Adam().CreateState<float>(topology);
        OptimizerState<float> actual = Optimizer.Adam().CreateState<float>(topology);
        for (int step = 0; step < 3; step++)
        {
            Assert.Equal(reference.TrainMiniBatch(inputs, targets, 0.3f), network.TrainMiniBatch(inputs, targets, 0.3f));
            Assert.Equal(reference.TrainMiniBatch(inputs, targets, expected), network.TrainMiniBatch(inputs, targets, actual));
        }

        EqualityAssert.SameParameters(reference, network, "after training");
    }

    [Fact]
    public void Sample_weights_give_the_bits_of_the_reference()
    {
        NetworkTopology topology = ImageTopology<double>();
        RuntimeNetwork<double> network = RuntimeNetwork<double>.Create(topology, 6);
        ReferenceNetwork<double> reference = ReferenceNetwork<double>.CopyOf(network);
        (double[] inputs, double[] targets) = EqualityAssert.Samples<double>(topology, 11, new Random(6));
        double[] weights = [.. Enumerable.Range(0, 11).Select(i => i / 3.0)];
        OptimizerState<double> expected = Optimizer.Momentum(0.1).CreateState<double>(topology);
        OptimizerState<double> actual = Optimizer.Momentum(0.1).CreateState<double>(topology);
        Assert.Equal(reference.TrainMiniBatch(inputs, targets, weights, 0.3), network.TrainMiniBatch(inputs, targets, weights, 0.3));
        Assert.Equal(
            reference.TrainMiniBatch(inputs, targets, weights, expected), network.TrainMiniBatch(inputs, targets, weights, actual));
        EqualityAssert.SameParameters(reference, network, "after training");
        var expectedGradient = new ParameterBuffer<double>(topology);
        var actualGradient = new ParameterBuffer<double>(topology);
        Assert.Equal(
            reference.Backprop(inputs, targets, weights, expectedGradient), network.Backprop(inputs, targets, weights, actualGradient));
        Assert.True(expectedGradient.BitwiseEquals(actualGradient));
    }

    /// <summary>Layers in tiles of each size, with inputs left over, and in dot form.</summary>
    [Fact]
    public void Spans_may_end_where_memory_ends()
    {
        int[][] sizes = [[784, 30, 10], [13, 5, 3], [70, 17, 3], [101, 40, 33], [67, 2, 65, 1]];
        Assert.All(sizes, each =>
        {
            Activation[] activations = [.. each.Skip(1).Select(_ => Activation.Tanh)];
            MemoryBoundsTests.AssertInBounds(RuntimeNetwork<float>.Create(
                new NetworkTopology(each, activations, CostFunction.Quadratic, NumericType.Single), 1));
            MemoryBoundsTests.AssertInBounds(RuntimeNetwork<double>.Create(
                new NetworkTopology(each, activations, CostFunction.Quadratic, NumericType.Double), 1));
        });
    }

    /// <summary>An infinite input times the zero error of a padding unit is NaN, and must not come into the padding.</summary>
    [Theory]
    [InlineData(12, 5)]
    [InlineData(12, 17)]
    [InlineData(15, 30)]
    [InlineData(100, 3)]
    public void Padding_stays_zero_with_infinite_inputs(int inputs, int units)
    {
        var topology = new NetworkTopology([inputs, units], [Activation.Sigmoid], CostFunction.Quadratic, NumericType.Single);
        RuntimeNetwork<float> network = RuntimeNetwork<float>.Create(topology, 3);
        float[] input = [.. Enumerable.Repeat(float.PositiveInfinity, inputs)];
        var gradient = new ParameterBuffer<float>(topology);
        network.Backprop(input, new float[units], gradient);
        network.TrainMiniBatch(input, new float[units], 1f);
        network.TrainMiniBatch(input, new float[units], Optimizer.Adam().CreateState<float>(topology));
        Assert.All(new[] { gradient, network.Parameters }, actual =>
        {
            // The values alone, in a buffer whose padding is zero.
            var expected = new ParameterBuffer<float>(topology);
            var values = new float[topology.ParameterCount];
            actual.CopyTo(values);
            expected.CopyFrom(values);
            Assert.True(expected.BitwiseEquals(actual));
        });
    }

    [Fact]
    public void Networks_are_made_copied_saved_and_loaded()
    {
        NetworkTopology topology = ImageTopology<float>();
        RuntimeNetwork<float> network = RuntimeNetwork<float>.Create(topology, 8);
        network.ClassNames = [.. Enumerable.Range(0, 10).Select(digit => $"digit {digit}")];
        Assert.True(network.Parameters.BitwiseEquals(ReferenceNetwork<float>.Create(topology, 8).Parameters));
        using var stream = new MemoryStream();
        network.Save(stream);
        stream.Position = 0;
        RuntimeNetwork<float>[] copies =
        [
            network.Clone(), RuntimeNetwork<float>.CopyOf(network), RuntimeNetwork<float>.CopyOf(ReferenceNetwork<float>.CopyOf(network)),
            RuntimeNetwork<float>.Load(topology, stream),
        ];
        Assert.All(copies, copy =>
        {
            Assert.True(network.Parameters.BitwiseEquals(copy.Parameters));
            Assert.Equal(network.ClassNames, copy.ClassNames);
        });
        copies[0].Parameters.Clear();
        Assert.False(network.Parameters.BitwiseEquals(copies[0].Parameters));
        Assert.Throws<ArgumentException>("source", () => copies[0].CopyFrom(RuntimeNetwork<float>.Create(
            new NetworkTopology([784, 10], [Activation.Sigmoid], CostFunction.Quadratic, NumericType.Single), 1)));
        RuntimeNetwork<float> two = Single(Activation.Sigmoid);
        two.ClassNames = ["no", "yes"];
        RuntimeNetwork<float> one = Single(Activation.Identity);
        Assert.Throws<ArgumentException>("source", () => one.CopyFrom(two));
        Assert.True(Single(Activation.Identity).Parameters.BitwiseEquals(one.Parameters));
        Assert.Throws<ArgumentException>("topology", () => RuntimeNetwork<double>.Create(topology, 1));
        Assert.Throws<ArgumentNullException>("topology", () => RuntimeNetwork<double>.Create(null!, 1));
    }

    private static RuntimeNetwork<float> Single(Activation activation) => RuntimeNetwork<float>.Create(
        new NetworkTopology([4, 1], [activation], numericType: NumericType.Single), activation == Activation.Sigmoid ? 1 : 2);

    [Fact]
    public void A_network_trains_and_is_evaluated()
    {
        var topology = new NetworkTopology(
            [2, 8, 2], [Activation.Tanh, Activation.Softmax], CostFunction.CategoricalCrossEntropy, NumericType.Single);
        RuntimeNetwork<float> network = RuntimeNetwork<float>.Create(topology, 2);
        network.PrepareTraining(Optimizer.Adam());
        DataSet<float> data = DataSet.FromLabels<float>([0, 0, 0, 1, 1, 0, 1, 1], 2, new[] { 0, 1, 1, 0 }, 2);
        network.Train(data, new TrainingOptions { Epochs = 400, MiniBatchSize = 4, Optimizer = Optimizer.Adam(0.05), Seed = 1 });
        Assert.Equal(1, network.Evaluate(data).Accuracy);
        Assert.Equal(1, network.Classify([1f, 0f]));
    }

    [Fact]
    public void Arrays_give_what_spans_give()
    {
        NetworkTopology topology = ImageTopology<float>();
        RuntimeNetwork<float> network = RuntimeNetwork<float>.Create(topology, 9);
        RuntimeNetwork<float> other = network.Clone();
        (float[] inputs, float[] targets) = EqualityAssert.Samples<float>(topology, 3, new Random(9));
        float[] input = inputs[..topology.InputSize];
        var output = new float[topology.OutputSize];
        network.FeedForward(input, output);
        Assert.Equal(output, network.FeedForward(input));
        Assert.Equal(Outputs(network, inputs), network.FeedForwardBatch(inputs));
        Assert.Equal(network.Classify(input.AsSpan()), network.Classify(input));
        Assert.Equal(network.Classify(input), network.Predict(input).Label);
        Assert.Equal(network.Cost(inputs.AsSpan(), targets), network.Cost(inputs, targets));
        Assert.Equal(network.TrainMiniBatch(inputs.AsSpan(), targets, 0.5f), other.TrainMiniBatch(inputs, targets, 0.5f));
        OptimizerState<float> state = Optimizer.Momentum(0.1).CreateState<float>(topology);
        OptimizerState<float> otherState = Optimizer.Momentum(0.1).CreateState<float>(topology);
        Assert.Equal(network.TrainMiniBatch(inputs.AsSpan(), targets, state), other.TrainMiniBatch(inputs, targets, otherState));
        var gradient = new ParameterBuffer<float>(topology);
        var otherGradient = new ParameterBuffer<float>(topology);
        Assert.Equal(network.Backprop(inputs.AsSpan(), targets, gradient), other.Backprop(inputs, targets, otherGradient));
        Assert.True(gradient.BitwiseEquals(otherGradient));
        Assert.True(network.Parameters.BitwiseEquals(other.Parameters));
        other.Parameters.Clear();
        for (int layer = 0; layer < 2; layer++)
        {
            other.SetWeights(layer, network.GetWeights(layer));
            other.SetBiases(layer, network.GetBiases(layer));
        }

        Assert.True(network.Parameters.BitwiseEquals(other.Parameters));
    }

    [Fact]
    public void Arrays_with_weights_of_samples_and_with_derivatives_give_what_spans_give()
    {
        NetworkTopology topology = ImageTopology<float>();
        RuntimeNetwork<float> network = RuntimeNetwork<float>.Create(topology, 9);
        RuntimeNetwork<float> other = network.Clone();
        (float[] inputs, float[] targets) = EqualityAssert.Samples<float>(topology, 3, new Random(9));
        float[] weights = [0.5f, 2, 1.25f];
        Assert.Equal(
            network.TrainMiniBatch(inputs.AsSpan(), targets, weights, 0.5f), other.TrainMiniBatch(inputs, targets, weights, 0.5f));
        OptimizerState<float> state = Optimizer.Momentum(0.1).CreateState<float>(topology);
        OptimizerState<float> otherState = Optimizer.Momentum(0.1).CreateState<float>(topology);
        Assert.Equal(
            network.TrainMiniBatch(inputs.AsSpan(), targets, weights, state), other.TrainMiniBatch(inputs, targets, weights, otherState));
        Assert.True(network.Parameters.BitwiseEquals(other.Parameters));

        var gradient = new ParameterBuffer<float>(topology);
        var otherGradient = new ParameterBuffer<float>(topology);
        Assert.Equal(
            network.Backprop(inputs.AsSpan(), targets, weights, gradient), other.Backprop(inputs, targets, weights, otherGradient));
        var inputGradients = new float[inputs.Length];
        var otherInputGradients = new float[inputs.Length];
        Assert.Equal(
            network.Backprop(BackpropFrom.Targets, inputs.AsSpan(), targets, gradient, inputGradients),
            other.Backprop(BackpropFrom.Targets, inputs, targets, otherGradient, otherInputGradients));
        Assert.Equal(inputGradients, otherInputGradients);
        Assert.Contains(inputGradients, value => value != 0);

        // No array leaves the gradients of the inputs out, as an empty span does.
        Assert.Equal(
            network.Backprop(BackpropFrom.Targets, inputs.AsSpan(), targets, gradient, []),
            other.Backprop(BackpropFrom.Targets, inputs, targets, otherGradient, (float[]?)null));
        Assert.True(gradient.BitwiseEquals(otherGradient));

        float[] none = null!;
        Assert.Throws<ArgumentNullException>("sampleWeights", () => network.Backprop(inputs, targets, none, gradient));
        Assert.Throws<ArgumentNullException>("sampleWeights", () => network.TrainMiniBatch(inputs, targets, none, 1f));
        Assert.Throws<ArgumentNullException>("sampleWeights", () => network.TrainMiniBatch(inputs, targets, none, state));
        Assert.Throws<ArgumentNullException>("values", () => network.Backprop(BackpropFrom.Targets, inputs, none, gradient, none));
    }

    [Fact]
    public void Wrong_lengths_are_told_as_by_generated_networks()
    {
        RuntimeNetwork<float> network = RuntimeNetwork<float>.Create(ImageTopology<float>(), 10);
        ReferenceNetwork<float> reference = ReferenceNetwork<float>.CopyOf(network);
        var calls = new Action<ITrainableNetwork<float>>[]
        {
            other => other.FeedForward(new float[783], new float[10]),
            other => other.FeedForward(new float[784], new float[11]),
            other => other.FeedForwardBatch(new float[785], new float[10]),
            other => other.FeedForwardBatch(new float[1568], new float[10]),
            other => other.Classify(new float[1]),
            other => other.Cost([], []),
            other => other.TrainMiniBatch(new float[784], new float[20], 1f),
            other => other.TrainMiniBatch(new float[784], new float[10], float.NaN),
            other => other.Backprop(new float[784], new float[10], null!),
        };
        Assert.All(calls, call =>
        {
            Exception expected = Assert.ThrowsAny<ArgumentException>(() => call(reference));
            Exception actual = Assert.ThrowsAny<ArgumentException>(() => call(network));
            Assert.Equal(expected.GetType(), actual.GetType());
            Assert.Equal(expected.Message, actual.Message);
        });
        Assert.Throws<ArgumentNullException>("input", () => network.FeedForward(null!));
        Assert.Throws<ArgumentNullException>("targets", () => network.TrainMiniBatch(new float[784], (float[])null!, 1f));
    }

    /// <summary>Debug builds, whose networks use the same kernels.</summary>
    [Fact]
    public void Networks_compiled_without_optimization_give_the_bits_of_the_reference()
    {
        RandomTopology[] networks = [.. Enumerable.Range(0, 6).Select(index => new RandomTopology(index))];
        using var compiled = new NetworkCompiler(NetworkCompiler.Compile(
            "using NetGen;\n" + string.Concat(networks.Select(network => network.Declaration)), isOptimized: false));
        Assert.All(networks, network =>
        {
            if (network.Type == NumericType.Single)
            {
                CheckUnoptimized<float>(compiled, network);
            }
            else
            {
                CheckUnoptimized<double>(compiled, network);
            }
        });
    }

    private static NetworkTopology ImageTopology<T>() => new(
        [784, 30, 10],
        [Activation.Sigmoid, Activation.Sigmoid],
        CostFunction.BinaryCrossEntropy,
        typeof(T) == typeof(float) ? NumericType.Single : NumericType.Double);

    private static T[] Outputs<T>(INetwork<T> network, T[] inputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var outputs = new T[inputs.Length / network.Topology.InputSize * network.Topology.OutputSize];
        network.FeedForwardBatch(inputs, outputs);
        return outputs;
    }

    private static void Check<T>(RandomTopology network)
        where T : unmanaged, IFloatingPointIeee754<T> => EqualityAssert.MatchesReference(
            RuntimeNetwork<T>.Create(network.Topology, network.Index),
            Batches,
            20,
            new Random(network.Index),
            large: network.Index % 8 < 2);

    private static void CheckUnoptimized<T>(NetworkCompiler compiled, RandomTopology network)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ITrainableNetwork<T> created = compiled.Create<T>(network.Name, network.Index);
        EqualityAssert.MatchesReference(created, [1, 2, 13], 5, new Random(network.Index));
        (T[] inputs, _) = EqualityAssert.Samples<T>(network.Topology, 1, new Random(network.Index));
        Assert.Equal(ReferenceNetwork<T>.CopyOf(created).Classify(inputs), created.Classify(inputs));
    }

    private static void Check<T>(CoveringNetwork network)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RuntimeNetwork<T> runtime = RuntimeNetwork<T>.Create(network.Topology, network.Index);
        EqualityAssert.DrawUntrained(runtime.Parameters, new Random(network.Index));
        EqualityAssert.MatchesReference(
            runtime,
            Batches,
            5,
            new Random(network.Index),
            large: false,
            network.RateFactor * LearningRate / Math.Max(33, network.Topology.Layers.Max(layer => layer.InputSize)),
            rate => CoveringSet.Rules[network.Rule](network.RateFactor * rate));
        Assert.DoesNotContain(runtime.Parameters.Packed.ToArray(), value => !T.IsFinite(value));
    }
}
