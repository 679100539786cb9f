using System.Numerics;

namespace NetGen;

#pragma warning disable RS0026 // The overloads of TrainMiniBatch differ in the type of a required parameter: no call is ambiguous.

/// <summary>A network whose parameters can change. Whatever changes them must be alone: no other call may run at the same time.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public interface ITrainableNetwork<T> : INetwork<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The network's parameters.</summary>
    new ParameterBuffer<T> Parameters { get; }

    /// <summary>
    /// The names of the classes: two for a single output that is <see cref="Activation.Sigmoid"/> or has the hinge cost, and else one for each
    /// output; null if they have none. Saved and loaded with the parameters.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// There are more or fewer names than classes, two are equal, or one is null or not valid Unicode.
    /// </exception>
    new IReadOnlyList<string>? ClassNames { get; set; }

    /// <summary>
    /// Backpropagation: adds the gradient of the cost of one or more samples, summed over them, to <paramref name="gradient"/>.
    /// </summary>
    /// <param name="inputs">The samples one after another, <c>[count, InputSize]</c>.</param>
    /// <param name="targets">The desired outputs one after another, <c>[count, OutputSize]</c>.</param>
    /// <param name="gradient">
    /// What to add to; the samples are added in their order, so that one call or several give the same bits: with dropout, if
    /// <see cref="DropoutKey.FirstSample"/> is set for each call.
    /// </param>
    /// <param name="dropout">What decides what dropout layers drop; null to drop nothing. Without effect if there are none.</param>
    /// <returns>The cost summed over the samples.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="gradient"/> is null.</exception>
    /// <exception cref="ArgumentException">A span is empty or of a wrong length, the counts differ, or the gradient is for other
    /// sizes.</exception>
    T Backprop(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, ParameterBuffer<T> gradient, DropoutKey? dropout = null);

    /// <summary>
    /// One step of stochastic gradient descent: <c>w ← w − η/m · Σ ∂C/∂w</c> over the m samples of the mini-batch, and so for
    /// the biases.
    /// </summary>
    /// <param name="inputs">The samples one after another, <c>[count, InputSize]</c>.</param>
    /// <param name="targets">The desired outputs one after another, <c>[count, OutputSize]</c>.</param>
    /// <param name="learningRate">The learning rate η; finite.</param>
    /// <param name="workers">Threads to divide the step among, where it is large enough to gain by that; the same bits with any or
    /// none.</param>
    /// <param name="dropout">What decides what dropout layers drop; null to drop nothing. Without effect if there are none.</param>
    /// <returns>The cost averaged over the mini-batch, before the step.</returns>
    /// <exception cref="ArgumentException">A span is empty, its length is no multiple of its size, or the counts differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="learningRate"/> is not finite.</exception>
    /// <exception cref="InvalidOperationException"><paramref name="workers"/> are at work for another thread.</exception>
    /// <exception cref="ObjectDisposedException"><paramref name="workers"/> have been disposed of.</exception>
    T TrainMiniBatch(
        ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, T learningRate, WorkerTeam? workers = null, DropoutKey? dropout = null);

    /// <summary>One step of training by an optimizer.</summary>
    /// <param name="inputs">The samples one after another, <c>[count, InputSize]</c>.</param>
    /// <param name="targets">The desired outputs one after another, <c>[count, OutputSize]</c>.</param>
    /// <param name="optimizer">The optimizer with what it keeps, made by <see cref="Optimizer.CreateState{T}"/> for this network.</param>
    /// <param name="workers">Threads to divide the step among, where it is large enough to gain by that; the same bits with any or
    /// none.</param>
    /// <param name="dropout">What decides what dropout layers drop; null to drop nothing. Without effect if there are none.</param>
    /// <returns>The cost averaged over the mini-batch, before the step.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="optimizer"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// A span is empty, its length is no multiple of its size, the counts differ, or the optimizer's state is for another topology.
    /// </exception>
    /// <exception cref="InvalidOperationException"><paramref name="workers"/> are at work for another thread.</exception>
    /// <exception cref="ObjectDisposedException"><paramref name="workers"/> have been disposed of.</exception>
    T TrainMiniBatch(
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<T> targets,
        OptimizerState<T> optimizer,
        WorkerTeam? workers = null,
        DropoutKey? dropout = null);

    /// <summary>One step of an optimizer by a gradient, such as <see cref="Backprop"/> gives.</summary>
    /// <param name="gradient">The gradient, summed over the samples.</param>
    /// <param name="count">The number of samples; at least 1.</param>
    /// <param name="optimizer">The optimizer with what it keeps, made by <see cref="Optimizer.CreateState{T}"/> for this network.</param>
    /// <exception cref="ArgumentNullException"><paramref name="gradient"/> or <paramref name="optimizer"/> is null.</exception>
    /// <exception cref="ArgumentException">The gradient is for other sizes, or the optimizer's state for another topology.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1.</exception>
    void ApplyGradient(ParameterBuffer<T> gradient, int count, OptimizerState<T> optimizer);

    /// <summary>
    /// Subtracts a multiple of a gradient from the trained parameters: <c>w ← w − step · g</c>, by one fused multiply-add each.
    /// </summary>
    /// <param name="gradient">A gradient for the same layer sizes.</param>
    /// <param name="step">The factor, η/m for a gradient summed over m samples; finite.</param>
    /// <exception cref="ArgumentNullException"><paramref name="gradient"/> is null.</exception>
    /// <exception cref="ArgumentException">The gradient is for other sizes.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="step"/> is not finite.</exception>
    void ApplyGradient(ParameterBuffer<T> gradient, T step);
}
