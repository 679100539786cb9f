using System.Numerics;

namespace NetGen.Benchmarks.Compare;

/// <summary>Checks that peers compute the same before they are timed.</summary>
internal static class Agreement
{
    private const double Tolerance = 1e-5;

    public static void Check<T>(string network, string peer, ReadOnlySpan<T> expected, ReadOnlySpan<T> actual)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < expected.Length; i++)
        {
            double want = double.CreateChecked(expected[i]);
            double have = double.CreateChecked(actual[i]);
            if (!(Math.Abs(want - have) <= Tolerance * Math.Max(1, Math.Abs(want))))
            {
                throw new InvalidOperationException(
                    FormattableString.Invariant($"{network}: output {i} is {want}, but {have} by {peer}."));
            }
        }
    }
}
