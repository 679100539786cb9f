using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetGen.Layers.Dense;
using NetGen.Layout;

namespace NetGen.CompilerServices;

/// <summary>
/// What the library does of a dense layer for generated code: sums and gradients of non-zero inputs, errors carried back from narrow and
/// wide layers, and what gradient kernels leave over. Spans of samples hold a row for each; lengths are checked once for all rows. What is
/// called for small layers is inlined, so that the checks of constants vanish.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DenseLayer
{
    /// <summary>Carries the errors of a layer in output-lane form of one or two panels back to the layer before it.</summary>
    /// <typeparam name="TActivation">The activation of the layer before.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="function">That activation with its parameter.</param>
    /// <param name="weights">The layer's weights.</param>
    /// <param name="nextErrors">The layer's errors.</param>
    /// <param name="nextStride">Elements from one sample's errors there to the next's.</param>
    /// <param name="nextUnits">The layer's units.</param>
    /// <param name="activations">The activations of the layer before, or its weighted inputs, as the derivative asks for.</param>
    /// <param name="errors">Where the errors of that layer go; zeros go into their padding.</param>
    /// <param name="stride">Elements from one sample's activations, and errors, to the next's.</param>
    /// <param name="units">Units of that layer.</param>
    /// <param name="rows">The number of samples.</param>
    /// <exception cref="ArgumentException">A span is too short for what it is said to hold, or the layer has more panels.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CarryErrorsBackNarrow<TActivation, T>(
        TActivation function,
        ReadOnlySpan<T> weights,
        ReadOnlySpan<T> nextErrors,
        int nextStride,
        int nextUnits,
        ReadOnlySpan<T> activations,
        Span<T> errors,
        int stride,
        int units,
        nuint rows)
        where TActivation : struct, IActivationFunction
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int nextLanes = LanesOf<T>(nextUnits);
        int lanes = LanesOf<T>(units);
        int panelLanes = Math.Min(nextLanes, LaneCount<T>());
        Check(nextLanes <= LayoutRules.MaxChainedPanels * panelLanes, nameof(nextUnits));
        CheckBackward<T>(weights, nextErrors, nextStride, nextLanes, activations, errors, stride, units, rows);
        NarrowLayerErrors.Propagate(
            function,
            ref MemoryMarshal.GetReference(weights),
            ref MemoryMarshal.GetReference(nextErrors),
            (nuint)nextStride,
            (nuint)nextUnits,
            (nuint)panelLanes,
            ref MemoryMarshal.GetReference(activations),
            ref MemoryMarshal.GetReference(errors),
            (nuint)stride,
            (nuint)units,
            (nuint)lanes,
            rows);
    }

    /// <summary>Carries the errors of a layer in output-lane form of many panels back to the layer before it.</summary>
    /// <inheritdoc cref="CarryErrorsBackNarrow"/>
    /// <exception cref="ArgumentException">A span is too short for what it is said to hold, or the layer has less than a panel.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CarryErrorsBackWide<TActivation, T>(
        TActivation function,
        ReadOnlySpan<T> weights,
        ReadOnlySpan<T> nextErrors,
        int nextStride,
        int nextUnits,
        ReadOnlySpan<T> activations,
        Span<T> errors,
        int stride,
        int units,
        nuint rows)
        where TActivation : struct, IActivationFunction
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int nextLanes = LanesOf<T>(nextUnits);
        Check(nextLanes >= LaneCount<T>() && units >= Machine.MachineModel.ErrorTileUnits, nameof(nextUnits));
        CheckBackward<T>(weights, nextErrors, nextStride, nextLanes, activations, errors, stride, units, rows);
        WideLayerErrors.Propagate(
            function,
            ref MemoryMarshal.GetReference(weights),
            ref MemoryMarshal.GetReference(nextErrors),
            (nuint)nextStride,
            (nuint)nextLanes,
            ref MemoryMarshal.GetReference(activations),
            ref MemoryMarshal.GetReference(errors),
            (nuint)stride,
            (nuint)units,
            (nuint)LanesOf<T>(units),
            rows);
    }

    /// <summary>
    /// Computes the weighted inputs of one sample of a layer in output-lane form from the non-zero inputs alone, where these are few.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="biases">The biases with their padding.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="x">The inputs.</param>
    /// <param name="z">Where the weighted inputs go, with padding.</param>
    /// <param name="units">The layer's units.</param>
    /// <returns>Whether the weighted inputs were computed.</returns>
    /// <exception cref="ArgumentException">A span is too short for what it is said to hold, or there are too many inputs.</exception>
    public static bool TrySumNonZero<T>(ReadOnlySpan<T> biases, ReadOnlySpan<T> weights, ReadOnlySpan<T> x, Span<T> z, int units)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = LanesOf<T>(units);
        Check(x.Length is > 0 and <= Machine.MachineModel.MaxSkippedInputs, nameof(x));
        Check(biases.Length >= lanes, nameof(biases));
        Check(weights.Length >= (long)lanes * x.Length, nameof(weights));
        Check(z.Length >= lanes, nameof(z));
        return NonZeroSums.TrySum(
            ref MemoryMarshal.GetReference(biases),
            ref MemoryMarshal.GetReference(weights),
            ref MemoryMarshal.GetReference(x),
            (nuint)x.Length,
            ref MemoryMarshal.GetReference(z),
            (nuint)lanes);
    }

    /// <summary>
    /// Computes the weighted inputs of the first samples of a block, of a layer in output-lane form, from the non-zero inputs alone, as
    /// long as these are few.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="biases">The biases with their padding.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="x">The inputs.</param>
    /// <param name="inputs">The number of inputs of the layer.</param>
    /// <param name="inputStride">Elements from one sample's inputs to the next's.</param>
    /// <param name="z">Where the weighted inputs go, with padding.</param>
    /// <param name="stride">Elements from one sample's weighted inputs to the next's.</param>
    /// <param name="units">The layer's units.</param>
    /// <param name="rows">The number of samples.</param>
    /// <returns>For how many of the first samples they were computed. Those of the others are left as they were.</returns>
    /// <exception cref="ArgumentException">A span is too short for what it is said to hold, or there are too many inputs.</exception>
    public static nuint SumNonZeroRows<T>(
        ReadOnlySpan<T> biases,
        ReadOnlySpan<T> weights,
        ReadOnlySpan<T> x,
        int inputs,
        int inputStride,
        Span<T> z,
        int stride,
        int units,
        nuint rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = LanesOf<T>(units);
        Check(inputs is > 0 and <= Machine.MachineModel.MaxSkippedInputs, nameof(inputs));
        Check(biases.Length >= lanes, nameof(biases));
        Check(weights.Length >= (long)lanes * inputs, nameof(weights));
        CheckRows(x.Length, inputStride, inputs, rows, nameof(x));
        CheckRows(z.Length, stride, lanes, rows, nameof(z));
        return NonZeroSums.SumRows(
            ref MemoryMarshal.GetReference(biases),
            ref MemoryMarshal.GetReference(weights),
            ref MemoryMarshal.GetReference(x),
            (nuint)inputs,
            (nuint)inputStride,
            ref MemoryMarshal.GetReference(z),
            (nuint)stride,
            (nuint)lanes,
            rows);
    }

    /// <summary>
    /// Sums a worker's share of the gradient of the weights of a layer in output-lane form from the non-zero inputs alone, where these are
    /// few, in a buffer or to update the weights.
    /// </summary>
    /// <typeparam name="TRule">The rule of the update, or <see cref="GradientSum{T}"/>.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="weights">The layer's weights, or their derivatives in a buffer.</param>
    /// <param name="inputs">The number of inputs of the layer.</param>
    /// <param name="tile">Inputs of a tile: workers divide tiles, and the last one takes what is left over.</param>
    /// <param name="units">The layer's units.</param>
    /// <param name="x">The layer's inputs.</param>
    /// <param name="inputStride">Elements from one sample's inputs to the next's.</param>
    /// <param name="errors">The layer's errors, zero in the padding.</param>
    /// <param name="errorStride">Elements from one sample's errors to the next's.</param>
    /// <param name="rows">The number of samples.</param>
    /// <param name="update">What to do with the gradient.</param>
    /// <param name="worker">The number of the worker, from 0.</param>
    /// <param name="workers">The number of workers.</param>
    /// <returns>Whether the gradient was summed. If it was not, nothing has changed.</returns>
    /// <exception cref="ArgumentException">
    /// A span is too short for what it is said to hold, the update is for other parameters, or there is no such worker or tile.
    /// </exception>
    public static bool TryAddNonZeroGradient<TRule, T>(
        Span<T> weights,
        int inputs,
        int tile,
        int units,
        ReadOnlySpan<T> x,
        int inputStride,
        ReadOnlySpan<T> errors,
        int errorStride,
        nuint rows,
        in BlockUpdate<TRule, T> update,
        nuint worker,
        nuint workers)
        where TRule : struct, IUpdateRule<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = LanesOf<T>(units);
        Check(inputs > 0, nameof(inputs));
        Check(tile > 0, nameof(tile));
        Check(rows is > 0 and <= Machine.MachineModel.MaxBlockRows, nameof(rows));
        Check(worker < workers, nameof(worker));
        Check(weights.Length >= (long)lanes * inputs && update.Holds(weights), nameof(weights));
        CheckRows(x.Length, inputStride, inputs, rows, nameof(x));
        CheckRows(errors.Length, errorStride, lanes, rows, nameof(errors));
        var layer = new LayerBlock<T>(
            ref MemoryMarshal.GetReference(weights), ref MemoryMarshal.GetReference(x), ref MemoryMarshal.GetReference(errors))
        {
            Inputs = (nuint)inputs,
            InputStride = (nuint)inputStride,
            ErrorStride = (nuint)errorStride,
            Rows = rows,
            Units = (nuint)units,
            Lanes = (nuint)lanes,
            Panel = (nuint)Math.Min(lanes, LaneCount<T>()),
        };
        nuint tiles = (nuint)(inputs / tile);
        nuint begin = worker * tiles / workers * (nuint)tile;
        nuint end = worker + 1 == workers ? (nuint)inputs : (worker + 1) * tiles / workers * (nuint)tile;
        return NonZeroGradient.TryAdd<TRule, T>(in layer, begin, end, in update);
    }

    /// <summary>Sums the gradient of a layer's biases, in a buffer or to update the biases.</summary>
    /// <typeparam name="TRule">The rule of the update, or <see cref="GradientSum{T}"/>.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="biases">The biases with their padding, or their derivatives in a buffer.</param>
    /// <param name="errors">The layer's errors, zero in the padding.</param>
    /// <param name="errorStride">Elements from one sample's errors to the next's.</param>
    /// <param name="units">The layer's units.</param>
    /// <param name="rows">The number of samples.</param>
    /// <param name="update">What to do with the gradient.</param>
    /// <exception cref="ArgumentException">
    /// A span is too short for what it is said to hold, or the update is for other parameters.
    /// </exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddBiasGradient<TRule, T>(
        Span<T> biases, ReadOnlySpan<T> errors, int errorStride, int units, nuint rows, in BlockUpdate<TRule, T> update)
        where TRule : struct, IUpdateRule<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = LanesOf<T>(units);
        Check(biases.Length >= lanes && update.Holds(biases), nameof(biases));
        CheckRows(errors.Length, errorStride, lanes, rows, nameof(errors));
        LayerGradient.AddBiases<TRule, T>(
            ref MemoryMarshal.GetReference(biases),
            ref MemoryMarshal.GetReference(errors),
            (nuint)errorStride,
            (nuint)lanes,
            rows,
            in update);
    }

    /// <summary>
    /// Sums the gradient of the weights of the last inputs of a layer in output-lane form, in a buffer or to update the weights.
    /// </summary>
    /// <typeparam name="TRule">The rule of the update, or <see cref="GradientSum{T}"/>.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="weights">The layer's weights, or their derivatives in a buffer.</param>
    /// <param name="first">The first input to take.</param>
    /// <param name="inputs">The number of inputs of the layer.</param>
    /// <param name="units">The layer's units.</param>
    /// <param name="x">The layer's inputs.</param>
    /// <param name="inputStride">Elements from one sample's inputs to the next's.</param>
    /// <param name="errors">The layer's errors, zero in the padding.</param>
    /// <param name="errorStride">Elements from one sample's errors to the next's.</param>
    /// <param name="rows">The number of samples.</param>
    /// <param name="update">What to do with the gradient.</param>
    /// <exception cref="ArgumentException">
    /// A span is too short for what it is said to hold, or the update is for other parameters.
    /// </exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddLastInputsGradient<TRule, T>(
        Span<T> weights,
        int first,
        int inputs,
        int units,
        ReadOnlySpan<T> x,
        int inputStride,
        ReadOnlySpan<T> errors,
        int errorStride,
        nuint rows,
        in BlockUpdate<TRule, T> update)
        where TRule : struct, IUpdateRule<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = LanesOf<T>(units);
        Check(first >= 0 && first <= inputs, nameof(first));
        Check(weights.Length >= (long)lanes * inputs && update.Holds(weights), nameof(weights));
        CheckRows(x.Length, inputStride, inputs, rows, nameof(x));
        CheckRows(errors.Length, errorStride, lanes, rows, nameof(errors));
        LayerGradient.AddLastInputs<TRule, T>(
            ref MemoryMarshal.GetReference(weights),
            (nuint)first,
            (nuint)inputs,
            (nuint)units,
            (nuint)lanes,
            (nuint)Math.Min(lanes, LaneCount<T>()),
            ref MemoryMarshal.GetReference(x),
            (nuint)inputStride,
            ref MemoryMarshal.GetReference(errors),
            (nuint)errorStride,
            rows,
            in update);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int LaneCount<T>()
        where T : unmanaged => LayoutRules.LineBytes / Unsafe.SizeOf<T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int LanesOf<T>(int units)
        where T : unmanaged
    {
        // Padded units must not wrap around.
        Check(units > 0 && units <= int.MaxValue - LaneCount<T>(), nameof(units));
        return LayoutRules.PaddedOutputs(units, LaneCount<T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CheckBackward<T>(
        ReadOnlySpan<T> weights,
        ReadOnlySpan<T> nextErrors,
        int nextStride,
        int nextLanes,
        ReadOnlySpan<T> activations,
        ReadOnlySpan<T> errors,
        int stride,
        int units,
        nuint rows)
        where T : unmanaged
    {
        int lanes = LanesOf<T>(units);
        Check(weights.Length >= (long)nextLanes * units, nameof(weights));
        CheckRows(nextErrors.Length, nextStride, nextLanes, rows, nameof(nextErrors));
        CheckRows(activations.Length, stride, lanes, rows, nameof(activations));
        CheckRows(errors.Length, stride, lanes, rows, nameof(errors));
    }

    // Rows of lanes elements, a stride apart; the stride may be less, where rows overlap, but not negative.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CheckRows(int length, int stride, int lanes, nuint rows, string parameterName) =>
        Check(rows <= int.MaxValue && stride >= 0 && (rows == 0 || (((long)rows - 1) * stride) + lanes <= length), parameterName);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Check(bool fits, string parameterName)
    {
        if (!fits)
        {
            Throw(parameterName);
        }
    }

    private static void Throw(string parameterName) =>
        throw new ArgumentException("The span does not hold what the other arguments say.", parameterName);
}
