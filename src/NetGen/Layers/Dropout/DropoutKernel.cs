using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NetGen.CompilerServices;
using NetGen.Numerics;
using static NetGen.Numerics.VectorMemory;

namespace NetGen.Layers.Dropout;

/// <summary>
/// Dropout of some samples in training. What is dropped is computed anew for the errors: that takes less than to keep it.
/// </summary>
/// <param name="step">What decides what is dropped.</param>
/// <param name="layer">The index of the layer.</param>
/// <param name="rate">The probability of dropping an input.</param>
internal readonly struct DropoutKernel(DropoutStep step, int layer, double rate)
{
    private readonly int _threshold = DropoutHash.Threshold(step.Drops ? rate : 0);
    private readonly double _scale = DropoutHash.Scale(step.Drops ? rate : 0);

    /// <summary>Computes the outputs: 0 where an input is dropped, and else the input times the scale.</summary>
    /// <param name="x">The inputs of the first sample.</param>
    /// <param name="y">Where its outputs go.</param>
    /// <param name="stride">Elements from one sample's inputs, and outputs, to the next's.</param>
    /// <param name="units">The number of inputs.</param>
    /// <param name="first">The number of the first sample.</param>
    /// <param name="rows">The number of samples.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void Apply<T>(ref T x, ref T y, nuint stride, nuint units, nuint first, nuint rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (nuint row = 0; row < rows && !step.Drops; row++)
        {
            MemoryMarshal.CreateSpan(ref Unsafe.Add(ref x, row * stride), (int)units)
                .CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref y, row * stride), (int)units));
        }

        for (nuint row = 0; row < rows && step.Drops; row++)
        {
            ulong key = step.KeyOf(first + row, layer);

            // The rest of each width goes through the next narrower one.
            nuint unit = 0;
            if (Vector512.IsHardwareAccelerated)
            {
                unit = Apply<V512<T>, T>(key, ref x, ref y, unit, units);
            }

            if (Vector256.IsHardwareAccelerated)
            {
                unit = Apply<V256<T>, T>(key, ref x, ref y, unit, units);
            }

            if (Vector128.IsHardwareAccelerated)
            {
                unit = Apply<V128<T>, T>(key, ref x, ref y, unit, units);
            }

            _ = Apply<V1<T>, T>(key, ref x, ref y, unit, units);
            x = ref Unsafe.Add(ref x, stride);
            y = ref Unsafe.Add(ref y, stride);
        }
    }

    /// <summary>
    /// Turns the errors of the outputs into those of the layer before: as the inputs were, dropped or times the scale, and then times the
    /// derivative.
    /// </summary>
    /// <typeparam name="TActivation">The activation of the layer before.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="function">That activation with its parameter.</param>
    /// <param name="activations">What its derivative takes, activations or weighted inputs: of the first sample.</param>
    /// <param name="errors">The errors of the first sample.</param>
    /// <param name="stride">Elements from one sample's activations, and errors, to the next's.</param>
    /// <param name="units">The number of inputs.</param>
    /// <param name="first">The number of the first sample.</param>
    /// <param name="rows">The number of samples.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void CarryErrorsBack<TActivation, T>(
        TActivation function, ref T activations, ref T errors, nuint stride, nuint units, nuint first, nuint rows)
        where TActivation : struct, IActivationFunction
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (nuint row = 0; row < rows; row++)
        {
            ulong key = step.KeyOf(first + row, layer);
            nuint unit = 0;
            if (Vector512.IsHardwareAccelerated)
            {
                unit = CarryErrorsBack<TActivation, V512<T>, T>(function, key, ref activations, ref errors, unit, units);
            }

            if (Vector256.IsHardwareAccelerated)
            {
                unit = CarryErrorsBack<TActivation, V256<T>, T>(function, key, ref activations, ref errors, unit, units);
            }

            if (Vector128.IsHardwareAccelerated)
            {
                unit = CarryErrorsBack<TActivation, V128<T>, T>(function, key, ref activations, ref errors, unit, units);
            }

            _ = CarryErrorsBack<TActivation, V1<T>, T>(function, key, ref activations, ref errors, unit, units);
            activations = ref Unsafe.Add(ref activations, stride);
            errors = ref Unsafe.Add(ref errors, stride);
        }
    }

    // Whole vectors from a unit on; the result is the first unit that is left.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private nuint Apply<TVector, T>(ulong key, ref T x, ref T y, nuint unit, nuint units)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint lanes = LaneMask.Length<TVector, T>();
        int threshold = _threshold;
        TVector scale = TVector.Create(_scale);
        for (; unit + lanes <= units; unit += lanes)
        {
            At<TVector, T>(ref y, unit) = Kept<TVector, T>(key, unit, threshold, At<TVector, T>(ref x, unit) * scale);
        }

        return unit;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private nuint CarryErrorsBack<TActivation, TVector, T>(
        TActivation function, ulong key, ref T activations, ref T errors, nuint unit, nuint units)
        where TActivation : struct, IActivationFunction
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint lanes = LaneMask.Length<TVector, T>();
        int threshold = _threshold;
        TVector scale = TVector.Create(_scale);
        for (; unit + lanes <= units; unit += lanes)
        {
            TVector error = Kept<TVector, T>(key, unit, threshold, At<TVector, T>(ref errors, unit) * scale);
            At<TVector, T>(ref errors, unit) = error * function.Derivative<TVector, T>(At<TVector, T>(ref activations, unit));
        }

        return unit;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Kept<TVector, T>(ulong key, nuint unit, int threshold, TVector scaled)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        uint first = unchecked((uint)key + ((uint)unit * DropoutHash.InputFactor));
        TVector dropped = DropoutMask.Of<TVector, T>(first, (uint)(key >> 32), threshold);
        return TVector.SelectBits(dropped, default, scaled);
    }
}
