using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// The scratch memory of the calling thread, for the activations and errors of a call: one array for each numeric type, which all networks
/// share. It grows to the largest size that a call has asked for, and stays until the thread ends or it is released.
/// </summary>
/// <remarks>
/// Samples go through the layers in blocks, so the memory does not grow with their number. A block has at most 128 samples, and fewer where
/// the activations of all layers together, padding included, would exceed 2²⁰ numbers; single samples may take up to 2²⁴. Inference takes
/// about as many numbers as there are activations in a block, training and gradients two to three times as many. A small network that
/// computes one sample at a time needs none: up to 4,096 bytes lie on the stack.
/// </remarks>
public static class ThreadMemory
{
    /// <summary>How many bytes the calling thread keeps.</summary>
    public static long Bytes => BytesOf<float>() + BytesOf<double>();

    /// <summary>
    /// Gives up what the calling thread keeps, for the garbage collector. The next call that needs memory allocates it anew.
    /// </summary>
    public static void Release()
    {
        Of<float>.Memory = null;
        Of<double>.Memory = null;
    }

    private static long BytesOf<T>()
        where T : unmanaged => (long)(Of<T>.Memory?.Length ?? 0) * Unsafe.SizeOf<T>();

    /// <summary>The array of a numeric type.</summary>
    internal static class Of<T>
        where T : unmanaged
    {
        /// <summary>The array; null before it is needed.</summary>
        [ThreadStatic]
        public static T[]? Memory;

        /// <summary>Replaces the array by a longer one.</summary>
        [MethodImpl(MethodImplOptions.NoInlining)]
        public static T[] Grow(int length) => Memory = GC.AllocateUninitializedArray<T>(length, pinned: true);
    }
}
