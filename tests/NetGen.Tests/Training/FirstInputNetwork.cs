namespace NetGen.Tests.Training;

/// <summary>A network of 2 inputs and 3 outputs, simple functions of both inputs.</summary>
internal sealed class FirstInputNetwork : StubNetwork
{
    public override void FeedForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        for (int i = 0; i < inputs.Length / 2; i++)
        {
            float first = inputs[2 * i];
            float second = inputs[(2 * i) + 1];
            outputs[3 * i] = first / 256;
            outputs[(3 * i) + 1] = second / 256;
            outputs[(3 * i) + 2] = 0.25f;
        }
    }
}
