using System.Numerics;

namespace NetGen.Data;

/// <summary>Makes sources of samples of what is there already.</summary>
public static class SampleSource
{
    /// <summary>The rows of a mapped file as the features of samples, also of more elements than an array holds.</summary>
    /// <param name="features">An array of two or more dimensions: <c>[count, …]</c>.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="features"/> is null.</exception>
    /// <exception cref="ArgumentException">The array has fewer dimensions, rows without elements, or rows longer than an array.</exception>
    public static SampleSource<T> FromMapped<T>(MappedArray<T> features)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(features);
        return new MappedSource<T>(features, CheckedRowLength(features));
    }

    /// <summary>The rows of a mapped file of bytes as the features of samples, scaled when they are read.</summary>
    /// <param name="features">An array of two or more dimensions: <c>[count, …]</c>.</param>
    /// <param name="scale">What each byte is multiplied by when it is read, such as <c>1f / 255</c>; not 0.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="features"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="scale"/> is 0, subnormal, not finite, or so large that 255 times it is not.
    /// </exception>
    /// <exception cref="ArgumentException">The array has fewer dimensions, rows without elements, or rows longer than an array.</exception>
    public static SampleSource<T> FromMapped<T>(MappedArray<byte> features, T scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(features);
        DataSet.CheckScale(scale);
        return new MappedByteSource<T>(features, CheckedRowLength(features), scale);
    }

    private static int CheckedRowLength<T>(MappedArray<T> features)
        where T : unmanaged =>
        features.Shape.Count >= 2 && features.RowLength is >= 1 and <= int.MaxValue and long length
            ? (int)length
            : throw new ArgumentException(
                $"Expected an array of two or more dimensions, [count, …], with rows of 1 to {int.MaxValue} elements; the dimensions of "
                + $"{features.Name} are {FileElements.Format(features.Shape)}.",
                nameof(features));

    private sealed class MappedSource<T>(MappedArray<T> features, int size) : SampleSource<T>(features.Shape[0], size)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public override bool AllowsConcurrentReads => true;

        public override void Read(int index, Span<T> input, Span<T> target)
        {
            features.GetRow(index).CopyTo(input);
            GC.KeepAlive(features);
        }
    }

    private sealed class MappedByteSource<T>(MappedArray<byte> features, int size, T scale) : SampleSource<T>(features.Shape[0], size)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public override bool AllowsConcurrentReads => true;

        public override void Read(int index, Span<T> input, Span<T> target)
        {
            ByteFeatures.Convert(features.GetRow(index), scale, input);
            GC.KeepAlive(features);
        }
    }
}
