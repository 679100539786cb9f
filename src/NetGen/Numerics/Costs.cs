using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen.Numerics;

/// <summary>Computes costs and output errors, for generated code and for the reference.</summary>
public static class Costs
{
    /// <summary>The cost of output activations a against targets y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Value<TCost>(float a, float y)
        where TCost : struct, ICostFunction =>
        TCost.Value<V1<float>, float>(new(a), new(y)).Value;

    /// <summary>The cost of output activations a against targets y, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Value<TCost>(Vector128<float> a, Vector128<float> y)
        where TCost : struct, ICostFunction =>
        TCost.Value<V128<float>, float>(new(a), new(y)).Value;

    /// <summary>The cost of output activations a against targets y, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Value<TCost>(Vector256<float> a, Vector256<float> y)
        where TCost : struct, ICostFunction =>
        TCost.Value<V256<float>, float>(new(a), new(y)).Value;

    /// <summary>The cost of output activations a against targets y, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Value<TCost>(Vector512<float> a, Vector512<float> y)
        where TCost : struct, ICostFunction =>
        TCost.Value<V512<float>, float>(new(a), new(y)).Value;

    /// <summary>The cost of output activations a against targets y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Value<TCost>(double a, double y)
        where TCost : struct, ICostFunction =>
        TCost.Value<V1<double>, double>(new(a), new(y)).Value;

    /// <summary>The cost of output activations a against targets y, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Value<TCost>(Vector128<double> a, Vector128<double> y)
        where TCost : struct, ICostFunction =>
        TCost.Value<V128<double>, double>(new(a), new(y)).Value;

    /// <summary>The cost of output activations a against targets y, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Value<TCost>(Vector256<double> a, Vector256<double> y)
        where TCost : struct, ICostFunction =>
        TCost.Value<V256<double>, double>(new(a), new(y)).Value;

    /// <summary>The cost of output activations a against targets y, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Value<TCost>(Vector512<double> a, Vector512<double> y)
        where TCost : struct, ICostFunction =>
        TCost.Value<V512<double>, double>(new(a), new(y)).Value;

    /// <summary>The output error δ = dC/dz of output activations a against targets y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float OutputError<TCost, TActivation>(float a, float y)
        where TCost : struct, ICostFunction
        where TActivation : struct, IActivationFunction =>
        TCost.OutputError<TActivation, V1<float>, float>(new(a), new(y)).Value;

    /// <summary>The output error δ = dC/dz of output activations a against targets y, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> OutputError<TCost, TActivation>(Vector128<float> a, Vector128<float> y)
        where TCost : struct, ICostFunction
        where TActivation : struct, IActivationFunction =>
        TCost.OutputError<TActivation, V128<float>, float>(new(a), new(y)).Value;

    /// <summary>The output error δ = dC/dz of output activations a against targets y, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> OutputError<TCost, TActivation>(Vector256<float> a, Vector256<float> y)
        where TCost : struct, ICostFunction
        where TActivation : struct, IActivationFunction =>
        TCost.OutputError<TActivation, V256<float>, float>(new(a), new(y)).Value;

    /// <summary>The output error δ = dC/dz of output activations a against targets y, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> OutputError<TCost, TActivation>(Vector512<float> a, Vector512<float> y)
        where TCost : struct, ICostFunction
        where TActivation : struct, IActivationFunction =>
        TCost.OutputError<TActivation, V512<float>, float>(new(a), new(y)).Value;

    /// <summary>The output error δ = dC/dz of output activations a against targets y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double OutputError<TCost, TActivation>(double a, double y)
        where TCost : struct, ICostFunction
        where TActivation : struct, IActivationFunction =>
        TCost.OutputError<TActivation, V1<double>, double>(new(a), new(y)).Value;

    /// <summary>The output error δ = dC/dz of output activations a against targets y, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> OutputError<TCost, TActivation>(Vector128<double> a, Vector128<double> y)
        where TCost : struct, ICostFunction
        where TActivation : struct, IActivationFunction =>
        TCost.OutputError<TActivation, V128<double>, double>(new(a), new(y)).Value;

    /// <summary>The output error δ = dC/dz of output activations a against targets y, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> OutputError<TCost, TActivation>(Vector256<double> a, Vector256<double> y)
        where TCost : struct, ICostFunction
        where TActivation : struct, IActivationFunction =>
        TCost.OutputError<TActivation, V256<double>, double>(new(a), new(y)).Value;

    /// <summary>The output error δ = dC/dz of output activations a against targets y, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> OutputError<TCost, TActivation>(Vector512<double> a, Vector512<double> y)
        where TCost : struct, ICostFunction
        where TActivation : struct, IActivationFunction =>
        TCost.OutputError<TActivation, V512<double>, double>(new(a), new(y)).Value;

    /// <summary>The cost of an output activation a against a target y, for a cost known only at run time.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="cost"/> is not a known cost.</exception>
    public static T Value<T>(Cost cost, T a, T y)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        CostRegistry.Find<T>(cost).Value(a, y);

    /// <summary>The output error δ = dC/dz, for a cost and an output activation known only at run time.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="cost"/> or <paramref name="output"/> is not known.
    /// </exception>
    public static T OutputError<T>(Cost cost, Activation output, T a, T y)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ActivationRegistry.Find<T>(output).OutputError(CostRegistry.Find<T>(cost), a, y);
}
