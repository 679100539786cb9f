using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NetGen.Heads;
using NetGen.Layers;
using NetGen.Layout;
using NetGen.Machine;
using NetGen.Numerics;

namespace NetGen.CompilerServices;

/// <summary>
/// The kernels of any network with sizes that are known at run time: the vector kernels of the library, layer by layer. They give the bits
/// of generated code.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed class RuntimeKernels<T> : NetworkKernels<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly LayerKernels<T>[] _layers;

    // Of hidden layers, and of the last one unless its activation is the head's alone.
    private readonly ActivationKernels<T>?[] _activations;
    private readonly OutputHead<T> _head;

    // The first layer with parameters that training changes: no errors go back beyond it.
    private readonly int _firstTrained;

    private RuntimeKernels(NetworkTopology topology, OutputHead<T> head, BlockPlan plan, int minParallelRows, bool skipsZeros)
        : base(topology, head, SizesOf(topology, plan, minParallelRows))
    {
        _head = head;
        _firstTrained = topology.TrainedLayers.First().Index;
        _activations =
        [
            .. topology.Layers.Select(layer => ActivationTraits.IsElementwise(layer.Activation) ? ActivationKernels<T>.Of(layer) : null),
        ];
        _layers =
        [
            .. topology.Layers.Select(layer => LayerKernels<T>.Of(
                layer,
                NetworkLayout.Of(topology).Layers[layer.Index],
                plan.Places[layer.Index],
                skipsZeros && MayHaveZeros(topology, plan, layer.Index))),
        ];
    }

    /// <summary>The kernels of a topology; plain loops where vectors are not accelerated, or interpreted.</summary>
    /// <param name="topology">The network's topology.</param>
    /// <param name="skipsZeros">Whether kernels may leave out inputs that are zero, in a time that depends on the data.</param>
    public static NetworkKernels<T> Create(NetworkTopology topology, bool skipsZeros)
    {
        OutputHead<T> head = HeadRegistry.Create<T>(topology);
        int minParallelRows = MachineModel.MinParallelRows(topology.ParameterCount);
        return Vector128.IsHardwareAccelerated && !Fused.PrefersScalars
            ? new RuntimeKernels<T>(topology, head, BlockPlan.Of(topology), minParallelRows, skipsZeros)
            : new PortableKernels<T>(topology, head, minParallelRows);
    }

    private int Last => _layers.Length - 1;

    /// <inheritdoc/>
    protected override void FeedForward(ref T parameters, ref T inputs, ref T outputs, ref T scratch, nuint rows)
    {
        ref T x = ref inputs;
        for (int i = 0; i < Last; i++)
        {
            if (!Topology.Layers[i].IsOnlyInTraining)
            {
                ref T a = ref Activations(ref scratch, i, 0);
                _layers[i].Forward(ref parameters, ref x, ref a, rows);
                Activate(i, ref a, ref a, rows);
                x = ref a;
            }
        }

        ref T z = ref Activations(ref scratch, Last, 0);
        _layers[Last].Forward(ref parameters, ref x, ref z, rows);
        Output(ref z, ref outputs, rows);
    }

    /// <inheritdoc/>
    protected override void WeightedInputs(ref T parameters, ref T inputs, ref T scratch, nuint first, nuint rows)
    {
        ref T x = ref inputs;
        for (int i = 0; i <= Last; i++)
        {
            if (!Topology.Layers[i].IsOnlyInTraining)
            {
                _layers[i].Forward(ref parameters, ref x, ref WeightedInputsOf(ref scratch, i, first), rows);
                x = ref ActivateInTraining(i, ref scratch, first, rows);
            }
        }
    }

    /// <inheritdoc/>
    protected override void WeightedInputs(
        ref T parameters, ref T inputs, ref T scratch, nuint first, nuint rows, in DropoutStep dropout)
    {
        ref T x = ref inputs;
        for (int i = 0; i <= Last; i++)
        {
            _layers[i].ForwardInTraining(in dropout, ref parameters, ref x, ref WeightedInputsOf(ref scratch, i, first), first, rows);
            x = ref ActivateInTraining(i, ref scratch, first, rows);
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
            _layers[i].CarryErrorsBack(
                _layers[i - 1],
                _activations[i - 1]!,
                in dropout,
                ref parameters,
                ref ErrorsOf(ref scratch, i, first),
                ref WeightedInputsOf(ref scratch, i - 1, first),
                ref ErrorsOf(ref scratch, i - 1, first),
                first,
                rows);
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
            ref T x = ref i == 0 ? ref inputs : ref Activations(ref scratch, i - 1, 0);
            _layers[i].AddGradient(ref parameters, ref x, ref ErrorsOf(ref scratch, i, 0), rows, in step, worker, workers);
        }
    }

    private static KernelSizes SizesOf(NetworkTopology topology, BlockPlan plan, int minParallelRows)
    {
        LayerPlace last = plan.Places[^1];
        LayerPlace first = plan.Places[topology.TrainedLayers.First().Index];
        return new KernelSizes
        {
            BlockRows = plan.Rows,
            InferenceScratch = plan.InferenceScratch,
            TrainingScratch = plan.TrainingScratch,
            OutputOffset = last.ActivationOffset,
            ErrorOffset = last.ErrorOffset,
            OutputStride = last.Stride,
            FirstErrorOffset = first.ErrorOffset,
            FirstErrorStride = first.Stride,
            MinParallelRows = minParallelRows,
        };
    }

    // The network's own inputs, and activations of ReLU.
    private static bool MayHaveZeros(NetworkTopology topology, BlockPlan plan, int layer) =>
        plan.Places[layer].ReadsInput
        || topology.Layers.Take(layer).Last(before => !before.IsOnlyInTraining).Activation == Activation.ReLU;

    private ref T Activations(ref T scratch, int layer, nuint row)
    {
        LayerPlace place = _layers[layer].Place;
        return ref Unsafe.Add(ref scratch, (nuint)place.ActivationOffset + (row * (nuint)place.Stride));
    }

    // Where weighted inputs go in training, and what the derivative takes: where they are not kept, activations replace them.
    private ref T WeightedInputsOf(ref T scratch, int layer, nuint row)
    {
        LayerPlace place = _layers[layer].Place;
        nuint offset = (nuint)(place.KeepsWeightedInputs ? place.WeightedInputOffset : place.ActivationOffset);
        return ref Unsafe.Add(ref scratch, offset + (row * (nuint)place.Stride));
    }

    private ref T ErrorsOf(ref T scratch, int layer, nuint row)
    {
        LayerPlace place = _layers[layer].Place;
        return ref Unsafe.Add(ref scratch, (nuint)place.ErrorOffset + (row * (nuint)place.Stride));
    }

    // Of the last layer, the weighted inputs stay as they are.
    private ref T ActivateInTraining(int layer, ref T scratch, nuint first, nuint rows)
    {
        ref T a = ref Activations(ref scratch, layer, first);
        if (layer < Last)
        {
            Activate(layer, ref WeightedInputsOf(ref scratch, layer, first), ref a, rows);
        }

        return ref a;
    }

    // Rows without gaps at once.
    private void Activate(int layer, ref T z, ref T a, nuint rows)
    {
        ActivationKernels<T> activation = _activations[layer]!;
        if (activation.IsIdentity)
        {
            return;
        }

        nuint lanes = _layers[layer].Lanes;
        nuint stride = (nuint)_layers[layer].Place.Stride;
        if (stride == lanes)
        {
            activation.Apply(ref z, ref a, (int)(rows * lanes));
            return;
        }

        for (nuint row = 0; row < rows; row++)
        {
            activation.Apply(ref Unsafe.Add(ref z, row * stride), ref Unsafe.Add(ref a, row * stride), (int)lanes);
        }
    }

    // An activation that takes each unit by itself works on the outputs without padding.
    private void Output(ref T z, ref T outputs, nuint rows)
    {
        nuint stride = (nuint)_layers[Last].Place.Stride;
        ActivationKernels<T>? activation = _activations[Last];
        if (activation is null)
        {
            _head.ActivateTo(ref z, stride, ref outputs, rows);
            return;
        }

        _head.CopyOutputs(ref z, stride, ref outputs, rows);
        if (!activation.IsIdentity)
        {
            activation.Apply(ref outputs, ref outputs, (int)(rows * _layers[Last].Outputs));
        }
    }
}
