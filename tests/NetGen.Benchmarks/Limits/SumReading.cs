using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NetGen.Benchmarks.Measuring;
using NetGen.Numerics;

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
            sum += Vector512.IsHardwareAccelerated ? Sum<V512<T>>(ref first, _count)
                : Vector256.IsHardwareAccelerated ? Sum<V256<T>>(ref first, _count)
                : Sum<V128<T>>(ref first, _count);
        }

        _result = sum;
    }

    private static long Address(T[] buffer) => Marshal.UnsafeAddrOfPinnedArrayElement(buffer, 0);

    // Eight sums, so that none is waited for.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Sum<TVector>(ref T first, nuint count)
        where TVector : struct, ISimd<TVector, T>
    {
        nuint lanes = (nuint)(Unsafe.SizeOf<TVector>() / Unsafe.SizeOf<T>());
        nuint i = 0;
        TVector a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
        for (; i + (8 * lanes) <= count; i += 8 * lanes)
        {
            ref T next = ref Unsafe.Add(ref first, i);
            a += Load<TVector>(ref next, 0);
            b += Load<TVector>(ref next, lanes);
            c += Load<TVector>(ref next, 2 * lanes);
            d += Load<TVector>(ref next, 3 * lanes);
            e += Load<TVector>(ref next, 4 * lanes);
            f += Load<TVector>(ref next, 5 * lanes);
            g += Load<TVector>(ref next, 6 * lanes);
            h += Load<TVector>(ref next, 7 * lanes);
        }

        for (; i + lanes <= count; i += lanes)
        {
            a += Load<TVector>(ref first, i);
        }

        return TVector.Sum(a + b + (c + d) + (e + f + (g + h))) + SumRest(ref first, i, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Load<TVector>(ref T first, nuint index)
        where TVector : struct => Unsafe.As<T, TVector>(ref Unsafe.Add(ref first, index));

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
