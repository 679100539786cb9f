using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using NetGen.Layout;

namespace NetGen.Machine;

/// <summary>Has memory brought into a cache before it is read, where that can be asked for; only a hint, and never an error.</summary>
internal static class Prefetching
{
    /// <summary>Asks for a line of memory. The address need not be valid.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Line<T>(T* address)
        where T : unmanaged
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(address);
        }
    }

    /// <summary>Has elements brought into the second-level cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static unsafe void Range<T>(ref T first, nuint count)
        where T : unmanaged
    {
        if (!Sse.IsSupported)
        {
            return;
        }

        byte* start = (byte*)Unsafe.AsPointer(ref first);
        byte* end = start + (count * (nuint)sizeof(T));
        for (; start < end; start += LayoutRules.LineBytes)
        {
            Sse.Prefetch1(start);
        }
    }
}
