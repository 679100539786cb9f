using System.Numerics;
using System.Runtime.InteropServices;
using NetGen.Numerics;
using NetGen.Optimization;

namespace NetGen.Tests.Optimization;

/// <summary>The rules of Adam's kind in scalars, as docs/numerics.md has them: every operation, in its order, with its rounding.</summary>
public sealed class AdamBitsTests
{
    private const double Rate = 0.01;
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;
    private const double MomentumDecay = 0.004;
    private const double Decay = 0.02;

    // ln 0.96
    private const double LogOfBase = -0.040821994520255166;
    private const int Steps = 12;

    // The samples of a mini-batch: the last one of an epoch may have fewer.
    private static readonly int[] Counts = [10, 7, 1, 100];

    private delegate T Rule<T>(T w, T g, double decay, ref T a, ref T b, Step step);

    [Theory]
    [InlineData(0)]
    [InlineData(Decay)]
    public void Adam_has_the_bits_of_its_formula(double decay)
    {
        Check<float>(Optimizer.Adam(Rate, Beta1, Beta2, Epsilon, decay), decay, Adam);
        Check<double>(Optimizer.Adam(Rate, Beta1, Beta2, Epsilon, decay), decay, Adam);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Decay)]
    public void AdamW_has_the_bits_of_its_formula(double decay)
    {
        Check<float>(Optimizer.AdamW(Rate, Beta1, Beta2, Epsilon, decay), decay, AdamW);
        Check<double>(Optimizer.AdamW(Rate, Beta1, Beta2, Epsilon, decay), decay, AdamW);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Decay)]
    public void NAdam_has_the_bits_of_its_formula(double decay)
    {
        Check<float>(Optimizer.NAdam(Rate, Beta1, Beta2, Epsilon, MomentumDecay, decay), decay, NAdam);
        Check<double>(Optimizer.NAdam(Rate, Beta1, Beta2, Epsilon, MomentumDecay, decay), decay, NAdam);
    }

    /// <summary>A divisor of 0, or a decay of infinity, would make 0 a NaN, in padding too.</summary>
    [Fact]
    public void Constants_at_the_ends_of_the_range_leave_zeros_alone()
    {
        var topology = new NetworkTopology([3, 4, 2], [Activation.Tanh, Activation.Identity], numericType: NumericType.Single);
        foreach (Optimizer optimizer in new[]
            {
                Optimizer.Adam(Rate, beta2: 1 - 1e-16, epsilon: 1.2e-38), Optimizer.Adam(Rate, weightDecay: 1e38),
                Optimizer.NAdam(Rate, beta2: 1 - 1e-16, epsilon: 1.2e-38),
            })
        {
            ReferenceNetwork<float> network = ReferenceNetwork<float>.Create(topology, 1);
            network.Parameters.Clear();
            network.ApplyGradient(new ParameterBuffer<float>(topology), 10, optimizer.CreateState<float>(topology));
            Assert.All(network.Parameters.Packed.ToArray(), value => Assert.Equal(0, value));
        }
    }

    private static void Check<T>(Optimizer optimizer, double decay, Rule<T> rule)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var topology = new NetworkTopology(
            [3, 4, 2],
            [Activation.Tanh, Activation.Identity],
            numericType: typeof(T) == typeof(float) ? NumericType.Single : NumericType.Double);
        ReferenceNetwork<T> network = ReferenceNetwork<T>.Create(topology, 1);
        OptimizerState<T> state = optimizer.CreateState<T>(topology);
        var gradient = new ParameterBuffer<T>(topology);
        var random = new Random(5);
        var kept = topology.ParameterBlocks.ToDictionary(block => block.Name, block => (A: new T[block.Count], B: new T[block.Count]));
        double product = 1;
        for (int t = 1; t <= Steps; t++)
        {
            int count = Counts[t % Counts.Length];
            product *= MomentumOf(t);
            (T[] inputs, T[] targets) = EqualityAssert.Samples<T>(topology, count, random);
            network.Backprop(inputs, targets, gradient);
            var expected = new Dictionary<string, T[]>();
            foreach (ParameterBlock block in topology.ParameterBlocks)
            {
                (T[] w, T[] g, (T[] a, T[] b)) = (new T[block.Count], new T[block.Count], kept[block.Name]);
                network.Parameters.CopyTo(block.Name, w);
                gradient.CopyTo(block.Name, g);
                double own = block.Name.EndsWith("weight", StringComparison.Ordinal) ? decay : 0;
                expected[block.Name] = [.. w.Select((value, i) => rule(value, g[i], own, ref a[i], ref b[i], new Step(t, count, product)))];
            }

            network.ApplyGradient(gradient, count, state);
            foreach ((string name, T[] values) in expected)
            {
                var found = new T[values.Length];
                network.Parameters.CopyTo(name, found);
                Assert.Equal(MemoryMarshal.AsBytes<T>(values), MemoryMarshal.AsBytes<T>(found));
            }
        }
    }

    private static T Adam<T>(T w, T g, double decay, ref T a, ref T b, Step step)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        _ = Moments(Decayed(w, g, decay, step), ref a, ref b, step);
        double r = step.Correction;
        return T.FusedMultiplyAdd(Of<T>(-Rate * r / (1 - step.PowerOf(Beta1))), a / (T.Sqrt(b) + Of<T>(Epsilon * r)), w);
    }

    private static T AdamW<T>(T w, T g, double decay, ref T a, ref T b, Step step)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Adam(T.FusedMultiplyAdd(w, Of<T>(1 - (Rate * decay)), T.Zero), g, 0, ref a, ref b, step);

    private static T NAdam<T>(T w, T g, double decay, ref T a, ref T b, Step step)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T c = Moments(Decayed(w, g, decay, step), ref a, ref b, step);
        double r = step.Correction;
        (double now, double next) = (MomentumOf(step.Number), MomentumOf(step.Number + 1));
        T ofMean = Of<T>(-Rate * r * next / (1 - (step.Product * next)));
        T ofGradient = Of<T>(-Rate * r * (1 - now) / (1 - step.Product) / step.Count);
        return w + (T.FusedMultiplyAdd(ofMean, a, ofGradient * c) / (T.Sqrt(b) + Of<T>(Epsilon * r)));
    }

    private static T Decayed<T>(T w, T g, double decay, Step step)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        decay == 0 ? g : T.FusedMultiplyAdd(Of<T>(decay * step.Count), w, g);

    private static T Moments<T>(T c, ref T a, ref T b, Step step)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double m = step.Count;
        a = T.FusedMultiplyAdd(Of<T>(Beta1), a, Of<T>((1 - Beta1) / m) * c);
        b = T.FusedMultiplyAdd(Of<T>(Beta2), b, Of<T>((1 - Beta2) / (m * m)) * c * c);
        return c;
    }

    private static double MomentumOf(int t) =>
        Beta1 * (1 - (0.5 * StepNumbers.Power(Elementary.Exp<V1<double>, double>(new(MomentumDecay * LogOfBase)).Value, t)));

    private static T Of<T>(double value)
        where T : unmanaged, IFloatingPointIeee754<T> => T.CreateTruncating(value);

    private readonly record struct Step(int Number, int Count, double Product)
    {
        public double Correction => Math.Sqrt(1 - PowerOf(Beta2));

        public double PowerOf(double x) => StepNumbers.Power(x, Number);
    }
}
