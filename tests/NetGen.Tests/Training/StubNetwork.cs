namespace NetGen.Tests.Training;

/// <summary>A network of 2 inputs and 3 outputs that can do nothing; the networks of these tests add what they need.</summary>
internal abstract class StubNetwork : INetwork<float>
{
    public NetworkTopology Topology { get; init; } = new([2, 3], [Activation.Sigmoid]);

    public virtual void FeedForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs) => throw new NotSupportedException();

    public virtual float TrainMiniBatch(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, float learningRate, WorkerTeam? workers = null) =>
        throw new NotSupportedException();

    public void FeedForward(ReadOnlySpan<float> input, Span<float> output) => throw new NotSupportedException();

    public int Classify(ReadOnlySpan<float> input) => throw new NotSupportedException();

    public float Cost(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets) => throw new NotSupportedException();

    public float Backprop(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ParameterBuffer<float> gradient) =>
        throw new NotSupportedException();

    public void ApplyGradient(ParameterBuffer<float> gradient, float step) => throw new NotSupportedException();

    public void GetWeights(int layer, Span<float> destination) => throw new NotSupportedException();

    public void SetWeights(int layer, ReadOnlySpan<float> source) => throw new NotSupportedException();

    public void GetBiases(int layer, Span<float> destination) => throw new NotSupportedException();

    public void SetBiases(int layer, ReadOnlySpan<float> source) => throw new NotSupportedException();
}
