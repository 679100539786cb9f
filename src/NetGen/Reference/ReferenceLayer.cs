using System.Numerics;
using NetGen.Numerics;

namespace NetGen.Reference;

/// <summary>
/// One layer of a <see cref="ReferenceNetwork{T}"/>: canonical weights and biases, and the sums of the numerics contract as plain loops.
/// </summary>
internal sealed class ReferenceLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly LayerLayout _layout;

    public ReferenceLayer(LayerTopology topology)
    {
        Topology = topology;
        _layout = topology.Layout;
        Weights = new T[(long)topology.OutputSize * topology.InputSize];
        Biases = new T[topology.OutputSize];
    }

    public LayerTopology Topology { get; }

    /// <summary>The weights, <c>[out, in]</c> row-major.</summary>
    public T[] Weights { get; }

    public T[] Biases { get; }

    /// <summary>Adds numbers lane by lane: lane l takes that of lane l + n/2, then l + n/4, until one is left.</summary>
    public static T HalvingTree(Span<T> lanes)
    {
        for (int half = lanes.Length / 2; half > 0; half /= 2)
        {
            for (int lane = 0; lane < half; lane++)
            {
                lanes[lane] += lanes[lane + half];
            }
        }

        return lanes[0];
    }

    /// <summary>The activations a = σ(w · x + b).</summary>
    public void FeedForward(ReadOnlySpan<T> input, Span<T> activations)
    {
        for (int output = 0; output < _layout.Outputs; output++)
        {
            T z = _layout.Form == LayerForm.Dot ? WeightedInputInDotForm(output, input) : WeightedInput(output, input);
            activations[output] = Activate.Apply(Topology.Activation, z);
        }
    }

    /// <summary>The error of the layer before: the weights' transpose times the error, times the derivative σ′ there.</summary>
    public void PropagateError(ReadOnlySpan<T> error, Activation previous, ReadOnlySpan<T> previousActivations, Span<T> previousError)
    {
        for (int input = 0; input < _layout.Inputs; input++)
        {
            T sum = _layout.ChainsErrors ? ErrorChain(input, error) : ErrorSumInLanes(input, error);
            previousError[input] = sum * Activate.Derivative(previous, previousActivations[input]);
        }
    }

    /// <summary>Adds one sample's ∂C/∂w = error · input and ∂C/∂b = error to a gradient.</summary>
    public void AddGradient(ReadOnlySpan<T> input, ReadOnlySpan<T> error, ParameterBuffer<T> gradient)
    {
        Span<T> packed = gradient.Packed;
        for (int output = 0; output < _layout.Outputs; output++)
        {
            packed[(int)_layout.BiasOffset + output] += error[output];
            for (int k = 0; k < _layout.Inputs; k++)
            {
                ref T sum = ref packed[(int)_layout.WeightIndex(output, k)];
                sum = T.FusedMultiplyAdd(error[output], input[k], sum);
            }
        }
    }

    /// <summary>w ← w − step · g, and so for the biases.</summary>
    public void ApplyGradient(ParameterBuffer<T> gradient, T step)
    {
        Span<T> packed = gradient.Packed;
        for (int output = 0; output < _layout.Outputs; output++)
        {
            Biases[output] = T.FusedMultiplyAdd(-step, packed[(int)_layout.BiasOffset + output], Biases[output]);
            for (int k = 0; k < _layout.Inputs; k++)
            {
                ref T weight = ref WeightAt(output, k);
                weight = T.FusedMultiplyAdd(-step, packed[(int)_layout.WeightIndex(output, k)], weight);
            }
        }
    }

    private ref T WeightAt(int output, int input) => ref Weights[((long)output * _layout.Inputs) + input];

    // Segments of inputs, each one chain of fused multiply-adds; the first starts from the bias; added in their order.
    private T WeightedInput(int output, ReadOnlySpan<T> input)
    {
        T z = T.Zero;
        for (int segment = 0; segment < _layout.Segments; segment++)
        {
            T sum = segment == 0 ? Biases[output] : T.Zero;
            for (int k = _layout.SegmentStart(segment); k < _layout.SegmentStart(segment + 1); k++)
            {
                sum = T.FusedMultiplyAdd(input[k], WeightAt(output, k), sum);
            }

            z = segment == 0 ? sum : z + sum;
        }

        return z;
    }

    // Lane l takes the inputs l, l + n, l + 2n, ...; segments of such blocks as above, lane by lane; then the halving tree and the bias.
    private T WeightedInputInDotForm(int output, ReadOnlySpan<T> input)
    {
        int lanes = _layout.LaneCount;
        Span<T> sums = stackalloc T[lanes];
        for (int lane = 0; lane < lanes; lane++)
        {
            for (int segment = 0; segment < _layout.Segments; segment++)
            {
                T sum = T.Zero;
                for (int block = _layout.SegmentStart(segment); block < _layout.SegmentStart(segment + 1); block++)
                {
                    int k = (block * lanes) + lane;
                    sum = k < _layout.Inputs
                        ? T.FusedMultiplyAdd(input[k], WeightAt(output, k), sum)
                        : T.FusedMultiplyAdd(T.Zero, T.Zero, sum);
                }

                sums[lane] = segment == 0 ? sum : sums[lane] + sum;
            }
        }

        return Biases[output] + HalvingTree(sums);
    }

    // Unit j goes to virtual lane j mod n, padding units with zeros; then the halving tree.
    private T ErrorSumInLanes(int input, ReadOnlySpan<T> error)
    {
        Span<T> sums = stackalloc T[_layout.VirtualLanes];
        sums.Clear();
        for (int unit = 0; unit < _layout.Lanes; unit++)
        {
            ref T sum = ref sums[unit % sums.Length];
            sum = unit < _layout.Outputs
                ? T.FusedMultiplyAdd(WeightAt(unit, input), error[unit], sum)
                : T.FusedMultiplyAdd(T.Zero, T.Zero, sum);
        }

        return HalvingTree(sums);
    }

    // One chain over the units.
    private T ErrorChain(int input, ReadOnlySpan<T> error)
    {
        T sum = T.Zero;
        for (int unit = 0; unit < _layout.Outputs; unit++)
        {
            sum = T.FusedMultiplyAdd(WeightAt(unit, input), error[unit], sum);
        }

        return sum;
    }
}
