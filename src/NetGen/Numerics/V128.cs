using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using NetGen.CompilerServices;

namespace NetGen.Numerics;

/// <summary><see cref="Vector128{T}"/> as <see cref="ISimd{TSelf, T}"/>.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <param name="value">The vector.</param>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly struct V128<T>(Vector128<T> value) : ISimd<V128<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The vector.</summary>
    public readonly Vector128<T> Value = value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Create(double value) => new(typeof(T) == typeof(float)
        ? Vector128.Create((float)value).As<float, T>()
        : Vector128.Create(value).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Broadcast(T value) => new(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> operator +(V128<T> left, V128<T> right) => new(left.Value + right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> operator -(V128<T> left, V128<T> right) => new(left.Value - right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> operator -(V128<T> value) => new(-value.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> operator *(V128<T> left, V128<T> right) => new(left.Value * right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> operator /(V128<T> left, V128<T> right) => new(left.Value / right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> SquareRoot(V128<T> value) => new(Vector128.Sqrt(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(V128<T> value) => typeof(T) == typeof(float)
        ? (T)(object)Lanes.Sum(value.Value.AsSingle())
        : (T)(object)Lanes.Sum(value.Value.AsDouble());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T MaxAcross(V128<T> value)
    {
        if (typeof(T) == typeof(double))
        {
            Vector128<double> doubles = value.Value.AsDouble();
            return Max(value, new(Vector128.Shuffle(doubles, Vector128.Create(1L, 0)).As<double, T>())).Value.ToScalar();
        }

        V128<T> pairs = Max(value, new(Vector128.Shuffle(value.Value.AsSingle(), Vector128.Create(2, 3, 0, 1)).As<float, T>()));
        return Max(pairs, new(Vector128.Shuffle(pairs.Value.AsSingle(), Vector128.Create(1, 0, 3, 2)).As<float, T>())).Value.ToScalar();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> operator &(V128<T> left, V128<T> right) => new(left.Value & right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> operator |(V128<T> left, V128<T> right) => new(left.Value | right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> operator ^(V128<T> left, V128<T> right) => new(left.Value ^ right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> SelectBits(V128<T> mask, V128<T> whereSet, V128<T> elsewhere) => new(
        Vector128.ConditionalSelect(mask.Value, whereSet.Value, elsewhere.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> FusedMultiplyAdd(V128<T> left, V128<T> right, V128<T> addend) => new(typeof(T) == typeof(float)
        ? Fused.MultiplyAdd(left.Value.AsSingle(), right.Value.AsSingle(), addend.Value.AsSingle()).As<float, T>()
        : Fused.MultiplyAdd(left.Value.AsDouble(), right.Value.AsDouble(), addend.Value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Max(V128<T> left, V128<T> right) => new(!Sse2.IsSupported
        ? Vector128.ConditionalSelect(Vector128.GreaterThan(left.Value, right.Value), left.Value, right.Value)
        : typeof(T) == typeof(float)
        ? Sse.Max(left.Value.AsSingle(), right.Value.AsSingle()).As<float, T>()
        : Sse2.Max(left.Value.AsDouble(), right.Value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> SelectEqual(V128<T> left, V128<T> right, V128<T> whenTrue, V128<T> otherwise) => new(
        Vector128.ConditionalSelect(Vector128.Equals(left.Value, right.Value), whenTrue.Value, otherwise.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> SelectLess(V128<T> left, V128<T> right, V128<T> whenTrue, V128<T> otherwise) => new(
        Vector128.ConditionalSelect(Vector128.LessThan(left.Value, right.Value), whenTrue.Value, otherwise.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> SelectLessOrEqual(V128<T> left, V128<T> right, V128<T> whenTrue, V128<T> otherwise) => new(
        Vector128.ConditionalSelect(Vector128.LessThanOrEqual(left.Value, right.Value), whenTrue.Value, otherwise.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> AddBits(V128<T> left, V128<T> right) => new(typeof(T) == typeof(float)
        ? (left.Value.AsInt32() + right.Value.AsInt32()).As<int, T>()
        : (left.Value.AsInt64() + right.Value.AsInt64()).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> SubtractBits(V128<T> left, V128<T> right) => new(typeof(T) == typeof(float)
        ? (left.Value.AsInt32() - right.Value.AsInt32()).As<int, T>()
        : (left.Value.AsInt64() - right.Value.AsInt64()).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> ShiftToExponent(V128<T> value) => new(typeof(T) == typeof(float)
        ? (value.Value.AsInt32() << 23).As<int, T>()
        : (value.Value.AsInt64() << 52).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> ShiftBitsRight(V128<T> value, int count) => new(typeof(T) == typeof(float)
        ? (value.Value.AsInt32() >>> count).As<int, T>()
        : (value.Value.AsInt64() >>> count).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> ShiftFromExponent(V128<T> value) => new(typeof(T) == typeof(float)
        ? (value.Value.AsInt32() >> 23).As<int, T>()
        : (value.Value.AsInt64() >> 52).As<long, T>());
}
