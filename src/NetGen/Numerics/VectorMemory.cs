using System.Runtime.CompilerServices;

namespace NetGen.Numerics;

/// <summary>Vectors of any width in memory.</summary>
internal static class VectorMemory
{
    /// <summary>The vector that begins with an element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref TVector At<TVector, T>(ref T first, nuint index)
        where TVector : struct
        where T : unmanaged => ref Unsafe.As<T, TVector>(ref Unsafe.Add(ref first, index));

    /// <summary>Sets to zero what lies behind the units of some rows, up to whole lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ClearPadding<T>(ref T first, nuint stride, nuint units, nuint lanes, nuint rows)
        where T : unmanaged
    {
        for (nuint row = 0; units < lanes && row < rows; row++)
        {
            for (nuint lane = units; lane < lanes; lane++)
            {
                Unsafe.Add(ref first, (row * stride) + lane) = default;
            }
        }
    }
}
