using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.Benchmarks.Measuring;
using NetGen.CompilerServices;

namespace NetGen.Benchmarks.Limits;

/// <summary>Square roots or divisions in registers: eight independent chains, more than are under way at a time.</summary>
/// <param name="divides">Whether to divide rather than take square roots.</param>
internal sealed class DividerPeak<TVector, T>(bool divides) : Contender(divides ? "division" : "square root")
    where TVector : struct, ISimd<TVector, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Chains = 8;
    private const int Steps = 128;

    private TVector _result;

    /// <summary>The results of one repetition, lanes counted one by one.</summary>
    public static double Results => (double)Chains * Steps * Unsafe.SizeOf<TVector>() / Unsafe.SizeOf<T>();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int repetitions)
    {
        TVector a = TVector.Create(1.1), b = TVector.Create(1.2), c = TVector.Create(1.3), d = TVector.Create(1.4);
        TVector e = TVector.Create(1.5), f = TVector.Create(1.6), g = TVector.Create(1.7), h = TVector.Create(1.8);
        if (divides)
        {
            TVector dividend = TVector.Create(1.9);
            for (long step = (long)repetitions * Steps; step > 0; step--)
            {
                (a, b, c, d) = (dividend / a, dividend / b, dividend / c, dividend / d);
                (e, f, g, h) = (dividend / e, dividend / f, dividend / g, dividend / h);
            }
        }
        else
        {
            for (long step = (long)repetitions * Steps; step > 0; step--)
            {
                (a, b, c, d) = (TVector.SquareRoot(a), TVector.SquareRoot(b), TVector.SquareRoot(c), TVector.SquareRoot(d));
                (e, f, g, h) = (TVector.SquareRoot(e), TVector.SquareRoot(f), TVector.SquareRoot(g), TVector.SquareRoot(h));
            }
        }

        _result = a + b + c + d + e + f + g + h;
    }
}
