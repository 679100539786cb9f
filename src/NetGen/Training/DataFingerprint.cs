using System.Numerics;
using NetGen.Data;
using NetGen.Serialization;

namespace NetGen;

/// <summary>What a checkpoint keeps of a data set, to know it again: not its samples.</summary>
internal sealed record DataFingerprint(int Count, int InputSize, int TargetSize, bool HasLabels, string Hash)
{
    // Samples of a source that are read for its fingerprint.
    private const int MaxSamplesOfSource = 1000;

    /// <summary>
    /// That of the samples in their order, as the network gets them, and of their weights: however they are stored in memory. Of samples
    /// from a source, which may take hours to read, only some are read, at equal distances.
    /// </summary>
    public static DataFingerprint Of<T>(DataSet<T> data)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var hash = new ContentHash();
        if (data.HasSource)
        {
            AddSource(ref hash, data);
            return new DataFingerprint(data.Count, data.InputSize, data.TargetSize, data.HasLabels, hash.ToString());
        }

        var input = new T[data.InputSize];
        var target = new T[data.TargetSize];
        for (int i = 0; i < data.Count; i++)
        {
            data.CopyInput(i, input);
            data.CopyTarget(i, target);
            hash.AddValues<T>(input);
            hash.AddValues<T>(target);
        }

        AddWeights(ref hash, data);
        return new DataFingerprint(data.Count, data.InputSize, data.TargetSize, data.HasLabels, hash.ToString());
    }

    /// <summary>Checks that data are those of a checkpoint.</summary>
    /// <param name="expected">Those of the checkpoint; null for none.</param>
    /// <param name="found">Those to go on with; null for none.</param>
    /// <param name="name">What they are for: <c>training</c> or <c>validation</c>.</param>
    /// <exception cref="ArgumentException">They differ.</exception>
    public static void Check(DataFingerprint? expected, DataFingerprint? found, string name)
    {
        if (expected == found)
        {
            return;
        }

        string difference = expected is null ? "has no such data; there are some"
            : found is null ? $"has {expected.Shape}; there are none"
            : expected.Shape != found.Shape ? $"has {expected.Shape}; found {found.Shape}"
            : $"has {expected.Shape}, and so have these, but other values, weights or order";
        throw new ArgumentException(
            $"A training run resumes with the {name} data that it began with. That of the checkpoint {difference}.", name);
    }

    // The order of all samples, their labels and targets that are in memory, and some of those that are read.
    private static void AddSource<T>(ref ContentHash hash, DataSet<T> data)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        hash.Add("source");
        var input = new T[data.InputSize];
        var target = new T[data.TargetSize];
        int distance = 1 + ((data.Count - 1) / MaxSamplesOfSource);
        for (int i = 0; i < data.Count; i++)
        {
            hash.AddValues<int>([data.NumberInSource(i)]);
            if (i % distance == 0)
            {
                SamplePiece<T> sample = data.Read(i, 1, input, target);
                hash.AddValues(sample.Inputs);
                hash.AddValues(sample.Targets);
            }
            else if (!data.HasTargetsInSource)
            {
                data.CopyTarget(i, target);
                hash.AddValues<T>(target);
            }
        }

        AddWeights(ref hash, data);
    }

    private static void AddWeights<T>(ref ContentHash hash, DataSet<T> data)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (data.HasSampleWeights)
        {
            hash.AddValues(data.SampleWeights(0, data.Count));
        }
    }

    private string Shape => $"{MessageText.Count(Count, "sample")} of {MessageText.Count(InputSize, "input")} and "
        + $"{MessageText.Count(TargetSize, "target")}{(HasLabels ? " with labels" : "")}";
}
