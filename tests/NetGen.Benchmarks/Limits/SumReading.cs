using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NetGen.Benchmarks.Measuring;
using NetGen.CompilerServices;
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
        _buffer = GC.AllocateArray<T>((int)count + (2 * Alignment / Unsafe.SizeOf<T>()), pinned: true);
        _buffer.AsSpan().Fill(T.One);
        _start = (nuint)((Alignment - (Address(_buffer) % Alignment)) % Alignment / Unsafe.SizeOf<T>());
        _count = (nuint)count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int repetitions)
    {
        ref T first = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_buffer), _start);
        _result = Vector512.IsHardwareAccelerated ? Sum<V512<T>>(ref first, _count, repetitions)
            : Vector256.IsHardwareAccelerated ? Sum<V256<T>>(ref first, _count, repetitions)
            : Sum<V128<T>>(ref first, _count, repetitions);
    }

    private static long Address(T[] buffer) => Marshal.UnsafeAddrOfPinnedArrayElement(buffer, 0);

    // Eight sums, so that none is waited for; they are added when all is read. Behind the last elements lies room for a vector.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static T Sum<TVector>(ref T first, nuint count, int repetitions)
        where TVector : struct, ISimd<TVector, T>
    {
        nuint lanes = (nuint)(Unsafe.SizeOf<TVector>() / Unsafe.SizeOf<T>());
        TVector a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
        for (int i = 0; i < repetitions; i++)
        {
            ref T next = ref first;
            nuint left = count;
            for (; left >= 8 * lanes; left -= 8 * lanes)
            {
                a += Load<TVector>(ref next, 0);
                b += Load<TVector>(ref next, lanes);
                c += Load<TVector>(ref next, 2 * lanes);
                d += Load<TVector>(ref next, 3 * lanes);
                e += Load<TVector>(ref next, 4 * lanes);
                f += Load<TVector>(ref next, 5 * lanes);
                g += Load<TVector>(ref next, 6 * lanes);
                h += Load<TVector>(ref next, 7 * lanes);
                next = ref Unsafe.Add(ref next, 8 * lanes);
            }

            for (; left > 2 * lanes; left -= 2 * lanes)
            {
                a += Load<TVector>(ref next, 0);
                b += Load<TVector>(ref next, lanes);
                next = ref Unsafe.Add(ref next, 2 * lanes);
            }

            if (left > lanes)
            {
                c += Load<TVector>(ref next, 0);
                d += Load<TVector>(ref next, lanes);
            }
            else if (left > 0)
            {
                e += Load<TVector>(ref next, 0);
            }
        }

        return TVector.Sum(a + b + (c + d) + (e + f + (g + h)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Load<TVector>(ref T first, nuint index)
        where TVector : struct => Unsafe.As<T, TVector>(ref Unsafe.Add(ref first, index));
}
