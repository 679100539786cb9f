using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetGen.Layout;

namespace NetGen.Layers.Standardize;

/// <summary>A layer that standardizes features, as plain loops.</summary>
internal sealed class StandardizeLoops<T>(StandardizeLayout layout) : LayerLoops<T>(layout)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override void Forward(ref T parameters, ref T input, ref T z) => StandardizeKernel.Apply(
        ref Unsafe.Add(ref parameters, (nint)layout.MeanOffset),
        ref Unsafe.Add(ref parameters, (nint)layout.InverseDeviationOffset),
        (nuint)layout.Inputs,
        ref input,
        ref z,
        1);

    /// <inheritdoc/>
    public override void CarryErrorBack(ref T parameters, ref T error, ref T inputError) => StandardizeKernel.CarryBack(
        ref Unsafe.Add(ref parameters, (nint)layout.InverseDeviationOffset), (nuint)layout.Inputs, ref error, ref inputError);

    /// <inheritdoc/>
    public override void Activate(ref T z, ref T a) =>
        MemoryMarshal.CreateSpan(ref z, layout.Lanes).CopyTo(MemoryMarshal.CreateSpan(ref a, layout.Lanes));
}
