using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NetGen.Benchmarks.Measuring;

namespace NetGen.Benchmarks.Limits;

/// <summary>Reads a buffer once per repetition, summing it, in the widest accelerated vectors.</summary>
internal sealed class SumReading<T> : Contender
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Alignment = 64;

    private readonly T[] _buffer;
    private readonly nuint _start;
    private readonly nuint _count;
    private T _result;

    /// <summary>Reads so many elements.</summary>
    public SumReading(long count)
        : base("read")
    {
        _buffer = GC.AllocateArray<T>((int)count + (Alignment / Unsafe.SizeOf<T>()), pinned: true);
        _buffer.AsSpan().Fill(T.One);
        _start = (nuint)((Alignment - (Address(_buffer) % Alignment)) % Alignment / Unsafe.SizeOf<T>());
        _count = (nuint)count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int repetitions)
    {
        ref T first = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_buffer), _start);
        T sum = T.Zero;
        for (int i = 0; i < repetitions; i++)
        {
            sum += Vector512.IsHardwareAccelerated ? Sum512(ref first, _count)
                : Vector256.IsHardwareAccelerated ? Sum256(ref first, _count)
                : Sum128(ref first, _count);
        }

        _result = sum;
    }

    private static long Address(T[] buffer) => Marshal.UnsafeAddrOfPinnedArrayElement(buffer, 0);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Sum512(ref T first, nuint count)
    {
        nuint lanes = (nuint)Vector512<T>.Count;
        nuint i = 0;
        Vector512<T> a = default, b = default, c = default, d = default;
        for (; i + (4 * lanes) <= count; i += 4 * lanes)
        {
            a += Vector512.LoadUnsafe(ref first, i);
            b += Vector512.LoadUnsafe(ref first, i + lanes);
            c += Vector512.LoadUnsafe(ref first, i + (2 * lanes));
            d += Vector512.LoadUnsafe(ref first, i + (3 * lanes));
        }

        for (; i + lanes <= count; i += lanes)
        {
            a += Vector512.LoadUnsafe(ref first, i);
        }

        return Vector512.Sum(a + b + (c + d)) + SumRest(ref first, i, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Sum256(ref T first, nuint count)
    {
        nuint lanes = (nuint)Vector256<T>.Count;
        nuint i = 0;
        Vector256<T> a = default, b = default, c = default, d = default;
        Vector256<T> e = default, f = default, g = default, h = default;
        for (; i + (8 * lanes) <= count; i += 8 * lanes)
        {
            a += Vector256.LoadUnsafe(ref first, i);
            b += Vector256.LoadUnsafe(ref first, i + lanes);
            c += Vector256.LoadUnsafe(ref first, i + (2 * lanes));
            d += Vector256.LoadUnsafe(ref first, i + (3 * lanes));
            e += Vector256.LoadUnsafe(ref first, i + (4 * lanes));
            f += Vector256.LoadUnsafe(ref first, i + (5 * lanes));
            g += Vector256.LoadUnsafe(ref first, i + (6 * lanes));
            h += Vector256.LoadUnsafe(ref first, i + (7 * lanes));
        }

        for (; i + lanes <= count; i += lanes)
        {
            a += Vector256.LoadUnsafe(ref first, i);
        }

        return Vector256.Sum(a + b + (c + d) + (e + f + (g + h))) + SumRest(ref first, i, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Sum128(ref T first, nuint count)
    {
        nuint lanes = (nuint)Vector128<T>.Count;
        nuint i = 0;
        Vector128<T> a = default, b = default, c = default, d = default;
        for (; i + (4 * lanes) <= count; i += 4 * lanes)
        {
            a += Vector128.LoadUnsafe(ref first, i);
            b += Vector128.LoadUnsafe(ref first, i + lanes);
            c += Vector128.LoadUnsafe(ref first, i + (2 * lanes));
            d += Vector128.LoadUnsafe(ref first, i + (3 * lanes));
        }

        return Vector128.Sum(a + b + (c + d)) + SumRest(ref first, i, count);
    }

    private static T SumRest(ref T first, nuint start, nuint count)
    {
        T sum = T.Zero;
        for (nuint i = start; i < count; i++)
        {
            sum += Unsafe.Add(ref first, i);
        }

        return sum;
    }
}
