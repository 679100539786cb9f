namespace NetGen;

/// <summary>One layer of a network: its shape and its parameters. Each kind of layer derives a class.</summary>
#if NETGEN_GENERATOR
internal
#else
public
#endif
abstract class LayerTopology : IEquatable<LayerTopology>
{
    // In loops, as in all that runs before a network's first output: what must be compiled then is what a start waits for.
    private protected LayerTopology(int index, int inputSize, int outputSize, ParameterBlock[] parameterBlocks)
    {
        Index = index;
        InputSize = inputSize;
        OutputSize = outputSize;
        ParameterBlocks = parameterBlocks;
        long parameterCount = 0;
        bool isTrained = false;
        foreach (ParameterBlock block in parameterBlocks)
        {
            parameterCount += block.IsTrained ? block.Count : 0;
            isTrained |= block.IsTrained;
        }

        ParameterCount = parameterCount;
        IsTrained = isTrained;
    }

    /// <summary>
    /// The kind of layer, named as its attribute is: <c>Dense</c>, <c>Dropout</c>, <c>MinMaxScale</c> or <c>Standardize</c>.
    /// </summary>
    public abstract string Kind { get; }

    /// <summary>The layer's index, from 0 for the layer that reads the network's input.</summary>
    public int Index { get; }

    /// <summary>The number of inputs.</summary>
    public int InputSize { get; }

    /// <summary>The number of outputs.</summary>
    public int OutputSize { get; }

    /// <summary>
    /// The function applied to each unit's weighted input; <see cref="Activation.Identity"/> in layers that have none.
    /// </summary>
    public virtual Activation Activation => Activation.Identity;

    /// <summary>The parameter α of the activation; 0 where it has none.</summary>
    public virtual double Alpha => 0;

    /// <summary>The number of trained parameters, such as weights and biases.</summary>
    public long ParameterCount { get; }

    /// <summary>The layer's blocks of parameters, in the order in which networks and files list them.</summary>
    internal ParameterBlock[] ParameterBlocks { get; }

    /// <summary>Whether training changes parameters of the layer.</summary>
    internal bool IsTrained { get; }

    /// <summary>Whether the layer does something in training alone: in use, its outputs are its inputs.</summary>
    internal virtual bool IsOnlyInTraining => false;

    /// <summary>What the layer does, as in <c>LeakyReLU(0.01)</c>.</summary>
    internal abstract string Text { get; }

    /// <inheritdoc/>
    public bool Equals(LayerTopology? other) =>
        other is not null && GetType() == other.GetType() && Index == other.Index && InputSize == other.InputSize
        && OutputSize == other.OutputSize && Text == other.Text && ParameterBlocks.SequenceEqual(other.ParameterBlocks);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LayerTopology);

    /// <inheritdoc/>
    public override int GetHashCode() => (((InputSize * 397) ^ OutputSize) * 397) ^ ((int)Activation * 31) ^ Index;

    /// <summary>The shape and what the layer does, as in <c>784 -> 30 Sigmoid</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{InputSize} -> {OutputSize} {Text}");
}
