namespace NetGen.Tests.Training;

/// <summary>A network of 2 inputs and 3 outputs that can do nothing; the networks of these tests add what they need.</summary>
internal abstract class StubNetwork : ITrainableNetwork<float>
{
    public NetworkTopology Topology { get; init; } = new([2, 3], [Activation.Sigmoid]);

    public ParameterBuffer<float> Parameters => throw new NotSupportedException();

    IReadOnlyParameters<float> INetwork<float>.Parameters => Parameters;

    public virtual void FeedForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs) => throw new NotSupportedException();

    public void FeedForwardBatch(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> outputs, Span<float> costs)
    {
        FeedForwardBatch(inputs, outputs);
        for (int i = 0; i < costs.Length; i++)
        {
            costs[i] = 0;
            for (int j = 3 * i; j < 3 * (i + 1); j++)
            {
                costs[i] += 0.5f * (outputs[j] - targets[j]) * (outputs[j] - targets[j]);
            }
        }
    }

    public virtual float TrainMiniBatch(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, float learningRate, WorkerTeam? workers = null) =>
        throw new NotSupportedException();

    public void FeedForward(ReadOnlySpan<float> input, Span<float> output) => throw new NotSupportedException();

    public int Classify(ReadOnlySpan<float> input) => throw new NotSupportedException();

    public float Cost(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets) => throw new NotSupportedException();

    public float Backprop(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ParameterBuffer<float> gradient) =>
        throw new NotSupportedException();

    public void ApplyGradient(ParameterBuffer<float> gradient, float step) => throw new NotSupportedException();
}
