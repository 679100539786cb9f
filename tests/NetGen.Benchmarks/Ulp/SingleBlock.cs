using System.Runtime.Intrinsics;

namespace NetGen.Benchmarks.Ulp;

/// <summary>
/// 2^14 floats in a row, which have one sign and one binade, and a function's results for them: of a polynomial through exact results,
/// which is much faster than they are.
/// </summary>
/// <remarks>
/// The polynomial has degree 7. It meets the function in the Chebyshev nodes of the block, so that its error is almost the largest
/// at both ends. It is only used where it is within a sixteenth of <see cref="Tolerance"/> at both ends and at two random floats.
/// Four more random floats must then be within <see cref="Tolerance"/>. In the few other blocks, such as those around a zero of the
/// function, all results are exact ones.
/// </remarks>
internal sealed class SingleBlock<TFunction>
    where TFunction : struct, IMeasuredFunction
{
    private const int Bits = 14;

    /// <summary>The number of blocks that all floats make.</summary>
    public const int Count = 1 << (32 - Bits);

    /// <summary>The number of floats in a block.</summary>
    public const int Size = 1 << Bits;

    /// <summary>The largest error of <see cref="Results"/>, in units in the last place of a float.</summary>
    public const double Tolerance = 1.0 / 4096;

    /// <summary>The largest relative error of results in the normal range.</summary>
    public const double Margin = Tolerance / (1 << 23);

    private const double AcceptedTolerance = Tolerance / 16;

    private static readonly double[] Nodes = [.. Enumerable.Range(0, 8).Select(i => Math.Cos(((2 * i) + 1) * Math.PI / 16))];

    private readonly uint start;
    private readonly double center;
    private readonly double half;
    private readonly double[] coefficients;
    private readonly bool isExact;

    public SingleBlock(int index)
    {
        start = (uint)index << Bits;
        double first = BitConverter.UInt32BitsToSingle(start);
        double last = BitConverter.UInt32BitsToSingle(start + Size - 1);
        center = (first + last) / 2;
        half = (last - first) / 2;
        coefficients = DividedDifferences(center, half);
        ulong random = Samples.Mix(start);
        Vector256<double> accepting = Vector256.Create(first, last, Random(random, 0), Random(random, 1));
        isExact = !SingleError.AreWithin(AcceptedTolerance, Polynomial(accepting), ExactResults(accepting));
        if (!isExact)
        {
            random = Samples.Mix(random);
            Check(Vector256.Create(Random(random, 0), Random(random, 1), Random(random, 2), Random(random, 3)));
        }
    }

    /// <summary>Eight floats in a row, from a place in the block on.</summary>
    public Vector256<float> Floats(int place) => (Vector256<uint>.Indices + Vector256.Create(start + (uint)place)).AsSingle();

    /// <summary>The results for four floats of the block, to within <see cref="Tolerance"/>.</summary>
    public Vector256<double> Results(Vector256<double> x) => isExact ? ExactResults(x) : Polynomial(x);

    /// <summary>The exact results for four floats, rounded to double.</summary>
    public static Vector256<double> ExactResults(Vector256<double> x) => Vector256.Create(
        TFunction.ExactForSingle(x[0]), TFunction.ExactForSingle(x[1]), TFunction.ExactForSingle(x[2]), TFunction.ExactForSingle(x[3]));

    /// <summary>Throws if <see cref="Results"/> are not what they should be for four floats of the block.</summary>
    public void Check(Vector256<double> x)
    {
        if (!SingleError.AreWithin(Tolerance, Results(x), ExactResults(x)))
        {
            throw new InvalidOperationException(
                $"The polynomial for {TFunction.Name} is more than {Tolerance} ulp off near {x}. Use smaller blocks or a higher degree.");
        }
    }

    /// <summary>The coefficients of Newton's form of the polynomial through the exact results in the nodes.</summary>
    private static double[] DividedDifferences(double center, double half)
    {
        double[] result = [.. Nodes.Select(t => TFunction.ExactForSingle(center + (half * t)))];
        for (int order = 1; order < result.Length; order++)
        {
            for (int i = result.Length - 1; i >= order; i--)
            {
                result[i] = (result[i] - result[i - 1]) / (Nodes[i] - Nodes[i - order]);
            }
        }

        return result;
    }

    private Vector256<double> Polynomial(Vector256<double> x)
    {
        Vector256<double> t = (x - Vector256.Create(center)) / half;
        Vector256<double> result = Vector256.Create(coefficients[^1]);
        for (int i = coefficients.Length - 2; i >= 0; i--)
        {
            result = Vector256.FusedMultiplyAdd(result, t - Vector256.Create(Nodes[i]), Vector256.Create(coefficients[i]));
        }

        return result;
    }

    /// <summary>One of four floats of the block that random bits choose.</summary>
    private float Random(ulong bits, int part) =>
        BitConverter.UInt32BitsToSingle(start + ((uint)(bits >> (16 * part)) & (Size - 1)));
}
