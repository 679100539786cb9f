using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen.Numerics;

/// <summary>Applies activation functions, for generated code and for the reference.</summary>
public static class Activate
{
    /// <summary>The activation a of a weighted input z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Apply<TFunction>(float z)
        where TFunction : struct, IActivationFunction =>
        TFunction.Apply<V1<float>, float>(new(z)).Value;

    /// <summary>The activation a of a weighted input z, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Apply<TFunction>(Vector128<float> z)
        where TFunction : struct, IActivationFunction =>
        TFunction.Apply<V128<float>, float>(new(z)).Value;

    /// <summary>The activation a of a weighted input z, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Apply<TFunction>(Vector256<float> z)
        where TFunction : struct, IActivationFunction =>
        TFunction.Apply<V256<float>, float>(new(z)).Value;

    /// <summary>The activation a of a weighted input z, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Apply<TFunction>(Vector512<float> z)
        where TFunction : struct, IActivationFunction =>
        TFunction.Apply<V512<float>, float>(new(z)).Value;

    /// <summary>The activation a of a weighted input z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Apply<TFunction>(double z)
        where TFunction : struct, IActivationFunction =>
        TFunction.Apply<V1<double>, double>(new(z)).Value;

    /// <summary>The activation a of a weighted input z, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Apply<TFunction>(Vector128<double> z)
        where TFunction : struct, IActivationFunction =>
        TFunction.Apply<V128<double>, double>(new(z)).Value;

    /// <summary>The activation a of a weighted input z, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Apply<TFunction>(Vector256<double> z)
        where TFunction : struct, IActivationFunction =>
        TFunction.Apply<V256<double>, double>(new(z)).Value;

    /// <summary>The activation a of a weighted input z, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Apply<TFunction>(Vector512<double> z)
        where TFunction : struct, IActivationFunction =>
        TFunction.Apply<V512<double>, double>(new(z)).Value;

    /// <summary>The derivative da/dz, from the activation a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Derivative<TFunction>(float a)
        where TFunction : struct, IActivationFunction =>
        TFunction.Derivative<V1<float>, float>(new(a)).Value;

    /// <summary>The derivative da/dz, from the activation a, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Derivative<TFunction>(Vector128<float> a)
        where TFunction : struct, IActivationFunction =>
        TFunction.Derivative<V128<float>, float>(new(a)).Value;

    /// <summary>The derivative da/dz, from the activation a, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Derivative<TFunction>(Vector256<float> a)
        where TFunction : struct, IActivationFunction =>
        TFunction.Derivative<V256<float>, float>(new(a)).Value;

    /// <summary>The derivative da/dz, from the activation a, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Derivative<TFunction>(Vector512<float> a)
        where TFunction : struct, IActivationFunction =>
        TFunction.Derivative<V512<float>, float>(new(a)).Value;

    /// <summary>The derivative da/dz, from the activation a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Derivative<TFunction>(double a)
        where TFunction : struct, IActivationFunction =>
        TFunction.Derivative<V1<double>, double>(new(a)).Value;

    /// <summary>The derivative da/dz, from the activation a, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Derivative<TFunction>(Vector128<double> a)
        where TFunction : struct, IActivationFunction =>
        TFunction.Derivative<V128<double>, double>(new(a)).Value;

    /// <summary>The derivative da/dz, from the activation a, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Derivative<TFunction>(Vector256<double> a)
        where TFunction : struct, IActivationFunction =>
        TFunction.Derivative<V256<double>, double>(new(a)).Value;

    /// <summary>The derivative da/dz, from the activation a, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Derivative<TFunction>(Vector512<double> a)
        where TFunction : struct, IActivationFunction =>
        TFunction.Derivative<V512<double>, double>(new(a)).Value;

    /// <summary>Replaces weighted inputs by their activations.</summary>
    /// <param name="first">The first element.</param>
    /// <param name="count">The number of elements; all that a multiple of 4 covers go through vectors.</param>
    public static void ApplyInPlace<TFunction>(ref float first, nuint count)
        where TFunction : struct, IActivationFunction =>
        ApplyInPlace<TFunction, float>(ref first, count);

    /// <summary>Replaces weighted inputs by their activations.</summary>
    /// <param name="first">The first element.</param>
    /// <param name="count">The number of elements; all that a multiple of 2 covers go through vectors.</param>
    public static void ApplyInPlace<TFunction>(ref double first, nuint count)
        where TFunction : struct, IActivationFunction =>
        ApplyInPlace<TFunction, double>(ref first, count);

    /// <summary>Replaces weighted inputs by their activations, in vectors of one width.</summary>
    /// <typeparam name="TFunction">The activation function.</typeparam>
    /// <typeparam name="TVector">The vectors to take: <see cref="V512{T}"/>, <see cref="V256{T}"/>, <see cref="V128{T}"/> or <see cref="V1{T}"/>.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="first">The first element.</param>
    /// <param name="count">The number of elements, a multiple of the lanes of a vector.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void ApplyVectors<TFunction, TVector, T>(ref T first, nuint count)
        where TFunction : struct, IActivationFunction
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // One vector at a time: the processor overlaps the chains of neighbouring steps by itself.
        for (nuint i = 0; i < count; i += (nuint)(Unsafe.SizeOf<TVector>() / Unsafe.SizeOf<T>()))
        {
            ref byte location = ref Unsafe.As<T, byte>(ref Unsafe.Add(ref first, i));
            Unsafe.WriteUnaligned(ref location, TFunction.Apply<TVector, T>(Unsafe.ReadUnaligned<TVector>(ref location)));
        }
    }

    /// <summary>The activation a of a weighted input z, for an activation known only at run time.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="activation"/> is not a known activation.</exception>
    public static T Apply<T>(Activation activation, T z)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ActivationRegistry.Find<T>(activation).Apply(z);

    /// <summary>The derivative da/dz, from the activation a, for an activation known only at run time.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="activation"/> is not a known activation.</exception>
    public static T Derivative<T>(Activation activation, T a)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ActivationRegistry.Find<T>(activation).Derivative(a);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ApplyInPlace<TFunction, T>(ref T first, nuint count)
        where TFunction : struct, IActivationFunction
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // The widest vectors for as much as they cover, narrower ones for the rest.
        nuint done = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            done = Continue<V512<T>>(ref first, done, count);
        }

        if (Vector256.IsHardwareAccelerated)
        {
            done = Continue<V256<T>>(ref first, done, count);
        }

        if (Vector128.IsHardwareAccelerated)
        {
            done = Continue<V128<T>>(ref first, done, count);
        }

        Continue<V1<T>>(ref first, done, count);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static nuint Continue<TVector>(ref T first, nuint done, nuint count)
            where TVector : struct, ISimd<TVector, T>
        {
            nuint end = count - (count % (nuint)(Unsafe.SizeOf<TVector>() / Unsafe.SizeOf<T>()));
            if (end > done)
            {
                ApplyVectors<TFunction, TVector, T>(ref Unsafe.Add(ref first, done), end - done);
            }

            return end;
        }
    }
}
