namespace NetGen;

/// <summary>One layer of weights: its shape and its activation.</summary>
#if NETGEN_GENERATOR
internal
#else
public
#endif
sealed class LayerTopology : IEquatable<LayerTopology>
{
    internal LayerTopology(int index, int inputSize, int outputSize, Activation activation, double alpha)
    {
        Index = index;
        InputSize = inputSize;
        OutputSize = outputSize;
        Activation = activation;
        Alpha = alpha;
    }

    /// <summary>The layer's index, from 0 for the layer that reads the network's input.</summary>
    public int Index { get; }

    /// <summary>The number of inputs of each unit, the fan-in.</summary>
    public int InputSize { get; }

    /// <summary>The number of units.</summary>
    public int OutputSize { get; }

    /// <summary>The function applied to each unit's weighted input.</summary>
    public Activation Activation { get; }

    /// <summary>The parameter α of the activation; 0 where it has none.</summary>
    public double Alpha { get; }

    /// <summary>Weights and biases together: <c>OutputSize * InputSize + OutputSize</c>.</summary>
    public long ParameterCount => ((long)InputSize * OutputSize) + OutputSize;

    /// <summary>The layer's blocks of parameters.</summary>
    internal IEnumerable<ParameterBlock> ParameterBlocks
    {
        get
        {
            string prefix = FormattableString.Invariant($"layers.{Index}.");
            yield return new ParameterBlock(prefix + "weight", Index, ParameterRole.Weight, OutputSize, InputSize);
            yield return new ParameterBlock(prefix + "bias", Index, ParameterRole.Bias, OutputSize);
        }
    }

    /// <inheritdoc/>
    public bool Equals(LayerTopology? other) =>
        other is not null && Index == other.Index && InputSize == other.InputSize && OutputSize == other.OutputSize
        && Activation == other.Activation && Alpha.Equals(other.Alpha);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LayerTopology);

    /// <inheritdoc/>
    public override int GetHashCode() => (((InputSize * 397) ^ OutputSize) * 397) ^ ((int)Activation * 31) ^ Index;

    /// <summary>The activation with its parameter, as in <c>LeakyReLU(0.01)</c>.</summary>
    internal string ActivationText =>
        ActivationTraits.HasAlpha(Activation) ? FormattableString.Invariant($"{Activation}({Alpha:R})") : Activation.ToString();

    /// <summary>The shape and the activation, as in <c>784 -> 30 Sigmoid</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{InputSize} -> {OutputSize} {ActivationText}");
}
