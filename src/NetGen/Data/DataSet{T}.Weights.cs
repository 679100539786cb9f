using System.Globalization;
using System.Numerics;
using NetGen.Serialization;

namespace NetGen;

// Weights of samples: how much each of them counts.
public sealed partial class DataSet<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // One for each sample of this view, in its order; empty for 1 for all.
    private readonly ReadOnlyMemory<T> _sampleWeights;

    /// <inheritdoc/>
    public override bool HasSampleWeights => !_sampleWeights.IsEmpty;

    /// <summary>The weight of a sample; 1 if the samples have no weights.</summary>
    /// <param name="index">The sample's index, from 0 to <see cref="DataSet.Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no sample <paramref name="index"/>.</exception>
    public T GetSampleWeight(int index)
    {
        _ = CheckedSample(index);
        return HasSampleWeights ? _sampleWeights.Span[index] : T.One;
    }

    /// <summary>The same samples with weights, in the place of those that they have.</summary>
    /// <param name="weights">A finite weight of 0 or more for each sample, in their order; copied.</param>
    /// <remarks>
    /// In training and in evaluation the cost of a sample, and in training its gradient too, is multiplied by its weight. The sums are
    /// divided by the number of samples, not by the sum of the weights. Accuracies and metrics count samples, whatever their weights.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// There are more or fewer weights than samples, one is negative or not finite, or all are 0.
    /// </exception>
    public DataSet<T> WithSampleWeights(ReadOnlySpan<T> weights)
    {
        if (weights.Length != Count)
        {
            throw new ArgumentException(
                $"Expected {MessageText.Count(Count, "weight")}, one for each sample; found {weights.Length}.", nameof(weights));
        }

        CheckWeights(weights, "sample", nameof(weights));
        return WithWeights(weights.ToArray());
    }

    /// <summary>The same samples, each with the weight of its class, in the place of the weights that they have.</summary>
    /// <param name="weights">A finite weight of 0 or more for each class, in the order of the labels.</param>
    /// <exception cref="InvalidOperationException">The samples have no labels (<see cref="DataSet.HasLabels"/>).</exception>
    /// <exception cref="ArgumentException">
    /// There are more or fewer weights than classes, one is negative or not finite, or all are 0.
    /// </exception>
    public DataSet<T> WithClassWeights(params ReadOnlySpan<T> weights)
    {
        CheckLabels();
        int classCount = _samples.ClassCount;
        if (weights.Length != classCount)
        {
            throw new ArgumentException(
                $"Expected {MessageText.Count(classCount, "weight")}, one for each class; found {weights.Length}.", nameof(weights));
        }

        CheckWeights(weights, "class", nameof(weights));
        var ofSamples = new T[Count];
        for (int i = 0; i < ofSamples.Length; i++)
        {
            ofSamples[i] = weights[GetLabel(i)];
        }

        return WithWeights(ofSamples);
    }

    /// <summary>
    /// The same samples with weights that balance the classes: that of a sample is n / (k c), with n samples of k classes, and c samples of
    /// its class. Each class then counts as much as the others, and all weights together are n. Classes without samples do not count.
    /// </summary>
    /// <exception cref="InvalidOperationException">The samples have no labels (<see cref="DataSet.HasLabels"/>).</exception>
    public DataSet<T> WithBalancedClasses()
    {
        CheckLabels();
        var counts = new int[_samples.ClassCount];
        for (int i = 0; i < Count; i++)
        {
            counts[GetLabel(i)]++;
        }

        double present = counts.Count(count => count > 0);
        return WithClassWeights([.. counts.Select(count => count == 0 ? T.Zero : T.CreateTruncating(Count / (present * count)))]);
    }

    /// <summary>Packs the weights of samples; for samples that have weights.</summary>
    internal void GatherSampleWeights(ReadOnlySpan<int> indices, Span<T> weights)
    {
        ReadOnlySpan<T> all = _sampleWeights.Span;
        for (int i = 0; i < indices.Length; i++)
        {
            weights[i] = all[indices[i]];
        }
    }

    /// <summary>The weights of consecutive samples; none if the samples have no weights.</summary>
    internal ReadOnlySpan<T> SampleWeights(int first, int count) =>
        HasSampleWeights ? _sampleWeights.Span.Slice(first, count) : default;

    private static void CheckWeights(ReadOnlySpan<T> weights, string what, string parameterName)
    {
        if (!weights.ContainsAnyExcept(T.Zero) && !weights.IsEmpty)
        {
            throw new ArgumentException(
                $"Expected a weight above 0; the weight of every {what} is 0, so nothing would count.", parameterName);
        }

        for (int i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] >= T.Zero && T.IsFinite(weights[i])))
            {
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture, $"Expected finite weights of 0 or more; that of {what} {i} is {weights[i]}."),
                    parameterName);
            }
        }
    }

    private void CheckLabels()
    {
        if (!HasLabels)
        {
            throw new InvalidOperationException(
                $"The samples have no labels, and so no classes; {nameof(WithSampleWeights)} takes a weight for each sample.");
        }
    }

    private DataSet<T> WithWeights(ReadOnlyMemory<T> weights) => new(_samples, _order, _start, Count, weights);

    // Those of several data sets one after another, with 1 where one has none; empty if none has any.
    private static ReadOnlyMemory<T> JoinWeights(params ReadOnlySpan<DataSet<T>> parts)
    {
        var weights = new List<T>();
        bool any = false;
        foreach (DataSet<T> part in parts)
        {
            any |= part.HasSampleWeights;
            for (int i = 0; i < part.Count; i++)
            {
                weights.Add(part.GetSampleWeight(i));
            }
        }

        return any ? weights.ToArray() : ReadOnlyMemory<T>.Empty;
    }
}
