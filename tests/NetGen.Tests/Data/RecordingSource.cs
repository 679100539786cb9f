using System.Numerics;
using NetGen.Data;

namespace NetGen.Tests.Data;

/// <summary>Reads the samples of another data set, counts the reads, and does before each what a test asks for.</summary>
internal sealed class RecordingSource<T>(DataSet<T> data, bool hasTargets = false, bool isConcurrent = false)
    : SampleSource<T>(data.Count, data.InputSize, hasTargets ? data.TargetSize : 0)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Lock _counting = new();
    private int _readers;

    public override bool AllowsConcurrentReads => isConcurrent;

    /// <summary>Called with the index of a sample before it is read.</summary>
    public Action<int>? Reading { get; set; }

    /// <summary>The samples that were read; also those read again.</summary>
    public int Reads { get; private set; }

    /// <summary>The samples of the largest read.</summary>
    public int LargestRead { get; private set; }

    /// <summary>The most threads that were reading at once.</summary>
    public int MostReaders { get; private set; }

    public override void ReadMany(ReadOnlySpan<int> indices, Span<T> inputs, Span<T> targets)
    {
        lock (_counting)
        {
            _readers++;
            MostReaders = Math.Max(MostReaders, _readers);
            LargestRead = Math.Max(LargestRead, indices.Length);
            Reads += indices.Length;
        }

        try
        {
            base.ReadMany(indices, inputs, targets);
        }
        finally
        {
            lock (_counting)
            {
                _readers--;
            }
        }
    }

    public override void Read(int index, Span<T> input, Span<T> target)
    {
        Reading?.Invoke(index);
        data.CopyInput(index, input);
        if (!target.IsEmpty)
        {
            data.CopyTarget(index, target);
        }
    }
}
