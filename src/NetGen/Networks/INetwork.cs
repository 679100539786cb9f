using System.Numerics;

namespace NetGen;

/// <summary>
/// A feedforward network of any topology, to be used. Any number of threads may call it at once, while nothing changes its parameters.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public interface INetwork<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The network's layers, cost and numeric type.</summary>
    NetworkTopology Topology { get; }

    /// <summary>The network's parameters, to be read.</summary>
    IReadOnlyParameters<T> Parameters { get; }

    /// <summary>
    /// The names of the classes: two for a single output, sigmoid or with the hinge cost, which tells 0 from 1, and else one for each
    /// output; null if they have none.
    /// </summary>
    IReadOnlyList<string>? ClassNames { get; }

    /// <summary>Computes the output activations for one sample.</summary>
    /// <param name="input">Exactly <c>InputSize</c> elements.</param>
    /// <param name="output">Exactly <c>OutputSize</c> elements; may overlap <paramref name="input"/>.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    void FeedForward(ReadOnlySpan<T> input, Span<T> output);

    /// <summary>Computes the output activations for any number of samples: the same bits as one call for each.</summary>
    /// <param name="inputs">The samples one after another, <c>[count, InputSize]</c>.</param>
    /// <param name="outputs">Room for the outputs one after another, <c>[count, OutputSize]</c>; must not overlap
    /// <paramref name="inputs"/>.</param>
    /// <exception cref="ArgumentException">
    /// A span's length is not a multiple of its size, the counts differ, or the spans overlap.
    /// </exception>
    void FeedForwardBatch(ReadOnlySpan<T> inputs, Span<T> outputs);

    /// <summary>Computes the output activations and the cost of each of any number of samples.</summary>
    /// <param name="inputs">The samples one after another, <c>[count, InputSize]</c>.</param>
    /// <param name="targets">The desired outputs one after another, <c>[count, OutputSize]</c>.</param>
    /// <param name="outputs">Room for the outputs one after another, <c>[count, OutputSize]</c>; must not overlap the other spans.</param>
    /// <param name="costs">Room for the costs, <c>[count]</c>; must not overlap the other spans.</param>
    /// <exception cref="ArgumentException">
    /// A span's length is not a multiple of its size, the counts differ, the spans overlap, or the cost cannot take a target.
    /// </exception>
    void FeedForwardBatch(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, Span<T> outputs, Span<T> costs);

    /// <summary>
    /// The class of one sample: the index of the largest output, of equal ones the first. A single <see cref="Activation.Sigmoid"/> output
    /// is class 1 from 0.5 on, a single output with the cost <see cref="CostFunction.Hinge"/> from 0 on, and else class 0; any other single
    /// output is class 0. NaN is never the largest: −1 if all are NaN.
    /// </summary>
    /// <param name="input">Exactly <c>InputSize</c> elements.</param>
    /// <exception cref="ArgumentException"><paramref name="input"/> has another length.</exception>
    int Classify(ReadOnlySpan<T> input);

    /// <summary>The cost averaged over one or more samples.</summary>
    /// <param name="inputs">The samples one after another, <c>[count, InputSize]</c>.</param>
    /// <param name="targets">The desired outputs one after another, <c>[count, OutputSize]</c>.</param>
    /// <exception cref="ArgumentException">
    /// A span is empty, its length is not a multiple of its size, the counts differ, or the cost cannot take a target.
    /// </exception>
    T Cost(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets);
}
