using System.Buffers;
using System.Numerics;

namespace NetGen;

/// <summary>Gradients for other uses than training: by the inputs of a network, and of each of its outputs.</summary>
/// <remarks>
/// They go through the kernels of training, have the bits of <see cref="ReferenceNetwork{T}"/>, and allocate nothing once the memory of the
/// calling thread is large enough. Nothing is dropped; <see cref="ITrainableNetwork{T}.Backprop(BackpropFrom, ReadOnlySpan{T},
/// ReadOnlySpan{T}, ParameterBuffer{T}?, Span{T}, DropoutKey?)"/> takes a key.
/// </remarks>
public static class NetworkGradients
{
    // Rows of the Jacobian that are computed together take so many elements, or a single row.
    private const int ChunkLength = 1 << 17;

    /// <summary>
    /// The derivatives ∂C/∂x of each sample's cost with respect to its inputs: how sensitive the cost is to each input, for saliency maps,
    /// adversarial examples or the search for an input.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="inputs">One sample, or several one after another, <c>[count, InputSize]</c>.</param>
    /// <param name="targets">The desired outputs, <c>[count, OutputSize]</c>.</param>
    /// <param name="inputGradients">Where the derivatives go, <c>[count, InputSize]</c>.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <returns>The cost summed over the samples.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// A span is empty or of a wrong length, the counts differ, the derivatives overlap another span, or the cost cannot take a target.
    /// </exception>
    public static T InputGradients<T>(
        this ITrainableNetwork<T> network, ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, Span<T> inputGradients)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        _ = SampleChecks.Samples(network.Topology, inputs, targets);
        return inputGradients.Length == inputs.Length
            ? network.Backprop(BackpropFrom.Targets, inputs, targets, null, inputGradients)
            : throw new ArgumentException(
                $"Expected {inputs.Length} elements, one for each of inputs; the span has {inputGradients.Length}.",
                nameof(inputGradients));
    }

    /// <summary>
    /// The Jacobian of each sample: the derivative ∂a_j/∂x_i of every output with respect to every input, <c>[OutputSize, InputSize]</c>
    /// row-major. The row of an output is what backpropagation gives for 1 at that output and 0 at all others.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="inputs">One sample, or several one after another, <c>[count, InputSize]</c>.</param>
    /// <param name="jacobians">Where the derivatives go, <c>[count, OutputSize, InputSize]</c>.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is null.</exception>
    /// <exception cref="ArgumentException">A span is empty or of a wrong length, or the spans overlap.</exception>
    public static void Jacobian<T>(this ITrainableNetwork<T> network, ReadOnlySpan<T> inputs, Span<T> jacobians)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        int inputSize = network.Topology.InputSize;
        int outputSize = network.Topology.OutputSize;
        int count = CheckJacobian<T>(inputs, jacobians, inputSize, outputSize);
        int rows = (int)Math.Clamp(ChunkLength / ((long)inputSize + outputSize), 1, outputSize);
        T[] repeated = ArrayPool<T>.Shared.Rent(checked(rows * inputSize));
        T[] gradients = ArrayPool<T>.Shared.Rent(checked(rows * outputSize));
        try
        {
            for (int sample = 0; sample < count; sample++)
            {
                ReadOnlySpan<T> input = inputs.Slice(sample * inputSize, inputSize);
                for (int row = 0; row < rows; row++)
                {
                    input.CopyTo(repeated.AsSpan(row * inputSize));
                }

                for (int first = 0; first < outputSize; first += rows)
                {
                    int some = Math.Min(rows, outputSize - first);
                    Span<T> units = gradients.AsSpan(0, some * outputSize);
                    units.Clear();
                    for (int row = 0; row < some; row++)
                    {
                        units[(row * outputSize) + first + row] = T.One;
                    }

                    Span<T> destination = jacobians.Slice(((sample * outputSize) + first) * inputSize, some * inputSize);
                    _ = network.Backprop(
                        BackpropFrom.OutputGradients, repeated.AsSpan(0, some * inputSize), units, null, destination);
                }
            }
        }
        finally
        {
            ArrayPool<T>.Shared.Return(repeated);
            ArrayPool<T>.Shared.Return(gradients);
        }
    }

    private static int CheckJacobian<T>(ReadOnlySpan<T> inputs, ReadOnlySpan<T> jacobians, int inputSize, int outputSize)
    {
        int count = inputs.Length / inputSize;
        return count == 0 || inputs.Length % inputSize != 0
            ? throw new ArgumentException(
                $"Expected {inputSize} elements for each of one or more samples; the span has {inputs.Length}.", nameof(inputs))
            : jacobians.Length != (long)count * outputSize * inputSize
            ? throw new ArgumentException(
                $"Expected {count} x {outputSize} x {inputSize} = {(long)count * outputSize * inputSize} elements; the span has "
                + $"{jacobians.Length}.",
                nameof(jacobians))
            : jacobians.Overlaps(inputs) ? throw new ArgumentException("The jacobians overlap the inputs.", nameof(jacobians)) : count;
    }
}
