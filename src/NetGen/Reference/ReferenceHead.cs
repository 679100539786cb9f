using System.Numerics;
using NetGen.Layout;
using NetGen.Numerics;

namespace NetGen.Reference;

/// <summary>
/// What follows the weighted inputs z of the last layer of a <see cref="ReferenceNetwork{T}"/>: activations, cost and output error of a
/// sample, unit by unit in the orders of the numerics contract.
/// </summary>
internal abstract class ReferenceHead<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The head of a network.</summary>
    public static ReferenceHead<T> Of(NetworkTopology topology)
    {
        LayerTopology last = topology.Layers[^1];
        int lanes = NetworkLayout.Of(topology).Layers[^1].VirtualLanes;
        return topology.Cost switch
        {
            CostFunction.BinaryCrossEntropy => new BinaryCrossEntropyHead(lanes, topology.LabelSmoothing),
            CostFunction.CategoricalCrossEntropy or CostFunction.NegativeLogLikelihood =>
                new SoftmaxHead(lanes, last.Activation == Activation.LogSoftmax, topology.LabelSmoothing),
            _ => new ElementwiseHead(ActivationRegistry.Find<T>(last), CostRegistry.Find<T>(topology), lanes),
        };
    }

    /// <summary>The activations a.</summary>
    public abstract T[] Activations(ReadOnlySpan<T> z);

    /// <summary>The cost, and the output error ∂C/∂z.</summary>
    public abstract T CostAndError(ReadOnlySpan<T> z, ReadOnlySpan<T> targets, Span<T> error);

    /// <summary>The output error ∂C/∂z, from the derivatives ∂C/∂a.</summary>
    public abstract void CarryBack(ReadOnlySpan<T> z, ReadOnlySpan<T> gradients, Span<T> error);

    // Unit j goes to virtual lane j mod n; then the halving tree.
    private static T SumInLanes(ReadOnlySpan<T> values, int laneCount)
    {
        Span<T> lanes = stackalloc T[laneCount];
        lanes.Clear();
        for (int unit = 0; unit < values.Length; unit++)
        {
            lanes[unit % laneCount] += values[unit];
        }

        return HalvingTree.Sum(lanes);
    }

    // y (1 − s) + s/n.
    private static T[] Smooth(ReadOnlySpan<T> targets, double smoothing, int classes)
    {
        T[] smoothed = targets.ToArray();
        if (smoothing > 0)
        {
            for (int unit = 0; unit < smoothed.Length; unit++)
            {
                smoothed[unit] = Fused.MultiplyAdd(
                    smoothed[unit], T.CreateTruncating(1 - smoothing), T.CreateTruncating(smoothing / classes));
            }
        }

        return smoothed;
    }

    private sealed class ElementwiseHead(ScalarActivation<T> activation, ScalarCost<T> cost, int lanes) : ReferenceHead<T>
    {
        public override T[] Activations(ReadOnlySpan<T> z)
        {
            var a = new T[z.Length];
            for (int unit = 0; unit < a.Length; unit++)
            {
                a[unit] = activation.Apply(z[unit]);
            }

            return a;
        }

        public override T CostAndError(ReadOnlySpan<T> z, ReadOnlySpan<T> targets, Span<T> error)
        {
            T[] a = Activations(z);
            var costs = new T[a.Length];
            for (int unit = 0; unit < a.Length; unit++)
            {
                costs[unit] = cost.Value(a[unit], targets[unit]);
                error[unit] = cost.Derivative(a[unit], targets[unit]) * activation.Derivative(z[unit], a[unit]);
            }

            return SumInLanes(costs, lanes);
        }

        public override void CarryBack(ReadOnlySpan<T> z, ReadOnlySpan<T> gradients, Span<T> error)
        {
            T[] a = Activations(z);
            for (int unit = 0; unit < a.Length; unit++)
            {
                error[unit] = gradients[unit] * activation.Derivative(z[unit], a[unit]);
            }
        }
    }

    private sealed class BinaryCrossEntropyHead(int lanes, double smoothing) : ReferenceHead<T>
    {
        public override T[] Activations(ReadOnlySpan<T> z)
        {
            var a = new T[z.Length];
            for (int unit = 0; unit < a.Length; unit++)
            {
                a[unit] = Elementary.Sigmoid<V1<T>, T>(new(z[unit])).Value;
            }

            return a;
        }

        // max(z, 0) − z y + ln(1 + e^−|z|).
        public override T CostAndError(ReadOnlySpan<T> z, ReadOnlySpan<T> targets, Span<T> error)
        {
            T[] a = Activations(z);
            T[] y = Smooth(targets, smoothing, 2);
            var costs = new T[a.Length];
            for (int unit = 0; unit < a.Length; unit++)
            {
                T positive = T.Zero > z[unit] ? T.Zero : z[unit];
                T e = Elementary.Exp<V1<T>, T>(new(-T.Abs(z[unit]))).Value;
                costs[unit] = Fused.MultiplyAdd(-z[unit], y[unit], positive) + Elementary.LogOnePlus<V1<T>, T>(new(e)).Value;
                error[unit] = a[unit] - y[unit];
            }

            return SumInLanes(costs, lanes);
        }

        public override void CarryBack(ReadOnlySpan<T> z, ReadOnlySpan<T> gradients, Span<T> error)
        {
            T[] a = Activations(z);
            for (int unit = 0; unit < a.Length; unit++)
            {
                error[unit] = gradients[unit] * (a[unit] * (T.One - a[unit]));
            }
        }
    }

    private sealed class SoftmaxHead(int lanes, bool isLog, double smoothing) : ReferenceHead<T>
    {
        public override T[] Activations(ReadOnlySpan<T> z)
        {
            T[] u = Shifted(z);
            if (!isLog)
            {
                return Probabilities(u);
            }

            T log = LogOfSum(u);
            return [.. u.Select(value => value - log)];
        }

        public override T CostAndError(ReadOnlySpan<T> z, ReadOnlySpan<T> targets, Span<T> error)
        {
            T[] u = Shifted(z);
            T log = LogOfSum(u);
            T[] smoothed = Smooth(targets, smoothing, targets.Length);
            T allTargets = SumInLanes(smoothed, lanes);
            T[] p = Probabilities(u);
            var costs = new T[p.Length];
            for (int unit = 0; unit < p.Length; unit++)
            {
                T y = smoothed[unit];
                costs[unit] = y == T.Zero ? T.Zero : y * (log - u[unit]);
                error[unit] = Fused.MultiplyAdd(p[unit], allTargets, -y);
            }

            return SumInLanes(costs, lanes);
        }

        // a_j (g_j − Σ a_k g_k) and, of the logarithm, g_j − p_j Σ g_k with the probabilities p.
        public override void CarryBack(ReadOnlySpan<T> z, ReadOnlySpan<T> gradients, Span<T> error)
        {
            T[] p = Probabilities(Shifted(z));
            var products = new T[p.Length];
            for (int unit = 0; unit < p.Length; unit++)
            {
                products[unit] = isLog ? gradients[unit] : p[unit] * gradients[unit];
            }

            T sum = SumInLanes(products, lanes);
            for (int unit = 0; unit < p.Length; unit++)
            {
                error[unit] = isLog ? Fused.MultiplyAdd(-p[unit], sum, gradients[unit]) : p[unit] * (gradients[unit] - sum);
            }
        }

        private T LogOfSum(T[] u) => Elementary.Log<V1<T>, T>(new(SumInLanes(Exponentials(u), lanes))).Value;

        private T[] Probabilities(T[] u)
        {
            T[] e = Exponentials(u);
            T sum = SumInLanes(e, lanes);
            return [.. e.Select(value => value / sum)];
        }

        private static T[] Exponentials(T[] u) => [.. u.Select(value => Elementary.Exp<V1<T>, T>(new(value)).Value)];

        private static T[] Shifted(ReadOnlySpan<T> z)
        {
            T most = z[0];
            foreach (T value in z)
            {
                most = value > most ? value : most;
            }

            var u = new T[z.Length];
            for (int unit = 0; unit < u.Length; unit++)
            {
                u[unit] = z[unit] - most;
            }

            return u;
        }
    }
}
