using System.Collections.ObjectModel;
using System.Globalization;

namespace NetGen;

/// <summary>A block of a network's parameters that belong together: the weights or the biases of one layer.</summary>
#if NETGEN_GENERATOR
internal
#else
public
#endif
sealed class ParameterBlock : IEquatable<ParameterBlock>
{
    internal ParameterBlock(string name, int layer, ParameterRole role, params int[] shape)
    {
        Name = name;
        Layer = layer;
        Role = role;
        Shape = new ReadOnlyCollection<int>(shape);
        Count = shape.Aggregate(1L, (product, length) => product * length);
    }

    /// <summary>The name, such as <c>layers.0.weight</c>: unique in the network, and what files call the block.</summary>
    public string Name { get; }

    /// <summary>The length of each dimension: <c>[out, in]</c> for weights, <c>[out]</c> for biases.</summary>
    public ReadOnlyCollection<int> Shape { get; }

    /// <summary>The number of values: the product of the dimensions.</summary>
    public long Count { get; }

    /// <summary>Whether training changes the values.</summary>
    public bool IsTrained => Role is ParameterRole.Weight or ParameterRole.Bias;

    /// <summary>The index of the layer that the block belongs to.</summary>
    internal int Layer { get; }

    /// <summary>What the values are to their layer.</summary>
    internal ParameterRole Role { get; }

    /// <inheritdoc/>
    public bool Equals(ParameterBlock? other) =>
        other is not null && Name == other.Name && Layer == other.Layer && Role == other.Role && Shape.SequenceEqual(other.Shape);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ParameterBlock);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Name) ^ Count.GetHashCode();

    /// <summary>Name and shape, as in <c>layers.0.weight [30, 784]</c>.</summary>
    public override string ToString() =>
        Name + " [" + string.Join(", ", Shape.Select(length => length.ToString(CultureInfo.InvariantCulture))) + "]";
}

/// <summary>What the values of a block are to their layer.</summary>
internal enum ParameterRole
{
    /// <summary>Weights, <c>[out, in]</c>.</summary>
    Weight,

    /// <summary>Biases, <c>[out]</c>.</summary>
    Bias,
}
