namespace NetGen.Tests.Training;

/// <summary>A network that learns nothing and writes down what it is given.</summary>
internal sealed class RecordingNetwork : StubNetwork
{
    /// <summary>The first element of each sample, by mini-batch.</summary>
    public List<float[]> Batches { get; } = [];

    public List<float[]> Targets { get; } = [];

    public List<float> LearningRates { get; } = [];

    /// <summary>Rows of each call of <see cref="FeedForwardBatch"/>.</summary>
    public List<int> Evaluated { get; } = [];

    /// <summary>The cost that a mini-batch is to have.</summary>
    public Func<float[], float> CostOf { get; init; } = _ => 0;

    /// <summary>The outputs for a sample, by its first element.</summary>
    public Func<float, float[]> OutputOf { get; init; } = _ => [0, 0, 0];

    public Action? OnMiniBatch { get; set; }

    public override float TrainMiniBatch(
        ReadOnlySpan<float> inputs,
        ReadOnlySpan<float> targets,
        float learningRate,
        WorkerTeam? workers = null,
        DropoutKey? dropout = null)
    {
        float[] firsts = Firsts(inputs);
        Batches.Add(firsts);
        Targets.Add(targets.ToArray());
        LearningRates.Add(learningRate);
        OnMiniBatch?.Invoke();
        return CostOf(firsts);
    }

    public override void FeedForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        float[] firsts = Firsts(inputs);
        Evaluated.Add(firsts.Length);
        for (int i = 0; i < firsts.Length; i++)
        {
            OutputOf(firsts[i]).CopyTo(outputs.Slice(3 * i, 3));
        }
    }

    /// <summary>Samples (i, -i) with the label i mod 3.</summary>
    public static DataSet<float> Data(int count) => DataSet.FromLabels<float>(
        [.. Enumerable.Range(0, count).SelectMany(i => new float[] { i, -i })],
        2,
        Enumerable.Range(0, count).Select(i => i % 3).ToArray(),
        3);

    private static float[] Firsts(ReadOnlySpan<float> inputs)
    {
        var firsts = new float[inputs.Length / 2];
        for (int i = 0; i < firsts.Length; i++)
        {
            firsts[i] = inputs[2 * i];
            Assert.Equal(-firsts[i], inputs[(2 * i) + 1]);
        }

        return firsts;
    }
}
