using System.Runtime.Intrinsics;

namespace NetGen.Benchmarks.Ulp;

/// <summary>Errors of floats, in units in the last place of a reference result.</summary>
internal static class SingleError
{
    private const double LeastNormal = 1.1754943508222875E-38;

    /// <summary>Half an ulp above the greatest float, from where results are rounded to infinity.</summary>
    private const double Overflow = 3.4028235677973366E+38;

    /// <summary>The errors of computed results, infinite where only one of both is NaN.</summary>
    /// <param name="computed">The floats.</param>
    /// <param name="reference">The results to compare with.</param>
    /// <param name="margin">
    /// The largest relative error of <paramref name="reference"/>. Where it leaves open on which side of a power of two, or of a limit
    /// of the range, the exact result is, the larger error is taken.
    /// </param>
    public static Vector256<double> Of<TFunction>(Vector256<double> computed, Vector256<double> reference, double margin)
        where TFunction : struct, IMeasuredFunction
    {
        Vector256<double> nearer = reference * (1 - margin);
        Vector256<double> error = Vector256.Abs(computed - reference) / UlpOf(nearer);
        error = Vector256.ConditionalSelect(Vector256.Equals(error, error), error, Vector256.Create(double.PositiveInfinity));
        Vector256<double> right = Agree(computed, reference)
            | (Vector256.Equals(computed, Vector256.Create(double.PositiveInfinity))
                & Vector256.GreaterThanOrEqual(nearer, Vector256.Create(Overflow)));
        if (TFunction.Flushes)
        {
            right |= Vector256.Equals(computed, default)
                & Vector256.LessThan(reference * (1 + margin), Vector256.Create(LeastNormal));
        }

        return Vector256.AndNot(error, right);
    }

    /// <summary>Whether all of four results are within some ulp of the exact ones.</summary>
    public static bool AreWithin(double ulps, Vector256<double> results, Vector256<double> exact) =>
        Vector256.EqualsAll(
            (Agree(results, exact) | Vector256.LessThanOrEqual(Vector256.Abs(results - exact), UlpOf(exact) * ulps)).AsInt64(),
            Vector256<long>.AllBitsSet);

    /// <summary>Where two results are equal or both NaN.</summary>
    private static Vector256<double> Agree(Vector256<double> left, Vector256<double> right) =>
        Vector256.Equals(left, right) | (~Vector256.Equals(left, left) & ~Vector256.Equals(right, right));

    private static Vector256<double> UlpOf(Vector256<double> exact)
    {
        // The power of two at or below the exact result, within the normal range of float.
        Vector256<double> binade = (exact.AsInt64() & Vector256.Create(0x7FF0000000000000)).AsDouble();
        Vector256<double> leastNormal = Vector256.Create(LeastNormal);
        binade = Vector256.ConditionalSelect(Vector256.GreaterThan(binade, leastNormal), binade, leastNormal);
        Vector256<double> last = Vector256.Create(1.7014118346046923E+38);
        return Vector256.ConditionalSelect(Vector256.LessThan(binade, last), binade, last) * 1.1920928955078125E-07;
    }
}
