using System.Numerics;

namespace NetGen;

/// <summary>
/// The memory behind data sets: features as values or as bytes to be scaled, and either labels or target vectors.
/// </summary>
internal sealed class Samples<T>(int inputSize, int targetSize)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public int InputSize { get; } = inputSize;

    public int TargetSize { get; } = targetSize;

    public bool IsBytes { get; init; }

    public ReadOnlyMemory<T> Values { get; init; }

    public ReadOnlyMemory<byte> Bytes { get; init; }

    public T Scale { get; init; }

    public ReadOnlyMemory<int>? Labels { get; init; }

    public ReadOnlyMemory<T> Targets { get; init; }

    /// <summary>Copies the inputs of <paramref name="count"/> samples that lie one after another.</summary>
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
        }
    }

    /// <summary>Copies one target, or writes the one-hot vector of the label.</summary>
    public void CopyTarget(int sample, Span<T> destination)
    {
        if (Labels is ReadOnlyMemory<int> labels)
        {
            destination.Clear();
            destination[labels.Span[sample]] = T.One;
        }
        else
        {
            Targets.Span.Slice(sample * TargetSize, TargetSize).CopyTo(destination);
        }
    }

    public int GetLabel(int sample) =>
        Labels is ReadOnlyMemory<int> labels
            ? labels.Span[sample]
            : ArgMax.Of(Targets.Span.Slice(sample * TargetSize, TargetSize));
}
