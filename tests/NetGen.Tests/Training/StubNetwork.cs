namespace NetGen.Tests.Training;

/// <summary>A network of 2 inputs and 3 outputs that can do nothing; the networks of these tests add what they need.</summary>
internal abstract class StubNetwork : ITrainableNetwork<float>
{
    public NetworkTopology Topology { get; init; } = new([2, 3], [Activation.Sigmoid]);

    public IReadOnlyList<string>? ClassNames { get; set; }

    public ParameterBuffer<float> Parameters => field ??= new ParameterBuffer<float>(Topology);

    IReadOnlyParameters<float> INetwork<float>.Parameters => Parameters;

    public virtual void FeedForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs) => throw new NotSupportedException();

    /// <summary>The outputs of the other overload, and their quadratic cost.</summary>
    public virtual void FeedForwardBatch(
        ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> outputs, Span<float> costs)
    {
        FeedForwardBatch(inputs, outputs);
        costs.Clear();
        for (int i = 0; i < targets.Length; i++)
        {
            float difference = outputs[i] - targets[i];
            costs[i / Topology.OutputSize] += difference * difference / 2;
        }
    }

    public virtual float TrainMiniBatch(
        ReadOnlySpan<float> inputs,
        ReadOnlySpan<float> targets,
        float learningRate,
        WorkerTeam? workers = null,
        DropoutKey? dropout = null) =>
        throw new NotSupportedException();

    public virtual float TrainMiniBatch(
        ReadOnlySpan<float> inputs,
        ReadOnlySpan<float> targets,
        OptimizerState<float> optimizer,
        WorkerTeam? workers = null,
        DropoutKey? dropout = null)
    {
        float cost = TrainMiniBatch(inputs, targets, (float)optimizer.LearningRate, workers, dropout);
        optimizer.StepCount++;
        return cost;
    }

    public void ApplyGradient(ParameterBuffer<float> gradient, int count, OptimizerState<float> optimizer) =>
        throw new NotSupportedException();

    public void FeedForward(ReadOnlySpan<float> input, Span<float> output) => throw new NotSupportedException();

    public int Classify(ReadOnlySpan<float> input) => throw new NotSupportedException();

    public float Cost(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets) => throw new NotSupportedException();

    public float Backprop(
        ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ParameterBuffer<float> gradient, DropoutKey? dropout = null) =>
        throw new NotSupportedException();

    public float Backprop(
        BackpropFrom from,
        ReadOnlySpan<float> inputs,
        ReadOnlySpan<float> values,
        ParameterBuffer<float>? gradient,
        Span<float> inputGradients,
        DropoutKey? dropout = null) =>
        throw new NotSupportedException();

    public void ApplyGradient(ParameterBuffer<float> gradient, float step) => throw new NotSupportedException();
}
