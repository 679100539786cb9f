using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetGen.CompilerServices;

/// <summary>Scratch memory of the calling thread for generated code: it grows to the largest size asked for and is then reused.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Workspace<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [ThreadStatic]
    private static T[]? s_buffer;

    /// <summary>
    /// The first of <paramref name="length"/> elements, aligned to 64 bytes, with whatever an earlier call left in them. Valid until
    /// the thread asks again.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref T Get(int length)
    {
        T[]? buffer = s_buffer;
        if (buffer is null || buffer.Length < length + (LayerLayout.Alignment / Unsafe.SizeOf<T>()))
        {
            buffer = Grow(length);
        }

        return ref Kernel.Align(ref MemoryMarshal.GetArrayDataReference(buffer));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T[] Grow(int length) =>
        s_buffer = GC.AllocateUninitializedArray<T>(length + (LayerLayout.Alignment / Unsafe.SizeOf<T>()), pinned: true);
}
