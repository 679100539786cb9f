using System.Numerics;
using NetGen.Numerics;

namespace NetGen.Reference;

/// <summary>A layer of a <see cref="ReferenceNetwork{T}"/> that drops inputs in training.</summary>
internal sealed class DropoutReferenceLayer<T>(ParameterBuffer<T> parameters, DropoutTopology topology)
    : ReferenceLayer<T>(parameters, topology)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int _index = topology.Index;
    private readonly double _rate = topology.Rate;

    /// <inheritdoc/>
    public override T[] WeightedInputs(ReadOnlySpan<T> input) => input.ToArray();

    /// <inheritdoc/>
    public override T[] WeightedInputs(ReadOnlySpan<T> input, DropoutKey? sample) => Drop(input, sample);

    /// <inheritdoc/>
    public override T[] CarryErrorBack(ReadOnlySpan<T> error, DropoutKey? sample) => Drop(error, sample);

    // 0, or the value over the probability of keeping it: times the reciprocal, rounded once.
    private T[] Drop(ReadOnlySpan<T> values, DropoutKey? sample)
    {
        T[] results = values.ToArray();
        if (sample is DropoutKey key)
        {
            ulong step = DropoutHash.StepKey(key.Seed, key.Step);
            ulong sampleKey = DropoutHash.SampleKey(step, unchecked((ulong)key.FirstSample), _index);
            T scale = T.CreateChecked(DropoutHash.Scale(_rate));
            int threshold = DropoutHash.Threshold(_rate);
            for (int i = 0; i < results.Length; i++)
            {
                results[i] = DropoutHash.Drops(sampleKey, (uint)i, threshold) ? T.Zero : results[i] * scale;
            }
        }

        return results;
    }
}
