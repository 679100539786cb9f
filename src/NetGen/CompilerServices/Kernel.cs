using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace NetGen.CompilerServices;

/// <summary>What the public members of generated networks share: argument checks and the start of aligned scratch memory.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Kernel
{
    /// <summary>The first reference at or after <paramref name="first"/> that is aligned to 64 bytes, in memory that does not move.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref T Align<T>(ref T first)
        where T : unmanaged
    {
        nint address = Unsafe.ByteOffset(ref Unsafe.NullRef<T>(), ref first);
        return ref Unsafe.AddByteOffset(ref first, -address & (LayerLayout.Alignment - 1));
    }

    /// <summary>Asks for a line of memory that is going to be read. The address need not be valid.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void PrefetchLine<T>(ref T first, nuint offset)
        where T : unmanaged
    {
        if (Sse.IsSupported)
        {
            // A pointer may point anywhere; a reference may not.
            Sse.Prefetch0((T*)Unsafe.AsPointer(ref first) + offset);
        }
    }

    /// <summary>Asks for a line of memory that is going to be read. The address need not be valid.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static unsafe void PrefetchLine<T>(T* address)
        where T : unmanaged
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(address);
        }
    }

    /// <summary>Has elements brought into the second-level cache, where that can be asked for; only a hint, and never an error.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static unsafe void Prefetch<T>(ref T first, nuint count)
        where T : unmanaged
    {
        if (!Sse.IsSupported)
        {
            return;
        }

        byte* start = (byte*)Unsafe.AsPointer(ref first);
        byte* end = start + (count * (nuint)sizeof(T));
        for (; start < end; start += LayerLayout.Alignment)
        {
            Sse.Prefetch1(start);
        }
    }

    /// <summary>The index of the largest of <paramref name="count"/> elements; of equal ones the first.</summary>
    public static int ArgMax<T>(ref T first, int count)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        NetGen.ArgMax.Of(MemoryMarshal.CreateReadOnlySpan(ref first, count));

    /// <summary>Checks the spans of one sample.</summary>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckSample(int inputLength, int inputSize, int outputLength, int outputSize)
    {
        if (inputLength != inputSize)
        {
            ThrowLength("input", "input", inputSize, inputLength);
        }

        if (outputLength != outputSize)
        {
            ThrowLength("output", "output", outputSize, outputLength);
        }
    }

    /// <summary>Checks the span of one sample's input.</summary>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckInput(int inputLength, int inputSize)
    {
        if (inputLength != inputSize)
        {
            ThrowLength("input", "input", inputSize, inputLength);
        }
    }

    /// <summary>Checks the spans of a batch for inference and counts its samples.</summary>
    /// <exception cref="ArgumentException">A length is no multiple of its size, the counts differ, or the spans overlap.</exception>
    public static nuint CheckBatch<T>(ReadOnlySpan<T> inputs, int inputSize, ReadOnlySpan<T> outputs, int outputSize)
    {
        nuint count = CountSamples(inputs.Length, inputSize, "inputs", outputs.Length, outputSize, "outputs");
        return inputs.Overlaps(outputs) ? throw new ArgumentException("The outputs overlap the inputs.", nameof(outputs)) : count;
    }

    /// <summary>Checks the spans of samples with targets, at least one, and counts them.</summary>
    /// <exception cref="ArgumentException">There is no sample, a length is no multiple of its size, or the counts differ.</exception>
    public static nuint CheckSamples(int inputsLength, int inputSize, int targetsLength, int outputSize)
    {
        nuint count = CountSamples(inputsLength, inputSize, "inputs", targetsLength, outputSize, "targets");
        if (count == 0)
        {
            ThrowEmpty("inputs");
        }

        return count;
    }

    /// <summary>Checks that a learning rate or a step is finite.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static void CheckFinite<T>(T value, string parameterName)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!T.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(parameterName, value, "Expected a finite number.");
        }
    }

    /// <summary>Checks that a gradient is there and is for these layer sizes.</summary>
    /// <exception cref="ArgumentNullException">The gradient is null.</exception>
    /// <exception cref="ArgumentException">It is for other layer sizes.</exception>
    public static void CheckGradient<T>(ParameterBuffer<T> gradient, NetworkTopology topology)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentChecks.SameSizes(topology, gradient.Topology, nameof(gradient));
    }

    private static nuint CountSamples(int inputsLength, int inputSize, string inputs, int othersLength, int otherSize, string others)
    {
        int count = inputsLength / inputSize;
        if (count * inputSize != inputsLength)
        {
            throw new ArgumentException(
                $"Expected a multiple of {inputSize} elements, {inputSize} for each sample; the span has {inputsLength}.", inputs);
        }

        if (othersLength != (long)count * otherSize)
        {
            throw new ArgumentException(
                $"Expected {count} x {otherSize} = {(long)count * otherSize} elements, {otherSize} for each sample of {inputs}; "
                + $"the span has {othersLength}.",
                others);
        }

        return (nuint)count;
    }

    private static void ThrowEmpty(string parameterName) =>
        throw new ArgumentException("Expected at least one sample; the span is empty.", parameterName);

    private static void ThrowLength(string parameterName, string what, int expected, int actual) =>
        throw new ArgumentException($"Expected {expected} elements, one for each {what} of the network; the span has {actual}.", parameterName);
}
