using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NetGen.Numerics;

namespace NetGen.CompilerServices;

/// <summary>Applies activation functions.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Activate
{
    /// <summary>The activation a of a weighted input z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Apply<TFunction>(TFunction function, float z)
        where TFunction : struct, IActivationFunction =>
        function.Apply<V1<float>, float>(new(z)).Value;

    /// <summary>The activation a of a weighted input z, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Apply<TFunction>(TFunction function, Vector128<float> z)
        where TFunction : struct, IActivationFunction =>
        function.Apply<V128<float>, float>(new(z)).Value;

    /// <summary>The activation a of a weighted input z, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Apply<TFunction>(TFunction function, Vector256<float> z)
        where TFunction : struct, IActivationFunction =>
        function.Apply<V256<float>, float>(new(z)).Value;

    /// <summary>The activation a of a weighted input z, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Apply<TFunction>(TFunction function, Vector512<float> z)
        where TFunction : struct, IActivationFunction =>
        function.Apply<V512<float>, float>(new(z)).Value;

    /// <summary>The activation a of a weighted input z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Apply<TFunction>(TFunction function, double z)
        where TFunction : struct, IActivationFunction =>
        function.Apply<V1<double>, double>(new(z)).Value;

    /// <summary>The activation a of a weighted input z, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Apply<TFunction>(TFunction function, Vector128<double> z)
        where TFunction : struct, IActivationFunction =>
        function.Apply<V128<double>, double>(new(z)).Value;

    /// <summary>The activation a of a weighted input z, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Apply<TFunction>(TFunction function, Vector256<double> z)
        where TFunction : struct, IActivationFunction =>
        function.Apply<V256<double>, double>(new(z)).Value;

    /// <summary>The activation a of a weighted input z, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Apply<TFunction>(TFunction function, Vector512<double> z)
        where TFunction : struct, IActivationFunction =>
        function.Apply<V512<double>, double>(new(z)).Value;

    /// <summary>The derivative da/dz, at the activation a or the weighted input z, as the function asks for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Derivative<TFunction>(TFunction function, float activation)
        where TFunction : struct, IActivationFunction =>
        function.Derivative<V1<float>, float>(new(activation)).Value;

    /// <summary>The derivative da/dz, at the activation a or the weighted input z, as the function asks for, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Derivative<TFunction>(TFunction function, Vector128<float> activation)
        where TFunction : struct, IActivationFunction =>
        function.Derivative<V128<float>, float>(new(activation)).Value;

    /// <summary>The derivative da/dz, at the activation a or the weighted input z, as the function asks for, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Derivative<TFunction>(TFunction function, Vector256<float> activation)
        where TFunction : struct, IActivationFunction =>
        function.Derivative<V256<float>, float>(new(activation)).Value;

    /// <summary>The derivative da/dz, at the activation a or the weighted input z, as the function asks for, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Derivative<TFunction>(TFunction function, Vector512<float> activation)
        where TFunction : struct, IActivationFunction =>
        function.Derivative<V512<float>, float>(new(activation)).Value;

    /// <summary>The derivative da/dz, at the activation a or the weighted input z, as the function asks for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Derivative<TFunction>(TFunction function, double activation)
        where TFunction : struct, IActivationFunction =>
        function.Derivative<V1<double>, double>(new(activation)).Value;

    /// <summary>The derivative da/dz, at the activation a or the weighted input z, as the function asks for, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Derivative<TFunction>(TFunction function, Vector128<double> activation)
        where TFunction : struct, IActivationFunction =>
        function.Derivative<V128<double>, double>(new(activation)).Value;

    /// <summary>The derivative da/dz, at the activation a or the weighted input z, as the function asks for, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Derivative<TFunction>(TFunction function, Vector256<double> activation)
        where TFunction : struct, IActivationFunction =>
        function.Derivative<V256<double>, double>(new(activation)).Value;

    /// <summary>The derivative da/dz, at the activation a or the weighted input z, as the function asks for, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Derivative<TFunction>(TFunction function, Vector512<double> activation)
        where TFunction : struct, IActivationFunction =>
        function.Derivative<V512<double>, double>(new(activation)).Value;

    /// <summary>Replaces weighted inputs by their activations.</summary>
    /// <typeparam name="TFunction">The activation function.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="function">The activation function with its parameter.</param>
    /// <param name="values">Any number of elements; all that vectors cover go through vectors.</param>
    public static void ApplyInPlace<TFunction, T>(TFunction function, Span<T> values)
        where TFunction : struct, IActivationFunction
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref T first = ref MemoryMarshal.GetReference(values);
        Apply(function, ref first, ref first, (nuint)values.Length);
    }

    /// <summary>Computes the activations of weighted inputs that are kept.</summary>
    /// <typeparam name="TFunction">The activation function.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="function">The activation function with its parameter.</param>
    /// <param name="z">The weighted inputs.</param>
    /// <param name="activations">As many elements.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void ApplyTo<TFunction, T>(TFunction function, ReadOnlySpan<T> z, Span<T> activations)
        where TFunction : struct, IActivationFunction
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (z.Length != activations.Length)
        {
            throw new ArgumentException($"Expected {z.Length} elements; the span has {activations.Length}.", nameof(activations));
        }

        Apply(function, ref MemoryMarshal.GetReference(z), ref MemoryMarshal.GetReference(activations), (nuint)z.Length);
    }

    /// <summary>Replaces weighted inputs by their activations, in vectors of 512 bits.</summary>
    /// <typeparam name="TFunction">The activation function.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="function">The activation function with its parameter.</param>
    /// <param name="row">A multiple of the lanes of a vector.</param>
    /// <exception cref="ArgumentException">The length is no such multiple.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ApplyRow512<TFunction, T>(TFunction function, Span<T> row)
        where TFunction : struct, IActivationFunction
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckMultiple(row.Length, Vector512<T>.Count);
        ApplyVectors<TFunction, V512<T>, T>(
            function, ref MemoryMarshal.GetReference(row), ref MemoryMarshal.GetReference(row), (nuint)row.Length);
    }

    /// <summary>Replaces weighted inputs by their activations, in vectors of 256 bits.</summary>
    /// <typeparam name="TFunction">The activation function.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="function">The activation function with its parameter.</param>
    /// <param name="row">A multiple of the lanes of a vector.</param>
    /// <exception cref="ArgumentException">The length is no such multiple.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ApplyRow256<TFunction, T>(TFunction function, Span<T> row)
        where TFunction : struct, IActivationFunction
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckMultiple(row.Length, Vector256<T>.Count);
        ApplyVectors<TFunction, V256<T>, T>(
            function, ref MemoryMarshal.GetReference(row), ref MemoryMarshal.GetReference(row), (nuint)row.Length);
    }

    /// <summary>Replaces weighted inputs by their activations, in vectors of 128 bits.</summary>
    /// <typeparam name="TFunction">The activation function.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="function">The activation function with its parameter.</param>
    /// <param name="row">A multiple of the lanes of a vector.</param>
    /// <exception cref="ArgumentException">The length is no such multiple.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ApplyRow128<TFunction, T>(TFunction function, Span<T> row)
        where TFunction : struct, IActivationFunction
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckMultiple(row.Length, Vector128<T>.Count);
        ApplyVectors<TFunction, V128<T>, T>(
            function, ref MemoryMarshal.GetReference(row), ref MemoryMarshal.GetReference(row), (nuint)row.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CheckMultiple(int length, int lanes)
    {
        if (length % lanes != 0)
        {
            throw new ArgumentException($"Expected a multiple of {lanes} elements; the span has {length}.");
        }
    }

    // The widest vectors for as much as they cover, narrower ones for the rest.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Apply<TFunction, T>(TFunction function, ref T from, ref T to, nuint count)
        where TFunction : struct, IActivationFunction
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nuint done = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            done = Continue<V512<T>>(function, ref from, ref to, done, count);
        }

        if (Vector256.IsHardwareAccelerated)
        {
            done = Continue<V256<T>>(function, ref from, ref to, done, count);
        }

        if (Vector128.IsHardwareAccelerated)
        {
            done = Continue<V128<T>>(function, ref from, ref to, done, count);
        }

        Continue<V1<T>>(function, ref from, ref to, done, count);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static nuint Continue<TVector>(TFunction function, ref T from, ref T to, nuint done, nuint count)
            where TVector : struct, ISimd<TVector, T>
        {
            nuint end = count - (count % (nuint)(Unsafe.SizeOf<TVector>() / Unsafe.SizeOf<T>()));
            if (end > done)
            {
                ApplyVectors<TFunction, TVector, T>(function, ref Unsafe.Add(ref from, done), ref Unsafe.Add(ref to, done), end - done);
            }

            return end;
        }
    }

    // One vector at a time: the processor overlaps the chains of neighboring steps by itself.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void ApplyVectors<TFunction, TVector, T>(TFunction function, ref T from, ref T to, nuint count)
        where TFunction : struct, IActivationFunction
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (nuint i = 0; i < count; i += (nuint)(Unsafe.SizeOf<TVector>() / Unsafe.SizeOf<T>()))
        {
            TVector z = Unsafe.ReadUnaligned<TVector>(ref Unsafe.As<T, byte>(ref Unsafe.Add(ref from, i)));
            Unsafe.WriteUnaligned(ref Unsafe.As<T, byte>(ref Unsafe.Add(ref to, i)), function.Apply<TVector, T>(z));
        }
    }
}
