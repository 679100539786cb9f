using System.Collections.ObjectModel;

namespace NetGen;

/// <summary>The shape of a network: its layers, their activations, the cost and the numeric type. Immutable, equal by value.</summary>
#if NETGEN_GENERATOR
internal
#else
public
#endif
sealed class NetworkTopology : IEquatable<NetworkTopology>
{
    /// <summary>Describes a network.</summary>
    /// <param name="sizes">Units per layer, from the input to the output; at least two, each at least 1.</param>
    /// <param name="activations">One activation for each layer of weights: <c>sizes.Count - 1</c> of them.</param>
    /// <param name="cost">
    /// The cost that training minimizes; null for <see cref="CostFunction.CategoricalCrossEntropy"/> after softmax and
    /// <see cref="CostFunction.Quadratic"/> after all else.
    /// </param>
    /// <param name="numericType">The type of parameters, inputs and outputs.</param>
    /// <param name="alphas">
    /// The parameter α of each layer's activation, a finite number, without effect where it has none; null for the default of all.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="sizes"/> or <paramref name="activations"/> is null.</exception>
    /// <exception cref="ArgumentException">The sizes, activations and cost do not make a network; the message says why.</exception>
    public NetworkTopology(
        IReadOnlyList<int> sizes,
        IReadOnlyList<Activation> activations,
        CostFunction? cost = null,
        NumericType numericType = NumericType.Single,
        IReadOnlyList<double>? alphas = null)
    {
        if (sizes is null)
        {
            throw new ArgumentNullException(nameof(sizes));
        }

        if (activations is null)
        {
            throw new ArgumentNullException(nameof(activations));
        }

        if (numericType is not (NumericType.Single or NumericType.Double))
        {
            throw new ArgumentOutOfRangeException(nameof(numericType), numericType, "The numeric type is Single or Double.");
        }

        IReadOnlyList<TopologyError> errors = TopologyValidation.Validate(sizes, activations, cost, alphas);
        if (errors.Count > 0)
        {
            throw new ArgumentException(errors[0].Message, TopologyValidation.ParameterNameOf(errors[0].Kind));
        }

        var layers = new LayerTopology[activations.Count];
        for (int i = 0; i < layers.Length; i++)
        {
            layers[i] = new LayerTopology(i, sizes[i], sizes[i + 1], activations[i], AlphaOf(activations[i], alphas?[i]));
            ParameterCount += layers[i].ParameterCount;
        }

        Layers = new ReadOnlyCollection<LayerTopology>(layers);
        ParameterBlocks = new ReadOnlyCollection<ParameterBlock>([.. layers.SelectMany(layer => layer.ParameterBlocks)]);
        Cost = cost ?? CostTraits.DefaultFor(activations[activations.Count - 1]);
        NumericType = numericType;
    }

    /// <summary>The layers of weights, from the one that reads the input to the one that gives the output.</summary>
    public ReadOnlyCollection<LayerTopology> Layers { get; }

    /// <summary>The cost that training minimizes.</summary>
    public CostFunction Cost { get; }

    /// <summary>The type of parameters, inputs and outputs.</summary>
    public NumericType NumericType { get; }

    /// <summary>The number of inputs.</summary>
    public int InputSize => Layers[0].InputSize;

    /// <summary>The number of outputs.</summary>
    public int OutputSize => Layers[Layers.Count - 1].OutputSize;

    /// <summary>Weights and biases of all layers.</summary>
    public long ParameterCount { get; }

    /// <summary>
    /// The named blocks that the parameters are divided into, from the input to the output; in each layer weights before biases.
    /// </summary>
    public ReadOnlyCollection<ParameterBlock> ParameterBlocks { get; }

    /// <summary>Compares two topologies by value.</summary>
    public static bool operator ==(NetworkTopology? left, NetworkTopology? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Compares two topologies by value.</summary>
    public static bool operator !=(NetworkTopology? left, NetworkTopology? right) => !(left == right);

    /// <inheritdoc/>
    public bool Equals(NetworkTopology? other) =>
        other is not null && Cost == other.Cost && NumericType == other.NumericType && Layers.SequenceEqual(other.Layers);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NetworkTopology);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        int hash = ((int)Cost * 31) ^ (int)NumericType;
        foreach (LayerTopology layer in Layers)
        {
            hash = (hash * 397) ^ layer.GetHashCode();
        }

        return hash;
    }

    /// <summary>Sizes, activations and cost, as in <c>784-30-10 Sigmoid, Sigmoid; Quadratic; Single</c>.</summary>
    public override string ToString()
    {
        string sizes = string.Join("-", new[] { InputSize }.Concat(Layers.Select(layer => layer.OutputSize)));
        string activations = string.Join(", ", Layers.Select(layer => layer.ActivationText));
        return $"{sizes} {activations}; {Cost}; {NumericType}";
    }

    private static double AlphaOf(Activation activation, double? alpha) =>
        !ActivationTraits.HasAlpha(activation) ? 0
        : alpha ?? ActivationTraits.DefaultAlpha;
}
