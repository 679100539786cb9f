using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.Benchmarks.Measuring;
using NetGen.CompilerServices;

namespace NetGen.Benchmarks.Limits;

/// <summary>Fused multiply-adds in registers: twelve independent chains, which is enough for two units of six cycles each.</summary>
/// <param name="bits">The width of <typeparamref name="TVector"/>.</param>
internal sealed class FmaPeak<TVector, T>(int bits) : Contender($"FMA {bits}")
    where TVector : struct, ISimd<TVector, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Chains = 12;
    private const int Steps = 256;

    private TVector _result;

    /// <summary>The multiply-adds of one repetition, lanes counted one by one.</summary>
    public static double MultiplyAdds => (double)Chains * Steps * Unsafe.SizeOf<TVector>() / Unsafe.SizeOf<T>();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int repetitions)
    {
        // The values run towards 1 and stay normal.
        TVector factor = TVector.Create(0.5);
        TVector addend = TVector.Create(0.5);
        TVector a = TVector.Create(1.01), b = TVector.Create(1.02), c = TVector.Create(1.03), d = TVector.Create(1.04);
        TVector e = TVector.Create(1.05), f = TVector.Create(1.06), g = TVector.Create(1.07), h = TVector.Create(1.08);
        TVector i = TVector.Create(1.09), j = TVector.Create(1.10), k = TVector.Create(1.11), l = TVector.Create(1.12);
        for (long step = (long)repetitions * Steps; step > 0; step--)
        {
            a = TVector.FusedMultiplyAdd(a, factor, addend);
            b = TVector.FusedMultiplyAdd(b, factor, addend);
            c = TVector.FusedMultiplyAdd(c, factor, addend);
            d = TVector.FusedMultiplyAdd(d, factor, addend);
            e = TVector.FusedMultiplyAdd(e, factor, addend);
            f = TVector.FusedMultiplyAdd(f, factor, addend);
            g = TVector.FusedMultiplyAdd(g, factor, addend);
            h = TVector.FusedMultiplyAdd(h, factor, addend);
            i = TVector.FusedMultiplyAdd(i, factor, addend);
            j = TVector.FusedMultiplyAdd(j, factor, addend);
            k = TVector.FusedMultiplyAdd(k, factor, addend);
            l = TVector.FusedMultiplyAdd(l, factor, addend);
        }

        _result = a + b + c + d + e + f + g + h + i + j + k + l;
    }
}
