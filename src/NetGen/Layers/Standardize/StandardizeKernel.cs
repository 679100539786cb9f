using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NetGen.CompilerServices;
using NetGen.Numerics;

namespace NetGen.Layers.Standardize;

/// <summary>(x − mean) · inverse deviation, rounded after each of the two operations.</summary>
internal static class StandardizeKernel
{
    /// <summary>Standardizes the features of some samples, each sample's after the other's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Apply<T>(ref T means, ref T inverseDeviations, nuint features, ref T x, ref T y, nuint rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (nuint row = 0; row < rows; row++)
        {
            // The rest of each width goes through the next narrower one.
            nuint feature = 0;
            if (Vector512.IsHardwareAccelerated)
            {
                feature = Apply<V512<T>, T>(ref means, ref inverseDeviations, feature, features, ref x, ref y);
            }

            if (Vector256.IsHardwareAccelerated)
            {
                feature = Apply<V256<T>, T>(ref means, ref inverseDeviations, feature, features, ref x, ref y);
            }

            if (Vector128.IsHardwareAccelerated)
            {
                feature = Apply<V128<T>, T>(ref means, ref inverseDeviations, feature, features, ref x, ref y);
            }

            _ = Apply<V1<T>, T>(ref means, ref inverseDeviations, feature, features, ref x, ref y);
            x = ref Unsafe.Add(ref x, features);
            y = ref Unsafe.Add(ref y, features);
        }
    }

    /// <summary>
    /// The derivatives with respect to the features of one sample: those with respect to the layer's outputs times the inverse deviations.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void CarryBack<T>(ref T inverseDeviations, nuint features, ref T error, ref T inputError)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint feature = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            feature = CarryBack<V512<T>, T>(ref inverseDeviations, feature, features, ref error, ref inputError);
        }

        if (Vector256.IsHardwareAccelerated)
        {
            feature = CarryBack<V256<T>, T>(ref inverseDeviations, feature, features, ref error, ref inputError);
        }

        if (Vector128.IsHardwareAccelerated)
        {
            feature = CarryBack<V128<T>, T>(ref inverseDeviations, feature, features, ref error, ref inputError);
        }

        _ = CarryBack<V1<T>, T>(ref inverseDeviations, feature, features, ref error, ref inputError);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint CarryBack<TVector, T>(
        ref T inverseDeviations, nuint feature, nuint features, ref T error, ref T inputError)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint lanes = (nuint)(Unsafe.SizeOf<TVector>() / Unsafe.SizeOf<T>());
        for (; feature + lanes <= features; feature += lanes)
        {
            Unsafe.As<T, TVector>(ref Unsafe.Add(ref inputError, feature)) =
                Load<TVector, T>(ref error, feature) * Load<TVector, T>(ref inverseDeviations, feature);
        }

        return feature;
    }

    // Whole vectors from a feature on; the result is the first feature that is left.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint Apply<TVector, T>(
        ref T means, ref T inverseDeviations, nuint feature, nuint features, ref T x, ref T y)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint lanes = (nuint)(Unsafe.SizeOf<TVector>() / Unsafe.SizeOf<T>());
        for (; feature + lanes <= features; feature += lanes)
        {
            TVector centered = Load<TVector, T>(ref x, feature) - Load<TVector, T>(ref means, feature);
            Unsafe.As<T, TVector>(ref Unsafe.Add(ref y, feature)) = centered * Load<TVector, T>(ref inverseDeviations, feature);
        }

        return feature;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Load<TVector, T>(ref T first, nuint offset)
        where TVector : struct
        where T : unmanaged => Unsafe.As<T, TVector>(ref Unsafe.Add(ref first, offset));
}
