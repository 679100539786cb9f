using System.Runtime.Intrinsics;

namespace NetGen.Benchmarks.Ulp;

/// <summary>The functions of float on every float.</summary>
/// <remarks>
/// The reference is NetGen's own function of double, whose errors of a few units in its last place, measured against
/// double-double references, are some 2^-28 ulp of a float: nothing in the figures printed. It has polynomials of its own, so
/// an error of the float version's does not cancel.
/// </remarks>
internal static class SingleScan
{
    private const int BlockBits = 18;

    public static UlpError Worst<TFunction>(int stride, out long inputs)
        where TFunction : struct, IMeasuredFunction
    {
        var gate = new Lock();
        UlpError worst = default;
        long count = 0;
        Parallel.For(
            0,
            1 << (32 - BlockBits),
            () => (Worst: default(UlpError), Count: 0L),
            (block, _, soFar) =>
            {
                UlpError soFarAndBlock = WithBlock<TFunction>(soFar.Worst, (uint)block << BlockBits, stride, out int ofBlock);
                return (soFarAndBlock, soFar.Count + ofBlock);
            },
            ofThread =>
            {
                lock (gate)
                {
                    worst = UlpError.Worse(worst, ofThread.Worst);
                    count += ofThread.Count;
                }
            });
        inputs = count;
        return worst;
    }

    private static UlpError WithBlock<TFunction>(UlpError soFar, uint start, int stride, out int count)
        where TFunction : struct, IMeasuredFunction
    {
        Vector512<double> worst = default;
        Vector512<uint> lanes = Vector512<uint>.Indices + Vector512.Create(start);
        count = 0;
        for (int i = 0; i < 1 << BlockBits; i += 16 * stride)
        {
            Vector512<float> x = (lanes + Vector512.Create((uint)i)).AsSingle();
            (Vector512<double> low, Vector512<double> high) = Errors<TFunction>(x);
            worst = Larger(worst, Larger(low, high));
            count += 16;
        }

        double largest = 0;
        for (int lane = 0; lane < 8; lane++)
        {
            largest = Math.Max(largest, worst[lane]);
        }

        return largest > soFar.Ulp ? new UlpError(largest, Find<TFunction>(lanes, stride, largest)) : soFar;
    }

    /// <summary>The first input of a block with a given error.</summary>
    private static double Find<TFunction>(Vector512<uint> lanes, int stride, double error)
        where TFunction : struct, IMeasuredFunction
    {
        for (int i = 0; i < 1 << BlockBits; i += 16 * stride)
        {
            Vector512<float> x = (lanes + Vector512.Create((uint)i)).AsSingle();
            (Vector512<double> low, Vector512<double> high) = Errors<TFunction>(x);
            if (Vector512.EqualsAny(low, Vector512.Create(error)) || Vector512.EqualsAny(high, Vector512.Create(error)))
            {
                for (int lane = 0; lane < 16; lane++)
                {
                    if ((lane < 8 ? low[lane] : high[lane - 8]) == error)
                    {
                        return x[lane];
                    }
                }
            }
        }

        throw new InvalidOperationException("The error did not come again.");
    }

    private static (Vector512<double> Low, Vector512<double> High) Errors<TFunction>(Vector512<float> x)
        where TFunction : struct, IMeasuredFunction
    {
        (Vector512<double> xLow, Vector512<double> xHigh) = Vector512.Widen(x);
        (Vector512<double> yLow, Vector512<double> yHigh) = Vector512.Widen(TFunction.Apply(x));
        return (Error<TFunction>(yLow, TFunction.Apply(xLow)), Error<TFunction>(yHigh, TFunction.Apply(xHigh)));
    }

    /// <summary>The errors of floats against exact results, infinite where one of both is NaN.</summary>
    private static Vector512<double> Error<TFunction>(Vector512<double> computed, Vector512<double> exact)
        where TFunction : struct, IMeasuredFunction
    {
        // The power of two at or below the exact result gives the ulp, within the normal range of float.
        Vector512<double> binade = (exact.AsInt64() & Vector512.Create(0x7FF0000000000000)).AsDouble();
        Vector512<double> leastNormal = Vector512.Create(1.1754943508222875E-38);
        binade = Larger(binade, leastNormal);
        Vector512<double> last = Vector512.Create(1.7014118346046923E+38);
        binade = Vector512.ConditionalSelect(Vector512.LessThan(binade, last), binade, last);
        Vector512<double> error = Vector512.Abs(computed - exact) / (binade * 1.1920928955078125E-07);
        error = Vector512.ConditionalSelect(Vector512.Equals(error, error), error, Vector512.Create(double.PositiveInfinity));

        // Equal, both NaN, or rightly overflown: from half an ulp above the greatest float on.
        Vector512<double> right = Vector512.Equals(computed, exact)
            | (~Vector512.Equals(computed, computed) & ~Vector512.Equals(exact, exact))
            | (Vector512.Equals(computed, Vector512.Create(double.PositiveInfinity))
                & Vector512.GreaterThanOrEqual(exact, Vector512.Create(3.4028235677973366E+38)));
        if (TFunction.Flushes)
        {
            right |= Vector512.Equals(computed, default) & Vector512.LessThan(exact, leastNormal);
        }

        return Vector512.AndNot(error, right);
    }

    private static Vector512<double> Larger(Vector512<double> left, Vector512<double> right) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(left, right), left, right);
}
