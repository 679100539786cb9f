namespace NetGen.Generator;

/// <summary>
/// One layer of a network. What derives from it is a kind of layer; each kind has a folder of its own, with its plan and its writers.
/// Planning and emission know layers only by what is declared here, in <see cref="KernelPlan"/> and in <see cref="LayerWriter"/>.
/// </summary>
internal abstract record LayerPlan
{
    /// <summary>What the layer is.</summary>
    public required LayerTopology Topology { get; init; }

    /// <summary>Whether the layer gives the output.</summary>
    public required bool IsLast { get; init; }

    /// <summary>The index, from 0.</summary>
    public int Index => Topology.Index;

    /// <summary>The activation.</summary>
    public Activation Activation => Topology.Activation;

    /// <summary>The parameter of the activation, where it has one.</summary>
    public double Alpha => Topology.Alpha;

    /// <summary>A C# expression that declares the layer to the library.</summary>
    public abstract string Declaration { get; }

    /// <summary>Whether the layer has kernels of its own, or only calls those of the library.</summary>
    public virtual bool HasKernels => true;

    /// <summary>Whether training keeps the weighted inputs beside the activations, as the derivative takes them.</summary>
    public bool KeepsWeightedInputs => !IsLast && ActivationTraits.DifferentiatesWeightedInput(Activation);

    /// <summary>
    /// Whether kernels for many rows leave weighted inputs: the last layer's are the head's, and others that are kept become activations
    /// in a step of its own.
    /// </summary>
    public bool LeavesWeightedInputs => IsLast || KeepsWeightedInputs;

    /// <summary>Whether the layer does something in training alone: in use, the next layer takes what the one before gives.</summary>
    public bool IsOnlyInTraining => Topology.IsOnlyInTraining;

    /// <summary>Whether the layer reads the network's input, in use.</summary>
    public required bool ReadsInput { get; init; }

    /// <summary>Elements from one sample's inputs to the next's.</summary>
    public required int InputStride { get; init; }

    /// <summary>The number of inputs.</summary>
    public int Inputs => Topology.InputSize;

    /// <summary>The number of output units.</summary>
    public int Outputs => Topology.OutputSize;

    /// <summary>Elements that a sample's activations take, padding included.</summary>
    public abstract int PaddedOutputs { get; }

    /// <summary>Elements from one sample's activations, or errors, to the next's in the scratch of a block.</summary>
    public abstract int Stride { get; }

    /// <summary>Trained parameters, padding not counted.</summary>
    public long ParameterCount => Topology.ParameterCount;

    /// <summary>Multiply-adds of one sample, those with padding included.</summary>
    public abstract long MultiplyAdds { get; }

    /// <summary>Elements of scratch for one sample.</summary>
    public abstract int SampleScratch { get; }

    /// <summary>Where the layer's activations start in the scratch of one sample.</summary>
    public int SampleOffset { get; init; }

    /// <summary>Where the layer's activations start in the scratch of a block.</summary>
    public int ActivationOffset { get; init; }

    /// <summary>Where the layer's errors start in the scratch of a block.</summary>
    public int ErrorOffset { get; init; }

    /// <summary>Where the weighted inputs that the layer keeps start in the scratch of a block.</summary>
    public int WeightedInputOffset { get; init; }

    /// <summary>Elements of scratch for a block of samples in inference.</summary>
    public abstract int BlockScratch(int rows);

    /// <summary>Elements of scratch for a block of samples that training takes beyond those of inference.</summary>
    public abstract int ErrorScratch(int rows);

    /// <summary>Elements of scratch for the activations of a block of samples, of a layer that has some in training alone.</summary>
    public virtual int TrainingScratch(int rows) => 0;

    /// <summary>Elements of scratch for the weighted inputs of a block of samples that training keeps.</summary>
    public int WeightedInputScratch(int rows) => KeepsWeightedInputs ? BlockScratch(rows) : 0;

    /// <summary>Plans the kernels for one width of vectors.</summary>
    /// <param name="bits">The widest vectors.</param>
    /// <param name="callsActivations">Whether the kernels for one sample call activations rather than having them inlined.</param>
    public abstract KernelPlan PlanKernels(int bits, bool callsActivations);

    /// <summary>The writer of the layer's kernels for the width of vectors of a context.</summary>
    public abstract LayerWriter CreateWriter(KernelContext context);

    /// <summary>Elements of scratch, padded to whole vectors of the widest.</summary>
    protected static int RoundUp(int elements, int laneCount) => (elements + laneCount - 1) / laneCount * laneCount;
}
