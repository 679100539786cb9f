using System.ComponentModel;
using System.Numerics;
using System.Runtime.InteropServices;
using NetGen.Layers.Dropout;

namespace NetGen.CompilerServices;

/// <summary>What the library does of a dropout layer for generated code, in training. Spans hold a row for each sample.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DropoutLayer
{
    /// <summary>Computes the outputs: 0 where an input is dropped, and else the input divided by the probability of keeping it.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="step">What decides what is dropped.</param>
    /// <param name="layer">The index of the layer.</param>
    /// <param name="rate">The probability of dropping an input.</param>
    /// <param name="x">The inputs.</param>
    /// <param name="y">Where the outputs go.</param>
    /// <param name="stride">Elements from one sample's inputs, and outputs, to the next's.</param>
    /// <param name="units">The number of inputs.</param>
    /// <param name="first">The number of the first sample in its block.</param>
    /// <param name="rows">The number of samples.</param>
    /// <exception cref="ArgumentException">A span is too short for what it is said to hold.</exception>
    public static void Apply<T>(
        in DropoutStep step, int layer, double rate, ReadOnlySpan<T> x, Span<T> y, int stride, int units, nuint first, nuint rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckRows(x.Length, stride, units, rows, nameof(x));
        CheckRows(y.Length, stride, units, rows, nameof(y));
        new DropoutKernel(step, layer, rate).Apply(
            ref MemoryMarshal.GetReference(x), ref MemoryMarshal.GetReference(y), (nuint)stride, (nuint)units, first, rows);
    }

    /// <summary>
    /// Turns the errors of the outputs into those of the layer before: as the inputs were, dropped or divided by the probability of keeping
    /// them, and then times the derivative.
    /// </summary>
    /// <typeparam name="TActivation">The activation of the layer before.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="function">That activation with its parameter.</param>
    /// <param name="step">What decides what is dropped.</param>
    /// <param name="layer">The index of the layer.</param>
    /// <param name="rate">The probability of dropping an input.</param>
    /// <param name="activations">The activations of the layer before, or its weighted inputs, as the derivative asks for.</param>
    /// <param name="errors">The errors.</param>
    /// <param name="stride">Elements from one sample's activations, and errors, to the next's.</param>
    /// <param name="units">The number of inputs.</param>
    /// <param name="first">The number of the first sample in its block.</param>
    /// <param name="rows">The number of samples.</param>
    /// <exception cref="ArgumentException">A span is too short for what it is said to hold.</exception>
    public static void CarryErrorsBack<TActivation, T>(
        TActivation function,
        in DropoutStep step,
        int layer,
        double rate,
        ReadOnlySpan<T> activations,
        Span<T> errors,
        int stride,
        int units,
        nuint first,
        nuint rows)
        where TActivation : struct, IActivationFunction
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckRows(activations.Length, stride, units, rows, nameof(activations));
        CheckRows(errors.Length, stride, units, rows, nameof(errors));
        new DropoutKernel(step, layer, rate).CarryErrorsBack(
            function,
            ref MemoryMarshal.GetReference(activations),
            ref MemoryMarshal.GetReference(errors),
            (nuint)stride,
            (nuint)units,
            first,
            rows);
    }

    private static void CheckRows(int length, int stride, int units, nuint rows, string parameterName)
    {
        if (units < 0 || stride < 0 || rows > int.MaxValue || (rows > 0 && (((long)rows - 1) * stride) + units > length))
        {
            throw new ArgumentException("The span does not hold what the other arguments say.", parameterName);
        }
    }
}
