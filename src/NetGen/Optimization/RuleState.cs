using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NetGen.CompilerServices;
using NetGen.Numerics;

namespace NetGen.Optimization;

/// <summary>
/// The state of an optimizer with a certain rule. The rule is a type without classes among its arguments, of which the runtime would not
/// compile kernels of their own.
/// </summary>
internal abstract class RuleState<TRule, T>(Optimizer optimizer, NetworkTopology topology, string[] names)
    : OptimizerState<T>(optimizer, topology, names)
    where TRule : struct, IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Between the addresses of a parameter and of each of the numbers kept for it, but for whole pages of 4 KB: about a third of a page, so
    // that no two of the three come near each other.
    private const int BytesApart = 21 * 64;

    private UpdateStep<TRule, T> _step;
    private StepNumbers<T> _numbers;
    private T[]? _tiles;

    // Of the rule's factors up to a step. It follows from the steps alone, in their order, so a resumed training has the same bits.
    private double _product = 1;
    private long _productStep;

    /// <summary>Whether the constants of a step depend on a product over all steps so far.</summary>
    private protected abstract bool HasProduct { get; }

    /// <inheritdoc/>
    internal override bool IsDescent(long count, out T negativeStep)
    {
        bool isDescent = typeof(TRule) == typeof(SgdRule<T>);
        negativeStep = isDescent ? new StepNumbers<T>(LearningRate, StepCount + 1, count).NegativeStep : T.Zero;
        return isDescent;
    }

    /// <inheritdoc/>
    private protected override void Prepare(ParameterBuffer<T> parameters, long count, int workers)
    {
        for (int i = 0; i < Buffers.Count; i++)
        {
            Buffers[i].Values.MoveApartFrom(parameters, (i + 1) * BytesApart);
        }

        int length = TRule.StateCount > 0 ? BlockUpdate<TRule, T>.TileLengthOf(workers) : 0;
        if (_tiles is null || _tiles.Length < length)
        {
            _tiles = GC.AllocateUninitializedArray<T>(length, pinned: true);
        }

        SetStep(parameters, new(LearningRate, StepCount + 1, count) { Product = ProductAt(StepCount + 1) });
    }

    /// <inheritdoc/>
    internal override void UpdateBy(
        IRuleKernels<T> kernels, ref T parameters, ref T inputs, ref T scratch, nuint rows, nuint worker, nuint workers) =>
        kernels.Update(ref parameters, ref inputs, ref scratch, rows, in _step, worker, workers);

    /// <inheritdoc/>
    internal override void Update(ParameterBuffer<T> parameters, ParameterBuffer<T> gradient)
    {
        ClipByNorm(parameters, gradient);
        for (int i = 0; i < Topology.ParameterBlocks.Count; i++)
        {
            ParameterBlock block = Topology.ParameterBlocks[i];
            if (block.IsTrained)
            {
                (long start, long end) = parameters.Layout.Layers[block.Layer].ExtentOf(block);
                Update(parameters, gradient, (nuint)start, (nuint)end, in UpdateOf(block));
            }
        }
    }

    /// <inheritdoc/>
    internal override void UpdateNone(ParameterBuffer<T> parameters, ParameterBuffer<T> gradient)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Update<V512<T>>(parameters, gradient, 0, 0, in _step.Weights);
        }

        if (Vector256.IsHardwareAccelerated)
        {
            Update<V256<T>>(parameters, gradient, 0, 0, in _step.Weights);
        }

        Update<V128<T>>(parameters, gradient, 0, 0, in _step.Weights);
    }

    /// <inheritdoc/>
    private protected override void UpdateOneByOne(ParameterBuffer<T> parameters, ParameterBuffer<T> gradient)
    {
        ClipByNorm(parameters, gradient);
        foreach (ParameterBlock block in Topology.ParameterBlocks.Where(block => block.IsTrained))
        {
            ref readonly BlockUpdate<TRule, T> update = ref UpdateOf(block);
            for (int row = 0; row < block.RowCount; row++)
            {
                Span<T> values = parameters.RowOf(block, row, out int stride);
                Span<T> derivatives = gradient.RowOf(block, row, out _);
                for (int i = 0; i < values.Length; i += stride)
                {
                    update.Finish(new V1<T>(derivatives[i]), ref Unsafe.As<T, V1<T>>(ref values[i]));
                }
            }
        }
    }

    /// <summary>The factor of a step in that product.</summary>
    private protected abstract double FactorOf(long step);

    /// <summary>The rule with its constants for a step.</summary>
    private protected abstract TRule CreateRule(in StepNumbers<T> step, bool decays);

    private void SetStep(ParameterBuffer<T> parameters, in StepNumbers<T> numbers)
    {
        ParameterBuffer<T>? first = Buffers.Count > 0 ? Buffers[0].Values : TRule.StateCount > 0 ? parameters : null;
        ParameterBuffer<T>? second = Buffers.Count > 1 ? Buffers[1].Values : TRule.StateCount > 1 ? parameters : null;
        _numbers = numbers;

        // Powers and roots of a rule take a few percent of a small step. Without decay, biases have the rule of weights.
        TRule rule = CreateRule(numbers, decays: true);
        bool decays = Optimizer.WeightDecay != 0 || Optimizer.L1Decay != 0;
        _step = new(
            new(rule, parameters, first, second, _tiles),
            new(decays ? CreateRule(numbers, decays: false) : rule, parameters, first, second, _tiles));
    }

    // The norm of the gradient averaged over the samples.
    private void ClipByNorm(ParameterBuffer<T> parameters, ParameterBuffer<T> gradient)
    {
        if (Optimizer.ClipNorm is double limit)
        {
            // Of a norm that is NaN, the gradient stays as it is: a factor of NaN would spoil the padding, which is zero.
            double norm = double.CreateTruncating(gradient.Norm()) / _numbers.Count;
            double factor = double.IsNaN(norm) ? 1 : Math.Min(1, limit / (norm + 1e-6));
            SetStep(parameters, _numbers with { GradientFactor = factor });
        }
    }

    private double ProductAt(long step)
    {
        if (!HasProduct)
        {
            return 1;
        }

        if (_productStep > step)
        {
            (_product, _productStep) = (1, 0);
        }

        while (_productStep < step)
        {
            _productStep++;
            _product *= FactorOf(_productStep);
        }

        return _product;
    }

    private ref readonly BlockUpdate<TRule, T> UpdateOf(ParameterBlock block) =>
        ref (block.Decays ? ref _step.Weights : ref _step.Biases);

    // Blocks start and end at multiples of every vector's length.
    private static void Update(
        ParameterBuffer<T> parameters, ParameterBuffer<T> gradient, nuint start, nuint end, in BlockUpdate<TRule, T> update)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Update<V512<T>>(parameters, gradient, start, end, in update);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Update<V256<T>>(parameters, gradient, start, end, in update);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            Update<V128<T>>(parameters, gradient, start, end, in update);
        }
        else
        {
            Update<V1<T>>(parameters, gradient, start, end, in update);
        }
    }

    private static void Update<TVector>(
        ParameterBuffer<T> parameters, ParameterBuffer<T> gradient, nuint start, nuint end, in BlockUpdate<TRule, T> update)
        where TVector : struct, ISimd<TVector, T> =>
        update.UpdateRows<TVector>(ref parameters.Packed[(int)start], ref gradient.Packed[(int)start], 1, 0, end - start);
}
