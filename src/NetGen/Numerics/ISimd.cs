using System.ComponentModel;
using System.Numerics;

namespace NetGen.CompilerServices;

/// <summary>
/// A vector of some width, or a scalar, with only those operations whose result is fixed to the last bit by IEEE 754 or by
/// integer arithmetic. A function written against it has one definition and gives the same bits in every width, on every
/// machine.
/// </summary>
/// <remarks>
/// A comparison comes with the selection it is for: as one operation it compiles to a blend, without a mask in between.
/// </remarks>
/// <typeparam name="TSelf">The implementing type.</typeparam>
/// <typeparam name="T">The type of one lane, <see cref="float"/> or <see cref="double"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ISimd<TSelf, T>
    where TSelf : struct, ISimd<TSelf, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>All lanes set to <paramref name="value"/>, rounded to <typeparamref name="T"/>.</summary>
    static abstract TSelf Create(double value);

    /// <summary>All lanes set to <paramref name="value"/>.</summary>
    static abstract TSelf Broadcast(T value);

    /// <summary>The sum, lane by lane.</summary>
    static abstract TSelf operator +(TSelf left, TSelf right);

    /// <summary>The difference, lane by lane.</summary>
    static abstract TSelf operator -(TSelf left, TSelf right);

    /// <summary>The opposite: the sign bit flipped.</summary>
    static abstract TSelf operator -(TSelf value);

    /// <summary>The product, lane by lane.</summary>
    static abstract TSelf operator *(TSelf left, TSelf right);

    /// <summary>The quotient, lane by lane.</summary>
    static abstract TSelf operator /(TSelf left, TSelf right);

    /// <summary>The square root, lane by lane, correctly rounded.</summary>
    static abstract TSelf SquareRoot(TSelf value);

    /// <summary>The sum of all lanes: of n, lane l takes lane l + n/2, then l + n/4, until one is left.</summary>
    static abstract T Sum(TSelf value);

    /// <summary>The largest lane; of NaN and numbers it may be either.</summary>
    static abstract T MaxAcross(TSelf value);

    /// <summary>The bits set in both.</summary>
    static abstract TSelf operator &(TSelf left, TSelf right);

    /// <summary>The bits set in either.</summary>
    static abstract TSelf operator |(TSelf left, TSelf right);

    /// <summary>The bits set in exactly one.</summary>
    static abstract TSelf operator ^(TSelf left, TSelf right);

    /// <summary>
    /// The bits of <paramref name="whereSet"/> where those of the mask are set, of <paramref name="elsewhere"/> where they are not.
    /// </summary>
    static abstract TSelf SelectBits(TSelf mask, TSelf whereSet, TSelf elsewhere);

    /// <summary><c>left * right + addend</c>, rounded once.</summary>
    static abstract TSelf FusedMultiplyAdd(TSelf left, TSelf right, TSelf addend);

    /// <summary>By lane, left where left &gt; right, else right: also where one of them is NaN.</summary>
    static abstract TSelf Max(TSelf left, TSelf right);

    /// <summary>By lane, <paramref name="whenTrue"/> where left = right, <paramref name="otherwise"/> elsewhere.</summary>
    static abstract TSelf SelectEqual(TSelf left, TSelf right, TSelf whenTrue, TSelf otherwise);

    /// <summary>By lane, <paramref name="whenTrue"/> where left &lt; right, <paramref name="otherwise"/> elsewhere.</summary>
    static abstract TSelf SelectLess(TSelf left, TSelf right, TSelf whenTrue, TSelf otherwise);

    /// <summary>By lane, <paramref name="whenTrue"/> where left ≤ right, <paramref name="otherwise"/> elsewhere.</summary>
    static abstract TSelf SelectLessOrEqual(TSelf left, TSelf right, TSelf whenTrue, TSelf otherwise);

    /// <summary>The sum of the lanes' bits taken as integers.</summary>
    static abstract TSelf AddBits(TSelf left, TSelf right);

    /// <summary>The difference of the lanes' bits taken as integers.</summary>
    static abstract TSelf SubtractBits(TSelf left, TSelf right);

    /// <summary>The lanes' bits shifted left by the width of the mantissa: an integer becomes a biased exponent.</summary>
    static abstract TSelf ShiftToExponent(TSelf value);

    /// <summary>The lanes' bits shifted right, zeros moving in.</summary>
    static abstract TSelf ShiftBitsRight(TSelf value, int count);

    /// <summary>
    /// The lanes' bits shifted right by the width of the mantissa, copies of the sign bit moving in: a biased exponent becomes an
    /// integer.
    /// </summary>
    static abstract TSelf ShiftFromExponent(TSelf value);
}
