using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NetGen.Benchmarks.Measuring;
using NetGen.CompilerServices;
using NetGen.Numerics;

namespace NetGen.Benchmarks.Limits;

/// <summary>
/// The vector kernel of an activation alone, in the widest vectors, on a buffer that stays in the first-level cache. The vectors do not
/// depend on each other, and the processor overlaps as many as it can.
/// </summary>
internal sealed class ActivationKernel<TFunction, T>(TFunction function) : Contender(typeof(TFunction).Name)
    where TFunction : struct, IActivationFunction
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T[] _buffer = GC.AllocateArray<T>(MachineLimits.KernelLength, pinned: true);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int repetitions)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Run<V512<T>>(repetitions);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Run<V256<T>>(repetitions);
        }
        else
        {
            Run<V128<T>>(repetitions);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Run<TVector>(int repetitions)
        where TVector : struct, ISimd<TVector, T>
    {
        ref TVector first = ref Unsafe.As<T, TVector>(ref MemoryMarshal.GetArrayDataReference(_buffer));
        nuint count = (nuint)(MachineLimits.KernelLength * Unsafe.SizeOf<T>() / Unsafe.SizeOf<TVector>());

        TFunction own = function;

        // Applied to its own results again and again, every activation settles on ordinary numbers.
        for (int repetition = 0; repetition < repetitions; repetition++)
        {
            for (nuint i = 0; i < count; i++)
            {
                Unsafe.Add(ref first, i) = own.Apply<TVector, T>(Unsafe.Add(ref first, i));
            }
        }
    }
}
