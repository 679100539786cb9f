using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using NetGen.CompilerServices;

namespace NetGen.Numerics;

/// <summary><see cref="Vector256{T}"/> as <see cref="ISimd{TSelf, T}"/>.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <param name="value">The vector.</param>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly struct V256<T>(Vector256<T> value) : ISimd<V256<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The vector.</summary>
    public readonly Vector256<T> Value = value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Create(double value) => new(typeof(T) == typeof(float)
        ? Vector256.Create((float)value).As<float, T>()
        : Vector256.Create(value).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Broadcast(T value) => new(Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> operator +(V256<T> left, V256<T> right) => new(left.Value + right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> operator -(V256<T> left, V256<T> right) => new(left.Value - right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> operator -(V256<T> value) => new(-value.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> operator *(V256<T> left, V256<T> right) => new(left.Value * right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> operator /(V256<T> left, V256<T> right) => new(left.Value / right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> SquareRoot(V256<T> value) => new(Vector256.Sqrt(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(V256<T> value) => typeof(T) == typeof(float)
        ? (T)(object)Lanes.Sum(value.Value.AsSingle())
        : (T)(object)Lanes.Sum(value.Value.AsDouble());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T MaxAcross(V256<T> value) => V128<T>.MaxAcross(V128<T>.Max(new(value.Value.GetLower()), new(value.Value.GetUpper())));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> operator &(V256<T> left, V256<T> right) => new(left.Value & right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> operator |(V256<T> left, V256<T> right) => new(left.Value | right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> operator ^(V256<T> left, V256<T> right) => new(left.Value ^ right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> SelectBits(V256<T> mask, V256<T> whereSet, V256<T> elsewhere) => new(
        Vector256.ConditionalSelect(mask.Value, whereSet.Value, elsewhere.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> FusedMultiplyAdd(V256<T> left, V256<T> right, V256<T> addend) => new(typeof(T) == typeof(float)
        ? Vector256.FusedMultiplyAdd(left.Value.AsSingle(), right.Value.AsSingle(), addend.Value.AsSingle()).As<float, T>()
        : Vector256.FusedMultiplyAdd(left.Value.AsDouble(), right.Value.AsDouble(), addend.Value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Max(V256<T> left, V256<T> right) => new(!Avx.IsSupported
        ? Vector256.ConditionalSelect(Vector256.GreaterThan(left.Value, right.Value), left.Value, right.Value)
        : typeof(T) == typeof(float)
        ? Avx.Max(left.Value.AsSingle(), right.Value.AsSingle()).As<float, T>()
        : Avx.Max(left.Value.AsDouble(), right.Value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> SelectEqual(V256<T> left, V256<T> right, V256<T> whenTrue, V256<T> otherwise) => new(
        Vector256.ConditionalSelect(Vector256.Equals(left.Value, right.Value), whenTrue.Value, otherwise.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> SelectLess(V256<T> left, V256<T> right, V256<T> whenTrue, V256<T> otherwise) => new(
        Vector256.ConditionalSelect(Vector256.LessThan(left.Value, right.Value), whenTrue.Value, otherwise.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> SelectLessOrEqual(V256<T> left, V256<T> right, V256<T> whenTrue, V256<T> otherwise) => new(
        Vector256.ConditionalSelect(Vector256.LessThanOrEqual(left.Value, right.Value), whenTrue.Value, otherwise.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> AddBits(V256<T> left, V256<T> right) => new(typeof(T) == typeof(float)
        ? (left.Value.AsInt32() + right.Value.AsInt32()).As<int, T>()
        : (left.Value.AsInt64() + right.Value.AsInt64()).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> SubtractBits(V256<T> left, V256<T> right) => new(typeof(T) == typeof(float)
        ? (left.Value.AsInt32() - right.Value.AsInt32()).As<int, T>()
        : (left.Value.AsInt64() - right.Value.AsInt64()).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> ShiftToExponent(V256<T> value) => new(typeof(T) == typeof(float)
        ? (value.Value.AsInt32() << 23).As<int, T>()
        : (value.Value.AsInt64() << 52).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> ShiftBitsRight(V256<T> value, int count) => new(typeof(T) == typeof(float)
        ? (value.Value.AsInt32() >>> count).As<int, T>()
        : (value.Value.AsInt64() >>> count).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> ShiftFromExponent(V256<T> value) => new(typeof(T) == typeof(float)
        ? (value.Value.AsInt32() >> 23).As<int, T>()
        : (value.Value.AsInt64() >> 52).As<long, T>());
}
