using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetGen.Benchmarks.Measuring;
using NetGen.Numerics;

namespace NetGen.Benchmarks.Limits;

/// <summary>The vector kernel of an activation alone, on a buffer that stays in the first-level cache.</summary>
internal sealed class ActivationKernel<TFunction, T>() : Contender(typeof(TFunction).Name)
    where TFunction : struct, IActivationFunction
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T[] _buffer = GC.AllocateArray<T>(MachineLimits.KernelLength, pinned: true);

    public override void Run(int repetitions)
    {
        // Applied to its own results again and again, every activation settles on ordinary numbers.
        for (int i = 0; i < repetitions; i++)
        {
            if (typeof(T) == typeof(float))
            {
                Activate.ApplyInPlace<TFunction>(ref First<float>(), MachineLimits.KernelLength);
            }
            else
            {
                Activate.ApplyInPlace<TFunction>(ref First<double>(), MachineLimits.KernelLength);
            }
        }
    }

    private ref TElement First<TElement>() => ref Unsafe.As<T, TElement>(ref MemoryMarshal.GetArrayDataReference(_buffer));
}
