using System.Numerics;
using NetGen.Numerics;

namespace NetGen.Reference;

/// <summary>
/// One layer of a <see cref="ReferenceNetwork{T}"/>: its blocks in canonical order, which are parameters or a gradient, and its operations
/// as plain loops. Each kind of layer derives a class.
/// </summary>
internal abstract class ReferenceLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Copies a layer's blocks out of a buffer.</summary>
    protected ReferenceLayer(ParameterBuffer<T> parameters, LayerTopology topology)
    {
        Topology = topology;
        Values = [.. topology.ParameterBlocks.Select(block =>
        {
            var values = new T[block.Count];
            parameters.Read(block, values);
            return values;
        })];
    }

    /// <summary>The layer.</summary>
    public LayerTopology Topology { get; }

    /// <summary>The values of each of its blocks, in canonical order.</summary>
    protected IReadOnlyList<T[]> Values { get; }

    /// <summary>Copies a layer out of a buffer: a line for each kind.</summary>
    public static ReferenceLayer<T> Of(ParameterBuffer<T> parameters, LayerTopology topology) => topology switch
    {
        DenseTopology dense => new DenseReferenceLayer<T>(parameters, dense),
        DropoutTopology dropout => new DropoutReferenceLayer<T>(parameters, dropout),
        StandardizeTopology => new StandardizeReferenceLayer<T>(parameters, topology),
        _ => throw new ArgumentException($"There is no reference for {topology.GetType().Name}.", nameof(topology)),
    };

    /// <summary>Copies the layer back.</summary>
    public void CopyTo(ParameterBuffer<T> parameters)
    {
        foreach ((ParameterBlock block, T[] values) in Topology.ParameterBlocks.Zip(Values))
        {
            parameters.Write(block, values);
        }
    }

    /// <summary>What the layer computes of its inputs, before the activation.</summary>
    public abstract T[] WeightedInputs(ReadOnlySpan<T> input);

    /// <summary>What the layer computes of its inputs in training, before the activation.</summary>
    /// <param name="input">The inputs.</param>
    /// <param name="sample">What decides what is dropped of this sample, which is the key's first; null to drop nothing.</param>
    public virtual T[] WeightedInputs(ReadOnlySpan<T> input, DropoutKey? sample) => WeightedInputs(input);

    /// <summary>The error of each input but for the derivative there.</summary>
    public virtual T[] CarryErrorBack(ReadOnlySpan<T> error) =>
        throw new NotSupportedException($"No layer with trained parameters can stand before {Topology}.");

    /// <inheritdoc cref="CarryErrorBack(ReadOnlySpan{T})"/>
    /// <param name="error">The errors of the layer.</param>
    /// <param name="sample">What decides what is dropped of this sample, which is the key's first; null to drop nothing.</param>
    public virtual T[] CarryErrorBack(ReadOnlySpan<T> error, DropoutKey? sample) => CarryErrorBack(error);

    /// <summary>Adds one sample's derivatives of the cost with respect to the parameters to this layer of a gradient.</summary>
    public virtual void AddGradient(ReadOnlySpan<T> input, ReadOnlySpan<T> error)
    {
    }

    /// <summary>Adds zero to all values, which turns −0 into +0: the last step of every sum of a gradient.</summary>
    public void FinishGradient()
    {
        foreach (T[] values in Values)
        {
            for (int i = 0; i < values.Length; i++)
            {
                values[i] += T.Zero;
            }
        }
    }

    /// <summary>p ← p − step · g for all trained parameters.</summary>
    public void ApplyGradient(ReferenceLayer<T> gradient, T step)
    {
        for (int block = 0; block < Values.Count; block++)
        {
            if (Topology.ParameterBlocks[block].IsTrained)
            {
                Apply(Values[block], gradient.Values[block], step);
            }
        }
    }

    private static void Apply(Span<T> values, ReadOnlySpan<T> gradient, T step)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Fused.MultiplyAdd(-step, gradient[i], values[i]);
        }
    }
}
