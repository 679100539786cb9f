using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetGen.Layers;
using NetGen.Layout;
using NetGen.Optimization;

namespace NetGen.CompilerServices;

/// <summary>
/// What a network does with many samples: they go through its kernels in blocks, on one thread or on several. Generated code derives a
/// class for each width of vectors, with the kernels; it has no state, so one instance serves all networks of a class and all threads.
/// </summary>
/// <remarks>
/// Every public member checks what it is given. The kernels, which trust it, can be called by this class and by those that derive from it
/// alone. <c>first</c> is the number of a row in a block, at which the inputs, targets and costs that a kernel is given start.
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class NetworkKernels<T> : IRuleKernels<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly NetworkLayout _layout;
    private readonly OutputHead<T> _head;
    private readonly KernelSizes _sizes;
    private readonly nuint _blockRows;
    private readonly nuint _inputSize;
    private readonly nuint _outputSize;
    private readonly bool _dropsOut;

    // Made when first needed.
    private InputErrors<T>? _inputErrors;

    /// <summary>Takes what the plan of the network settles.</summary>
    /// <param name="topology">The network's topology.</param>
    /// <param name="head">What follows the last layer's weighted inputs.</param>
    /// <param name="sizes">Sizes of blocks and scratch memory.</param>
    /// <exception cref="ArgumentNullException"><paramref name="topology"/> or <paramref name="head"/> is null.</exception>
    /// <exception cref="ArgumentException">The head is for another number of outputs, or the rows it works on do not lie in the
    /// scratch, or those of weighted inputs and of errors overlap.</exception>
    protected NetworkKernels(NetworkTopology topology, OutputHead<T> head, KernelSizes sizes)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(head);
        Topology = topology;
        _layout = NetworkLayout.Of(topology);
        _head = head;
        _sizes = sizes;
        _blockRows = (nuint)sizes.BlockRows;
        _inputSize = (nuint)topology.InputSize;
        _outputSize = (nuint)topology.OutputSize;
        foreach (LayerTopology layer in topology.Layers)
        {
            _dropsOut |= layer.IsOnlyInTraining;
        }

        CheckSizes();
    }

    /// <summary>The network's topology.</summary>
    internal NetworkTopology Topology { get; }

    /// <summary>Elements of the packed parameters.</summary>
    internal int ParameterLength => _layout.BufferLength;

    /// <summary>Computes the outputs of one sample.</summary>
    /// <exception cref="ArgumentException">The parameters are of another network, or a length does not fit.</exception>
    public void FeedForward(ParameterBuffer<T> parameters, ReadOnlySpan<T> input, Span<T> output)
    {
        SampleChecks.Sample(input.Length, Topology.InputSize, output.Length, Topology.OutputSize);
        FeedForwardBlocks(ref ParametersOf(parameters), ref MemoryMarshal.GetReference(input), ref MemoryMarshal.GetReference(output), 1);
    }

    /// <summary>Computes the outputs of any number of samples.</summary>
    /// <exception cref="ArgumentException">The parameters are of another network, a length does not fit, or the spans overlap.</exception>
    public void FeedForwardBatch(ParameterBuffer<T> parameters, ReadOnlySpan<T> inputs, Span<T> outputs)
    {
        nuint count = (nuint)SampleChecks.Batch(inputs, Topology.InputSize, outputs, Topology.OutputSize);
        FeedForwardBlocks(
            ref ParametersOf(parameters), ref MemoryMarshal.GetReference(inputs), ref MemoryMarshal.GetReference(outputs), count);
    }

    /// <summary>Computes the outputs and the cost of each of any number of samples.</summary>
    /// <exception cref="ArgumentException">
    /// The parameters are of another network, a length does not fit, the spans overlap, or the cost cannot take a target.
    /// </exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void FeedForwardBatch(
        ParameterBuffer<T> parameters, ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, Span<T> outputs, Span<T> costs)
    {
        nuint count = (nuint)SampleChecks.Batch<T>(Topology, inputs, targets, outputs, costs);
        ref T weights = ref ParametersOf(parameters);
        ref T input = ref MemoryMarshal.GetReference(inputs);
        ref T target = ref MemoryMarshal.GetReference(targets);
        ref T output = ref MemoryMarshal.GetReference(outputs);
        ref T cost = ref MemoryMarshal.GetReference(costs);
        ref T scratch = ref MemoryMarshal.GetReference(Scratch.OfThread<T>(_sizes.TrainingScratch));
        for (nuint done = 0; done < count; done += Math.Min(count - done, _blockRows))
        {
            nuint rows = Math.Min(count - done, _blockRows);
            WeightedInputs(ref weights, ref Unsafe.Add(ref input, done * _inputSize), ref scratch, 0, rows);
            EvaluateHead(
                ref scratch,
                ref Unsafe.Add(ref target, done * _outputSize),
                ref Unsafe.NullRef<T>(),
                ref Unsafe.Add(ref cost, done),
                0,
                rows,
                keepsActivations: true);
            _head.CopyOutputs(
                ref Unsafe.Add(ref scratch, (nuint)_sizes.OutputOffset),
                (nuint)_sizes.OutputStride,
                ref Unsafe.Add(ref output, done * _outputSize),
                rows);
        }
    }

    /// <summary>The cost averaged over one or more samples.</summary>
    /// <exception cref="ArgumentException">
    /// The parameters are of another network, there is no sample, a length does not fit, or the cost cannot take a target.
    /// </exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public T Cost(ParameterBuffer<T> parameters, ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets)
    {
        nuint count = (nuint)SampleChecks.Samples(Topology, inputs, targets);
        ref T weights = ref ParametersOf(parameters);
        ref T input = ref MemoryMarshal.GetReference(inputs);
        ref T target = ref MemoryMarshal.GetReference(targets);
        ref T scratch = ref ScratchWithCosts(out Span<T> costs);
        T sum = T.Zero;
        for (nuint left = count; left > 0;)
        {
            nuint rows = Math.Min(left, _blockRows);
            WeightedInputs(ref weights, ref input, ref scratch, 0, rows);
            EvaluateHead(ref scratch, ref target, ref Unsafe.NullRef<T>(), ref costs[0], 0, rows, keepsActivations: false);
            sum = AddInOrder(sum, costs, rows);
            input = ref Unsafe.Add(ref input, rows * _inputSize);
            target = ref Unsafe.Add(ref target, rows * _outputSize);
            left -= rows;
        }

        return Average(sum, count);
    }

    /// <summary>Adds the gradient of one or more samples to a buffer and returns their summed cost.</summary>
    /// <exception cref="ArgumentNullException">The gradient is null.</exception>
    /// <exception cref="ArgumentException">
    /// Parameters or gradient are of another network, there is no sample, a length does not fit, or the cost cannot take a target.
    /// </exception>
    public T Backprop(
        ParameterBuffer<T> parameters,
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<T> targets,
        ParameterBuffer<T> gradient,
        DropoutKey? dropout) =>
        Backprop(parameters, inputs, targets, default, gradient, dropout);

    /// <summary>As without weights, with one for each sample, by which its cost and its gradient are multiplied.</summary>
    /// <exception cref="ArgumentNullException">The gradient is null.</exception>
    /// <exception cref="ArgumentException">
    /// Parameters or gradient are of another network, there is no sample, a length does not fit, the cost cannot take a target, or a weight
    /// is negative or not finite.
    /// </exception>
    public T Backprop(
        ParameterBuffer<T> parameters,
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<T> targets,
        ReadOnlySpan<T> sampleWeights,
        ParameterBuffer<T> gradient,
        DropoutKey? dropout)
    {
        nuint count = (nuint)SampleChecks.Samples(Topology, inputs, targets);
        SampleChecks.Weights(sampleWeights, (int)count);
        ParameterChecks.SameLayout(parameters, gradient, nameof(gradient));
        gradient.CheckWritable();
        return Backprop(
            ref ParametersOf(parameters),
            ref MemoryMarshal.GetReference(inputs),
            ref MemoryMarshal.GetReference(targets),
            ref WeightsOf(sampleWeights),
            count,
            ref MemoryMarshal.GetReference(gradient.Packed),
            GradientUse<T>.Sum,
            StepOf(dropout));
    }

    /// <summary>
    /// Backpropagation from targets or from given derivatives, to the parameters, to the inputs or to both. Returns the summed cost, or 0
    /// without targets.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="from"/> is not one of the enumeration's values.</exception>
    /// <exception cref="ArgumentException">
    /// Parameters or gradient are of another network, there is no sample, a length does not fit, spans overlap, or the cost cannot take a
    /// target.
    /// </exception>
    public T Backprop(
        ParameterBuffer<T> parameters,
        BackpropFrom from,
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<T> values,
        ParameterBuffer<T>? gradient,
        Span<T> inputGradients,
        DropoutKey? dropout)
    {
        nuint count = (nuint)SampleChecks.Backprop(Topology, from, inputs, values, inputGradients, gradient is not null);
        if (gradient is not null)
        {
            ParameterChecks.SameLayout(parameters, gradient, nameof(gradient));
            gradient.CheckWritable();
        }

        ref T destination = ref gradient is null ? ref Unsafe.NullRef<T>() : ref MemoryMarshal.GetReference(gradient.Packed);
        ref T inputGradient = ref inputGradients.IsEmpty ? ref Unsafe.NullRef<T>() : ref MemoryMarshal.GetReference(inputGradients);
        return BackpropToInputs(
            ref ParametersOf(parameters), from, ref MemoryMarshal.GetReference(inputs), ref MemoryMarshal.GetReference(values), count,
            ref destination, ref inputGradient, StepOf(dropout));
    }

    /// <summary>
    /// One step of stochastic gradient descent. A mini-batch of one block updates the parameters as its gradient is summed; a larger one
    /// needs the buffer <paramref name="gradient"/>, made here when it is first needed.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// The parameters are of another network, there is no sample, a length does not fit, or the cost cannot take a target.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="learningRate"/> is not finite.</exception>
    /// <exception cref="InvalidOperationException"><paramref name="workers"/> are at work for another thread.</exception>
    /// <exception cref="ObjectDisposedException"><paramref name="workers"/> have been disposed of.</exception>
    public T TrainMiniBatch(
        ParameterBuffer<T> parameters,
        ref ParameterBuffer<T>? gradient,
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<T> targets,
        T learningRate,
        WorkerTeam? workers,
        DropoutKey? dropout)
    {
        nuint count = (nuint)SampleChecks.Samples(Topology, inputs, targets);
        ParameterChecks.Finite(learningRate, nameof(learningRate));
        T negativeStep = -Average(learningRate, count);
        parameters.CheckWritable();
        return workers is null && count <= _blockRows && !_dropsOut
            ? DescendByBlock(
                ref ParametersOf(parameters), ref MemoryMarshal.GetReference(inputs), ref MemoryMarshal.GetReference(targets), count,
                negativeStep)
            : Train(
                parameters, ref gradient, inputs, targets, default, count, GradientUse<T>.Descent(negativeStep), workers, StepOf(dropout));
    }

    /// <summary>As without weights, with one for each sample, by which its cost and its gradient are multiplied.</summary>
    /// <exception cref="ArgumentException">
    /// The parameters are of another network, there is no sample, a length does not fit, the cost cannot take a target, or a weight is
    /// negative or not finite.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="learningRate"/> is not finite.</exception>
    /// <exception cref="InvalidOperationException"><paramref name="workers"/> are at work for another thread.</exception>
    /// <exception cref="ObjectDisposedException"><paramref name="workers"/> have been disposed of.</exception>
    public T TrainMiniBatch(
        ParameterBuffer<T> parameters,
        ref ParameterBuffer<T>? gradient,
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<T> targets,
        ReadOnlySpan<T> sampleWeights,
        T learningRate,
        WorkerTeam? workers,
        DropoutKey? dropout)
    {
        nuint count = (nuint)SampleChecks.Samples(Topology, inputs, targets);
        SampleChecks.Weights(sampleWeights, (int)count);
        ParameterChecks.Finite(learningRate, nameof(learningRate));
        var use = GradientUse<T>.Descent(-Average(learningRate, count));
        return Train(parameters, ref gradient, inputs, targets, sampleWeights, count, use, workers, StepOf(dropout));
    }

    /// <summary>One step of training by an optimizer, as above.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="optimizer"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// Parameters or optimizer are of another network, there is no sample, a length does not fit, or the cost cannot take a target.
    /// </exception>
    /// <exception cref="InvalidOperationException"><paramref name="workers"/> are at work for another thread.</exception>
    /// <exception cref="ObjectDisposedException"><paramref name="workers"/> have been disposed of.</exception>
    public T TrainMiniBatch(
        ParameterBuffer<T> parameters,
        ref ParameterBuffer<T>? gradient,
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<T> targets,
        OptimizerState<T> optimizer,
        WorkerTeam? workers,
        DropoutKey? dropout) =>
        TrainMiniBatch(parameters, ref gradient, inputs, targets, default, optimizer, workers, dropout);

    /// <summary>As without weights, with one for each sample, by which its cost and its gradient are multiplied.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="optimizer"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// Parameters or optimizer are of another network, there is no sample, a length does not fit, the cost cannot take a target, or a
    /// weight is negative or not finite.
    /// </exception>
    /// <exception cref="InvalidOperationException"><paramref name="workers"/> are at work for another thread.</exception>
    /// <exception cref="ObjectDisposedException"><paramref name="workers"/> have been disposed of.</exception>
    public T TrainMiniBatch(
        ParameterBuffer<T> parameters,
        ref ParameterBuffer<T>? gradient,
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<T> targets,
        ReadOnlySpan<T> sampleWeights,
        OptimizerState<T> optimizer,
        WorkerTeam? workers,
        DropoutKey? dropout)
    {
        nuint count = (nuint)SampleChecks.Samples(Topology, inputs, targets);
        SampleChecks.Weights(sampleWeights, (int)count);
        OptimizerChecks.IsFor(optimizer, Topology);
        _ = ref ParametersOf(parameters);
        optimizer.Begin(parameters, (long)count, workers?.Size ?? 1);
        try
        {
            var use = GradientUse<T>.By(optimizer, (long)count);
            T cost = Train(parameters, ref gradient, inputs, targets, sampleWeights, count, use, workers, StepOf(dropout));
            optimizer.Complete(parameters);
            return cost;
        }
        finally
        {
            optimizer.End();
        }
    }

    /// <summary>Subtracts a multiple of a gradient from the parameters.</summary>
    /// <exception cref="ArgumentNullException">The gradient is null.</exception>
    /// <exception cref="ArgumentException">Parameters or gradient are of another network.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="step"/> is not finite.</exception>
    public void ApplyGradient(ParameterBuffer<T> parameters, ParameterBuffer<T> gradient, T step)
    {
        _ = ref ParametersOf(parameters);
        ParameterChecks.SameLayout(parameters, gradient, nameof(gradient));
        ParameterChecks.Finite(step, nameof(step));
        parameters.AddScaledToTrained(gradient, -step);
    }

    /// <summary>One step of an optimizer by a gradient that is summed over some samples.</summary>
    /// <exception cref="ArgumentNullException">The gradient or <paramref name="optimizer"/> is null.</exception>
    /// <exception cref="ArgumentException">Parameters, gradient or optimizer are of another network.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1.</exception>
    public void ApplyGradient(ParameterBuffer<T> parameters, ParameterBuffer<T> gradient, int count, OptimizerState<T> optimizer)
    {
        _ = ref ParametersOf(parameters);
        ParameterChecks.SameLayout(parameters, gradient, nameof(gradient));
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        OptimizerChecks.IsFor(optimizer, Topology);
        optimizer.ApplyGradient(parameters, gradient, count);
    }

    /// <summary>The outputs of some samples, without padding.</summary>
    protected abstract void FeedForward(ref T parameters, ref T inputs, ref T outputs, ref T scratch, nuint rows);

    /// <summary>Into the scratch, for some rows of a block: activations of hidden layers, and the last layer's weighted inputs.</summary>
    protected abstract void WeightedInputs(ref T parameters, ref T inputs, ref T scratch, nuint first, nuint rows);

    /// <summary>The errors of hidden layers for some rows of a block, from the last layer's in the scratch.</summary>
    protected virtual void Errors(ref T parameters, ref T scratch, nuint first, nuint rows) =>
        throw new NotSupportedException($"{Topology} carries errors back by what it drops.");

    /// <summary>As the other one, in training: for networks with layers that are <see cref="LayerTopology.IsOnlyInTraining"/>.</summary>
    protected virtual void WeightedInputs(
        ref T parameters, ref T inputs, ref T scratch, nuint first, nuint rows, in DropoutStep dropout) =>
        WeightedInputs(ref parameters, ref inputs, ref scratch, first, rows);

    /// <inheritdoc cref="WeightedInputs(ref T, ref T, ref T, nuint, nuint, in DropoutStep)"/>
    protected virtual void Errors(ref T parameters, ref T scratch, nuint first, nuint rows, in DropoutStep dropout) =>
        Errors(ref parameters, ref scratch, first, rows);

    /// <summary>
    /// The gradient summed over a block, from the activations and errors in the scratch: on top of what the destination holds or, to
    /// update, times the step into the parameters, which the destination then is. Of several workers each takes weights of its own.
    /// </summary>
    protected abstract void Gradients(
        ref T destination, ref T inputs, ref T scratch, nuint rows, T negativeStep, bool updates, nuint worker, nuint workers);

    /// <summary>
    /// As <see cref="Gradients"/>, to update the parameters by a rule.
    /// </summary>
    protected abstract void Update<TRule>(
        ref T parameters, ref T inputs, ref T scratch, nuint rows, in UpdateStep<TRule, T> step, nuint worker, nuint workers)
        where TRule : struct, IUpdateRule<T>;

    /// <inheritdoc/>
    void IRuleKernels<T>.Update<TRule>(
        ref T parameters, ref T inputs, ref T scratch, nuint rows, in UpdateStep<TRule, T> step, nuint worker, nuint workers) =>
        Update(ref parameters, ref inputs, ref scratch, rows, in step, worker, workers);

    /// <summary>In training, weighted inputs and activations of some rows of a block.</summary>
    internal void ComputeWeightedInputs(
        ref T parameters, ref T inputs, ref T scratch, nuint first, nuint rows, in DropoutStep dropout) =>
        WeightedInputs(ref parameters, ref inputs, ref scratch, first, rows, in dropout);

    /// <summary>The gradient summed over a block, and what is done with it; of several workers each takes weights of its own.</summary>
    internal void ComputeGradients(
        ref T destination, ref T inputs, ref T scratch, nuint rows, in GradientUse<T> use, nuint worker, nuint workers)
    {
        if (use.Optimizer is OptimizerState<T> optimizer && use.Updates)
        {
            optimizer.UpdateBy(this, ref destination, ref inputs, ref scratch, rows, worker, workers);
            return;
        }

        Gradients(ref destination, ref inputs, ref scratch, rows, use.NegativeStep, use.Updates, worker, workers);
    }

    /// <summary>
    /// Costs and errors of all layers for some rows of a block, from their weighted inputs and activations in the scratch. A null
    /// reference for the weights of the samples leaves them out.
    /// </summary>
    internal void CostsAndErrors(
        ref T parameters,
        ref T targets,
        ref T sampleWeights,
        ref T scratch,
        ref T costs,
        nuint first,
        nuint rows,
        in DropoutStep dropout)
    {
        EvaluateHead(ref scratch, ref targets, ref ErrorsOf(ref scratch, first), ref costs, first, rows, keepsActivations: false);
        if (!Unsafe.IsNullRef(ref sampleWeights))
        {
            Weigh(ref sampleWeights, ref ErrorsOf(ref scratch, first), ref costs, rows);
        }

        Errors(ref parameters, ref scratch, first, rows, in dropout);
    }

    // Once for each sample, after the head: all errors before the last layer's are linear in these.
    private void Weigh(ref T sampleWeights, ref T errors, ref T costs, nuint rows)
    {
        for (nuint row = 0; row < rows; row++)
        {
            T weight = Unsafe.Add(ref sampleWeights, row);
            Unsafe.Add(ref costs, row) *= weight;
            Span<T> error = MemoryMarshal.CreateSpan(
                ref Unsafe.Add(ref errors, row * (nuint)_sizes.OutputStride), (int)_outputSize);
            var factor = new Vector<T>(weight);
            int i = 0;
            for (; i <= error.Length - Vector<T>.Count; i += Vector<T>.Count)
            {
                (new Vector<T>(error[i..]) * factor).CopyTo(error[i..]);
            }

            for (; i < error.Length; i++)
            {
                error[i] *= weight;
            }
        }
    }

    // A null reference for none.
    private static ref T WeightsOf(ReadOnlySpan<T> sampleWeights) =>
        ref sampleWeights.IsEmpty ? ref Unsafe.NullRef<T>() : ref MemoryMarshal.GetReference(sampleWeights);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref T WeightsFrom(ref T sampleWeights, nuint samples) =>
        ref Unsafe.IsNullRef(ref sampleWeights) ? ref sampleWeights : ref Unsafe.Add(ref sampleWeights, samples);

    // A key takes time to hash.
    private DropoutStep StepOf(DropoutKey? key) => _dropsOut ? new DropoutStep(key) : default;

    // Over 1 a number stays as it is, without the time of a division.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Average(T sum, nuint count) => count == 1 ? sum : sum / T.CreateTruncating(count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T AddInOrder(T sum, ReadOnlySpan<T> costs, nuint count)
    {
        foreach (T cost in costs[..(int)count])
        {
            sum += cost;
        }

        return sum;
    }

    private LayerLayout FirstTrained()
    {
        int index = 0;
        while (!Topology.Layers[index].IsTrained)
        {
            index++;
        }

        return _layout.Layers[index];
    }

    private void CheckSizes()
    {
        LayerLayout first = FirstTrained();
        long rows = _sizes.BlockRows;
        long block = (rows * _sizes.OutputStride) - _sizes.OutputStride + (long)_head.Lanes;
        if (_head.Outputs != _outputSize || rows < 1 || _sizes.OutputStride < (int)_head.Lanes
            || _sizes.OutputOffset < 0 || _sizes.OutputOffset + block > _sizes.TrainingScratch
            || _sizes.ErrorOffset < 0 || _sizes.ErrorOffset + block > _sizes.TrainingScratch
            || Math.Abs((long)_sizes.OutputOffset - _sizes.ErrorOffset) < block
            || _sizes.FirstErrorOffset < 0 || _sizes.FirstErrorStride < first.Lanes
            || _sizes.FirstErrorOffset + ((rows - 1) * _sizes.FirstErrorStride) + first.Lanes > _sizes.TrainingScratch)
        {
            throw new ArgumentException($"The sizes {_sizes} do not hold blocks of {_head.Outputs} outputs of {Topology}.");
        }
    }

    // The same object for all buffers of one topology.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref T ParametersOf(ParameterBuffer<T> parameters)
    {
        if (!ReferenceEquals(parameters.Layout, _layout) && !parameters.Layout.Equals(_layout))
        {
            throw ParameterChecks.OtherSizes(Topology, parameters.Topology, nameof(parameters));
        }

        return ref MemoryMarshal.GetReference(parameters.Packed);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void FeedForwardBlocks(ref T parameters, ref T inputs, ref T outputs, nuint count)
    {
        ref T scratch = ref MemoryMarshal.GetReference(Scratch.OfThread<T>(_sizes.InferenceScratch));
        while (count > 0)
        {
            nuint rows = Math.Min(count, _blockRows);
            FeedForward(ref parameters, ref inputs, ref outputs, ref scratch, rows);
            inputs = ref Unsafe.Add(ref inputs, rows * _inputSize);
            outputs = ref Unsafe.Add(ref outputs, rows * _outputSize);
            count -= rows;
        }
    }

    // A null reference for the errors leaves them out.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void EvaluateHead(
        ref T scratch, ref T targets, ref T errors, ref T costs, nuint first, nuint rows, bool keepsActivations) => _head.Evaluate(
        ref Unsafe.Add(ref scratch, (nuint)_sizes.OutputOffset + (first * (nuint)_sizes.OutputStride)),
        (nuint)_sizes.OutputStride,
        ref targets,
        ref errors,
        rows,
        ref costs,
        keepsActivations);

    // The last layer's, from a row on.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref T ErrorsOf(ref T scratch, nuint first) =>
        ref Unsafe.Add(ref scratch, (nuint)_sizes.ErrorOffset + (first * (nuint)_sizes.OutputStride));

    // As many as the rows of a block, so that what lies after the costs is aligned.
    private int RoundedRows => (_sizes.BlockRows + LayoutRules.LineBytes - 1) / LayoutRules.LineBytes * LayoutRules.LineBytes;

    // The costs of a block lie after its scratch.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref T ScratchWithCosts(out Span<T> costs)
    {
        Span<T> scratch = Scratch.OfThread<T>(_sizes.TrainingScratch + _sizes.BlockRows);
        costs = scratch[_sizes.TrainingScratch..];
        return ref MemoryMarshal.GetReference(scratch);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private T Backprop(
        ref T parameters,
        ref T inputs,
        ref T targets,
        ref T sampleWeights,
        nuint count,
        ref T destination,
        in GradientUse<T> use,
        DropoutStep dropout)
    {
        ref T scratch = ref ScratchWithCosts(out Span<T> costs);
        T sum = T.Zero;
        while (count > 0)
        {
            nuint rows = Math.Min(count, _blockRows);
            ComputeWeightedInputs(ref parameters, ref inputs, ref scratch, 0, rows, in dropout);
            CostsAndErrors(ref parameters, ref targets, ref sampleWeights, ref scratch, ref costs[0], 0, rows, in dropout);
            sum = AddInOrder(sum, costs, rows);
            ComputeGradients(ref destination, ref inputs, ref scratch, rows, in use, 0, 1);
            inputs = ref Unsafe.Add(ref inputs, rows * _inputSize);
            targets = ref Unsafe.Add(ref targets, rows * _outputSize);
            sampleWeights = ref WeightsFrom(ref sampleWeights, rows);
            dropout = dropout.From(rows);
            count -= rows;
        }

        return sum;
    }

    // A null reference for the destination leaves out the gradient of the parameters, one for the input gradients those of the inputs.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private T BackpropToInputs(
        ref T parameters,
        BackpropFrom from,
        ref T inputs,
        ref T values,
        nuint count,
        ref T destination,
        ref T inputGradients,
        DropoutStep dropout)
    {
        InputErrors<T> inputErrors = _inputErrors ??= new InputErrors<T>(Topology);
        int costsEnd = _sizes.TrainingScratch + RoundedRows;
        int mostRows = (int)Math.Min(count, _blockRows);
        Span<T> memory = Scratch.OfThread<T>(checked(costsEnd + (mostRows * inputErrors.Stride)));
        ref T scratch = ref MemoryMarshal.GetReference(memory);
        Span<T> costs = memory[_sizes.TrainingScratch..costsEnd];
        ref T errors = ref Unsafe.Add(ref scratch, (nuint)_sizes.FirstErrorOffset);
        T sum = T.Zero;
        while (count > 0)
        {
            nuint rows = Math.Min(count, _blockRows);
            ComputeWeightedInputs(ref parameters, ref inputs, ref scratch, 0, rows, in dropout);
            StartErrors(from, ref values, ref scratch, ref costs[0], rows);
            Errors(ref parameters, ref scratch, 0, rows, in dropout);
            sum = from == BackpropFrom.Targets ? AddInOrder(sum, costs, rows) : sum;
            if (!Unsafe.IsNullRef(ref destination))
            {
                ComputeGradients(ref destination, ref inputs, ref scratch, rows, GradientUse<T>.Sum, 0, 1);
            }

            if (!Unsafe.IsNullRef(ref inputGradients))
            {
                inputErrors.Compute(
                    in dropout, ref parameters, ref errors, (nuint)_sizes.FirstErrorStride, ref memory[costsEnd], ref inputGradients, rows);
                inputGradients = ref Unsafe.Add(ref inputGradients, rows * _inputSize);
            }

            inputs = ref Unsafe.Add(ref inputs, rows * _inputSize);
            values = ref Unsafe.Add(ref values, rows * _outputSize);
            dropout = dropout.From(rows);
            count -= rows;
        }

        return sum;
    }

    // The errors of the last layer.
    private void StartErrors(BackpropFrom from, ref T values, ref T scratch, ref T costs, nuint rows)
    {
        ref T errors = ref ErrorsOf(ref scratch, 0);
        nuint stride = (nuint)_sizes.OutputStride;
        switch (from)
        {
            case BackpropFrom.Targets:
                EvaluateHead(ref scratch, ref values, ref errors, ref costs, 0, rows, keepsActivations: false);
                break;
            case BackpropFrom.OutputGradients:
                _head.CarryBack(ref Unsafe.Add(ref scratch, (nuint)_sizes.OutputOffset), stride, ref values, ref errors, rows);
                break;
            default:
                for (nuint row = 0; row < rows; row++)
                {
                    Span<T> error = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref errors, row * stride), (int)_head.Lanes);
                    error.Clear();
                    MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref values, row * _outputSize), (int)_outputSize).CopyTo(error);
                }

                break;
        }
    }

    // As Train does it, without what other steps need and a small network would feel: an optimizer, a buffer for the gradient, threads,
    // dropout, more than one block.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private T DescendByBlock(ref T parameters, ref T inputs, ref T targets, nuint rows, T negativeStep)
    {
        ref T scratch = ref ScratchWithCosts(out Span<T> costs);
        WeightedInputs(ref parameters, ref inputs, ref scratch, 0, rows);
        EvaluateHead(ref scratch, ref targets, ref ErrorsOf(ref scratch, 0), ref costs[0], 0, rows, keepsActivations: false);
        Errors(ref parameters, ref scratch, 0, rows);
        Gradients(ref parameters, ref inputs, ref scratch, rows, negativeStep, updates: true, 0, 1);
        return Average(AddInOrder(T.Zero, costs, rows), rows);
    }

    private T Train(
        ParameterBuffer<T> parameters,
        ref ParameterBuffer<T>? gradient,
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<T> targets,
        ReadOnlySpan<T> sampleWeights,
        nuint count,
        GradientUse<T> use,
        WorkerTeam? workers,
        in DropoutStep dropout)
    {
        parameters.CheckWritable();
        ref T weights = ref ParametersOf(parameters);
        GradientUse<T> ofBlocks = use;
        if (count > _blockRows || use.NeedsWholeGradient)
        {
            gradient ??= new ParameterBuffer<T>(Topology);
            ParameterChecks.SameLayout(parameters, gradient, nameof(gradient));
            gradient.Clear();
            ofBlocks = GradientUse<T>.Sum;
        }

        ref T input = ref MemoryMarshal.GetReference(inputs);
        ref T target = ref MemoryMarshal.GetReference(targets);
        ref T destination = ref ofBlocks.Updates ? ref weights : ref MemoryMarshal.GetReference(gradient!.Packed);
        T cost = workers is null
            ? Backprop(ref weights, ref input, ref target, ref WeightsOf(sampleWeights), count, ref destination, in ofBlocks, dropout)
            : BackpropWith(
                workers, ref weights, ref input, ref target, ref WeightsOf(sampleWeights), count, ref destination, in ofBlocks, in dropout);
        if (!ofBlocks.Updates)
        {
            use.Apply(parameters, gradient!);
        }

        return Average(cost, count);
    }

    private T BackpropWith(
        WorkerTeam workers,
        ref T parameters,
        ref T inputs,
        ref T targets,
        ref T sampleWeights,
        nuint count,
        ref T destination,
        in GradientUse<T> use,
        in DropoutStep dropout)
    {
        workers.Acquire();
        try
        {
            return workers.Size > 1 && (count >= (nuint)_sizes.MinParallelRows || workers.DividesAll)
                ? BackpropDivided(
                    workers, ref parameters, ref inputs, ref targets, ref sampleWeights, count, ref destination, in use, in dropout)
                : Backprop(ref parameters, ref inputs, ref targets, ref sampleWeights, count, ref destination, in use, dropout);
        }
        finally
        {
            workers.Release();
        }
    }

    // The samples of a block are divided for activations and errors, the weights for the gradient: no sum is ever split.
    private unsafe T BackpropDivided(
        WorkerTeam workers,
        ref T parameters,
        ref T inputs,
        ref T targets,
        ref T sampleWeights,
        nuint count,
        ref T destination,
        in GradientUse<T> use,
        in DropoutStep dropout)
    {
        ref T scratch = ref ScratchWithCosts(out Span<T> costs);
        T sum = T.Zero;
        fixed (T* parametersPointer = &parameters, inputsPointer = &inputs, targetsPointer = &targets, weightsPointer = &sampleWeights)
        fixed (T* scratchPointer = &scratch, costsPointer = costs, destinationPointer = &destination)
        {
            BlockTraining<T> block = workers.GetWork<BlockTraining<T>>();
            for (nuint done = 0; done < count; done += block.Rows)
            {
                block.Set(
                    this,
                    parametersPointer,
                    inputsPointer + (done * _inputSize),
                    targetsPointer + (done * _outputSize),
                    weightsPointer is null ? null : weightsPointer + done,
                    scratchPointer,
                    costsPointer,
                    destinationPointer,
                    Math.Min(count - done, _blockRows),
                    use,
                    dropout.From(done));
                workers.Run(block);
                sum = AddInOrder(sum, costs, block.Rows);
                block.StartGradients();
                workers.Run(block);
            }

            block.Clear();
        }

        return sum;
    }
}
