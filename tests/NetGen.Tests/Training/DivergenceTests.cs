namespace NetGen.Tests.Training;

/// <summary>Training whose numbers become NaN or infinite, and targets that a cost cannot take.</summary>
public class DivergenceTests
{
    [Fact]
    public void Training_that_runs_off_stops_and_restores_the_initial_parameters_in_the_first_epoch()
    {
        var topology = new NetworkTopology([2, 4, 3], [Activation.Identity, Activation.Identity]);
        var network = ReferenceNetwork<float>.Create(topology, seed: 1);
        var initial = new ParameterBuffer<float>(topology);
        initial.CopyFrom(network.Parameters);
        var exception = Assert.Throws<TrainingDivergedException>(
            () => network.Train(RecordingNetwork.Data(100), new TrainingOptions { MiniBatchSize = 10, LearningRate = 1000 }));
        Assert.True(initial.BitwiseEquals(network.Parameters));
        Assert.Equal(1, exception.Epoch);
        Assert.InRange(exception.Step, 2, 10);
        Assert.StartsWith(
            $"Training diverged in epoch 1, step {exception.Step} of 10: the cost is ", exception.Message, StringComparison.Ordinal);
        Assert.EndsWith(
            "The network has the parameters it had before training again. "
            + "Try a learning rate smaller than 1000, or features of a smaller scale.",
            exception.Message,
            StringComparison.Ordinal);
        Assert.Equal((StopReason.Diverged, 0), (exception.History.StopReason, exception.History.Epochs.Count));
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void A_cost_that_is_not_finite_stops_training_at_its_step(float cost, string text)
    {
        var network = new SteppingNetwork(self =>
        {
            self.SetBiases(0, [self.Steps, 0, 0]);
            return self.Steps == 8 ? cost : 1;
        });
        TrainingDivergedException exception = Diverge(network);
        Assert.Equal((2, 3, null), (exception.Epoch, exception.Step, exception.Layer));
        Assert.StartsWith(
            $"Training diverged in epoch 2, step 3 of 5: the cost is {text}. The network has the parameters of epoch 1 again.",
            exception.Message,
            StringComparison.Ordinal);
        Assert.Equal(8, network.Steps);

        // Step 5 was the last of epoch 1.
        var biases = new float[3];
        network.GetBiases(0, biases);
        Assert.Equal([5, 0, 0], biases);
        EpochResult epoch = Assert.Single(exception.History.Epochs);
        Assert.Equal((1, 1.0), (epoch.Epoch, epoch.TrainingCost));
        Assert.Equal(StopReason.Diverged, exception.History.StopReason);
    }

    [Theory]
    [InlineData(0, true, "layers.0.bias", float.NaN)]
    [InlineData(0, false, "layers.0.weight", float.PositiveInfinity)]
    [InlineData(1, true, "layers.1.bias", float.NegativeInfinity)]
    [InlineData(1, false, "layers.1.weight", float.NaN)]
    public void A_parameter_that_is_not_finite_is_seen_at_the_end_of_the_epoch_with_its_layer(
        int layer, bool isBias, string block, float value)
    {
        var network = new SteppingNetwork(self =>
        {
            if (self.Steps == 7)
            {
                Break(self, layer, isBias, value);
            }

            return 1;
        })
        {
            Topology = new NetworkTopology([2, 19, 3], [Activation.Sigmoid, Activation.Sigmoid]),
        };
        TrainingDivergedException exception = Diverge(network);
        Assert.Equal((2, 5, layer), (exception.Epoch, exception.Step, exception.Layer));
        Assert.Contains(
            FormattableString.Invariant($"epoch 2, step 5 of 5: {block} has a value that is {value}. "),
            exception.Message,
            StringComparison.Ordinal);
        Assert.True(new ParameterBuffer<float>(network.Topology).BitwiseEquals(network.Parameters));
    }

    [Fact]
    public void Cost_and_layer_are_both_named_if_neither_is_finite()
    {
        var network = new SteppingNetwork(self =>
        {
            Break(self, 0, isBias: false, float.NaN);
            return self.Steps == 2 ? float.NaN : 1;
        });
        TrainingDivergedException exception = Diverge(network);
        Assert.Equal((1, 2, 0), (exception.Epoch, exception.Step, exception.Layer));
        Assert.Contains("the cost is NaN, and layers.0.weight has a value that is NaN.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancelling_does_not_hide_parameters_that_are_not_finite()
    {
        using var source = new CancellationTokenSource();
        var network = new SteppingNetwork(self =>
        {
            Break(self, 0, isBias: true, float.NaN);
            source.Cancel();
            return 1;
        });
        Assert.Throws<TrainingDivergedException>(
            () => network.Train(RecordingNetwork.Data(10), new TrainingOptions(), cancellationToken: source.Token));
    }

    [Fact]
    public void Training_does_not_start_from_parameters_that_are_not_finite()
    {
        var network = new SteppingNetwork(_ => 1);
        Break(network, 0, isBias: false, float.NaN);
        var exception = Assert.Throws<ArgumentException>(
            "network", () => network.Train(RecordingNetwork.Data(10), new TrainingOptions()));
        Assert.Contains("the network's layers.0.weight has a value that is NaN", exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, network.Steps);
    }

    [Theory]
    [InlineData(CostFunction.BinaryCrossEntropy, Activation.Sigmoid, 1.8f, "1.8")]
    [InlineData(CostFunction.BinaryCrossEntropy, Activation.Sigmoid, -0.25f, "-0.25")]
    [InlineData(CostFunction.CategoricalCrossEntropy, Activation.Softmax, 1.8f, "1.8")]
    public void Targets_that_the_cost_cannot_take_are_refused_with_their_place(
        CostFunction cost, Activation activation, float target, string text)
    {
        var network = ReferenceNetwork<float>.Create(new NetworkTopology([1, 3], [activation], cost), seed: 1);
        var features = new float[20];
        var targets = new float[60];
        DataSet<float> good = DataSet.FromTargets<float>(features, 1, [.. targets], 3);
        targets[(17 * 3) + 1] = target;
        DataSet<float> data = DataSet.FromTargets(features, 1, targets, 3);
        int moved = Enumerable.Range(0, 20).Single(i => TargetOf(data.Shuffle(3), i)[1] == target);
        AssertRefused(data, 17);
        AssertRefused(data.Slice(10, 10), 7);
        AssertRefused(data.Shuffle(3), moved);

        // Outside the view, or of another cost, the target does no harm.
        network.Evaluate(data.Slice(0, 17));
        ReferenceNetwork<float>.Create(new NetworkTopology([1, 3], [Activation.Sigmoid]), seed: 1).Evaluate(data);

        void AssertRefused(DataSet<float> refused, int sample)
        {
            string message = $"The cost {cost} takes targets from 0 to 1; that of sample {sample}, output 1, is {text}.";
            var options = new TrainingOptions();
            foreach (ArgumentException exception in new[]
            {
                Assert.Throws<ArgumentException>("data", () => network.Evaluate(refused)),
                Assert.Throws<ArgumentException>("training", () => network.Train(refused, options)),
                Assert.Throws<ArgumentException>("validation", () => network.Train(good, options, validation: refused)),
            })
            {
                Assert.Contains(message, exception.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_sigmoid_output_that_rounds_to_1_costs_what_its_weighted_input_says()
    {
        var network = ReferenceNetwork<float>.Create(
            new NetworkTopology([2, 1], [Activation.Sigmoid], CostFunction.BinaryCrossEntropy), seed: 1);
        network.SetWeights(0, [8.7f, 8.7f]);
        network.SetBiases(0, [0]);
        DataSet<float> data = DataSet.FromTargets<float>([1, 1], 2, [0], 1);
        Assert.Equal(17.4, network.Evaluate(data).Cost, 1e-5);
        TrainingHistory history = network.Train(data, new TrainingOptions { Epochs = 1, LearningRate = 1e-6 }, validation: data);
        Assert.Equal(17.4, history.Epochs[0].TrainingCost, 1e-5);
        Assert.Equal(17.4, history.Epochs[0].Validation!.Cost, 1e-4);
    }

    private static TrainingDivergedException Diverge(SteppingNetwork network) => Assert.Throws<TrainingDivergedException>(
        () => network.Train(RecordingNetwork.Data(10), new TrainingOptions { MiniBatchSize = 2 }));

    private static void Break(SteppingNetwork network, int layer, bool isBias, float value)
    {
        ParameterBlock block = network.Topology.ParameterBlocks.Single(one => one.Name == $"layers.{layer}.{(isBias ? "bias" : "weight")}");
        var values = new float[block.Count];
        values[^1] = value;
        network.Parameters.CopyFrom(block.Name, values);
    }

    private static float[] TargetOf(DataSet<float> data, int index)
    {
        var target = new float[data.TargetSize];
        data.CopyTarget(index, target);
        return target;
    }
}
