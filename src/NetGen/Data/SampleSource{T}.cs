using System.Numerics;

namespace NetGen.Data;

/// <summary>
/// Where samples come from that are not all in memory: a database, a folder of images, a file of any size, numbers that are computed.
/// A data set of <c>DataSet.FromSource</c> reads them when it needs them, a few at a time, and keeps none.
/// </summary>
/// <remarks>
/// <para>
/// A sample is read again each time that it is needed, in each epoch at least once, and must be the same each time: then training gives
/// the same bits as with the same samples in memory. Samples are trained in a random order, and evaluated in that of the data set.
/// </para>
/// <para>
/// One thread reads at a time, though not always the same one, however many data sets have the source; see
/// <see cref="AllowsConcurrentReads"/>. What a source throws comes out of the call that needed the samples, as it is. The network has then
/// the parameters of the last whole step, and a trainer goes on from there when it is called again.
/// </para>
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public abstract class SampleSource<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Lock _reading = new();

    /// <summary>Says how many samples there are, and of what sizes.</summary>
    /// <param name="count">The number of samples; 0 or more.</param>
    /// <param name="inputSize">The features of a sample; at least 1.</param>
    /// <param name="targetSize">
    /// The elements of a target that is read with the features; 0 if there are none, or if labels or targets are given beside the source.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="count"/> or <paramref name="targetSize"/> is negative, or <paramref name="inputSize"/> less than 1.
    /// </exception>
    protected SampleSource(int count, int inputSize, int targetSize = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputSize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(targetSize);
        Count = count;
        InputSize = inputSize;
        TargetSize = targetSize;
    }

    /// <summary>The number of samples.</summary>
    public int Count { get; }

    /// <summary>The features of a sample.</summary>
    public int InputSize { get; }

    /// <summary>The elements of a target that is read with the features; 0 if there are none.</summary>
    public int TargetSize { get; }

    /// <summary>
    /// Whether several threads may read at once, as of memory or of files that are opened for each read. By default they may not: then
    /// each waits until no other reads.
    /// </summary>
    public virtual bool AllowsConcurrentReads => false;

    /// <summary>Reads a sample.</summary>
    /// <param name="index">Which one, from 0 to <see cref="Count"/> - 1.</param>
    /// <param name="input">
    /// Where the features go, <see cref="InputSize"/> of them. They must be finite; NaN may be a missing one, if the data set was made so.
    /// What is not written is NaN.
    /// </param>
    /// <param name="target">Where the target goes, of <see cref="TargetSize"/> finite elements.</param>
    public abstract void Read(int index, Span<T> input, Span<T> target);

    /// <summary>
    /// Reads several samples; as it is, one after another by <see cref="Read"/>. For sources that do better with many at once, such as
    /// a database by one query. Called with at most 1024 samples.
    /// </summary>
    /// <param name="indices">Which ones, in any order; the same one may be there several times.</param>
    /// <param name="inputs">Where the features go, sample after sample in the order of the indices.</param>
    /// <param name="targets">Where the targets go, likewise.</param>
    public virtual void ReadMany(ReadOnlySpan<int> indices, Span<T> inputs, Span<T> targets)
    {
        for (int i = 0; i < indices.Length; i++)
        {
            Read(indices[i], inputs.Slice(i * InputSize, InputSize), targets.Slice(i * TargetSize, TargetSize));
        }
    }

    /// <summary>Reads samples, one thread at a time unless the source allows more.</summary>
    internal void ReadInTurn(ReadOnlySpan<int> indices, Span<T> inputs, Span<T> targets)
    {
        // The memory has other samples: what a source forgets to write must not pass for its own.
        inputs.Fill(T.NaN);
        targets.Fill(T.NaN);
        if (AllowsConcurrentReads)
        {
            ReadMany(indices, inputs, targets);
            return;
        }

        lock (_reading)
        {
            ReadMany(indices, inputs, targets);
        }
    }
}
