using System.Numerics;
using NetGen.Layout;
using NetGen.Numerics;

namespace NetGen.Reference;

/// <summary>
/// One layer of a <see cref="ReferenceNetwork{T}"/>: weights and biases in canonical order, which are parameters or a gradient, and the
/// sums of the numerics contract as plain loops.
/// </summary>
internal sealed class ReferenceLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly LayerLayout _layout;

    /// <summary>Copies a layer out of a buffer.</summary>
    public ReferenceLayer(ParameterBuffer<T> parameters, int index)
    {
        Topology = parameters.Topology.Layers[index];
        _layout = parameters.Layout.Layers[index];
        Weights = new T[(long)Topology.OutputSize * Topology.InputSize];
        Biases = new T[Topology.OutputSize];
        parameters.GetWeights(index, Weights);
        parameters.GetBiases(index, Biases);
    }

    public LayerTopology Topology { get; }

    /// <summary>The weights, <c>[out, in]</c> row-major.</summary>
    public T[] Weights { get; }

    public T[] Biases { get; }

    /// <summary>Copies the layer back.</summary>
    public void CopyTo(ParameterBuffer<T> parameters)
    {
        parameters.SetWeights(Topology.Index, Weights);
        parameters.SetBiases(Topology.Index, Biases);
    }

    /// <summary>The weighted inputs z = w · x + b.</summary>
    public T[] WeightedInputs(ReadOnlySpan<T> input)
    {
        var z = new T[_layout.Outputs];
        for (int output = 0; output < z.Length; output++)
        {
            T sum = _layout.Form == LayerForm.Dot ? Biases[output] + DotProduct(output, input) : SegmentSum(output, input);
            z[output] = sum + T.Zero;
        }

        return z;
    }

    /// <summary>The error of each input but for the derivative there: the weights' transpose times the error.</summary>
    public T[] CarryErrorBack(ReadOnlySpan<T> error)
    {
        var inputError = new T[_layout.Inputs];
        for (int input = 0; input < inputError.Length; input++)
        {
            inputError[input] = _layout.ChainsErrors ? ErrorChain(input, error) : ErrorSumInLanes(input, error);
        }

        return inputError;
    }

    /// <summary>Adds one sample's ∂C/∂w = error · input and ∂C/∂b = error to this layer of a gradient.</summary>
    public void AddGradient(ReadOnlySpan<T> input, ReadOnlySpan<T> error)
    {
        for (int output = 0; output < _layout.Outputs; output++)
        {
            Biases[output] += error[output];
            for (int k = 0; k < _layout.Inputs; k++)
            {
                ref T sum = ref WeightAt(output, k);
                sum = T.FusedMultiplyAdd(error[output], input[k], sum);
            }
        }
    }

    /// <summary>Adds zero to all values, which turns −0 into +0: the last step of every sum of a gradient.</summary>
    public void FinishGradient()
    {
        AddZero(Weights);
        AddZero(Biases);
    }

    /// <summary>w ← w − step · g, and so for the biases.</summary>
    public void ApplyGradient(ReferenceLayer<T> gradient, T step)
    {
        Apply(Weights, gradient.Weights, step);
        Apply(Biases, gradient.Biases, step);
    }

    private static void AddZero(Span<T> values)
    {
        foreach (ref T value in values)
        {
            value += T.Zero;
        }
    }

    private static void Apply(Span<T> values, ReadOnlySpan<T> gradient, T step)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = T.FusedMultiplyAdd(-step, gradient[i], values[i]);
        }
    }

    private ref T WeightAt(int output, int input) => ref Weights[((long)output * _layout.Inputs) + input];

    // Segments of inputs, each one chain of fused multiply-adds; the first starts from the bias; added in their order.
    private T SegmentSum(int output, ReadOnlySpan<T> input)
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

    // Lane l takes the inputs l, l + n, l + 2n, ...; segments of such blocks as above, lane by lane; then the halving tree.
    private T DotProduct(int output, ReadOnlySpan<T> input)
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

        return HalvingTree.Sum(sums);
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

        return HalvingTree.Sum(sums);
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
