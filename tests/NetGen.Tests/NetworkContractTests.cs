using System.Numerics;

namespace NetGen.Tests;

/// <summary>What <see cref="INetwork{T}"/> promises beside numbers, of generated networks and of the reference alike.</summary>
public class NetworkContractTests
{
    public static TheoryData<string> Kinds => ["generated", "reference"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Spans_of_one_sample_must_have_the_sizes_of_the_network(string kind)
    {
        ITrainableNetwork<float> network = Create(kind);
        AssertLength("input", 2, 3, () => network.FeedForward(new float[3], new float[1]));
        AssertLength("input", 2, 0, () => network.FeedForward([], new float[1]));
        AssertLength("output", 1, 2, () => network.FeedForward(new float[2], new float[2]));
        AssertLength("input", 2, 1, () => network.Classify(new float[1]));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Spans_of_samples_must_hold_whole_samples_and_as_many(string kind)
    {
        ITrainableNetwork<float> network = Create(kind);
        var gradient = new ParameterBuffer<float>(network.Topology);
        AssertLength("inputs", 2, 5, () => network.FeedForwardBatch(new float[5], new float[2]));
        AssertLength("outputs", 3, 4, () => network.FeedForwardBatch(new float[6], new float[4]));
        AssertLength("outputs", 0, 1, () => network.FeedForwardBatch([], new float[1]));
        foreach (Action<float[], float[]> call in new Action<float[], float[]>[]
        {
            (inputs, targets) => network.Cost(inputs, targets),
            (inputs, targets) => network.Backprop(inputs, targets, gradient),
            (inputs, targets) => network.TrainMiniBatch(inputs, targets, 1),
        })
        {
            AssertLength("inputs", 2, 5, () => call(new float[5], new float[2]));
            AssertLength("targets", 3, 2, () => call(new float[6], new float[2]));
            var empty = Assert.Throws<ArgumentException>("inputs", () => call([], []));
            Assert.Contains("at least one sample", empty.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Gradients_must_be_there_and_for_the_same_sizes(string kind)
    {
        ITrainableNetwork<float> network = Create(kind);
        Assert.Throws<ArgumentNullException>("gradient", () => network.Backprop(new float[2], new float[1], null!));
        Assert.Throws<ArgumentNullException>("gradient", () => network.ApplyGradient(null!, 1));
        foreach (int[] sizes in new int[][] { [2, 3, 1], [2, 4], [2, 4, 2], [2, 4, 1, 1] })
        {
            var other = new ParameterBuffer<float>(new NetworkTopology(sizes, new Activation[sizes.Length - 1]));
            foreach (Action call in new Action[]
            {
                () => network.Backprop(new float[2], new float[1], other),
                () => network.ApplyGradient(other, 1),
            })
            {
                var exception = Assert.Throws<ArgumentException>("gradient", call);
                Assert.Contains("2-4-1", exception.Message, StringComparison.Ordinal);
                Assert.Contains(string.Join('-', sizes), exception.Message, StringComparison.Ordinal);
            }
        }

        // Activations and cost do not matter to a gradient.
        var same = new ParameterBuffer<float>(new NetworkTopology([2, 4, 1], [Activation.ReLU, Activation.Identity]));
        network.Backprop(new float[2], new float[1], same);
        network.ApplyGradient(same, 1);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Learning_rates_and_steps_must_be_finite(string kind)
    {
        ITrainableNetwork<float> network = Create(kind);
        ReferenceNetwork<float> before = ReferenceNetwork<float>.CopyOf(network);
        var gradient = new ParameterBuffer<float>(network.Topology);
        foreach (float value in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            var exception = Assert.Throws<ArgumentOutOfRangeException>(
                "learningRate", () => network.TrainMiniBatch(new float[2], new float[1], value));
            Assert.Equal(value, exception.ActualValue);
            Assert.Throws<ArgumentOutOfRangeException>("step", () => network.ApplyGradient(gradient, value));

            // What is wrong with the samples is told first.
            Assert.Throws<ArgumentException>("inputs", () => network.TrainMiniBatch(new float[3], new float[1], value));
        }

        EqualityAssert.SameParameters(before, network, "after refused calls");
        network.TrainMiniBatch(new float[2], new float[1], 0);
        network.ApplyGradient(gradient, -1);
        EqualityAssert.SameParameters(before, network, "after steps of nothing");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Layers_must_exist_and_spans_have_their_lengths(string kind)
    {
        ITrainableNetwork<float> network = Create(kind);
        foreach (int layer in new[] { -1, 2, int.MaxValue, int.MinValue })
        {
            Assert.Throws<ArgumentOutOfRangeException>("layer", () => network.GetWeights(layer, new float[8]));
            Assert.Throws<ArgumentOutOfRangeException>("layer", () => network.SetWeights(layer, new float[8]));
            Assert.Throws<ArgumentOutOfRangeException>("layer", () => network.GetBiases(layer, new float[4]));
            var exception = Assert.Throws<ArgumentOutOfRangeException>("layer", () => network.SetBiases(layer, new float[4]));
            Assert.Contains("0 to 1", exception.Message, StringComparison.Ordinal);
            Assert.Equal(layer, exception.ActualValue);
        }

        AssertLength("destination", 8, 9, () => network.GetWeights(0, new float[9]));
        AssertLength("source", 8, 7, () => network.SetWeights(0, new float[7]));
        AssertLength("destination", 1, 4, () => network.GetBiases(1, new float[4]));
        AssertLength("source", 4, 0, () => network.SetBiases(0, []));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_output_of_one_sample_may_overlap_the_input(string kind)
    {
        ITrainableNetwork<float>[] generated =
        [
            SmallNet.Create(3), DotErrorNet.Create(4), OneLayerNet.Create(5), ShrinkingLayerNet.Create(6), DotNet.Create(7),
            DotLayerNet.Create(8), SoftmaxNet.Create(9), SoftmaxNet17.Create(10), GELUNet.Create(11),
        ];
        foreach (ITrainableNetwork<float> network in generated.Select(network => Like(kind, network)).Prepend(Create(kind)))
        {
            NetworkTopology topology = network.Topology;
            (float[] input, _) = EqualityAssert.Samples<float>(topology, 1, new Random(5));
            var expected = new float[topology.OutputSize];
            network.FeedForward(input, expected);
            foreach (int start in new[] { 0, 1, topology.InputSize - topology.OutputSize })
            {
                // A start below 0 has the outputs begin before the inputs.
                int inputStart = Math.Max(0, -start);
                var memory = new float[inputStart + topology.InputSize + topology.OutputSize];
                input.CopyTo(memory, inputStart);
                Span<float> output = memory.AsSpan(inputStart + start, topology.OutputSize);
                network.FeedForward(memory.AsSpan(inputStart, topology.InputSize), output);
                EqualityAssert.SameBits<float>(expected, output, $"{topology} in place at {start}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_outputs_of_a_batch_must_not_overlap_the_inputs(string kind)
    {
        ITrainableNetwork<float> network = Create(kind);
        var memory = new float[9];
        var exception = Assert.Throws<ArgumentException>(
            "outputs", () => network.FeedForwardBatch(memory.AsSpan(0, 6), memory.AsSpan(5, 3)));
        Assert.Contains("overlap", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("outputs", () => network.FeedForwardBatch(memory.AsSpan(2, 2), memory.AsSpan(2, 1)));

        // Neighbors are none.
        network.FeedForwardBatch(memory.AsSpan(0, 6), memory.AsSpan(6, 3));
        network.FeedForwardBatch(memory.AsSpan(3, 6), memory.AsSpan(0, 3));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_batch_of_no_samples_does_nothing(string kind) => Create(kind).FeedForwardBatch([], []);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Of_equal_outputs_the_first_is_the_class(string kind)
    {
        LinearNet linear = LinearNet.Create(1);
        linear.SetWeights(0, new float[2 * 20]);
        ITrainableNetwork<float> network = Like(kind, linear);
        foreach ((int expected, (int Index, float Value)[] outputs) in new (int, (int, float)[])[]
        {
            (0, []),
            (3, [(3, 1), (4, 1), (19, 1)]),
            (19, [(19, 1)]),
            (0, [(0, 2), (16, 2)]),
            (15, [(15, 2), (16, 2), (17, 1)]),
            (16, [(15, 1), (16, 2), (17, 2)]),
            (1, [(0, -1)]),
            (0, [(7, -0.0f)]),
            (5, [(5, float.PositiveInfinity), (6, float.PositiveInfinity)]),
            (2, [(2, 1), (6, float.NaN)]),
            (6, [(0, float.NaN), (6, 1)]),
            (1, [(0, float.NaN)]),
        })
        {
            var biases = new float[20];
            foreach ((int index, float value) in outputs)
            {
                biases[index] = value;
            }

            network.SetBiases(0, biases);
            Assert.Equal(expected, network.Classify(new float[2]));
        }

        network.SetBiases(0, Enumerable.Repeat(float.NaN, 20).ToArray());
        Assert.Equal(-1, network.Classify(new float[2]));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void One_sigmoid_output_is_the_probability_of_class_1(string kind)
    {
        ITrainableNetwork<float> network = Like(kind, OneNet.Create(1));
        network.SetWeights(0, [1f]);
        network.SetBiases(0, [0f]);
        Assert.Equal(1, network.Classify([0f]));
        Assert.Equal(1, network.Classify([3f]));
        Assert.Equal(0, network.Classify([-1e-3f]));
        Assert.Equal(-1, network.Classify([float.NaN]));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Spans_for_outputs_and_costs_must_fit_and_not_overlap(string kind)
    {
        ITrainableNetwork<float> network = Create(kind);
        AssertLength("inputs", 2, 5, () => network.FeedForwardBatch(new float[5], new float[2], new float[2], new float[2]));
        AssertLength("targets", 3, 2, () => network.FeedForwardBatch(new float[6], new float[2], new float[3], new float[3]));
        AssertLength("outputs", 3, 2, () => network.FeedForwardBatch(new float[6], new float[3], new float[2], new float[3]));
        AssertLength("costs", 3, 2, () => network.FeedForwardBatch(new float[6], new float[3], new float[3], new float[2]));
        network.FeedForwardBatch([], [], [], []);

        // Inputs, targets, outputs and costs of two samples, one after another: each start that makes two of them overlap is refused.
        var memory = new float[11];
        Run(0, 4, 6, 8);
        Assert.Throws<ArgumentException>("outputs", () => Run(0, 4, 3, 8));
        Assert.Throws<ArgumentException>("outputs", () => Run(0, 4, 5, 8));
        Assert.Throws<ArgumentException>("costs", () => Run(0, 4, 6, 3));
        Assert.Throws<ArgumentException>("costs", () => Run(0, 4, 6, 5));
        Assert.Throws<ArgumentException>("costs", () => Run(0, 4, 6, 7));

        void Run(int inputs, int targets, int outputs, int costs) => network.FeedForwardBatch(
            memory.AsSpan(inputs, 4), memory.AsSpan(targets, 2), memory.AsSpan(outputs, 2), memory.AsSpan(costs, 2));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Cross_entropies_refuse_targets_outside_0_to_1(string kind)
    {
        CheckTargets(Like(kind, SmallNet.Create(1)));
        CheckTargets(Like(kind, SoftmaxNet.Create(1)));
        CheckTargets(Like(kind, LogSoftmaxNet.Create(1)));

        // The quadratic cost takes any number.
        Assert.True(float.IsFinite(Create(kind).Cost(new float[2], [1.8f])));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_hinge_cost_refuses_targets_but_signs(string kind) =>
        CheckTargets(Like(kind, HingeNet.Create(1)), 0, 0.5f, float.BitDecrement(1), -float.BitIncrement(1), float.NaN);

    private static void CheckTargets(ITrainableNetwork<float> network) => CheckTargets(
        network, 1.8f, -float.Epsilon, float.BitIncrement(1), float.NaN, float.PositiveInfinity);

    private static void CheckTargets(ITrainableNetwork<float> network, params float[] refused)
    {
        NetworkTopology topology = network.Topology;
        (float[] inputs, float[] targets) = EqualityAssert.Samples<float>(topology, 30, new Random(1));
        ReferenceNetwork<float> before = ReferenceNetwork<float>.CopyOf(network);
        var gradient = new ParameterBuffer<float>(topology);
        foreach (float value in refused)
        {
            targets[topology.OutputSize + 3] = value;
            foreach (Action call in new Action[]
            {
                () => network.Cost(inputs, targets),
                () => network.FeedForwardBatch(inputs, targets, new float[targets.Length], new float[30]),
                () => network.Backprop(inputs, targets, gradient),
                () => network.TrainMiniBatch(inputs, targets, 1),
            })
            {
                var exception = Assert.Throws<ArgumentException>("targets", call);
                Assert.Contains("sample 1, output 3", exception.Message, StringComparison.Ordinal);
                Assert.Contains(topology.Cost.ToString(), exception.Message, StringComparison.Ordinal);
            }
        }

        EqualityAssert.SameParameters(before, network, "after refused targets");
        Assert.Equal(-1, gradient.Packed.IndexOfAnyExcept(0f));
    }

    private static ITrainableNetwork<float> Create(string kind) => Like(kind, TinyNet.Create(2));

    private static ITrainableNetwork<T> Like<T>(string kind, ITrainableNetwork<T> network)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        kind == "generated" ? network : ReferenceNetwork<T>.CopyOf(network);

    private static void AssertLength(string parameter, int expected, int actual, Action call)
    {
        var exception = Assert.Throws<ArgumentException>(parameter, call);
        Assert.Matches($@"\b{expected}\b.*\b{actual}\b", exception.Message);
    }
}
