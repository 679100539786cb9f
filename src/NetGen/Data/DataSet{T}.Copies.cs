using System.Numerics;
using NetGen.Data;

namespace NetGen;

// Data sets made of copies of samples.
public sealed partial class DataSet<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const string JoiningRemedy = "Make a source that reads from both.";

    /// <summary>The samples of this data set and then those of another, as copies.</summary>
    /// <param name="other">Samples of the same sizes, with labels if these have labels; where both have names of classes or features, the
    /// same ones.</param>
    /// <remarks>Features that are bytes of the same scale in both stay bytes.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="other"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The other samples have other sizes, labels where these have targets, or other names; or all together do not fit into an array.
    /// </exception>
    /// <exception cref="NotSupportedException">Features come from a source.</exception>
    public DataSet<T> Concat(DataSet<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        RefuseSource(JoiningRemedy);
        other.RefuseSource(JoiningRemedy);
        if (other.InputSize != InputSize || other.TargetSize != TargetSize || other.HasLabels != HasLabels)
        {
            throw new ArgumentException($"Expected a data set like this one, {this}; found {other}.", nameof(other));
        }

        NetworkClasses.CheckSameClasses(this, other, nameof(other));
        NetworkClasses.CheckSameFeatures(this, "this data set", other, "the one to add", nameof(other));
        int length = LengthOf((long)Count + other.Count, nameof(other));
        Samples<T> samples = CopyTargets(this, other) with
        {
            ClassNames = ClassNames ?? other.ClassNames,
            FeatureNames = FeatureNames ?? other.FeatureNames,
            HasMissing = HasMissing || other.HasMissing,
            SkippedRows = SkippedRows + other.SkippedRows,
        };
        if (_samples.IsBytes && other._samples.IsBytes && _samples.Scale == other._samples.Scale)
        {
            var bytes = new byte[length];
            CopyInputs(_samples.Bytes.Span, bytes);
            other.CopyInputs(other._samples.Bytes.Span, bytes.AsSpan(Count * InputSize));
            return new DataSet<T>(samples with { IsBytes = true, Bytes = bytes, Scale = _samples.Scale }, Count + other.Count)
                .WithWeights(JoinWeights(this, other));
        }

        var values = new T[length];
        CopyInputs(values);
        other.CopyInputs(values.AsSpan(Count * InputSize));
        return new DataSet<T>(samples with { Values = values }, Count + other.Count).WithWeights(JoinWeights(this, other));
    }

    /// <summary>
    /// The samples, which are images, and then all of them shifted up, down, to the left and to the right: five times as many, for a
    /// network to learn that a shifted image shows the same. What is shifted out is lost, and what is shifted in is 0.
    /// </summary>
    /// <param name="height">Rows of an image.</param>
    /// <param name="width">Columns of an image. The features are row by row; several of a pixel, such as its colors, lie together.</param>
    /// <param name="distance">By how many rows or columns to shift.</param>
    /// <remarks>
    /// With the distance 1 this is how M. Nielsen, "Neural Networks and Deep Learning", chapter 6, expands the training data of MNIST.
    /// Features that are bytes stay bytes.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="height"/> or <paramref name="width"/> is less than 1, or <paramref name="distance"/> is less than 1, or not less
    /// than both of them.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The number of features is not a multiple of the number of pixels, or the copies do not fit into an array.
    /// </exception>
    /// <exception cref="NotSupportedException">The features come from a source.</exception>
    public DataSet<T> WithShiftedImages(int height, int width, int distance = 1)
    {
        RefuseSource("Make a source of five times as many samples, which shifts an image when it is read.");
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(distance, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(distance, Math.Min(height, width));
        if (InputSize % ((long)height * width) != 0)
        {
            throw new ArgumentException(
                $"Expected images of {height} x {width} pixels; {InputSize} features are not a multiple of {(long)height * width}.",
                nameof(height));
        }

        int row = InputSize / height;
        int pixel = row / width;
        ImageShift[] shifts =
        [
            new(0, 0), new(-distance * row, 0), new(distance * row, 0), new(0, -distance * pixel), new(0, distance * pixel),
        ];
        int length = LengthOf((long)Count * shifts.Length, nameof(height));
        Samples<T> samples = CopyTargets([.. Enumerable.Repeat(this, shifts.Length)]) with
        {
            ClassNames = ClassNames,
            FeatureNames = FeatureNames,
            HasMissing = HasMissing,
            SkippedRows = SkippedRows,
            IsBytes = _samples.IsBytes,
            Scale = _samples.Scale,
            Bytes = _samples.IsBytes ? Shift(_samples.Bytes.Span, new byte[length], row, shifts) : default,
            Values = _samples.IsBytes ? default : Shift(_samples.Values.Span, new T[length], row, shifts),
        };
        return new DataSet<T>(samples, Count * shifts.Length)
            .WithWeights(JoinWeights([.. Enumerable.Repeat(this, shifts.Length)]));
    }

    /// <summary>Copies of the samples with noise: to each feature a normal deviate is added.</summary>
    /// <param name="deviation">The standard deviation of the noise; finite and not negative.</param>
    /// <param name="seed">Any number; equal seeds give equal noise.</param>
    /// <remarks>
    /// The deviates are those of <see cref="SeededRandom.NextNormal"/>, in the order of samples and features, times the deviation, rounded
    /// to <typeparamref name="T"/>; then they are added. Missing features stay missing. To train with the samples and their noisy copies,
    /// use <see cref="Concat"/>.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="deviation"/> is negative or not finite.</exception>
    /// <exception cref="ArgumentException">A feature with noise is not finite, or the copies do not fit into an array.</exception>
    /// <exception cref="NotSupportedException">The features come from a source.</exception>
    public DataSet<T> WithNoise(double deviation, long seed)
    {
        RefuseSource("Have the source add noise, by a generator that it starts from the number of each sample.");
        if (!(deviation >= 0 && double.IsFinite(deviation)))
        {
            throw new ArgumentOutOfRangeException(nameof(deviation), deviation, "Expected a finite deviation of 0 or more.");
        }

        var values = new T[LengthOf(Count, nameof(deviation))];
        CopyInputs(values);
        var random = new SeededRandom(seed);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] += T.CreateTruncating(deviation * random.NextNormal());
            if (T.IsInfinity(values[i]))
            {
                throw new ArgumentException(
                    $"{DescribeFeature(i % InputSize)} of sample {i / InputSize} is not finite with noise of this deviation.",
                    nameof(deviation));
            }
        }

        Samples<T> samples = CopyTargets(this) with
        {
            Values = values,
            ClassNames = ClassNames,
            FeatureNames = FeatureNames,
            HasMissing = HasMissing,
            SkippedRows = SkippedRows,
        };
        return new DataSet<T>(samples, Count).WithWeights(_sampleWeights);
    }

    private static Samples<T> CopyTargets(params ReadOnlySpan<DataSet<T>> parts)
    {
        int count = 0;
        foreach (DataSet<T> part in parts)
        {
            count += part.Count;
        }

        DataSet<T> first = parts[0];
        int[]? labels = first.HasLabels ? new int[count] : null;
        var targets = new T[first.HasLabels ? 0 : (long)count * first.TargetSize];
        int index = 0;
        foreach (DataSet<T> part in parts)
        {
            for (int i = 0; i < part.Count; i++, index++)
            {
                if (labels is not null)
                {
                    labels[index] = part.GetLabel(i);
                }
                else if (first.TargetSize > 0)
                {
                    part.CopyTarget(i, targets.AsSpan(index * first.TargetSize, first.TargetSize));
                }
            }
        }

        return new Samples<T>(first.InputSize, first.TargetSize)
        {
            Labels = labels is null ? default(ReadOnlyMemory<int>?) : labels,
            Targets = targets,
        };
    }

    private int LengthOf(long count, string parameterName)
    {
        long length = count * Math.Max(InputSize, HasLabels ? 1 : TargetSize);
        return length <= Array.MaxLength
            ? (int)(count * InputSize)
            : throw new ArgumentException(
                $"{count} samples do not fit into an array, which holds {Array.MaxLength} numbers.", parameterName);
    }

    private TElement[] Shift<TElement>(ReadOnlySpan<TElement> memory, TElement[] shifted, int row, ImageShift[] shifts)
    {
        int start = 0;
        foreach (ImageShift shift in shifts)
        {
            for (int i = 0; i < Count; i++, start += InputSize)
            {
                shift.Apply(memory.Slice(Sample(i) * InputSize, InputSize), row, shifted.AsSpan(start, InputSize));
            }
        }

        return shifted;
    }

    private void CopyInputs(ReadOnlySpan<byte> memory, Span<byte> destination)
    {
        for (int i = 0; i < Count; i++)
        {
            memory.Slice(Sample(i) * InputSize, InputSize).CopyTo(destination[(i * InputSize)..]);
        }
    }

    private void CopyInputs(Span<T> destination)
    {
        for (int i = 0; i < Count; i++)
        {
            _samples.CopyInputs(Sample(i), 1, destination.Slice(i * InputSize, InputSize));
        }
    }
}
