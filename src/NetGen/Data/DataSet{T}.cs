using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.Data;
using NetGen.Machine;
using NetGen.Serialization;

namespace NetGen;

/// <summary>
/// Samples for networks of <typeparamref name="T"/> elements: an immutable view of memory or of a source, made by the factory methods of
/// <see cref="DataSet"/>. Safe for reading from many threads at once.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed partial class DataSet<T> : DataSet
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Samples<T> _samples;

    // The samples of this view are start, start + 1, ... or, if there is an order, order[start], order[start + 1], ...
    private readonly int[]? _order;
    private readonly int _start;

    internal DataSet(Samples<T> samples, int count)
        : this(samples, null, 0, count, default)
    {
    }

    private DataSet(Samples<T> samples, int[]? order, int start, int count, ReadOnlyMemory<T> sampleWeights)
        : base(count, samples.InputSize, samples.TargetSize, samples.Labels is not null, samples.HasMissing)
    {
        _ = ParameterChecks.NumericTypeOf<T>();
        _samples = samples;
        _order = order;
        _start = start;
        _sampleWeights = sampleWeights;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string>? ClassNames => _samples.ClassNames;

    /// <inheritdoc/>
    public override IReadOnlyList<string>? FeatureNames => _samples.FeatureNames;

    /// <inheritdoc/>
    public override int SkippedRows => _samples.SkippedRows;

    /// <summary>
    /// Copies the input of a sample, or reads it from its source; bytes are converted and scaled, and missing features are NaN.
    /// </summary>
    /// <param name="index">The sample's index, from 0 to <see cref="DataSet.Count"/> - 1.</param>
    /// <param name="destination">Exactly <see cref="DataSet.InputSize"/> elements.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no sample <paramref name="index"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length.</exception>
    /// <exception cref="InvalidDataException">What a source gives is not finite.</exception>
    public void CopyInput(int index, Span<T> destination)
    {
        int sample = CheckedSample(index);
        CheckLength(destination, InputSize, "input");
        if (HasSource)
        {
            ReadPiece([sample], destination, default);
            return;
        }

        _samples.CopyInputs(sample, 1, destination);
    }

    /// <summary>Copies the target of a sample; for a label, a vector of zeros with a 1 at the label.</summary>
    /// <param name="index">The sample's index, from 0 to <see cref="DataSet.Count"/> - 1.</param>
    /// <param name="destination">Exactly <see cref="DataSet.TargetSize"/> elements.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no sample <paramref name="index"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length.</exception>
    /// <exception cref="InvalidDataException">What a source gives is not finite.</exception>
    public void CopyTarget(int index, Span<T> destination)
    {
        int sample = CheckedSample(index);
        CheckLength(destination, TargetSize, "target");
        if (_samples.TargetsAreInSource)
        {
            ReadPiece([sample], default, destination);
            return;
        }

        _samples.CopyTarget(sample, destination);
    }

    /// <inheritdoc/>
    public override int GetLabel(int index) => _samples.Labels is ReadOnlyMemory<int> labels
        ? labels.Span[CheckedSample(index)]
        : throw new InvalidOperationException(
            $"The samples have target vectors and no labels; a data set with labels comes from {nameof(DataSet)}.{nameof(FromLabels)}.");

    /// <summary>The samples from <paramref name="start"/> on, as a view of the same memory.</summary>
    /// <param name="start">The index of the first sample, from 0 to <see cref="DataSet.Count"/>.</param>
    /// <param name="count">The number of samples.</param>
    /// <exception cref="ArgumentOutOfRangeException">The samples are not all within the data set.</exception>
    public DataSet<T> Slice(int start, int count)
    {
        if ((uint)start > (uint)Count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(start), start, $"Expected a start from 0 to {Count}, the number of samples.");
        }

        if ((uint)count > (uint)(Count - start))
        {
            throw new ArgumentOutOfRangeException(
                nameof(count),
                count,
                $"Expected a count from 0 to {Count - start}: there are {Count} samples and the slice starts at {start}.");
        }

        return new DataSet<T>(
            _samples, _order, _start + start, count, HasSampleWeights ? _sampleWeights.Slice(start, count) : default);
    }

    /// <summary>Two data sets: the first <paramref name="firstCount"/> samples, and the rest.</summary>
    /// <param name="firstCount">The number of samples of the first, from 0 to <see cref="DataSet.Count"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="firstCount"/> is negative or too large.</exception>
    public (DataSet<T> First, DataSet<T> Second) Split(int firstCount)
    {
        if ((uint)firstCount > (uint)Count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(firstCount), firstCount, $"Expected a count from 0 to {Count}, the number of samples.");
        }

        return (Slice(0, firstCount), Slice(firstCount, Count - firstCount));
    }

    /// <summary>Two data sets: a fraction of the samples from the first on, and the rest.</summary>
    /// <param name="firstFraction">
    /// The fraction of the first, more than 0 and less than 1. It is rounded to whole samples, and neither part is left empty.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="firstFraction"/> does not lie between 0 and 1.</exception>
    /// <exception cref="InvalidOperationException">There are fewer than two samples.</exception>
    public (DataSet<T> First, DataSet<T> Second) Split(double firstFraction) => Split(CountOf(firstFraction));

    /// <summary>
    /// The same samples in the order that <see cref="SeededRandom.Shuffle"/> gives them, started from <paramref name="seed"/>;
    /// the features are not copied.
    /// </summary>
    /// <param name="seed">Any number; equal seeds give equal orders.</param>
    public DataSet<T> Shuffle(long seed) => Subset(ShuffledIndices(seed));

    /// <summary>The same samples with names for their classes.</summary>
    /// <param name="names">A name for each class, all different; null for none.</param>
    /// <exception cref="InvalidOperationException">The samples have no labels (<see cref="DataSet.HasLabels"/>).</exception>
    /// <exception cref="ArgumentException">
    /// There are more or fewer names than classes, two are equal, or one is null or not valid Unicode.
    /// </exception>
    public DataSet<T> WithClassNames(IReadOnlyList<string>? names)
    {
        if (!HasLabels)
        {
            throw new InvalidOperationException("The samples have no labels, and so no classes to name.");
        }

        return With(_samples with { ClassNames = names is null ? null : NetGen.ClassNames.Checked(names, TargetSize, nameof(names)) });
    }

    /// <summary>The same samples with names for their features.</summary>
    /// <param name="names">A name for each feature; null for none.</param>
    /// <exception cref="ArgumentException">
    /// There are more or fewer names than features, or one is null or not valid Unicode.
    /// </exception>
    public DataSet<T> WithFeatureNames(IReadOnlyList<string>? names) =>
        With(_samples with { FeatureNames = NetGen.FeatureNames.Checked(names, InputSize, nameof(names)) });

    /// <summary>
    /// The shape, as in <c>DataSet of Single: 50000 samples, 784 inputs, 10 classes</c>; targets where there are no labels.
    /// </summary>
    public override string ToString()
    {
        string targets = TargetSize > 0 ? $", {MessageText.Count(TargetSize, HasLabels ? "class" : "target")}" : "";
        return $"DataSet of {typeof(T).Name}: {MessageText.Count(Count, "sample")}, {MessageText.Count(InputSize, "input")}{targets}";
    }

    /// <summary>
    /// Packs the inputs of the first <paramref name="count"/> of the samples one after another; those after them come next.
    /// </summary>
    // What packs is optimized from the first call on, with what it calls inlined: unoptimized, it slows the first epochs.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal void GatherInputs(ReadOnlySpan<int> indices, int count, Span<T> inputs)
    {
        if (HasSource)
        {
            ReadSource(0, indices, count, inputs[..(count * InputSize)], default);
            return;
        }

        for (int i = 0; i < count; i++)
        {
            // The order is random: the processor cannot guess the next sample.
            if (i + MachineModel.PrefetchedSamples < indices.Length)
            {
                _samples.PrefetchInput(Sample(indices[i + MachineModel.PrefetchedSamples]));
            }

            _samples.CopyInputs(Sample(indices[i]), 1, inputs.Slice(i * InputSize, InputSize));
        }
    }

    /// <summary>Packs the targets of samples one after another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal void GatherTargets(ReadOnlySpan<int> indices, Span<T> targets)
    {
        for (int i = 0; i < indices.Length; i++)
        {
            _samples.CopyTarget(Sample(indices[i]), targets.Slice(i * TargetSize, TargetSize));
        }
    }

    /// <summary>The inputs of consecutive samples: where they lie if they lie so already, else packed into a buffer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal ReadOnlySpan<T> Inputs(int first, int count, Span<T> buffer)
    {
        if (HasSource)
        {
            Span<T> read = buffer[..(count * InputSize)];
            ReadSource(first, default, count, read, default);
            return read;
        }

        if (_order is null && !_samples.IsBytes && _samples.Substitutes.IsEmpty)
        {
            return _samples.Values.Span.Slice((_start + first) * InputSize, count * InputSize);
        }

        Span<T> packed = buffer[..(count * InputSize)];
        if (_order is null && InputSize < MachineModel.MinPrefetchedInput)
        {
            _samples.CopyInputs(_start + first, count, packed);
            return packed;
        }

        for (int i = 0; i < count; i++)
        {
            if (first + i + MachineModel.PrefetchedSamples < Count)
            {
                _samples.PrefetchInput(Sample(first + i + MachineModel.PrefetchedSamples));
            }

            _samples.CopyInputs(Sample(first + i), 1, packed.Slice(i * InputSize, InputSize));
        }

        return packed;
    }

    /// <summary>The targets of consecutive samples, as <see cref="Inputs"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal ReadOnlySpan<T> Targets(int first, int count, Span<T> buffer)
    {
        if (_samples.TargetsAreInSource)
        {
            Span<T> read = buffer[..(count * TargetSize)];
            ReadSource(first, default, count, default, read);
            return read;
        }

        if (_order is null && _samples.Labels is null)
        {
            return _samples.Targets.Span.Slice((_start + first) * TargetSize, count * TargetSize);
        }

        Span<T> packed = buffer[..(count * TargetSize)];
        for (int i = 0; i < count; i++)
        {
            _samples.CopyTarget(Sample(first + i), packed.Slice(i * TargetSize, TargetSize));
        }

        return packed;
    }

    /// <summary>The same samples with their labels, 0 or 1, as targets of one element in place of one-hot vectors.</summary>
    internal DataSet<T> WithLabelsAsTargets() => With(_samples.WithLabelsAsTargets());

    /// <summary>The same samples with −1 for 0 in the targets that come from labels.</summary>
    internal DataSet<T> WithSignTargets() => With(_samples.WithSignTargets());

    /// <summary>The same samples with other targets, which are in memory.</summary>
    /// <param name="map">Makes a target of one and the index of its output.</param>
    internal DataSet<T> WithMappedTargets(Func<T, int, T> map)
    {
        // In the order of the memory, which the samples may lie in otherwise.
        T[] targets = _samples.Targets.ToArray();
        for (int i = 0; i < targets.Length; i++)
        {
            targets[i] = map(targets[i], i % TargetSize);
        }

        return With(_samples with { Targets = targets });
    }

    /// <summary>The same samples with other values in the places of missing features.</summary>
    /// <param name="values">A value for each feature. Read with each sample: it may change between the calls.</param>
    internal DataSet<T> WithSubstitutes(ReadOnlyMemory<T> values) => With(_samples with { Substitutes = values });

    /// <summary>Feature <paramref name="index"/> in messages: its name, if it has one, and its index.</summary>
    internal string DescribeFeature(int index) =>
        FeatureNames is null ? $"Feature {index}" : $"Feature {index} ({CsvText.Quote(FeatureNames[index])})";

    /// <summary>Where the first target outside a range is; null if there is none, or if the targets are not in memory.</summary>
    internal (int Sample, int Output)? FindTargetOutside(TargetRange range)
    {
        if (HasLabels || range == TargetRange.Any || _samples.TargetsAreInSource)
        {
            return null;
        }

        // Samples in the order of the memory are looked through at once.
        int count = _order is null ? Count : 1;
        for (int first = 0; first < Count; first += count)
        {
            int index = SampleChecks.FindOutside(range, _samples.Targets.Span.Slice(Sample(first) * TargetSize, count * TargetSize));
            if (index >= 0)
            {
                return (first + (index / TargetSize), index % TargetSize);
            }
        }

        return null;
    }

    private DataSet<T> With(Samples<T> samples) => new(samples, _order, _start, Count, _sampleWeights);

    private int Sample(int index) => _order is null ? _start + index : _order[_start + index];

    private int CheckedSample(int index)
    {
        if ((uint)index >= (uint)Count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(index), index, Count == 0 ? "The data set is empty." : $"Expected an index from 0 to {Count - 1}.");
        }

        return Sample(index);
    }

    private static void CheckLength(Span<T> destination, int expected, string what)
    {
        if (destination.Length != expected)
        {
            throw new ArgumentException(
                $"Each {what} has {expected} elements; the destination has {destination.Length}.", nameof(destination));
        }
    }
}
