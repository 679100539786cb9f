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
    public static void Apply<T>(ref T means, ref T inverseDeviations, nuint features, ref T x, ref T y, nuint rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Apply<V512<T>, T>(ref means, ref inverseDeviations, features, ref x, ref y, rows);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Apply<V256<T>, T>(ref means, ref inverseDeviations, features, ref x, ref y, rows);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            Apply<V128<T>, T>(ref means, ref inverseDeviations, features, ref x, ref y, rows);
        }
        else
        {
            Apply<V1<T>, T>(ref means, ref inverseDeviations, features, ref x, ref y, rows);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Apply<TVector, T>(ref T means, ref T inverseDeviations, nuint features, ref T x, ref T y, nuint rows)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint lanes = (nuint)(Unsafe.SizeOf<TVector>() / Unsafe.SizeOf<T>());
        for (nuint row = 0; row < rows; row++)
        {
            nuint feature = 0;
            for (; feature + lanes <= features; feature += lanes)
            {
                TVector mean = Load<TVector, T>(ref means, feature);
                TVector result = (Load<TVector, T>(ref x, feature) - mean) * Load<TVector, T>(ref inverseDeviations, feature);
                Unsafe.As<T, TVector>(ref Unsafe.Add(ref y, feature)) = result;
            }

            for (; feature < features; feature++)
            {
                T centered = Unsafe.Add(ref x, feature) - Unsafe.Add(ref means, feature);
                Unsafe.Add(ref y, feature) = centered * Unsafe.Add(ref inverseDeviations, feature);
            }

            x = ref Unsafe.Add(ref x, features);
            y = ref Unsafe.Add(ref y, features);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Load<TVector, T>(ref T first, nuint offset)
        where TVector : struct
        where T : unmanaged => Unsafe.As<T, TVector>(ref Unsafe.Add(ref first, offset));
}
