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

        // Of zero weights all outputs are ½, and each costs ln 2.
        var entropic = ReferenceNetwork<float>.Create(
            new NetworkTopology([2, 3], [Activation.Sigmoid], CostFunction.BinaryCrossEntropy), seed: 1);
        entropic.Parameters.Clear();
        Assert.Equal(3 * Math.Log(2), entropic.Evaluate(RecordingNetwork.Data(2)).Cost, 1e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8192)]
    [InlineData(20_001)]
    public void Every_sample_is_evaluated_once_in_batches(int count)
    {
        var network = new RecordingNetwork { OutputOf = first => OneHot((int)first % 3) };
        Evaluation evaluation = network.Evaluate(RecordingNetwork.Data(count));
        Assert.Equal((0, count, count), (evaluation.Cost, evaluation.Correct, evaluation.Count));
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

        // The last two have no labels, so that only the cost can be compared.
        Evaluation[] whole = [.. same.Select(data => network.Evaluate(data))];
        Assert.InRange(whole[0].Correct!.Value, 1, Count - 1);
        AssertSame(whole);
        Evaluation[] slices = [.. same.Select(data => network.Evaluate(data.Slice(50, 100)))];
        Assert.NotEqual(whole[0].Correct, slices[0].Correct);
        AssertSame(slices);
        Evaluation[] shuffled = [.. same.Select(data => network.Evaluate(data.Shuffle(3).Slice(50, 100)))];
        Assert.NotEqual(slices[0].Cost, shuffled[0].Cost);
        AssertSame(shuffled);

        static void AssertSame(Evaluation[] evaluations)
        {
            Assert.All(evaluations, evaluation => Assert.Equal(evaluations[0].Cost, evaluation.Cost));
            Assert.All(evaluations, evaluation => Assert.Equal(evaluations[0].Count, evaluation.Count));
            Assert.Equal([evaluations[0].Correct, evaluations[0].Correct, null, null], evaluations.Select(one => one.Correct));
        }
    }

    [Fact]
    public void An_evaluation_reads_as_cost_and_accuracy() =>
        Assert.Equal(
            "cost 0.0871, 9464 of 10000 correct (94.64 %)",
            new Evaluation { Cost = 0.0871, Correct = 9464, Count = 10000 }.ToString());

    [Theory]
    [InlineData(1, Activation.Identity)]
    [InlineData(1, Activation.Sigmoid)]
    [InlineData(2, Activation.Identity)]
    [InlineData(2, Activation.Sigmoid)]
    public void Target_vectors_give_a_cost_and_no_accuracy(int outputs, Activation activation)
    {
        var network = ReferenceNetwork<float>.Create(new NetworkTopology([2, 3, outputs], [Activation.Tanh, activation]), seed: 1);
        float[] targets = [.. new float[] { 1, 0, 0, 1 }.Take(2 * outputs)];
        DataSet<float> data = DataSet.FromTargets<float>([1, 2, 3, 4], 2, targets, outputs);
        Evaluation evaluation = network.Evaluate(data);
        float cost = (network.Cost([1, 2], targets.AsSpan(0, outputs)) + network.Cost([3, 4], targets.AsSpan(outputs))) / 2;
        Assert.Equal(cost, evaluation.Cost, 1e-6);
        Assert.Equal((null, null, 2), (evaluation.Correct, evaluation.Accuracy, evaluation.Count));
        Assert.Equal("cost 0.2500", new Evaluation { Cost = 0.25, Count = 2 }.ToString());

        TrainingHistory history = network.Train(data, new TrainingOptions { Epochs = 1, LearningRate = 0.01 }, validation: data);
        Assert.Null(history.Epochs[0].Validation!.Correct);
        Assert.DoesNotContain("correct", history.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Outputs_that_are_NaN_are_never_correct()
    {
        // Labels 0, 1 and 2; NaN in the first place, or everywhere.
        var network = new RecordingNetwork { OutputOf = first => [float.NaN, first == 1 ? 0.5f : float.NaN, float.NaN] };
        Evaluation evaluation = network.Evaluate(RecordingNetwork.Data(3));
        Assert.Equal(1, evaluation.Correct);
        Assert.Equal("cost NaN, 1 of 3 correct (33.33 %)", evaluation.ToString());
    }

    private static float[] OneHot(int index) => [index == 0 ? 1 : 0, index == 1 ? 1 : 0, index == 2 ? 1 : 0];
}
