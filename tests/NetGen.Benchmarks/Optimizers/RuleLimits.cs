using System.Runtime.Intrinsics;
using NetGen.Benchmarks.Limits;
using NetGen.Benchmarks.Measuring;
using NetGen.CompilerServices;
using NetGen.Numerics;

namespace NetGen.Benchmarks.Optimizers;

/// <summary>
/// What the machine needs at least for a rule, measured in the rounds of the steps: for its arithmetic in the widest vectors, with nothing
/// to wait for, and for reading and writing what it keeps, in whatever cache holds that much.
/// </summary>
/// <param name="parameters">The parameters of the network.</param>
internal sealed class RuleLimits(long parameters)
{
    private const int MaxStates = 2;

    /// <summary>What is measured.</summary>
    public IReadOnlyList<Contender> Contenders { get; } =
        Vector512.IsHardwareAccelerated ? Of<V512<float>>(parameters, 512)
        : Vector256.IsHardwareAccelerated ? Of<V256<float>>(parameters, 256)
        : Of<V128<float>>(parameters, 128);

    /// <summary>The least time of a rule over all parameters, from the timings of the contenders.</summary>
    public RuleLimit Of(RuleWork work, ReadOnlySpan<Timing> timings)
    {
        double operations = parameters * work.Operations * timings[0].Seconds / Results(divider: false);
        double dividing = parameters * work.Divisions * (timings[1].Seconds + timings[2].Seconds) / Results(divider: true);
        double traffic = work.States == 0 ? 0 : timings[2 + work.States].Seconds;
        return new RuleLimit(Math.Max(operations, dividing), traffic);
    }

    private static Contender[] Of<TVector>(long parameters, int bits)
        where TVector : struct, ISimd<TVector, float> =>
    [
        new FmaPeak<TVector, float>(bits),
        new DividerPeak<TVector, float>(divides: false),
        new DividerPeak<TVector, float>(divides: true),
        .. Enumerable.Range(1, MaxStates).Select(states => new StateTraffic<TVector, float>(states * parameters)),
    ];

    private static double Results(bool divider) =>
        Vector512.IsHardwareAccelerated ? Results<V512<float>>(divider)
        : Vector256.IsHardwareAccelerated ? Results<V256<float>>(divider)
        : Results<V128<float>>(divider);

    private static double Results<TVector>(bool divider)
        where TVector : struct, ISimd<TVector, float> =>
        divider ? DividerPeak<TVector, float>.Results : FmaPeak<TVector, float>.MultiplyAdds;
}
