using System.Numerics;
using NetGen.CompilerServices;
using NetGen.Layout;

namespace NetGen.Layers.Dropout;

/// <summary>A layer that drops inputs in training, by kernels of run-time sizes. Its errors lie where those before it do.</summary>
internal sealed class DropoutLayerKernels<T>(DropoutLayout layout, DropoutTopology topology, LayerPlace place)
    : LayerKernels<T>(layout, place)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override void ForwardInTraining(in DropoutStep dropout, ref T parameters, ref T x, ref T z, nuint first, nuint rows) =>
        KernelOf(in dropout).Apply(ref x, ref z, Stride, Outputs, first, rows);

    /// <inheritdoc/>
    public override void CarryErrorsBack(
        LayerKernels<T> before, ActivationKernels<T> function, in DropoutStep dropout, ref T parameters, ref T errors, ref T a,
        ref T result, nuint first, nuint rows) =>
        function.CarryBackDropout(KernelOf(in dropout), ref a, ref result, Stride, Outputs, first, rows);

    private DropoutKernel KernelOf(in DropoutStep dropout) => new(dropout, topology.Index, topology.Rate);
}
