using System.Numerics;
using NetGen.Layout;
using NetGen.Numerics;

namespace NetGen.Reference;

/// <summary>
/// A dense layer of a <see cref="ReferenceNetwork{T}"/>: weights and biases in canonical order, and the sums of the numerics contract as
/// plain loops.
/// </summary>
internal sealed class DenseReferenceLayer<T> : ReferenceLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly DenseLayout _layout;

    /// <summary>Copies a layer out of a buffer.</summary>
    public DenseReferenceLayer(ParameterBuffer<T> parameters, DenseTopology topology)
        : base(parameters, topology) => _layout = (DenseLayout)parameters.Layout.Layers[topology.Index];

    // The weights, [out, in] row-major.
    private T[] Weights => Values[0];

    private T[] Biases => Values[1];

    /// <inheritdoc/>
    /// <remarks>z = w · x + b.</remarks>
    public override T[] WeightedInputs(ReadOnlySpan<T> input)
    {
        var z = new T[_layout.Outputs];
        for (int output = 0; output < z.Length; output++)
        {
            T sum = _layout.Form == LayerForm.Dot ? Biases[output] + DotProduct(output, input) : SegmentSum(output, input);
            z[output] = sum + T.Zero;
        }

        return z;
    }

    /// <inheritdoc/>
    /// <remarks>The weights' transpose times the error.</remarks>
    public override T[] CarryErrorBack(ReadOnlySpan<T> error)
    {
        var inputError = new T[_layout.Inputs];
        for (int input = 0; input < inputError.Length; input++)
        {
            inputError[input] = _layout.ChainsErrors ? ErrorChain(input, error) : ErrorSumInLanes(input, error);
        }

        return inputError;
    }

    /// <inheritdoc/>
    /// <remarks>∂C/∂w = error · input and ∂C/∂b = error.</remarks>
    public override void AddGradient(ReadOnlySpan<T> input, ReadOnlySpan<T> error)
    {
        for (int output = 0; output < _layout.Outputs; output++)
        {
            Biases[output] += error[output];
            for (int k = 0; k < _layout.Inputs; k++)
            {
                ref T sum = ref WeightAt(output, k);
                sum = Fused.MultiplyAdd(error[output], input[k], sum);
            }
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
                sum = Fused.MultiplyAdd(input[k], WeightAt(output, k), sum);
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
                        ? Fused.MultiplyAdd(input[k], WeightAt(output, k), sum)
                        : Fused.MultiplyAdd(T.Zero, T.Zero, sum);
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
                ? Fused.MultiplyAdd(WeightAt(unit, input), error[unit], sum)
                : Fused.MultiplyAdd(T.Zero, T.Zero, sum);
        }

        return HalvingTree.Sum(sums);
    }

    // One chain over the units.
    private T ErrorChain(int input, ReadOnlySpan<T> error)
    {
        T sum = T.Zero;
        for (int unit = 0; unit < _layout.Outputs; unit++)
        {
            sum = Fused.MultiplyAdd(WeightAt(unit, input), error[unit], sum);
        }

        return sum;
    }
}
