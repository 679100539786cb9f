using System.Numerics;
using System.Runtime.Intrinsics;
using NetGen.CompilerServices;
using NetGen.Layers.Dense;
using NetGen.Layers.Dropout;
using NetGen.Layers.Standardize;
using NetGen.Layout;
using NetGen.Numerics;

namespace NetGen.Layers;

/// <summary>
/// A layer as vector kernels whose sizes are known at run time. Layer and parameters are those of one network, every reference is to the
/// first of as many elements as the layout and the place of the layer say, and the machine has vectors. Each kind of layer derives a class.
/// </summary>
internal abstract class LayerKernels<T>(LayerLayout layout, LayerPlace place)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Where the layer's rows lie.</summary>
    public LayerPlace Place => place;

    /// <summary>The number of output units.</summary>
    public nuint Outputs { get; } = (nuint)layout.Outputs;

    /// <summary>The units, padded to whole vectors.</summary>
    public nuint Lanes { get; } = (nuint)LayoutRules.PaddedOutputs(layout.Outputs, layout.LaneCount);

    /// <summary>Elements from one sample's inputs to the next's.</summary>
    protected nuint InputStride { get; } = (nuint)place.InputStride;

    /// <summary>Elements from one sample's activations, or errors, to the next's.</summary>
    protected nuint Stride { get; } = (nuint)place.Stride;

    /// <summary>The kernels of a layer: a line for each kind.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="layout">Where its parameters lie.</param>
    /// <param name="place">Where its rows lie.</param>
    /// <param name="mayHaveZeros">Whether inputs may be zero often, and kernels may leave these out.</param>
    public static LayerKernels<T> Of(LayerTopology layer, LayerLayout layout, LayerPlace place, bool mayHaveZeros) => layout switch
    {
        DenseLayout dense => OfDense(layer, dense, place, mayHaveZeros),
        DropoutLayout dropout => new DropoutLayerKernels<T>(dropout, (DropoutTopology)layer, place),
        StandardizeLayout standardize => new StandardizeLayerKernels<T>(standardize, place),
        _ => throw new ArgumentException($"There are no kernels for {layout.GetType().Name}.", nameof(layout)),
    };

    /// <summary>What the layer computes for some samples, before the activation.</summary>
    public virtual void Forward(ref T parameters, ref T x, ref T z, nuint rows) =>
        throw new NotSupportedException("The layer does nothing in use.");

    /// <summary>What the layer computes in training for some rows of a block, before the activation.</summary>
    /// <param name="dropout">What decides what is dropped.</param>
    /// <param name="parameters">The network's first parameter.</param>
    /// <param name="x">The layer's first input of the first sample.</param>
    /// <param name="z">Where its results go.</param>
    /// <param name="first">The number of the first row in its block.</param>
    /// <param name="rows">The number of samples.</param>
    public virtual void ForwardInTraining(in DropoutStep dropout, ref T parameters, ref T x, ref T z, nuint first, nuint rows) =>
        Forward(ref parameters, ref x, ref z, rows);

    /// <summary>The errors of the layer before, for some rows of a block.</summary>
    /// <param name="before">The layer before.</param>
    /// <param name="function">Its activation.</param>
    /// <param name="dropout">What decides what is dropped.</param>
    /// <param name="parameters">The network's first parameter.</param>
    /// <param name="errors">The layer's first error of the first sample.</param>
    /// <param name="a">What the derivative of the layer before takes: its activations, or its weighted inputs.</param>
    /// <param name="result">Where its errors go; zeros go into their padding.</param>
    /// <param name="first">The number of the first row in its block.</param>
    /// <param name="rows">The number of samples.</param>
    public abstract void CarryErrorsBack(
        LayerKernels<T> before,
        ActivationKernels<T> function,
        in DropoutStep dropout,
        ref T parameters,
        ref T errors,
        ref T a,
        ref T result,
        nuint first,
        nuint rows);

    /// <summary>Sums a worker's share of the gradient over samples, in a buffer or to update the parameters.</summary>
    public virtual void AddGradient<TRule>(
        ref T destination, ref T x, ref T errors, nuint rows, in UpdateStep<TRule, T> step, nuint worker, nuint workers)
        where TRule : struct, IUpdateRule<T>
    {
    }

    // The widest vectors for sums over the lanes: narrower ones where the lanes are few.
    private static LayerKernels<T> OfDense(LayerTopology layer, DenseLayout layout, LayerPlace place, bool mayHaveZeros)
    {
        int vectors = layout.Form == LayerForm.Dot ? layout.LaneCount : layout.VirtualLanes;
        return Vector512.IsHardwareAccelerated && vectors % Vector512<T>.Count == 0
            ? Create<V512<T>>()
            : Vector256.IsHardwareAccelerated && vectors % Vector256<T>.Count == 0
            ? Create<V256<T>>()
            : Create<V128<T>>();

        LayerKernels<T> Create<TVector>()
            where TVector : struct, ISimd<TVector, T> => layout.Form == LayerForm.Dot
            ? new DotLayerKernels<TVector, T>(layout, place)
            : new LanesLayerKernels<TVector, T>(layer, layout, place, mayHaveZeros);
    }
}
