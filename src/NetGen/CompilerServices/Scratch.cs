using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using NetGen.Layout;

namespace NetGen.CompilerServices;

/// <summary>Scratch memory for activations and errors, aligned to 64 bytes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Scratch
{
    /// <summary>The part of a span that starts at a multiple of 64 bytes; the memory must not move.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The span ends before.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Span<T> Align<T>(Span<T> memory)
        where T : unmanaged
    {
        nint address = Unsafe.ByteOffset(ref Unsafe.NullRef<T>(), ref MemoryMarshal.GetReference(memory));
        return memory[(int)((nuint)(-address & (LayoutRules.LineBytes - 1)) / (nuint)Unsafe.SizeOf<T>())..];
    }

    /// <summary>
    /// Elements of the calling thread's scratch memory, which grows to the largest size asked for and is then reused: with whatever an
    /// earlier call left in them, and valid until the thread asks again.
    /// </summary>
    /// <param name="length">The number of elements.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Span<T> OfThread<T>(int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[]? buffer = ThreadMemory.Of<T>.Memory;
        if (buffer is null || buffer.Length < length + Slack<T>())
        {
            buffer = ThreadMemory.Of<T>.Grow(length + Slack<T>());
        }

        return Align(buffer.AsSpan())[..length];
    }

    /// <summary>
    /// Asks for a line of memory that is going to be read. Nothing is read or written here, and the address need not be valid.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void PrefetchLine<T>(ref readonly T first, nuint offset)
        where T : unmanaged
    {
        if (Sse.IsSupported)
        {
            // A pointer may point anywhere; a reference may not.
            Sse.Prefetch0((T*)Unsafe.AsPointer(in first) + offset);
        }
    }

    private static int Slack<T>()
        where T : unmanaged => LayoutRules.LineBytes / Unsafe.SizeOf<T>();
}
