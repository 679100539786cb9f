using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetGen.CompilerServices;

/// <summary>Masks of the first lanes of a vector of any width.</summary>
internal static class LaneMask
{
    private const int MaxBytes = 64;

    // All bits set in the first 64 bytes, none in the others.
    private static ReadOnlySpan<ulong> Bits => [~0UL, ~0UL, ~0UL, ~0UL, ~0UL, ~0UL, ~0UL, ~0UL, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>The number of lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nuint Length<TVector, T>()
        where TVector : struct
        where T : unmanaged =>
        (nuint)(Unsafe.SizeOf<TVector>() / Unsafe.SizeOf<T>());

    /// <summary>All bits of the first <paramref name="count"/> lanes, none of the others; of all lanes, where there are no more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector First<TVector, T>(nuint count)
        where TVector : struct
        where T : unmanaged
    {
        ref byte first = ref Unsafe.As<ulong, byte>(ref MemoryMarshal.GetReference(Bits));
        nuint bytes = Math.Min(count, Length<TVector, T>()) * (nuint)Unsafe.SizeOf<T>();
        return Unsafe.ReadUnaligned<TVector>(ref Unsafe.Add(ref first, MaxBytes - bytes));
    }
}
