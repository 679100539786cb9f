using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetGen.Numerics;

/// <summary>Numbers as bytes in little-endian order, with their bits as they are, on machines of either order.</summary>
internal static class LittleEndian
{
    /// <summary>Writes numbers as bytes.</summary>
    /// <param name="source">The numbers.</param>
    /// <param name="destination">Takes the bytes of all numbers.</param>
    public static void Write<T>(ReadOnlySpan<T> source, Span<byte> destination)
        where T : unmanaged
    {
        MemoryMarshal.AsBytes(source).CopyTo(destination);
        if (!BitConverter.IsLittleEndian)
        {
            ReverseElements(destination, Unsafe.SizeOf<T>());
        }
    }

    /// <summary>Reads numbers from their bytes.</summary>
    /// <param name="source">The bytes of all numbers.</param>
    /// <param name="destination">Takes the numbers.</param>
    public static void Read<T>(ReadOnlySpan<byte> source, Span<T> destination)
        where T : unmanaged
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(destination);
        source.CopyTo(bytes);
        if (!BitConverter.IsLittleEndian)
        {
            ReverseElements(bytes, Unsafe.SizeOf<T>());
        }
    }

    /// <summary>Reverses the bytes within each element.</summary>
    public static void ReverseElements(Span<byte> bytes, int elementSize)
    {
        for (int i = 0; i < bytes.Length; i += elementSize)
        {
            bytes.Slice(i, elementSize).Reverse();
        }
    }
}
