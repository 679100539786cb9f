using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;
using NetGen.Numerics;

namespace NetGen.Heads;

/// <summary>Loads and stores of rows of units, padded or not, and sums in virtual lanes that are wider than a vector.</summary>
internal static class RowVectors
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load<TVector, T>(ref T source, nuint offset)
        where T : unmanaged =>
        Unsafe.ReadUnaligned<TVector>(ref Unsafe.As<T, byte>(ref Unsafe.Add(ref source, offset)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TVector, T>(TVector value, ref T destination, nuint offset)
        where T : unmanaged =>
        Unsafe.WriteUnaligned(ref Unsafe.As<T, byte>(ref Unsafe.Add(ref destination, offset)), value);

    /// <summary>
    /// A vector of a sample's targets, zero after the last; <paramref name="left"/> counts the targets from this vector on, of this
    /// sample and all after it, beyond which no memory may be read.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector LoadTargets<TVector, T>(ref T targets, nuint unit, nuint outputs, nuint left)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint lanes = LaneMask.Length<TVector, T>();
        if (unit + lanes <= outputs)
        {
            return Load<TVector, T>(ref targets, unit);
        }

        if (unit >= outputs)
        {
            return default;
        }

        TVector loaded = lanes <= left
            ? Load<TVector, T>(ref targets, unit)
            : LoadLast<TVector, T>(ref Unsafe.Add(ref targets, unit), outputs - unit);
        return loaded & LaneMask.First<TVector, T>(outputs - unit);
    }

    /// <summary>
    /// A vector of the last <paramref name="count"/> targets, beyond which no memory may be read; further lanes repeat the last one.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector LoadLast<TVector, T>(ref T targets, nuint count)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // In registers, as a vector that is loaded from single stores waits for them.
        TVector loaded = TVector.Broadcast(Unsafe.Add(ref targets, count - 1));
        for (nuint i = count - 1; i > 0; i--)
        {
            loaded = TVector.SelectBits(LaneMask.First<TVector, T>(i), TVector.Broadcast(Unsafe.Add(ref targets, i - 1)), loaded);
        }

        return loaded;
    }

    /// <summary>
    /// Adds the sums of virtual lanes that take several vectors, by the first steps of the halving tree, and then the lanes of the vector
    /// that is left.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T SumLanes<TVector, T>(ref Sums<TVector> sums, nuint vectors)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int half = (int)vectors / 2; half > 0; half /= 2)
        {
            for (int i = 0; i < half; i++)
            {
                sums[i] += sums[i + half];
            }
        }

        return TVector.Sum(sums[0]);
    }

    /// <summary>Sums in the virtual lanes: up to 16 vectors, for scalars as vectors of one lane.</summary>
    [InlineArray(16)]
    internal struct Sums<TVector>
    {
        private TVector _element;
    }
}
