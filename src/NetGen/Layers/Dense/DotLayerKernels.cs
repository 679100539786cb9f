using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetGen.CompilerServices;
using NetGen.Layout;
using NetGen.Machine;
using NetGen.Numerics;
using static NetGen.Numerics.Counts;

namespace NetGen.Layers.Dense;

/// <summary>A dense layer in dot form, by kernels of run-time sizes: each unit's weights lie one after another.</summary>
internal sealed class DotLayerKernels<TVector, T>(DenseLayout layout, LayerPlace place) : LayerKernels<T>(layout, place)
    where TVector : struct, ISimd<TVector, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly nuint _inputs = (nuint)layout.Inputs;
    private readonly nuint _steps = (nuint)layout.Steps;
    private readonly int _segments = layout.Segments;
    private readonly nuint _unit = (nuint)layout.PaddedInputs;
    private readonly nuint _biasOffset = (nuint)layout.BiasOffset;
    private readonly nuint _weightOffset = (nuint)layout.WeightOffset;

    /// <inheritdoc/>
    public override void Forward(ref T parameters, ref T x, ref T z, nuint rows)
    {
        // The last 64 bytes of a sample's inputs, as far as there are so many; padding is zero.
        Span<T> last = stackalloc T[layout.LaneCount];
        last.Clear();
        nuint lastAt = (_steps - 1) * (nuint)last.Length;
        ref T lastInputs = ref MemoryMarshal.GetReference(last);
        for (; rows > 0; rows--)
        {
            MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref x, lastAt), (int)(_inputs - lastAt)).CopyTo(last);
            ref T weights = ref Unsafe.Add(ref parameters, _weightOffset);
            for (nuint unit = 0; unit < Outputs; unit++)
            {
                T bias = Unsafe.Add(ref parameters, _biasOffset + unit);
                Unsafe.Add(ref z, unit) = bias + Sum(ref weights, ref x, ref lastInputs) + T.Zero;
                weights = ref Unsafe.Add(ref weights, _unit);
            }

            x = ref Unsafe.Add(ref x, InputStride);
            z = ref Unsafe.Add(ref z, Stride);
        }
    }

    /// <inheritdoc/>
    public override void CarryErrorsBack(
        LayerKernels<T> before,
        ActivationKernels<T> function,
        in DropoutStep dropout,
        ref T parameters,
        ref T errors,
        ref T a,
        ref T result,
        nuint first,
        nuint rows)
    {
        nuint stride = (nuint)before.Place.Stride;
        DotInputErrors.Propagate(
            ref Unsafe.Add(ref parameters, _weightOffset), _unit, ref errors, Stride, Outputs, ref result, stride, _inputs, rows);
        function.MultiplyByDerivatives(ref a, ref result, stride, _inputs, before.Lanes, rows);
    }

    /// <inheritdoc/>
    public override void AddGradient<TRule>(
        ref T destination, ref T x, ref T errors, nuint rows, in UpdateStep<TRule, T> step, nuint worker, nuint workers)
    {
        if (worker == 0)
        {
            LayerGradient.AddBiases<TRule, T>(ref Unsafe.Add(ref destination, _biasOffset), ref errors, Stride, Lanes, rows, step.Biases);
        }

        // Workers divide tiles; the last one takes what is left over.
        nuint tile = MachineModel.DotGradientVectors * LaneMask.Length<TVector, T>();
        nuint tiles = _inputs / tile;
        nuint begin = worker * tiles / workers * tile;
        nuint end = (worker + 1) * tiles / workers * tile;
        nuint last = worker + 1 == workers ? _inputs : end;
        ref readonly BlockUpdate<TRule, T> update = ref step.Weights;
        for (nuint unit = 0; unit < Outputs; unit++)
        {
            ref T weights = ref Unsafe.Add(ref destination, _weightOffset + (unit * _unit));
            ref T error = ref Unsafe.Add(ref errors, unit);
            nuint input = DotGradient.Add<TRule, Four, TVector, T>(
                ref weights, ref x, InputStride, ref error, Stride, rows, begin, end, in update);
            input = DotGradient.Add<TRule, One, TVector, T>(
                ref weights, ref x, InputStride, ref error, Stride, rows, input, last, in update);
            _ = DotGradient.Add<TRule, One, V1<T>, T>(
                ref weights, ref x, InputStride, ref error, Stride, rows, input, last, in update);
        }
    }

    private T Sum(ref T weights, ref T x, ref T last) => _segments switch
    {
        1 => DotSums.Sum<One, TVector, T>(ref weights, ref x, ref last, _steps),
        2 => DotSums.Sum<Two, TVector, T>(ref weights, ref x, ref last, _steps),
        _ => DotSums.Sum<Four, TVector, T>(ref weights, ref x, ref last, _steps),
    };
}
