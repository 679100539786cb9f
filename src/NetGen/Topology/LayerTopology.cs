namespace NetGen;

/// <summary>One layer of weights: its shape and its activation.</summary>
public sealed class LayerTopology : IEquatable<LayerTopology>
{
    internal LayerTopology(int index, Activation activation, LayerLayout layout)
    {
        Index = index;
        Activation = activation;
        Layout = layout;
    }

    /// <summary>The layer's index, from 0 for the layer that reads the network's input.</summary>
    public int Index { get; }

    /// <summary>The number of inputs of each unit, the fan-in.</summary>
    public int InputSize => Layout.Inputs;

    /// <summary>The number of units.</summary>
    public int OutputSize => Layout.Outputs;

    /// <summary>The function applied to each unit's weighted input.</summary>
    public Activation Activation { get; }

    /// <summary>Weights and biases together: <c>OutputSize * InputSize + OutputSize</c>.</summary>
    public long ParameterCount => ((long)InputSize * OutputSize) + OutputSize;

    internal LayerLayout Layout { get; }

    /// <inheritdoc/>
    public bool Equals(LayerTopology? other) =>
        other is not null && Index == other.Index && Activation == other.Activation && Layout.Equals(other.Layout);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LayerTopology);

    /// <inheritdoc/>
    public override int GetHashCode() => (Layout.GetHashCode() * 397) ^ ((int)Activation * 31) ^ Index;

    /// <summary>The shape and the activation, as in <c>784 -> 30 Sigmoid</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{InputSize} -> {OutputSize} {Activation}");
}
