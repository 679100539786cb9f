using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using NetGen.Layout;
using NetGen.Machine;
using NetGen.Numerics;

namespace NetGen.Data;

/// <summary>
/// What data sets are made of: features as values or as bytes to be scaled, or in a source, and either labels or target vectors, or
/// neither.
/// </summary>
internal sealed record Samples<T>(int InputSize, int TargetSize)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public bool IsBytes { get; init; }

    public ReadOnlyMemory<T> Values { get; init; }

    public ReadOnlyMemory<byte> Bytes { get; init; }

    public T Scale { get; init; }

    /// <summary>Where features come from that are not in memory; null if they are.</summary>
    public SampleSource<T>? Source { get; init; }

    /// <summary>What the targets of the source are for; null if that is not known yet.</summary>
    public CostFunction? Cost { get; init; }

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

    /// <summary>Whether the targets come with the features from the source.</summary>
    public bool TargetsAreInSource => Source is { TargetSize: > 0 };

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

    /// <summary>Reads samples from the source, and checks them.</summary>
    /// <param name="samples">The samples, by their numbers in the source.</param>
    /// <param name="inputs">Where the inputs go.</param>
    /// <param name="targets">Where the targets go, if the source has them; else empty.</param>
    /// <exception cref="InvalidDataException">A number is not finite, or a target is none that the cost can take.</exception>
    public void Read(ReadOnlySpan<int> samples, Span<T> inputs, Span<T> targets)
    {
        Source!.ReadInTurn(samples, inputs, targets);
        int index = FiniteNumbers.FindOther<T>(inputs);
        if (index >= 0 && HasMissing)
        {
            index = FiniteNumbers.FindInfinity<T>(inputs, out _);
        }

        if (index >= 0)
        {
            throw NotFinite("feature", samples, index, InputSize, inputs[index]);
        }

        index = FiniteNumbers.FindOther<T>(targets);
        if (index >= 0)
        {
            throw NotFinite("target", samples, index, TargetSize, targets[index]);
        }

        TargetRange range = Cost is CostFunction cost ? CostTraits.TargetsOf(cost) : TargetRange.Any;
        index = SampleChecks.FindOutside<T>(range, targets);
        if (index >= 0)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"The cost {Cost} takes {SampleChecks.TextOf(range)}; target {index % TargetSize} of sample ")
                + FormattableString.Invariant($"{samples[index / TargetSize]} of the source is {targets[index]}."));
        }

        if (HasMissing && !Substitutes.IsEmpty)
        {
            SubstituteMissing(inputs, Substitutes.Span);
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

    private static InvalidDataException NotFinite(string what, ReadOnlySpan<int> samples, int index, int size, T value) => new(
        FormattableString.Invariant(
            $"Expected finite numbers; {what} {index % size} of sample {samples[index / size]} of the source is {value}")
        + (!T.IsNaN(value) ? "."
            : what == "feature" ? $", as what the source does not write. {MissingFeatures.Remedy}"
            : ", as what the source does not write."));

    // Only a hint: if the memory moves meanwhile, the wrong line is fetched, and no harm done.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void PrefetchLine(ref byte location) => Sse.Prefetch1(Unsafe.AsPointer(ref location));
}
