using System.Runtime.Intrinsics;

namespace NetGen.Benchmarks.Ulp;

/// <summary>The functions of float on every float.</summary>
/// <remarks>
/// The double-double references take too long for every float. So every float is screened first, by an error against a result that is
/// close to exact, see <see cref="SingleBlock{TFunction}"/>. Errors against exact results are then computed where they may be the largest.
/// </remarks>
internal static class SingleScan
{
    private const int VectorSize = 8;

    /// <summary>The largest error on one block of floats in so many.</summary>
    public static UlpError Worst<TFunction>(int stride, out long inputs)
        where TFunction : struct, IMeasuredFunction
    {
        int blocks = (SingleBlock<TFunction>.Count + stride - 1) / stride;
        inputs = (long)blocks * SingleBlock<TFunction>.Size;
        double[] screened = new double[blocks];
        Parallel.For(0, blocks, i => screened[i] = LargestScreened(new SingleBlock<TFunction>(i * stride)));

        UlpError worst = default;
        foreach (int i in Enumerable.Range(0, blocks).OrderByDescending(i => screened[i]))
        {
            if (screened[i] + SingleBlock<TFunction>.Tolerance <= worst.Ulp)
            {
                break;
            }

            worst = WithBlock(worst, new SingleBlock<TFunction>(i * stride));
        }

        return worst;
    }

    private static double LargestScreened<TFunction>(SingleBlock<TFunction> block)
        where TFunction : struct, IMeasuredFunction
    {
        Vector256<double> largest = default;
        for (int place = 0; place < SingleBlock<TFunction>.Size; place += VectorSize)
        {
            Vector256<float> x = block.Floats(place);
            (Vector256<double> xLow, Vector256<double> xHigh) = Vector256.Widen(x);
            (Vector256<double> yLow, Vector256<double> yHigh) = Vector256.Widen(TFunction.Apply(x));
            largest = Larger(largest, Larger(Screened(block, yLow, xLow), Screened(block, yHigh, xHigh)));
        }

        return Math.Max(Math.Max(largest[0], largest[1]), Math.Max(largest[2], largest[3]));
    }

    /// <summary>The worst of an error and the exact errors of a block, of which only those are computed that may be larger.</summary>
    private static UlpError WithBlock<TFunction>(UlpError worst, SingleBlock<TFunction> block)
        where TFunction : struct, IMeasuredFunction
    {
        for (int place = 0; place < SingleBlock<TFunction>.Size; place += VectorSize)
        {
            Vector256<float> x = block.Floats(place);
            (Vector256<double> xLow, Vector256<double> xHigh) = Vector256.Widen(x);
            (Vector256<double> yLow, Vector256<double> yHigh) = Vector256.Widen(TFunction.Apply(x));
            worst = WithFour(WithFour(worst, block, yLow, xLow), block, yHigh, xHigh);
        }

        return worst;
    }

    private static UlpError WithFour<TFunction>(
        UlpError worst, SingleBlock<TFunction> block, Vector256<double> computed, Vector256<double> x)
        where TFunction : struct, IMeasuredFunction
    {
        Vector256<double> largest = Screened(block, computed, x) + Vector256.Create(SingleBlock<TFunction>.Tolerance);
        if (!Vector256.GreaterThanAny(largest, Vector256.Create(worst.Ulp)))
        {
            return worst;
        }

        block.Check(x);
        Vector256<double> errors = SingleError.Of<TFunction>(computed, SingleBlock<TFunction>.ExactResults(x), 0);
        for (int lane = 0; lane < Vector256<double>.Count; lane++)
        {
            worst = UlpError.Worse(worst, new UlpError(errors[lane], x[lane]));
        }

        return worst;
    }

    private static Vector256<double> Screened<TFunction>(SingleBlock<TFunction> block, Vector256<double> computed, Vector256<double> x)
        where TFunction : struct, IMeasuredFunction =>
        SingleError.Of<TFunction>(computed, block.Results(x), SingleBlock<TFunction>.Margin);

    private static Vector256<double> Larger(Vector256<double> left, Vector256<double> right) =>
        Vector256.ConditionalSelect(Vector256.GreaterThan(left, right), left, right);
}
