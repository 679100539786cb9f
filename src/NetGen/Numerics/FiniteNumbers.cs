using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen.Numerics;

/// <summary>Finds NaN and infinities.</summary>
internal static class FiniteNumbers
{
    /// <summary>The index of the first infinite element; -1 if there is none.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="hasNaN">Whether an element before it, or any if there is none, is NaN.</param>
    public static int FindInfinity<T>(ReadOnlySpan<T> values, out bool hasNaN)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        hasNaN = false;
        int first = 0;
        while (FindOther(values[first..]) is >= 0 and int found)
        {
            if (!T.IsNaN(values[first + found]))
            {
                return first + found;
            }

            hasNaN = true;
            first += found + 1;
        }

        return -1;
    }

    /// <summary>The index of the first element that is NaN or infinite; -1 if there is none.</summary>
    // Optimized from the first call on: most calls are a single pass over a whole data set.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int FindOther<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int i = 0;
        if (Vector256.IsHardwareAccelerated && Vector256<T>.IsSupported)
        {
            for (; i + Vector256<T>.Count <= values.Length; i += Vector256<T>.Count)
            {
                // A finite number less itself is 0; NaN and infinities give NaN.
                Vector256<T> several = Vector256.Create(values.Slice(i, Vector256<T>.Count));
                if (!Vector256.EqualsAll(several - several, Vector256<T>.Zero))
                {
                    break;
                }
            }
        }

        for (; i < values.Length; i++)
        {
            if (!T.IsFinite(values[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
