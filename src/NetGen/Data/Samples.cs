using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using NetGen.Layout;
using NetGen.Machine;

namespace NetGen.Data;

/// <summary>
/// The memory of data sets: features as values or as bytes to be scaled, and either labels or target vectors, or neither.
/// </summary>
internal sealed record Samples<T>(int InputSize, int TargetSize)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public bool IsBytes { get; init; }

    public ReadOnlyMemory<T> Values { get; init; }

    public ReadOnlyMemory<byte> Bytes { get; init; }

    public T Scale { get; init; }

    public ReadOnlyMemory<int>? Labels { get; init; }

    public ReadOnlyMemory<T> Targets { get; init; }

    /// <summary>What the classes are called; null if they have no names but their numbers.</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>What the features are called; null if they have no names.</summary>
    public IReadOnlyList<string>? FeatureNames { get; init; }

    /// <summary>Whether values may be missing: NaN.</summary>
    public bool HasMissing { get; init; }

    /// <summary>Rows that were left out as values were missing.</summary>
    public int SkippedRows { get; init; }

    /// <summary>What takes the place of missing values, for each feature; empty to leave them.</summary>
    public ReadOnlyMemory<T> Substitutes { get; init; }

    /// <summary>Whether a label is itself the target, of one element, and not the index of the 1 in it.</summary>
    private bool LabelsAreTargets { get; init; }

    /// <summary>The number of classes of samples with labels.</summary>
    public int ClassCount => LabelsAreTargets ? 2 : TargetSize;

    /// <summary>What the target of a label is where it is not 1: 0 or −1.</summary>
    private T OtherTarget { get; init; }

    /// <summary>The same samples with their labels, 0 or 1, as targets.</summary>
    public Samples<T> WithLabelsAsTargets() => this with { TargetSize = 1, LabelsAreTargets = true };

    /// <summary>The same samples with −1 for 0 in the targets that come from labels.</summary>
    public Samples<T> WithSignTargets() => this with { OtherTarget = T.NegativeOne };

    /// <summary>Copies the inputs of <paramref name="count"/> samples that lie one after another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void CopyInputs(int first, int count, Span<T> destination)
    {
        int start = first * InputSize;
        int length = count * InputSize;
        if (IsBytes)
        {
            ByteFeatures.Convert(Bytes.Span.Slice(start, length), Scale, destination);
        }
        else
        {
            Values.Span.Slice(start, length).CopyTo(destination);
            if (!Substitutes.IsEmpty)
            {
                SubstituteMissing(destination[..length], Substitutes.Span);
            }
        }
    }

    /// <summary>Puts other values into the places of NaN.</summary>
    /// <param name="inputs">Whole samples, one after another.</param>
    /// <param name="substitutes">A value for each feature.</param>
    public static void SubstituteMissing(Span<T> inputs, ReadOnlySpan<T> substitutes)
    {
        for (int first = 0; first < inputs.Length; first += substitutes.Length)
        {
            Span<T> sample = inputs.Slice(first, substitutes.Length);
            for (int i = 0; i < sample.Length; i++)
            {
                if (T.IsNaN(sample[i]))
                {
                    sample[i] = substitutes[i];
                }
            }
        }
    }

    /// <summary>Has the input of a sample brought into the second-level cache, where that can be asked for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchInput(int sample)
    {
        if (!Sse.IsSupported)
        {
            return;
        }

        int start = sample * InputSize;
        ReadOnlySpan<byte> input = IsBytes
            ? Bytes.Span.Slice(start, Math.Min(InputSize, MachineModel.MaxPrefetchedInputBytes))
            : MemoryMarshal.AsBytes(
                Values.Span.Slice(start, Math.Min(InputSize, MachineModel.MaxPrefetchedInputBytes / Unsafe.SizeOf<T>())));
        ref byte first = ref MemoryMarshal.GetReference(input);
        for (int i = 0; i < input.Length; i += LayoutRules.LineBytes)
        {
            PrefetchLine(ref Unsafe.Add(ref first, i));
        }

        PrefetchLine(ref Unsafe.Add(ref first, input.Length - 1));
    }

    /// <summary>Copies one target, or writes the label as a one-hot vector or as it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void CopyTarget(int sample, Span<T> destination)
    {
        if (Labels is ReadOnlyMemory<int> labels)
        {
            int label = labels.Span[sample];
            if (LabelsAreTargets)
            {
                destination[0] = label == 0 ? OtherTarget : T.One;
                return;
            }

            destination.Fill(OtherTarget);
            destination[label] = T.One;
        }
        else
        {
            Targets.Span.Slice(sample * TargetSize, TargetSize).CopyTo(destination);
        }
    }

    // Only a hint: if the memory moves meanwhile, the wrong line is fetched, and no harm done.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void PrefetchLine(ref byte location) => Sse.Prefetch1(Unsafe.AsPointer(ref location));
}
