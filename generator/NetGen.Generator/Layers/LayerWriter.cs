namespace NetGen.Generator;

/// <summary>
/// Writes the kernels of one layer for one width of vectors, and the calls of them that stand in the methods of the whole network.
/// Arguments for memory are references to the first row's first element, as in <c>ref At(ref scratch, 64)</c>; where there are several
/// rows, their number is the local <c>rows</c>.
/// </summary>
internal abstract class LayerWriter(KernelContext context, LayerPlan layer) : KernelWriter(context)
{
    /// <summary>The layer.</summary>
    public LayerPlan Layer => layer;

    /// <summary>The call for one sample.</summary>
    /// <param name="x">The inputs as arguments: a reference, or what the layer before hands on in registers.</param>
    /// <param name="y">Where the activations go, if through memory.</param>
    public abstract SampleCall CallSample(string x, string y);

    /// <summary>A statement that computes the weighted inputs of one sample: of a layer that leaves or keeps them.</summary>
    /// <param name="x">The inputs as arguments: a reference, or what the layer before hands on in registers.</param>
    /// <param name="z">Where they go.</param>
    public virtual string CallSampleSums(string x, string z) => throw NotOfThisKind();

    /// <summary>
    /// A statement that computes many rows: their weighted inputs, if the layer leaves them, and else their activations.
    /// </summary>
    public abstract string CallRows(string x, string y);

    /// <summary>
    /// A statement that computes many rows in training, where that is another thing: the local <c>dropout</c> decides what is dropped, and
    /// <c>first</c> is the number of the first row.
    /// </summary>
    public virtual string CallTrainingRows(string x, string y) => CallRows(x, y);

    /// <summary>Writes statements that compute the network's outputs of many rows, in inference: of the last layer.</summary>
    public virtual void WriteOutputRows(string x) => throw NotOfThisKind();

    /// <summary>A statement that computes the errors of the layer before: what goes to its outputs, times its derivative.</summary>
    /// <param name="before">The layer before.</param>
    /// <param name="errors">The errors of this layer.</param>
    /// <param name="a">What the derivative takes: activations of the layer before, or its weighted inputs.</param>
    /// <param name="result">Where the errors of the layer before go.</param>
    public virtual string CallErrors(LayerPlan before, string errors, string a, string result) => throw NotOfThisKind();

    /// <summary>Writes statements that sum the gradient under <c>TRule</c>: a worker's share of it.</summary>
    public virtual void WriteGradientCalls(string x, string errors)
    {
    }

    /// <summary>Writes the kernels for one sample and for many rows.</summary>
    public virtual void WriteForwardKernels()
    {
    }

    /// <summary>Whether the errors of the layer before take a kernel that is written, not one of the library.</summary>
    public virtual bool HasErrorKernels => false;

    /// <summary>Writes the kernels for the errors of the layer before.</summary>
    public virtual void WriteErrorKernels(LayerPlan before)
    {
    }

    /// <summary>Writes the kernels for the gradient.</summary>
    public virtual void WriteGradientKernels()
    {
    }

    /// <summary>The exception of what a kind has not.</summary>
    protected InvalidOperationException NotOfThisKind() => new($"No {GetType().Name} is asked for this: {layer.Topology}.");
}

/// <summary>A call of the kernel of a layer for one sample.</summary>
/// <param name="Statement">The call.</param>
/// <param name="Stores">Statements that bring activations which the kernel gives in registers to memory as well.</param>
/// <param name="Outputs">The activations as arguments for the next layer.</param>
internal readonly record struct SampleCall(string Statement, IReadOnlyList<string> Stores, string Outputs);
