namespace NetGen.Tests.Training;

public class EvaluationTests
{
    [Fact]
    public void Of_equal_outputs_the_first_counts()
    {
        // Everything is taken for class 1, although class 2 has the same output.
        var network = new RecordingNetwork { OutputOf = _ => [0.25f, 0.75f, 0.75f] };
        Evaluation evaluation = network.Evaluate(RecordingNetwork.Data(5));
        Assert.Equal((2, 5, 0.4), (evaluation.Correct, evaluation.Count, evaluation.Accuracy));
    }

    [Fact]
    public void The_cost_is_the_topologys_averaged_over_the_samples()
    {
        var network = new RecordingNetwork { OutputOf = _ => [0.5f, 0.25f, 0.5f] };

        // Labels 0 and 1: ½·(½² + ¼² + ½²) and ½·(½² + ¾² + ½²).
        Assert.Equal((0.28125 + 0.53125) / 2, network.Evaluate(RecordingNetwork.Data(2)).Cost);

        var entropic = new RecordingNetwork
        {
            Topology = new NetworkTopology([2, 3], [Activation.Sigmoid], CostFunction.BinaryCrossEntropy),
            OutputOf = _ => [0.5f, 0.5f, 0.5f],
        };
        Assert.Equal(3 * Math.Log(2), entropic.Evaluate(RecordingNetwork.Data(2)).Cost, 1e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8192)]
    [InlineData(20_001)]
    public void Every_sample_is_evaluated_once_in_batches(int count)
    {
        var network = new RecordingNetwork { OutputOf = first => OneHot((int)first % 3) };
        Assert.Equal(new Evaluation(0, count, count), network.Evaluate(RecordingNetwork.Data(count)));
        Assert.Equal(count, network.Evaluated.Sum());
        Assert.InRange(network.Evaluated.Count, 1, 4);
    }

    [Fact]
    public void Views_and_bytes_and_target_vectors_are_evaluated_as_what_they_stand_for()
    {
        const int Count = 300;
        byte[] bytes = [.. Enumerable.Range(0, 2 * Count).Select(i => (byte)(i % 251))];
        float[] floats = [.. bytes.Select(value => value * 0.5f)];
        int[] labels = [.. Enumerable.Range(0, Count).Select(i => i * 7 % 3)];
        float[] targets = [.. labels.SelectMany(OneHot)];
        var network = new FirstInputNetwork();
        DataSet<float>[] same =
        [
            DataSet.FromLabels(floats, 2, labels, 3),
            DataSet.FromLabels(bytes, 2, 0.5f, labels, 3),
            DataSet.FromTargets(floats, 2, targets, 3),
            DataSet.FromTargets(bytes, 2, 0.5f, targets, 3),
        ];

        Evaluation[] whole = [.. same.Select(data => network.Evaluate(data))];
        Assert.InRange(whole[0].Correct!.Value, 1, Count - 1);
        Assert.All(whole, evaluation => Assert.Equal(whole[0], evaluation));
        Evaluation[] slices = [.. same.Select(data => network.Evaluate(data.Slice(50, 100)))];
        Assert.NotEqual(whole[0].Correct, slices[0].Correct);
        Assert.All(slices, evaluation => Assert.Equal(slices[0], evaluation));
        Evaluation[] shuffled = [.. same.Select(data => network.Evaluate(data.Shuffle(3).Slice(50, 100)))];
        Assert.NotEqual(slices[0].Cost, shuffled[0].Cost);
        Assert.All(shuffled, evaluation => Assert.Equal(shuffled[0], evaluation));
    }

    [Fact]
    public void An_evaluation_reads_as_cost_and_accuracy() =>
        Assert.Equal("cost 0.0871, 9464 of 10000 correct (94.64 %)", new Evaluation(0.0871, 9464, 10000).ToString());

    [Fact]
    public void A_network_with_a_single_output_has_a_cost_and_no_accuracy()
    {
        var network = ReferenceNetwork<float>.Create(new NetworkTopology([2, 3, 1], [Activation.Tanh, Activation.Identity]), seed: 1);
        DataSet<float> data = DataSet.FromTargets<float>([1, 2, 3, 4], 2, [10, 20], 1);
        Evaluation evaluation = network.Evaluate(data);
        float cost = (network.Cost([1, 2], [10]) + network.Cost([3, 4], [20])) / 2;
        Assert.Equal(cost, evaluation.Cost, 1e-3);
        Assert.Equal((null, null, 2), (evaluation.Correct, evaluation.Accuracy, evaluation.Count));
        Assert.Equal("cost 0.2500", (evaluation with { Cost = 0.25 }).ToString());

        TrainingHistory history = network.Train(data, new TrainingOptions { Epochs = 1, LearningRate = 0.01, Validation = data });
        EpochResult result = history.Epochs[0] with
        {
            TrainingCost = 0.5,
            Validation = history.Epochs[0].Validation! with { Cost = 0.25 },
            Elapsed = TimeSpan.FromMilliseconds(41),
        };
        Assert.Equal("epoch  1: training cost 0.5000, validation cost 0.2500, 0.041 s", result.ToString());
    }

    private static float[] OneHot(int index) => [index == 0 ? 1 : 0, index == 1 ? 1 : 0, index == 2 ? 1 : 0];
}
