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
    /// The cost that training minimizes; null for <see cref="CostFunction.CategoricalCrossEntropy"/> after softmax,
    /// <see cref="CostFunction.NegativeLogLikelihood"/> after its logarithm and <see cref="CostFunction.Quadratic"/> after all else.
    /// </param>
    /// <param name="numericType">The type of parameters, inputs and outputs.</param>
    /// <param name="alphas">
    /// The parameter α of each layer's activation, a finite number, without effect where it has none; null for the default of all.
    /// </param>
    /// <param name="delta">
    /// The parameter δ of <see cref="CostFunction.Huber"/>, positive and finite; without effect for other costs.
    /// </param>
    /// <param name="labelSmoothing">
    /// The label smoothing of the cross-entropies: at least 0 and less than 1; without effect for other costs.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="sizes"/> or <paramref name="activations"/> is null.</exception>
    /// <exception cref="ArgumentException">The sizes, activations and cost do not make a network; the message says why.</exception>
    public NetworkTopology(
        IReadOnlyList<int> sizes,
        IReadOnlyList<Activation> activations,
        CostFunction? cost = null,
        NumericType numericType = NumericType.Single,
        IReadOnlyList<double>? alphas = null,
        double delta = CostTraits.DefaultDelta,
        double labelSmoothing = 0)
        : this(
            CheckedChain(sizes, activations, cost, numericType, alphas, delta, labelSmoothing),
            cost ?? CostTraits.DefaultFor(activations[activations.Count - 1]),
            numericType,
            delta,
            labelSmoothing)
    {
    }

    private const long MaxParameterCount = 1L << 61;

    /// <summary>Takes layers that make a network.</summary>
    internal NetworkTopology(
        LayerTopology[] layers,
        CostFunction cost,
        NumericType numericType,
        double delta = CostTraits.DefaultDelta,
        double labelSmoothing = 0)
    {
        Layers = new ReadOnlyCollection<LayerTopology>(layers);
        var blocks = new List<ParameterBlock>();
        long parameterCount = 0;
        foreach (LayerTopology layer in layers)
        {
            blocks.AddRange(layer.ParameterBlocks);
            // More than an array can hold is refused where parameters are laid out.
            parameterCount = Math.Min(MaxParameterCount, parameterCount + layer.ParameterCount);
        }

        ParameterBlocks = new ReadOnlyCollection<ParameterBlock>(blocks);
        ParameterCount = parameterCount;
        InputSize = layers[0].InputSize;
        OutputSize = layers[layers.Length - 1].OutputSize;
        Cost = cost;
        Delta = CostTraits.HasDelta(cost) ? delta : 0;
        LabelSmoothing = CostTraits.HasLabelSmoothing(cost) ? labelSmoothing : 0;
        NumericType = numericType;
    }

    /// <summary>The layers, from the one that reads the input to the one that gives the output.</summary>
    public ReadOnlyCollection<LayerTopology> Layers { get; }

    /// <summary>The cost that training minimizes.</summary>
    public CostFunction Cost { get; }

    /// <summary>The parameter δ of the cost; 0 for costs without it.</summary>
    public double Delta { get; }

    /// <summary>The label smoothing; 0 for costs without it.</summary>
    public double LabelSmoothing { get; }

    /// <summary>The type of parameters, inputs and outputs.</summary>
    public NumericType NumericType { get; }

    /// <summary>The number of inputs.</summary>
    public int InputSize { get; }

    /// <summary>The number of outputs.</summary>
    public int OutputSize { get; }

    /// <summary>The number of trained parameters: weights and biases of all layers.</summary>
    public long ParameterCount { get; }

    /// <summary>The layers with parameters that training changes.</summary>
    internal IEnumerable<LayerTopology> TrainedLayers => Layers.Where(layer => layer.IsTrained);

    /// <summary>
    /// The named blocks that the parameters are divided into, from the input to the output; in each layer weights before biases.
    /// </summary>
    public ReadOnlyCollection<ParameterBlock> ParameterBlocks { get; }

    /// <summary>Describes a network by its layers, which need not be dense ones.</summary>
    /// <param name="inputShape">The shape of the input: the number of inputs.</param>
    /// <param name="layers">The layers, from the input to the output, as attributes of a network class declare them.</param>
    /// <param name="cost">
    /// The cost that training minimizes; null for <see cref="CostFunction.CategoricalCrossEntropy"/> after softmax,
    /// <see cref="CostFunction.NegativeLogLikelihood"/> after its logarithm and <see cref="CostFunction.Quadratic"/> after all else.
    /// </param>
    /// <param name="numericType">The type of parameters, inputs and outputs.</param>
    /// <param name="delta">
    /// The parameter δ of <see cref="CostFunction.Huber"/>, positive and finite; without effect for other costs.
    /// </param>
    /// <param name="labelSmoothing">
    /// The label smoothing of the cross-entropies: at least 0 and less than 1; without effect for other costs.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="inputShape"/> or <paramref name="layers"/> is null.</exception>
    /// <exception cref="ArgumentException">Shape, layers and cost do not make a network; the message says why.</exception>
    public static NetworkTopology FromLayers(
        IReadOnlyList<int> inputShape,
        IReadOnlyList<LayerAttribute> layers,
        CostFunction? cost = null,
        NumericType numericType = NumericType.Single,
        double delta = CostTraits.DefaultDelta,
        double labelSmoothing = 0)
    {
        CheckArguments(inputShape, nameof(inputShape), layers, nameof(layers), numericType);
        ThrowFirst(LayerListValidation.Validate(inputShape, layers, cost, delta, labelSmoothing), LayerListValidation.ParameterNameOf);
        LayerTopology[] placed = Place(inputShape[0], [.. layers]);
        return new NetworkTopology(
            placed, cost ?? CostTraits.DefaultFor(placed[placed.Length - 1].Activation), numericType, delta, labelSmoothing);
    }

    /// <summary>Compares two topologies by value.</summary>
    public static bool operator ==(NetworkTopology? left, NetworkTopology? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Compares two topologies by value.</summary>
    public static bool operator !=(NetworkTopology? left, NetworkTopology? right) => !(left == right);

    /// <inheritdoc/>
    public bool Equals(NetworkTopology? other) =>
        other is not null && Cost == other.Cost && Delta.Equals(other.Delta) && LabelSmoothing.Equals(other.LabelSmoothing)
        && NumericType == other.NumericType && Layers.SequenceEqual(other.Layers);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NetworkTopology);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        int hash = ((int)Cost * 31) ^ (int)NumericType ^ Delta.GetHashCode() ^ LabelSmoothing.GetHashCode();
        foreach (LayerTopology layer in Layers)
        {
            hash = (hash * 397) ^ layer.GetHashCode();
        }

        return hash;
    }

    /// <summary>Sizes, layers and cost, as in <c>784-30-10 Sigmoid, Sigmoid; Quadratic; Single</c>.</summary>
    public override string ToString()
    {
        string sizes = string.Join("-", new[] { InputSize }.Concat(TrainedLayers.Select(layer => layer.OutputSize)));
        string layers = string.Join(", ", Layers.Select(layer => layer.Text));
        return $"{sizes} {layers}; {CostText}; {NumericType}";
    }

    /// <summary>The same network with another numeric type.</summary>
    internal NetworkTopology WithNumericType(NumericType numericType) => new([.. Layers], Cost, numericType, Delta, LabelSmoothing);

    /// <summary>The cost with its parameters, as in <c>Huber(0.5)</c>; a label smoothing of 0 is left out.</summary>
    internal string CostText => CostTraits.HasDelta(Cost) ? FormattableString.Invariant($"{Cost}({Delta:R})")
        : LabelSmoothing > 0 ? FormattableString.Invariant($"{Cost}(LabelSmoothing {LabelSmoothing:R})")
        : Cost.ToString();

    /// <summary>The dense layers of a network that is declared by sizes.</summary>
    internal static LayerTopology[] DenseChain(int[] sizes, Activation[] activations, double[]? alphas)
    {
        var layers = new LayerTopology[activations.Length];
        for (int i = 0; i < layers.Length; i++)
        {
            double alpha = alphas is null ? ActivationTraits.DefaultAlpha(activations[i]) : alphas[i];
            layers[i] = new DenseTopology(i, i, null, sizes[i], sizes[i + 1], activations[i], alpha);
        }

        return layers;
    }

    /// <summary>The layers of a network that is declared by layers.</summary>
    internal static LayerTopology[] Place(int inputSize, LayerAttribute[] declared)
    {
        var layers = new List<LayerTopology>();
        int size = inputSize;
        foreach (LayerAttribute layer in declared)
        {
            layers.Add(LayerKinds.Place(layer, layers, size));
            size = layers[layers.Count - 1].OutputSize;
        }

        return [.. layers];
    }

    private static LayerTopology[] CheckedChain(
        IReadOnlyList<int> sizes,
        IReadOnlyList<Activation> activations,
        CostFunction? cost,
        NumericType numericType,
        IReadOnlyList<double>? alphas,
        double delta,
        double labelSmoothing)
    {
        CheckArguments(sizes, nameof(sizes), activations, nameof(activations), numericType);
        ThrowFirst(
            TopologyValidation.Validate(sizes, activations, cost, alphas, delta, labelSmoothing), TopologyValidation.ParameterNameOf);
        return DenseChain([.. sizes], [.. activations], alphas is null ? null : [.. alphas]);
    }

    private static void CheckArguments(object? first, string firstName, object? second, string secondName, NumericType numericType)
    {
        if (first is null)
        {
            throw new ArgumentNullException(firstName);
        }

        if (second is null)
        {
            throw new ArgumentNullException(secondName);
        }

        if (numericType is not (NumericType.Single or NumericType.Double))
        {
            throw new ArgumentOutOfRangeException(nameof(numericType), numericType, "The numeric type is Single or Double.");
        }
    }

    private static void ThrowFirst(IReadOnlyList<TopologyError> errors, Func<TopologyErrorKind, string> parameterNameOf)
    {
        if (errors.Count > 0)
        {
            throw new ArgumentException(errors[0].Message, parameterNameOf(errors[0].Kind));
        }
    }
}
