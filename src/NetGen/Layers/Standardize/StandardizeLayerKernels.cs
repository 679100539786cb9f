using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;
using NetGen.Layout;

namespace NetGen.Layers.Standardize;

/// <summary>A layer that standardizes the network's inputs, by kernels of run-time sizes.</summary>
internal sealed class StandardizeLayerKernels<T>(StandardizeLayout layout, LayerPlace place) : LayerKernels<T>(layout, place)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override void Forward(ref T parameters, ref T x, ref T z, nuint rows) => StandardizeKernel.Apply(
        ref Unsafe.Add(ref parameters, (nuint)layout.MeanOffset),
        ref Unsafe.Add(ref parameters, (nuint)layout.InverseDeviationOffset),
        Outputs,
        ref x,
        ref z,
        rows);

    /// <inheritdoc/>
    public override void CarryErrorsBack(
        LayerKernels<T> before, ActivationKernels<T> function, in DropoutStep dropout, ref T parameters, ref T errors, ref T a,
        ref T result, nuint first, nuint rows) => throw new NotSupportedException("No layer comes before this one.");
}
