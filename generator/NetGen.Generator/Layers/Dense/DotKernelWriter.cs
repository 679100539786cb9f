namespace NetGen.Generator;

/// <summary>What the writers of kernels in dot form share.</summary>
internal abstract class DotKernelWriter(KernelContext context, DensePlan layer) : DenseKernelWriter(context, layer)
{
    /// <summary>What the kernels are to be like.</summary>
    protected DotKernelPlan Kernels { get; } = (DotKernelPlan)context.Target.Layers[layer.Index];

    /// <summary>The vectors of sums.</summary>
    protected VectorShape Vector => Kernels.Vector;

    /// <summary>The width of vectors.</summary>
    protected int Bits => Vector.Bits;

    /// <summary>Elements of a vector.</summary>
    protected int Lanes => Vector.Lanes;
}
