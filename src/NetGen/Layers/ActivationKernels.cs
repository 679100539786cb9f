using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NetGen.CompilerServices;
using NetGen.Layers.Dense;
using NetGen.Layers.Dropout;
using NetGen.Numerics;

namespace NetGen.Layers;

/// <summary>What kernels of run-time sizes do with a layer's activation: for blocks of samples, whose rows are a stride apart.</summary>
internal abstract class ActivationKernels<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Whether activations are the weighted inputs.</summary>
    public abstract bool IsIdentity { get; }

    /// <summary>The kernels of a layer's activation.</summary>
    /// <exception cref="ArgumentException">The activation does not work on each unit by itself.</exception>
    public static ActivationKernels<T> Of(LayerTopology layer) =>
        ActivationRegistry.Use<ActivationKernels<T>, KernelsUse>(layer.Activation, layer.Alpha, default);

    /// <summary>Computes the activations of weighted inputs; both may lie in the same place.</summary>
    public abstract void Apply(ref T z, ref T a, int length);

    /// <summary>Multiplies the errors of some samples by the derivatives, and clears their padding.</summary>
    public abstract void MultiplyByDerivatives(ref T a, ref T errors, nuint stride, nuint units, nuint lanes, nuint rows);

    /// <inheritdoc cref="NarrowLayerErrors.Propagate{TActivation, T}"/>
    public abstract void CarryBackNarrow(
        ref T weights, ref T next, nuint nextStride, nuint nextUnits, nuint panelLanes, ref T activations, ref T errors, nuint stride,
        nuint units, nuint lanes, nuint rows);

    /// <inheritdoc cref="WideLayerErrors.Propagate{TActivation, T}"/>
    public abstract void CarryBackWide(
        ref T weights, ref T next, nuint nextStride, nuint nextLanes, ref T activations, ref T errors, nuint stride, nuint units,
        nuint lanes, nuint rows);

    /// <inheritdoc cref="DropoutKernel.CarryErrorsBack{TActivation, T}"/>
    public abstract void CarryBackDropout(
        in DropoutKernel dropout, ref T activations, ref T errors, nuint stride, nuint units, nuint first, nuint rows);

    private readonly struct KernelsUse : IActivationUse<ActivationKernels<T>>
    {
        public ActivationKernels<T> With<TFunction>(TFunction function)
            where TFunction : struct, IActivationFunction => new ActivationKernels<T, TFunction>(function);
    }
}

/// <inheritdoc/>
internal sealed class ActivationKernels<T, TFunction>(TFunction function) : ActivationKernels<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TFunction : struct, IActivationFunction
{
    /// <inheritdoc/>
    public override bool IsIdentity => typeof(TFunction) == typeof(Identity);

    /// <inheritdoc/>
    public override void Apply(ref T z, ref T a, int length) =>
        Activate.ApplyTo(function, MemoryMarshal.CreateReadOnlySpan(ref z, length), MemoryMarshal.CreateSpan(ref a, length));

    /// <inheritdoc/>
    public override void MultiplyByDerivatives(ref T a, ref T errors, nuint stride, nuint units, nuint lanes, nuint rows)
    {
        nuint bytes = lanes * (nuint)Unsafe.SizeOf<T>();
        if (Vector512.IsHardwareAccelerated && bytes % 64 == 0)
        {
            Multiply<V512<T>>(ref a, ref errors, stride, lanes, rows);
        }
        else if (Vector256.IsHardwareAccelerated && bytes % 32 == 0)
        {
            Multiply<V256<T>>(ref a, ref errors, stride, lanes, rows);
        }
        else
        {
            Multiply<V128<T>>(ref a, ref errors, stride, lanes, rows);
        }

        VectorMemory.ClearPadding(ref errors, stride, units, lanes, rows);
    }

    /// <inheritdoc/>
    public override void CarryBackNarrow(
        ref T weights, ref T next, nuint nextStride, nuint nextUnits, nuint panelLanes, ref T activations, ref T errors, nuint stride,
        nuint units, nuint lanes, nuint rows) => NarrowLayerErrors.Propagate(
            function, ref weights, ref next, nextStride, nextUnits, panelLanes, ref activations, ref errors, stride, units, lanes, rows);

    /// <inheritdoc/>
    public override void CarryBackWide(
        ref T weights, ref T next, nuint nextStride, nuint nextLanes, ref T activations, ref T errors, nuint stride, nuint units,
        nuint lanes, nuint rows) => WideLayerErrors.Propagate(
            function, ref weights, ref next, nextStride, nextLanes, ref activations, ref errors, stride, units, lanes, rows);

    /// <inheritdoc/>
    public override void CarryBackDropout(
        in DropoutKernel dropout, ref T activations, ref T errors, nuint stride, nuint units, nuint first, nuint rows) =>
        dropout.CarryErrorsBack(function, ref activations, ref errors, stride, units, first, rows);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Multiply<TVector>(ref T a, ref T errors, nuint stride, nuint lanes, nuint rows)
        where TVector : struct, ISimd<TVector, T>
    {
        for (; rows > 0; rows--)
        {
            for (nuint lane = 0; lane < lanes; lane += LaneMask.Length<TVector, T>())
            {
                VectorMemory.At<TVector, T>(ref errors, lane) *=
                    function.Derivative<TVector, T>(VectorMemory.At<TVector, T>(ref a, lane));
            }

            a = ref Unsafe.Add(ref a, stride);
            errors = ref Unsafe.Add(ref errors, stride);
        }
    }
}
