using System.Numerics;
using System.Runtime.InteropServices;
using NetGen.CompilerServices;
using NetGen.Layout;

namespace NetGen.Layers.Dropout;

/// <summary>A layer that drops inputs in training, as plain loops.</summary>
internal sealed class DropoutLoops<T>(DropoutLayout layout, DropoutTopology topology) : LayerLoops<T>(layout)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private nuint Units => (nuint)layout.Outputs;

    /// <inheritdoc/>
    public override void ForwardInTraining(in DropoutStep sample, ref T parameters, ref T input, ref T z) =>
        KernelOf(in sample).Apply(ref input, ref z, 0, Units, 0, 1);

    /// <inheritdoc/>
    public override void Activate(ref T z, ref T a) =>
        MemoryMarshal.CreateSpan(ref z, layout.Outputs).CopyTo(MemoryMarshal.CreateSpan(ref a, layout.Outputs));

    /// <inheritdoc/>
    /// <remarks>The derivative is the layer's before: see <see cref="LayerLoops{T}.MultiplyByDerivative"/>.</remarks>
    public override void CarryErrorBack(in DropoutStep sample, ref T parameters, ref T error, ref T inputError) =>
        KernelOf(in sample).Apply(ref error, ref inputError, 0, Units, 0, 1);

    private DropoutKernel KernelOf(in DropoutStep sample) => new(sample, topology.Index, topology.Rate);
}
