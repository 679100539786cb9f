namespace NetGen.Tests.Training;

/// <summary>A network of 2 inputs and 3 outputs whose steps a test makes.</summary>
/// <param name="step">Makes a step and returns its cost.</param>
internal sealed class SteppingNetwork(Func<SteppingNetwork, float> step) : StubNetwork
{
    /// <summary>The steps so far, the current one included.</summary>
    public int Steps { get; private set; }

    public override float TrainMiniBatch(
        ReadOnlySpan<float> inputs,
        ReadOnlySpan<float> targets,
        float learningRate,
        WorkerTeam? workers = null,
        DropoutKey? dropout = null)
    {
        Steps++;
        return step(this);
    }
}
