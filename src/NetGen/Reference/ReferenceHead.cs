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
            CostFunction.BinaryCrossEntropy => new BinaryCrossEntropyHead(lanes),
            CostFunction.CategoricalCrossEntropy => new SoftmaxHead(lanes),
            _ => new ElementwiseHead(ActivationRegistry.Find<T>(last), CostRegistry.Find<T>(topology.Cost), lanes),
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

    private sealed class BinaryCrossEntropyHead(int lanes) : ReferenceHead<T>
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
            var costs = new T[a.Length];
            for (int unit = 0; unit < a.Length; unit++)
            {
                T positive = T.Zero > z[unit] ? T.Zero : z[unit];
                T e = Elementary.Exp<V1<T>, T>(new(-T.Abs(z[unit]))).Value;
                costs[unit] = T.FusedMultiplyAdd(-z[unit], targets[unit], positive) + Elementary.LogOnePlus<V1<T>, T>(new(e)).Value;
                error[unit] = a[unit] - targets[unit];
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

    private sealed class SoftmaxHead(int lanes) : ReferenceHead<T>
    {
        public override T[] Activations(ReadOnlySpan<T> z)
        {
            T[] u = Shifted(z);
            T[] e = Exponentials(u);
            T sum = SumInLanes(e, lanes);
            for (int unit = 0; unit < e.Length; unit++)
            {
                e[unit] /= sum;
            }

            return e;
        }

        public override T CostAndError(ReadOnlySpan<T> z, ReadOnlySpan<T> targets, Span<T> error)
        {
            T[] u = Shifted(z);
            T sum = SumInLanes(Exponentials(u), lanes);
            T log = Elementary.Log<V1<T>, T>(new(sum)).Value;
            T allTargets = SumInLanes(targets, lanes);
            T[] a = Activations(z);
            var costs = new T[a.Length];
            for (int unit = 0; unit < a.Length; unit++)
            {
                T y = targets[unit];
                costs[unit] = y == T.Zero ? T.Zero : y * (log - u[unit]);
                error[unit] = T.FusedMultiplyAdd(a[unit], allTargets, -y);
            }

            return SumInLanes(costs, lanes);
        }

        // a_j (g_j − Σ a_k g_k).
        public override void CarryBack(ReadOnlySpan<T> z, ReadOnlySpan<T> gradients, Span<T> error)
        {
            T[] a = Activations(z);
            var products = new T[a.Length];
            for (int unit = 0; unit < a.Length; unit++)
            {
                products[unit] = a[unit] * gradients[unit];
            }

            T mean = SumInLanes(products, lanes);
            for (int unit = 0; unit < a.Length; unit++)
            {
                error[unit] = a[unit] * (gradients[unit] - mean);
            }
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
