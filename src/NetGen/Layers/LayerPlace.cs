namespace NetGen.Layers;

/// <summary>Where the rows of a layer lie in the scratch of a block of samples, in elements.</summary>
internal readonly record struct LayerPlace
{
    /// <summary>Whether the layer gives the output.</summary>
    public required bool IsLast { get; init; }

    /// <summary>Whether the layer reads the network's input, in use.</summary>
    public required bool ReadsInput { get; init; }

    /// <summary>Elements from one sample's inputs to the next's.</summary>
    public required int InputStride { get; init; }

    /// <summary>Elements from one sample's activations, or errors, to the next's.</summary>
    public required int Stride { get; init; }

    /// <summary>Elements for the activations of a block, of a layer that is in use.</summary>
    public required int ActivationLength { get; init; }

    /// <summary>Elements for its errors.</summary>
    public required int ErrorLength { get; init; }

    /// <summary>Elements for the activations of a block, of a layer that does something in training alone.</summary>
    public required int TrainingLength { get; init; }

    /// <summary>Whether training keeps the weighted inputs beside the activations, as the derivative takes them.</summary>
    public required bool KeepsWeightedInputs { get; init; }

    /// <summary>Where the activations start.</summary>
    public int ActivationOffset { get; init; }

    /// <summary>Where the errors start.</summary>
    public int ErrorOffset { get; init; }

    /// <summary>Where the weighted inputs that training keeps start.</summary>
    public int WeightedInputOffset { get; init; }
}
