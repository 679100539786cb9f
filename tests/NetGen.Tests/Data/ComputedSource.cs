using NetGen.Data;

namespace NetGen.Tests.Data;

/// <summary>Computes samples of 64 features from their numbers: more numbers than an array or the memory holds.</summary>
internal sealed class ComputedSource(int count) : SampleSource<float>(count, 64, targetSize: 1)
{
    public override bool AllowsConcurrentReads => true;

    public static float FeatureOf(int index, int feature) => (index % 1009 / 1009f) - (feature / 64f);

    public static float TargetOf(int index) => index % 1009 / 1009f;

    public override void Read(int index, Span<float> input, Span<float> target)
    {
        for (int i = 0; i < input.Length; i++)
        {
            input[i] = FeatureOf(index, i);
        }

        target[0] = TargetOf(index);
    }
}
