using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.Layers;
using NetGen.Layout;
using NetGen.Machine;

namespace NetGen.CompilerServices;

/// <summary>
/// The kernels of any network for machines whose vectors .NET does not accelerate, or interprets as in WebAssembly: plain loops over the
/// packed parameters.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed class PortableKernels<T> : NetworkKernels<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly LayerLoops<T>[] _layers;

    // The first layer with parameters that training changes: no errors go back beyond it.
    private readonly int _firstTrained;
    private readonly OutputHead<T> _head;

    // Where each layer's activations start in the scratch of a block; its weighted inputs start as far after them as the activations of all
    // layers are long, and its errors as far after those.
    private readonly nuint[] _offsets;
    private readonly nuint _section;

    /// <summary>Makes the kernels of a topology.</summary>
    /// <param name="topology">The network's topology.</param>
    /// <param name="head">What follows the last layer's weighted inputs.</param>
    /// <param name="minParallelRows">The fewest samples of a training step that are worth dividing among threads.</param>
    /// <exception cref="ArgumentNullException"><paramref name="topology"/> or <paramref name="head"/> is null.</exception>
    /// <exception cref="ArgumentException">The head is for another number of outputs.</exception>
    public PortableKernels(NetworkTopology topology, OutputHead<T> head, int minParallelRows)
        : base(topology, head, SizesOf(topology, minParallelRows))
    {
        _head = head;
        _layers = [.. topology.Layers.Zip(NetworkLayout.Of(topology).Layers, LayerLoops<T>.Of)];
        _firstTrained = topology.TrainedLayers.First().Index;
        _section = (nuint)SectionOf(topology);
        _offsets = new nuint[_layers.Length];
        for (int i = 1; i < _offsets.Length; i++)
        {
            _offsets[i] = _offsets[i - 1] + ((nuint)RowsOf(topology) * (nuint)_layers[i - 1].Layout.Lanes);
        }
    }

    private int Last => _layers.Length - 1;

    /// <inheritdoc/>
    protected override void FeedForward(ref T parameters, ref T inputs, ref T outputs, ref T scratch, nuint rows)
    {
        WeightedInputs(ref parameters, ref inputs, ref scratch, 0, rows);
        nuint stride = (nuint)_layers[Last].Layout.Lanes;
        _head.ActivateTo(ref WeightedInput(ref scratch, Last, 0), stride, ref outputs, rows);
    }

    /// <inheritdoc/>
    protected override void WeightedInputs(ref T parameters, ref T inputs, ref T scratch, nuint first, nuint rows)
    {
        for (nuint row = 0; row < rows; row++)
        {
            ref T x = ref Unsafe.Add(ref inputs, row * (nuint)_layers[0].Layout.Inputs);
            for (int i = 0; i < _layers.Length; i++)
            {
                if (!Topology.Layers[i].IsOnlyInTraining)
                {
                    _layers[i].Forward(ref parameters, ref x, ref WeightedInput(ref scratch, i, first + row));
                    x = ref Activated(ref scratch, i, first + row);
                }
            }
        }
    }

    /// <inheritdoc/>
    protected override void WeightedInputs(
        ref T parameters, ref T inputs, ref T scratch, nuint first, nuint rows, in DropoutStep dropout)
    {
        for (nuint row = 0; row < rows; row++)
        {
            ref T x = ref Unsafe.Add(ref inputs, row * (nuint)_layers[0].Layout.Inputs);
            DropoutStep sample = dropout.From(first + row);
            for (int i = 0; i < _layers.Length; i++)
            {
                _layers[i].ForwardInTraining(in sample, ref parameters, ref x, ref WeightedInput(ref scratch, i, first + row));
                x = ref Activated(ref scratch, i, first + row);
            }
        }
    }

    /// <inheritdoc/>
    protected override void Errors(ref T parameters, ref T scratch, nuint first, nuint rows) =>
        Errors(ref parameters, ref scratch, first, rows, default);

    /// <inheritdoc/>
    protected override void Errors(ref T parameters, ref T scratch, nuint first, nuint rows, in DropoutStep dropout)
    {
        for (int i = Last; i > _firstTrained; i--)
        {
            for (nuint row = first; row < first + rows; row++)
            {
                ref T error = ref Error(ref scratch, i - 1, row);
                _layers[i].CarryErrorBack(dropout.From(row), ref parameters, ref Error(ref scratch, i, row), ref error);
                _layers[i - 1].MultiplyByDerivative(
                    ref WeightedInput(ref scratch, i - 1, row), ref Activation(ref scratch, i - 1, row), ref error);
            }
        }
    }

    /// <inheritdoc/>
    protected override void Gradients(
        ref T destination, ref T inputs, ref T scratch, nuint rows, T negativeStep, bool updates, nuint worker, nuint workers)
    {
        if (updates)
        {
            Update(ref destination, ref inputs, ref scratch, rows, UpdateStep.Descent(negativeStep), worker, workers);
            return;
        }

        Update(ref destination, ref inputs, ref scratch, rows, default(UpdateStep<GradientSum<T>, T>), worker, workers);
    }

    /// <inheritdoc/>
    protected override void Update<TRule>(
        ref T parameters, ref T inputs, ref T scratch, nuint rows, in UpdateStep<TRule, T> step, nuint worker, nuint workers)
    {
        for (int i = Last; i >= _firstTrained; i--)
        {
            ref T x = ref i == 0 ? ref inputs : ref Activation(ref scratch, i - 1, 0);
            int stride = i == 0 ? _layers[0].Layout.Inputs : _layers[i - 1].Layout.Lanes;
            var samples = new LayerLoops<T>.Samples(
                ref x, stride, ref Error(ref scratch, i, 0), _layers[i].Layout.Lanes, rows);
            _layers[i].AddGradient(ref parameters, samples, in step, (int)worker, (int)workers);
        }
    }

    private static KernelSizes SizesOf(NetworkTopology topology, int minParallelRows)
    {
        ArgumentNullException.ThrowIfNull(topology);
        int section = SectionOf(topology);
        int rows = RowsOf(topology);
        int outputLanes = NetworkLayout.Of(topology).Layers[^1].Lanes;
        int first = topology.TrainedLayers.First().Index;
        int output = section - (rows * outputLanes);
        return new KernelSizes
        {
            BlockRows = rows,
            InferenceScratch = 2 * section,
            TrainingScratch = checked(3 * section),
            OutputOffset = section + output,
            ErrorOffset = (2 * section) + output,
            OutputStride = outputLanes,
            FirstErrorOffset = (2 * section) + (rows * NetworkLayout.Of(topology).Layers.Take(first).Sum(layout => layout.Lanes)),
            FirstErrorStride = NetworkLayout.Of(topology).Layers[first].Lanes,
            MinParallelRows = minParallelRows,
        };
    }

    private static int RowsOf(NetworkTopology topology) => MachineModel.ScalarBlockRows(LanesOf(topology));

    private static int SectionOf(NetworkTopology topology) => checked(RowsOf(topology) * LanesOf(topology));

    private static int LanesOf(NetworkTopology topology) => NetworkLayout.Of(topology).Layers.Sum(layout => layout.Lanes);

    // Of the last layer, the weighted inputs stay as they are.
    private ref T Activated(ref T scratch, int layer, nuint row)
    {
        ref T activations = ref Activation(ref scratch, layer, row);
        if (layer < Last)
        {
            _layers[layer].Activate(ref WeightedInput(ref scratch, layer, row), ref activations);
        }

        return ref activations;
    }

    private ref T Activation(ref T scratch, int layer, nuint row) =>
        ref Unsafe.Add(ref scratch, _offsets[layer] + (row * (nuint)_layers[layer].Layout.Lanes));

    private ref T WeightedInput(ref T scratch, int layer, nuint row) =>
        ref Unsafe.Add(ref Activation(ref scratch, layer, row), _section);

    private ref T Error(ref T scratch, int layer, nuint row) =>
        ref Unsafe.Add(ref Activation(ref scratch, layer, row), 2 * _section);
}
