using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetGen.Numerics;

namespace NetGen.CompilerServices;

/// <summary>The kernels of any network for machines whose vectors .NET does not accelerate: plain loops over the packed parameters.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LoopKernels<T> : BlockKernels<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly LayerLayout[] _layouts;
    private readonly ScalarActivation<T>[] _activations;
    private readonly ScalarCost<T> _cost;

    // Where each layer's activations start in the scratch of a block; its errors start as far behind the activations of all layers.
    private readonly nuint[] _offsets;
    private readonly nuint _errorOffset;

    /// <summary>Makes the kernels of a topology.</summary>
    /// <param name="topology">The network's topology.</param>
    /// <param name="minParallelRows">The fewest samples of a training step that are worth dividing among threads.</param>
    public LoopKernels(NetworkTopology topology, int minParallelRows)
        : base(topology, RowsOf(topology), ScratchOf(topology), 2 * ScratchOf(topology), minParallelRows)
    {
        _layouts = [.. topology.Layers.Select(layer => layer.Layout)];
        _activations = [.. topology.Layers.Select(layer => ActivationRegistry.Find<T>(layer.Activation))];
        _cost = CostRegistry.Find<T>(topology.Cost);
        _errorOffset = (nuint)ScratchOf(topology);
        _offsets = new nuint[_layouts.Length];
        for (int i = 1; i < _offsets.Length; i++)
        {
            _offsets[i] = _offsets[i - 1] + ((nuint)RowsOf(topology) * (nuint)_layouts[i - 1].Lanes);
        }
    }

    private int Last => _layouts.Length - 1;

    /// <inheritdoc/>
    public override void FeedForward(ref T parameters, ref T inputs, ref T outputs, ref T scratch, nuint rows)
    {
        Activations(ref parameters, ref inputs, ref scratch, 0, rows);
        nuint size = (nuint)_layouts[Last].Outputs;
        for (nuint row = 0; row < rows; row++)
        {
            MemoryMarshal.CreateReadOnlySpan(ref Activation(ref scratch, Last, row), (int)size)
                .CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref outputs, row * size), (int)size));
        }
    }

    /// <inheritdoc/>
    public override void Activations(ref T parameters, ref T inputs, ref T scratch, nuint first, nuint rows)
    {
        for (nuint row = 0; row < rows; row++)
        {
            ref T x = ref Unsafe.Add(ref inputs, row * (nuint)_layouts[0].Inputs);
            for (int i = 0; i < _layouts.Length; i++)
            {
                LayerLayout layout = _layouts[i];
                ref T weights = ref Unsafe.Add(ref parameters, (nint)layout.WeightOffset);
                ref T biases = ref Unsafe.Add(ref parameters, (nint)layout.BiasOffset);
                ref T y = ref Activation(ref scratch, i, first + row);
                if (layout.Form == LayerForm.Dot)
                {
                    ScalarKernels<T>.ForwardDot(
                        _activations[i], ref weights, ref biases, ref x, ref y, layout.Inputs, layout.Outputs, layout.LaneCount, layout.Segments);
                }
                else
                {
                    ScalarKernels<T>.Forward(
                        _activations[i],
                        ref weights,
                        ref biases,
                        ref x,
                        ref y,
                        layout.Inputs,
                        layout.Outputs,
                        layout.PanelLanes,
                        layout.Segments);
                }

                x = ref y;
            }
        }
    }

    /// <inheritdoc/>
    public override void Costs(ref T targets, ref T scratch, ref T costs, nuint rows) =>
        OutputCosts(ref targets, ref scratch, ref costs, 0, rows, wantErrors: false);

    /// <inheritdoc/>
    public override void Errors(ref T parameters, ref T targets, ref T scratch, ref T costs, nuint first, nuint rows)
    {
        OutputCosts(ref targets, ref scratch, ref costs, first, rows, wantErrors: true);
        for (int i = Last; i > 0; i--)
        {
            LayerLayout layout = _layouts[i];
            LayerLayout previous = _layouts[i - 1];
            ref T weights = ref Unsafe.Add(ref parameters, (nint)layout.WeightOffset);
            for (nuint row = first; row < first + rows; row++)
            {
                ref T error = ref Error(ref scratch, i, row);
                ref T activations = ref Activation(ref scratch, i - 1, row);
                ref T previousError = ref Error(ref scratch, i - 1, row);
                if (layout.ChainsErrors)
                {
                    ScalarKernels<T>.PropagateErrorInChains(
                        _activations[i - 1],
                        ref weights,
                        ref error,
                        ref activations,
                        ref previousError,
                        previous.Outputs,
                        previous.Lanes,
                        layout.Outputs,
                        layout.WeightStride,
                        layout.WeightStride * layout.PaddedInputs);
                }
                else
                {
                    ScalarKernels<T>.PropagateError(
                        _activations[i - 1],
                        ref weights,
                        ref error,
                        ref activations,
                        ref previousError,
                        previous.Outputs,
                        previous.Lanes,
                        layout.Lanes,
                        layout.PanelLanes);
                }
            }
        }
    }

    /// <inheritdoc/>
    public override void Gradients(
        ref T destination, ref T inputs, ref T scratch, nuint rows, T negativeStep, bool update, nuint part, nuint parts)
    {
        for (int i = Last; i >= 0; i--)
        {
            LayerLayout layout = _layouts[i];
            ref T weights = ref Unsafe.Add(ref destination, (nint)layout.WeightOffset);
            ref T biases = ref Unsafe.Add(ref destination, (nint)layout.BiasOffset);
            ref T x = ref i == 0 ? ref inputs : ref Activation(ref scratch, i - 1, 0);
            int stride = i == 0 ? layout.Inputs : _layouts[i - 1].Lanes;
            ref T error = ref Error(ref scratch, i, 0);
            (nuint first, nuint end) = WorkerTeam.Share((nuint)layout.Inputs, (int)part, (int)parts);
            if (part == 0)
            {
                ScalarKernels<T>.BiasGradient(ref biases, ref error, layout.Lanes, rows, layout.Outputs, negativeStep, update);
            }

            if (layout.Form == LayerForm.Dot)
            {
                ScalarKernels<T>.GradientDot(
                    ref weights,
                    ref x,
                    stride,
                    ref error,
                    layout.Lanes,
                    rows,
                    layout.Outputs,
                    layout.PaddedInputs,
                    negativeStep,
                    update,
                    (int)first,
                    (int)end);
            }
            else
            {
                ScalarKernels<T>.Gradient(
                    ref weights,
                    ref x,
                    stride,
                    ref error,
                    layout.Lanes,
                    rows,
                    layout.Inputs,
                    layout.Outputs,
                    layout.PanelLanes,
                    negativeStep,
                    update,
                    (int)first,
                    (int)end);
            }
        }
    }

    private static int RowsOf(NetworkTopology topology) => CostModel.ScalarBlockRows(LanesOf(topology));

    private static int ScratchOf(NetworkTopology topology) => checked(RowsOf(topology) * LanesOf(topology));

    private static int LanesOf(NetworkTopology topology) => topology.Layers.Sum(layer => layer.Layout.Lanes);

    private ref T Activation(ref T scratch, int layer, nuint row) =>
        ref Unsafe.Add(ref scratch, _offsets[layer] + (row * (nuint)_layouts[layer].Lanes));

    private ref T Error(ref T scratch, int layer, nuint row) =>
        ref Unsafe.Add(ref Activation(ref scratch, layer, row), _errorOffset);

    private void OutputCosts(ref T targets, ref T scratch, ref T costs, nuint first, nuint rows, bool wantErrors)
    {
        LayerLayout layout = _layouts[Last];
        Span<T> sums = stackalloc T[layout.VirtualLanes];
        for (nuint row = 0; row < rows; row++)
        {
            ref T activations = ref Activation(ref scratch, Last, first + row);
            ref T errors = ref Error(ref scratch, Last, first + row);
            sums.Clear();
            for (int unit = 0; unit < layout.Outputs; unit++)
            {
                T a = Unsafe.Add(ref activations, unit);
                T y = Unsafe.Add(ref targets, unit);
                sums[unit % sums.Length] += _cost.Value(a, y);
                if (wantErrors)
                {
                    Unsafe.Add(ref errors, unit) = _activations[Last].OutputError(_cost, a, y);
                }
            }

            for (int unit = layout.Outputs; wantErrors && unit < layout.Lanes; unit++)
            {
                Unsafe.Add(ref errors, unit) = T.Zero;
            }

            Unsafe.Add(ref costs, row) = Reference.ReferenceLayer<T>.HalvingTree(sums);
            targets = ref Unsafe.Add(ref targets, layout.Outputs);
        }
    }
}
