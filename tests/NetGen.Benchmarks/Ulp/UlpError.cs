namespace NetGen.Benchmarks.Ulp;

/// <summary>An error, in units in the last place of the exact result, and the input that has it.</summary>
internal readonly record struct UlpError(double Ulp, double Input)
{
    /// <summary>The larger of two errors; the first if equal.</summary>
    public static UlpError Worse(UlpError left, UlpError right) => right.Ulp > left.Ulp ? right : left;
}
