using System.Collections.ObjectModel;
using System.Globalization;

namespace NetGen;

/// <summary>A block of a network's parameters that belong together, such as the weights or the biases of one layer.</summary>
#if NETGEN_GENERATOR
internal
#else
public
#endif
sealed class ParameterBlock : IEquatable<ParameterBlock>
{
    internal ParameterBlock(string name, int layer, string part, bool isTrained, params int[] shape)
    {
        Name = name;
        Layer = layer;
        Part = part;
        IsTrained = isTrained;
        Shape = new ReadOnlyCollection<int>(shape);
        RowLength = shape[shape.Length - 1];
        long count = 1;
        foreach (int length in shape)
        {
            count *= length;
        }

        Count = count;
    }

    /// <summary>The name, such as <c>layers.0.weight</c>: unique in the network, and what files call the block.</summary>
    public string Name { get; }

    /// <summary>The length of each dimension: <c>[out, in]</c> for weights, a single one for biases and all else.</summary>
    public ReadOnlyCollection<int> Shape { get; }

    /// <summary>The number of values: the product of the dimensions.</summary>
    public long Count { get; }

    /// <summary>Whether training changes the values.</summary>
    public bool IsTrained { get; }

    /// <summary>Whether weight decay is for the values: for weights, not for biases.</summary>
    internal bool Decays => IsTrained && Shape.Count > 1;

    /// <summary>The index of the layer that the block belongs to.</summary>
    internal int Layer { get; }

    /// <summary>What the values are to their layer, such as its weights.</summary>
    internal string Part { get; }

    /// <summary>The value that all elements have in a new network, if nothing draws them.</summary>
    internal double InitialValue { get; init; }

    /// <summary>The rows of the shape: the length of the first of two dimensions, else one.</summary>
    internal int RowCount => Shape.Count == 1 ? 1 : Shape[0];

    /// <summary>The values of a row: the length of the last dimension.</summary>
    internal int RowLength { get; }

    /// <inheritdoc/>
    public bool Equals(ParameterBlock? other) =>
        other is not null && Name == other.Name && Layer == other.Layer && Part == other.Part && Shape.SequenceEqual(other.Shape);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ParameterBlock);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Name) ^ Count.GetHashCode();

    /// <summary>Name and shape, as in <c>layers.0.weight [30, 784]</c>.</summary>
    public override string ToString() =>
        Name + " [" + string.Join(", ", Shape.Select(length => length.ToString(CultureInfo.InvariantCulture))) + "]";
}
