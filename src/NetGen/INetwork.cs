using System.Numerics;

namespace NetGen;

/// <summary>
/// A feedforward network of any topology. Inference from many threads at once is safe; anything that changes parameters must be alone.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public interface INetwork<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The network's layers, cost and numeric type.</summary>
    NetworkTopology Topology { get; }

    /// <summary>Computes the output activations for one sample.</summary>
    /// <param name="input">Exactly <c>InputSize</c> elements.</param>
    /// <param name="output">Exactly <c>OutputSize</c> elements; may overlap <paramref name="input"/>.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    void FeedForward(ReadOnlySpan<T> input, Span<T> output);

    /// <summary>Computes the output activations for any number of samples: the same bits as one call for each.</summary>
    /// <param name="inputs">The samples one after another, <c>[count, InputSize]</c>.</param>
    /// <param name="outputs">Room for the outputs one after another, <c>[count, OutputSize]</c>; must not overlap <paramref name="inputs"/>.</param>
    /// <exception cref="ArgumentException">A span's length is no multiple of its size, the counts differ, or the spans overlap.</exception>
    void FeedForwardBatch(ReadOnlySpan<T> inputs, Span<T> outputs);

    /// <summary>The index of the largest output activation for one sample; of equal ones the first.</summary>
    /// <param name="input">Exactly <c>InputSize</c> elements.</param>
    /// <exception cref="ArgumentException"><paramref name="input"/> has another length.</exception>
    int Classify(ReadOnlySpan<T> input);

    /// <summary>The cost averaged over one or more samples.</summary>
    /// <param name="inputs">The samples one after another, <c>[count, InputSize]</c>.</param>
    /// <param name="targets">The desired outputs one after another, <c>[count, OutputSize]</c>.</param>
    /// <exception cref="ArgumentException">A span is empty, its length is no multiple of its size, or the counts differ.</exception>
    T Cost(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets);

    /// <summary>
    /// Backpropagation: adds the gradient of the cost of one or more samples, summed over them, to <paramref name="gradient"/>.
    /// </summary>
    /// <param name="inputs">The samples one after another, <c>[count, InputSize]</c>.</param>
    /// <param name="targets">The desired outputs one after another, <c>[count, OutputSize]</c>.</param>
    /// <param name="gradient">What to add to; the samples are added in their order, so that one call or several give the same bits.</param>
    /// <returns>The cost summed over the samples.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="gradient"/> is null.</exception>
    /// <exception cref="ArgumentException">A span is empty or of a wrong length, the counts differ, or the gradient is for other sizes.</exception>
    T Backprop(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, ParameterBuffer<T> gradient);

    /// <summary>
    /// One step of stochastic gradient descent: <c>w ← w − η/m · Σ ∂C/∂w</c> over the m samples of the mini-batch, and so for the biases.
    /// </summary>
    /// <param name="inputs">The samples one after another, <c>[count, InputSize]</c>.</param>
    /// <param name="targets">The desired outputs one after another, <c>[count, OutputSize]</c>.</param>
    /// <param name="learningRate">The learning rate η; finite.</param>
    /// <param name="workers">Threads to divide the step among, where it is large enough to gain by that; the same bits with any or none.</param>
    /// <returns>The cost averaged over the mini-batch, before the step.</returns>
    /// <exception cref="ArgumentException">A span is empty, its length is no multiple of its size, or the counts differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="learningRate"/> is not finite.</exception>
    /// <exception cref="InvalidOperationException"><paramref name="workers"/> are at work for another thread.</exception>
    /// <exception cref="ObjectDisposedException"><paramref name="workers"/> have been disposed of.</exception>
    T TrainMiniBatch(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, T learningRate, WorkerTeam? workers = null);

    /// <summary>Subtracts a multiple of a gradient from the parameters: <c>w ← w − step · g</c>, by one fused multiply-add each.</summary>
    /// <param name="gradient">A gradient for the same layer sizes.</param>
    /// <param name="step">The factor, η/m for a gradient summed over m samples; finite.</param>
    /// <exception cref="ArgumentNullException"><paramref name="gradient"/> is null.</exception>
    /// <exception cref="ArgumentException">The gradient is for other sizes.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="step"/> is not finite.</exception>
    void ApplyGradient(ParameterBuffer<T> gradient, T step);

    /// <inheritdoc cref="ParameterBuffer{T}.GetWeights"/>
    void GetWeights(int layer, Span<T> destination);

    /// <inheritdoc cref="ParameterBuffer{T}.SetWeights"/>
    void SetWeights(int layer, ReadOnlySpan<T> source);

    /// <inheritdoc cref="ParameterBuffer{T}.GetBiases"/>
    void GetBiases(int layer, Span<T> destination);

    /// <inheritdoc cref="ParameterBuffer{T}.SetBiases"/>
    void SetBiases(int layer, ReadOnlySpan<T> source);
}
