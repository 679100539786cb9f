namespace NetGen.Samples.Audio;

/// <summary>Computes a sample of the distorted sound from this sample and the two before it.</summary>
/// <remarks>Audio must take the same time whatever it sounds like, silence too: no zero is skipped.</remarks>
[Network(3, 8, 8, 1, Hidden = Activation.Tanh, Output = Activation.Identity, SkipZeros = false)]
internal sealed partial class ShaperNet;

/// <summary>A network at work in an audio callback: keeps the last samples of a block for the next one, and allocates nothing.</summary>
/// <param name="network">The trained network.</param>
/// <param name="largestBlock">The largest number of samples in a block.</param>
internal sealed class Waveshaper(ShaperNet network, int largestBlock)
{
    private readonly float[] inputs = new float[largestBlock * ShaperNet.InputSize];
    private float last;
    private float lastButOne;

    /// <summary>Processes a block.</summary>
    public void Process(ReadOnlySpan<float> block, Span<float> output) => network.FeedForwardBatch(Inputs(block), output);

    /// <summary>What the network sees of a block: for each sample, this one and the two before it.</summary>
    public ReadOnlySpan<float> Inputs(ReadOnlySpan<float> block)
    {
        for (int i = 0; i < block.Length; i++)
        {
            Span<float> row = inputs.AsSpan(i * ShaperNet.InputSize, ShaperNet.InputSize);
            (row[0], row[1], row[2]) = (block[i], last, lastButOne);
            (last, lastButOne) = (block[i], last);
        }

        return inputs.AsSpan(0, block.Length * ShaperNet.InputSize);
    }
}
