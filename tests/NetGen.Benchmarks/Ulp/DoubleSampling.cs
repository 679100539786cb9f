namespace NetGen.Benchmarks.Ulp;

/// <summary>The functions of double on a large sample, against double-double references.</summary>
internal static class DoubleSampling
{
    private const int BlockSize = 4096;

    public static UlpError Worst<TFunction>(long samples)
        where TFunction : struct, IMeasuredFunction
    {
        var gate = new Lock();
        UlpError worst = default;
        Parallel.For(
            0L,
            (samples + BlockSize - 1) / BlockSize,
            () => default(UlpError),
            (block, _, soFar) => UlpError.Worse(soFar, WorstOfBlock<TFunction>(block * BlockSize, samples)),
            ofThread =>
            {
                lock (gate)
                {
                    worst = UlpError.Worse(worst, ofThread);
                }
            });
        return worst;
    }

    private static UlpError WorstOfBlock<TFunction>(long start, long samples)
        where TFunction : struct, IMeasuredFunction
    {
        UlpError worst = default;
        for (long i = start; i < Math.Min(start + BlockSize, samples); i++)
        {
            // The range is divided evenly, with a random place in each part.
            ulong bits = Samples.Mix((ulong)i);
            double x = TFunction.Sample((i + Samples.Fraction(bits)) / samples, bits);
            ScaledDoubleDouble exact = TFunction.Exact(x);
            double computed = TFunction.Apply(x);
            double error = TFunction.Flushes && computed == 0 && exact.IsBelowNormal ? 0 : exact.UlpError(computed);
            worst = UlpError.Worse(worst, new UlpError(error, x));
        }

        return worst;
    }
}
