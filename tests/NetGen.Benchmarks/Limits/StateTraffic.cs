using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetGen.Benchmarks.Measuring;
using NetGen.CompilerServices;

namespace NetGen.Benchmarks.Limits;

/// <summary>Reads and writes as many numbers as an optimizer keeps, in their place, once per repetition.</summary>
/// <param name="count">How many.</param>
internal sealed class StateTraffic<TVector, T>(long count) : Contender("state")
    where TVector : struct, ISimd<TVector, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Alignment = 64;

    private readonly T[] _buffer = GC.AllocateArray<T>((int)count + (2 * Alignment / Unsafe.SizeOf<T>()), pinned: true);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int repetitions)
    {
        long address = Marshal.UnsafeAddrOfPinnedArrayElement(_buffer, 0);
        int start = (int)((Alignment - (address % Alignment)) % Alignment / Unsafe.SizeOf<T>());
        ref TVector first = ref Unsafe.As<T, TVector>(ref _buffer[start]);
        nuint vectors = (nuint)(count * Unsafe.SizeOf<T>() / Unsafe.SizeOf<TVector>());
        TVector sign = TVector.Create(-0.0);
        for (; repetitions > 0; repetitions--)
        {
            for (nuint i = 0; i < vectors; i++)
            {
                Unsafe.Add(ref first, i) ^= sign;
            }
        }
    }
}
