using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using NetGen.CompilerServices;

namespace NetGen.Numerics;

/// <summary><see cref="Vector512{T}"/> as <see cref="ISimd{TSelf, T}"/>.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <param name="value">The vector.</param>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly struct V512<T>(Vector512<T> value) : ISimd<V512<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The vector.</summary>
    public readonly Vector512<T> Value = value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Create(double value) => new(typeof(T) == typeof(float)
        ? Vector512.Create((float)value).As<float, T>()
        : Vector512.Create(value).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Broadcast(T value) => new(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> operator +(V512<T> left, V512<T> right) => new(left.Value + right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> operator -(V512<T> left, V512<T> right) => new(left.Value - right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> operator -(V512<T> value) => new(-value.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> operator *(V512<T> left, V512<T> right) => new(left.Value * right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> operator /(V512<T> left, V512<T> right) => new(left.Value / right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> SquareRoot(V512<T> value) => new(Vector512.Sqrt(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(V512<T> value) => typeof(T) == typeof(float)
        ? (T)(object)Lanes.Sum(value.Value.AsSingle())
        : (T)(object)Lanes.Sum(value.Value.AsDouble());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T MaxAcross(V512<T> value) => V256<T>.MaxAcross(V256<T>.Max(new(value.Value.GetLower()), new(value.Value.GetUpper())));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> operator &(V512<T> left, V512<T> right) => new(left.Value & right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> operator |(V512<T> left, V512<T> right) => new(left.Value | right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> operator ^(V512<T> left, V512<T> right) => new(left.Value ^ right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> SelectBits(V512<T> mask, V512<T> whereSet, V512<T> elsewhere) => new(
        Vector512.ConditionalSelect(mask.Value, whereSet.Value, elsewhere.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> FusedMultiplyAdd(V512<T> left, V512<T> right, V512<T> addend) => new(typeof(T) == typeof(float)
        ? Vector512.FusedMultiplyAdd(left.Value.AsSingle(), right.Value.AsSingle(), addend.Value.AsSingle()).As<float, T>()
        : Vector512.FusedMultiplyAdd(left.Value.AsDouble(), right.Value.AsDouble(), addend.Value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Max(V512<T> left, V512<T> right) => new(!Avx512F.IsSupported
        ? Vector512.ConditionalSelect(Vector512.GreaterThan(left.Value, right.Value), left.Value, right.Value)
        : typeof(T) == typeof(float)
        ? Avx512F.Max(left.Value.AsSingle(), right.Value.AsSingle()).As<float, T>()
        : Avx512F.Max(left.Value.AsDouble(), right.Value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> SelectEqual(V512<T> left, V512<T> right, V512<T> whenTrue, V512<T> otherwise) => new(
        Vector512.ConditionalSelect(Vector512.Equals(left.Value, right.Value), whenTrue.Value, otherwise.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> SelectLess(V512<T> left, V512<T> right, V512<T> whenTrue, V512<T> otherwise) => new(
        Vector512.ConditionalSelect(Vector512.LessThan(left.Value, right.Value), whenTrue.Value, otherwise.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> SelectLessOrEqual(V512<T> left, V512<T> right, V512<T> whenTrue, V512<T> otherwise) => new(
        Vector512.ConditionalSelect(Vector512.LessThanOrEqual(left.Value, right.Value), whenTrue.Value, otherwise.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> AddBits(V512<T> left, V512<T> right) => new(typeof(T) == typeof(float)
        ? (left.Value.AsInt32() + right.Value.AsInt32()).As<int, T>()
        : (left.Value.AsInt64() + right.Value.AsInt64()).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> SubtractBits(V512<T> left, V512<T> right) => new(typeof(T) == typeof(float)
        ? (left.Value.AsInt32() - right.Value.AsInt32()).As<int, T>()
        : (left.Value.AsInt64() - right.Value.AsInt64()).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> ShiftToExponent(V512<T> value) => new(typeof(T) == typeof(float)
        ? (value.Value.AsInt32() << 23).As<int, T>()
        : (value.Value.AsInt64() << 52).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> ShiftBitsRight(V512<T> value, int count) => new(typeof(T) == typeof(float)
        ? (value.Value.AsInt32() >>> count).As<int, T>()
        : (value.Value.AsInt64() >>> count).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> ShiftFromExponent(V512<T> value) => new(typeof(T) == typeof(float)
        ? (value.Value.AsInt32() >> 23).As<int, T>()
        : (value.Value.AsInt64() >> 52).As<long, T>());
}
