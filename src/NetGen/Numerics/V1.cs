using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;

namespace NetGen.Numerics;

/// <summary>A scalar as <see cref="ISimd{TSelf, T}"/>: a vector of one lane.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <param name="value">The scalar.</param>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly struct V1<T>(T value) : ISimd<V1<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The scalar.</summary>
    public readonly T Value = value;

    private static int MantissaBits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float) ? 23 : 52;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V1<T> Create(double value) =>
        new(typeof(T) == typeof(float) ? Unsafe.BitCast<float, T>((float)value) : Unsafe.BitCast<double, T>(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V1<T> Broadcast(T value) => new(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V1<T> operator +(V1<T> left, V1<T> right) => new(left.Value + right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V1<T> operator -(V1<T> left, V1<T> right) => new(left.Value - right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V1<T> operator -(V1<T> value) => new(-value.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V1<T> operator *(V1<T> left, V1<T> right) => new(left.Value * right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V1<T> operator /(V1<T> left, V1<T> right) => new(left.Value / right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V1<T> SquareRoot(V1<T> value) => new(T.Sqrt(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(V1<T> value) => value.Value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T MaxAcross(V1<T> value) => value.Value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V1<T> operator &(V1<T> left, V1<T> right) => OfBits(Bits(left) & Bits(right));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V1<T> operator |(V1<T> left, V1<T> right) => OfBits(Bits(left) | Bits(right));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V1<T> operator ^(V1<T> left, V1<T> right) => OfBits(Bits(left) ^ Bits(right));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V1<T> SelectBits(V1<T> mask, V1<T> whereSet, V1<T> elsewhere) =>
        OfBits((Bits(whereSet) & Bits(mask)) | (Bits(elsewhere) & ~Bits(mask)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V1<T> FusedMultiplyAdd(V1<T> left, V1<T> right, V1<T> addend) =>
        new(Fused.MultiplyAdd(left.Value, right.Value, addend.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V1<T> Max(V1<T> left, V1<T> right) => left.Value > right.Value ? left : right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V1<T> SelectEqual(V1<T> left, V1<T> right, V1<T> whenTrue, V1<T> otherwise) =>
        left.Value == right.Value ? whenTrue : otherwise;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V1<T> SelectLess(V1<T> left, V1<T> right, V1<T> whenTrue, V1<T> otherwise) =>
        left.Value < right.Value ? whenTrue : otherwise;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V1<T> SelectLessOrEqual(V1<T> left, V1<T> right, V1<T> whenTrue, V1<T> otherwise) =>
        left.Value <= right.Value ? whenTrue : otherwise;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V1<T> AddBits(V1<T> left, V1<T> right) => OfBits(unchecked(Bits(left) + Bits(right)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V1<T> SubtractBits(V1<T> left, V1<T> right) => OfBits(unchecked(Bits(left) - Bits(right)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V1<T> ShiftToExponent(V1<T> value) => OfBits(Bits(value) << MantissaBits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V1<T> ShiftBitsRight(V1<T> value, int count) => OfBits(
        typeof(T) == typeof(float) ? (uint)Bits(value) >>> count : Bits(value) >>> count);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V1<T> ShiftFromExponent(V1<T> value) => OfBits(Bits(value) >> MantissaBits);

    /// <summary>The bits, those of a <see cref="float"/> extended by its sign.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Bits(V1<T> value) =>
        typeof(T) == typeof(float) ? Unsafe.BitCast<T, int>(value.Value) : Unsafe.BitCast<T, long>(value.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V1<T> OfBits(long bits) =>
        new(typeof(T) == typeof(float) ? Unsafe.BitCast<int, T>(unchecked((int)bits)) : Unsafe.BitCast<long, T>(bits));
}
