using System.Globalization;

namespace NetGen.Benchmarks.Startup;

/// <summary>What a fresh process measured of itself, in milliseconds.</summary>
/// <param name="Entry">From the start of the process to its first own statement.</param>
/// <param name="Construction">Making the network, or the session.</param>
/// <param name="FirstCall">The first inference.</param>
/// <param name="SecondCall">The second.</param>
/// <param name="FirstStep">The first step of training; 0 for those that do not train.</param>
/// <param name="Ready">From the start of the process to the end of the first inference.</param>
/// <param name="JitTime">What the JIT compiler took of construction and first inference.</param>
/// <param name="JitMethods">How many methods it compiled for them.</param>
internal sealed record StartupTimes(
    double Entry, double Construction, double FirstCall, double SecondCall, double FirstStep, double Ready, double JitTime,
    double JitMethods)
{
    private double[] Values => [Entry, Construction, FirstCall, SecondCall, FirstStep, Ready, JitTime, JitMethods];

    public static StartupTimes Parse(string line) =>
        From([.. line.Split(';').Select(part => double.Parse(part, CultureInfo.InvariantCulture))]);

    /// <summary>The medians, figure by figure.</summary>
    public static StartupTimes Median(IReadOnlyList<StartupTimes> all) =>
        From([.. Enumerable.Range(0, all[0].Values.Length).Select(i =>
            all.Select(times => times.Values[i]).Order().ElementAt(all.Count / 2))]);

    /// <summary>The line that <see cref="Parse"/> reads.</summary>
    public override string ToString() =>
        string.Join(';', Values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));

    private static StartupTimes From(double[] values) =>
        new(values[0], values[1], values[2], values[3], values[4], values[5], values[6], values[7]);
}
