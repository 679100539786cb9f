using System.ComponentModel;
using System.Runtime.CompilerServices;
using NetGen.Numerics;

namespace NetGen.CompilerServices;

/// <summary>What decides which inputs the dropout layers drop for a block of samples.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct DropoutStep
{
    private readonly ulong _stepKey;
    private readonly ulong _firstSample;

    internal DropoutStep(DropoutKey? key)
    {
        if (key is DropoutKey given)
        {
            Drops = true;
            _stepKey = DropoutHash.StepKey(given.Seed, given.Step);
            _firstSample = unchecked((ulong)given.FirstSample);
        }
    }

    private DropoutStep(DropoutStep step, nuint samples)
    {
        this = step;
        _firstSample = unchecked(step._firstSample + samples);
    }

    /// <summary>Whether any inputs are dropped.</summary>
    internal bool Drops { get; }

    /// <summary>The same from a later sample on.</summary>
    internal DropoutStep From(nuint samples) => new(this, samples);

    /// <summary>The key of a sample in a layer.</summary>
    /// <param name="sample">The number of the sample, counted from the first.</param>
    /// <param name="layer">The index of the layer.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ulong KeyOf(nuint sample, int layer) => DropoutHash.SampleKey(_stepKey, unchecked(_firstSample + sample), layer);
}
