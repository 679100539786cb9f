using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NetGen.CompilerServices;
using NetGen.Numerics;
using static NetGen.Numerics.VectorMemory;

namespace NetGen.Layers.Dense;

/// <summary>The derivatives with respect to the inputs of a layer in dot form: for each input one chain over the layer's units.</summary>
internal static class DotInputErrors
{
    /// <summary>Carries errors to the inputs.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="weights">The first weight.</param>
    /// <param name="weightStride">Elements from one unit's weights to the next's.</param>
    /// <param name="errors">The first error of the first sample.</param>
    /// <param name="errorStride">Elements from one sample's errors to the next's.</param>
    /// <param name="units">The layer's units.</param>
    /// <param name="inputErrors">Where the derivative with respect to the first input of the first sample goes.</param>
    /// <param name="inputStride">Elements from one sample's derivatives to the next's.</param>
    /// <param name="inputs">The layer's inputs.</param>
    /// <param name="rows">The number of samples.</param>
    public static void Propagate<T>(
        ref T weights,
        nuint weightStride,
        ref T errors,
        nuint errorStride,
        nuint units,
        ref T inputErrors,
        nuint inputStride,
        nuint inputs,
        nuint rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (nuint row = 0; row < rows; row++)
        {
            nuint input = 0;
            if (Vector512.IsHardwareAccelerated)
            {
                input = Propagate<V512<T>, T>(ref weights, weightStride, ref errors, units, ref inputErrors, input, inputs);
            }

            if (Vector256.IsHardwareAccelerated)
            {
                input = Propagate<V256<T>, T>(ref weights, weightStride, ref errors, units, ref inputErrors, input, inputs);
            }

            input = Propagate<V128<T>, T>(ref weights, weightStride, ref errors, units, ref inputErrors, input, inputs);
            _ = Propagate<V1<T>, T>(ref weights, weightStride, ref errors, units, ref inputErrors, input, inputs);
            errors = ref Unsafe.Add(ref errors, errorStride);
            inputErrors = ref Unsafe.Add(ref inputErrors, inputStride);
        }
    }

    // Whole vectors from an input on; the result is the first input that is left.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static nuint Propagate<TVector, T>(
        ref T weights, nuint weightStride, ref T errors, nuint units, ref T inputErrors, nuint input, nuint inputs)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint lanes = LaneMask.Length<TVector, T>();
        for (; input + lanes <= inputs; input += lanes)
        {
            TVector sum = default;
            for (nuint unit = 0; unit < units; unit++)
            {
                TVector w = At<TVector, T>(ref weights, (unit * weightStride) + input);
                sum = TVector.FusedMultiplyAdd(w, TVector.Broadcast(Unsafe.Add(ref errors, unit)), sum);
            }

            At<TVector, T>(ref inputErrors, input) = sum;
        }

        return input;
    }
}
