using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetGen.CompilerServices;

/// <summary>
/// What a network does with many samples: they go through its kernels in blocks, on one thread or on several. Generated code derives a
/// class for each width of vectors, with the kernels; it has no state, so one instance serves all networks of a class and all threads.
/// </summary>
/// <remarks>
/// Scratch memory holds the activations of a block and, behind them, its errors, each layer by itself; <c>first</c> is the number of a
/// row in the block, at which the inputs, targets and costs that a method is given start.
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class BlockKernels<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly nuint _blockRows;
    private readonly int _activationScratch;
    private readonly int _trainingScratch;
    private readonly nuint _minParallelRows;

    /// <summary>Takes the sizes that the plan of the network settles.</summary>
    /// <param name="topology">The network's topology.</param>
    /// <param name="blockRows">The most samples that go through the layers together.</param>
    /// <param name="activationScratch">Elements of scratch for the activations of a block.</param>
    /// <param name="trainingScratch">Elements of scratch for the activations and errors of a block.</param>
    /// <param name="minParallelRows">The fewest samples of a training step that are worth dividing among threads.</param>
    protected BlockKernels(NetworkTopology topology, int blockRows, int activationScratch, int trainingScratch, int minParallelRows)
    {
        Topology = topology;
        _blockRows = (nuint)blockRows;
        _activationScratch = activationScratch;
        _trainingScratch = trainingScratch;
        _minParallelRows = (nuint)minParallelRows;
    }

    /// <summary>The network's topology.</summary>
    internal NetworkTopology Topology { get; }

    private nuint InputSize => (nuint)Topology.InputSize;

    private nuint OutputSize => (nuint)Topology.OutputSize;

    /// <summary>The outputs of some samples, without padding.</summary>
    public abstract void FeedForward(ref T parameters, ref T inputs, ref T outputs, ref T scratch, nuint rows);

    /// <summary>All activations of some rows of a block, into the scratch.</summary>
    public abstract void Activations(ref T parameters, ref T inputs, ref T scratch, nuint first, nuint rows);

    /// <summary>The cost of each sample of a block, from the activations in the scratch.</summary>
    public abstract void Costs(ref T targets, ref T scratch, ref T costs, nuint rows);

    /// <summary>The cost of each of some rows of a block, and the errors of all layers for them, from the activations in the scratch.</summary>
    public abstract void Errors(ref T parameters, ref T targets, ref T scratch, ref T costs, nuint first, nuint rows);

    /// <summary>
    /// The gradient summed over a block, from the activations and errors in the scratch: on top of what the destination holds or, to
    /// update, times the step into the parameters, which the destination then is. Of several parts each takes weights of its own.
    /// </summary>
    public abstract void Gradients(
        ref T destination, ref T inputs, ref T scratch, nuint rows, T negativeStep, bool update, nuint part, nuint parts);

    /// <summary>Computes the outputs of any number of samples.</summary>
    /// <exception cref="ArgumentException">A length does not fit, or the spans overlap.</exception>
    public void FeedForwardBatch(ParameterBuffer<T> parameters, ReadOnlySpan<T> inputs, Span<T> outputs)
    {
        nuint count = Kernel.CheckBatch(inputs, Topology.InputSize, outputs, Topology.OutputSize);
        FeedForwardBatch(ref parameters.Reference, ref MemoryMarshal.GetReference(inputs), ref MemoryMarshal.GetReference(outputs), count);
    }

    /// <summary>As <see cref="FeedForwardBatch(ParameterBuffer{T}, ReadOnlySpan{T}, Span{T})"/>, without checks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void FeedForwardBatch(ref T parameters, ref T inputs, ref T outputs, nuint count)
    {
        ref T scratch = ref Workspace<T>.Get(_activationScratch);
        while (count > 0)
        {
            nuint rows = Math.Min(count, _blockRows);
            FeedForward(ref parameters, ref inputs, ref outputs, ref scratch, rows);
            inputs = ref Unsafe.Add(ref inputs, rows * InputSize);
            outputs = ref Unsafe.Add(ref outputs, rows * OutputSize);
            count -= rows;
        }
    }

    /// <summary>The cost averaged over one or more samples.</summary>
    /// <exception cref="ArgumentException">There is no sample, or a length does not fit.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public T Cost(ParameterBuffer<T> parameters, ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets)
    {
        nuint count = Kernel.CheckSamples(inputs.Length, Topology.InputSize, targets.Length, Topology.OutputSize);
        ref T input = ref MemoryMarshal.GetReference(inputs);
        ref T target = ref MemoryMarshal.GetReference(targets);
        ref T scratch = ref ScratchWithCosts(_activationScratch, out Span<T> costs);
        T sum = T.Zero;
        for (nuint left = count; left > 0;)
        {
            nuint rows = Math.Min(left, _blockRows);
            Activations(ref parameters.Reference, ref input, ref scratch, 0, rows);
            Costs(ref target, ref scratch, ref costs[0], rows);
            sum = AddInOrder(sum, costs, rows);
            input = ref Unsafe.Add(ref input, rows * InputSize);
            target = ref Unsafe.Add(ref target, rows * OutputSize);
            left -= rows;
        }

        return sum / Number(count);
    }

    /// <summary>Adds the gradient of one or more samples to a buffer and returns their summed cost.</summary>
    /// <exception cref="ArgumentNullException">The gradient is null.</exception>
    /// <exception cref="ArgumentException">There is no sample, a length does not fit, or the gradient is for other sizes.</exception>
    public T Backprop(ParameterBuffer<T> parameters, ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, ParameterBuffer<T> gradient)
    {
        nuint count = Kernel.CheckSamples(inputs.Length, Topology.InputSize, targets.Length, Topology.OutputSize);
        Kernel.CheckGradient(gradient, Topology);
        return Backprop(
            ref parameters.Reference,
            ref MemoryMarshal.GetReference(inputs),
            ref MemoryMarshal.GetReference(targets),
            count,
            ref gradient.Reference,
            T.Zero,
            update: false);
    }

    /// <summary>
    /// One step of stochastic gradient descent. A mini-batch of one block updates the parameters as its gradient is summed; a larger one
    /// needs the buffer <paramref name="gradient"/>, made here when it is first needed.
    /// </summary>
    /// <exception cref="ArgumentException">There is no sample, or a length does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="learningRate"/> is not finite.</exception>
    /// <exception cref="InvalidOperationException"><paramref name="workers"/> are at work for another thread.</exception>
    /// <exception cref="ObjectDisposedException"><paramref name="workers"/> have been disposed of.</exception>
    public T TrainMiniBatch(
        ParameterBuffer<T> parameters,
        ref ParameterBuffer<T>? gradient,
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<T> targets,
        T learningRate,
        WorkerTeam? workers)
    {
        nuint count = Kernel.CheckSamples(inputs.Length, Topology.InputSize, targets.Length, Topology.OutputSize);
        Kernel.CheckFinite(learningRate, nameof(learningRate));
        T number = Number(count);
        T negativeStep = -(learningRate / number);
        bool update = count <= _blockRows;
        if (!update)
        {
            gradient ??= new ParameterBuffer<T>(Topology);
            gradient.Clear();
        }

        ref T input = ref MemoryMarshal.GetReference(inputs);
        ref T target = ref MemoryMarshal.GetReference(targets);
        ref T destination = ref update ? ref parameters.Reference : ref gradient!.Reference;
        T cost = workers is null
            ? Backprop(ref parameters.Reference, ref input, ref target, count, ref destination, negativeStep, update)
            : BackpropTaking(workers, ref parameters.Reference, ref input, ref target, count, ref destination, negativeStep, update);
        if (!update)
        {
            parameters.AddScaled(gradient!, negativeStep);
        }

        return cost / number;
    }

    /// <summary>Subtracts a multiple of a gradient from the parameters.</summary>
    /// <exception cref="ArgumentNullException">The gradient is null.</exception>
    /// <exception cref="ArgumentException">The gradient is for other sizes.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="step"/> is not finite.</exception>
    public void ApplyGradient(ParameterBuffer<T> parameters, ParameterBuffer<T> gradient, T step)
    {
        Kernel.CheckGradient(gradient, Topology);
        Kernel.CheckFinite(step, nameof(step));
        parameters.AddScaled(gradient, -step);
    }

    private static T Number(nuint count) => T.CreateTruncating(count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T AddInOrder(T sum, ReadOnlySpan<T> costs, nuint count)
    {
        foreach (T cost in costs[..(int)count])
        {
            sum += cost;
        }

        return sum;
    }

    // The costs of a block lie behind its scratch.
    private ref T ScratchWithCosts(int length, out Span<T> costs)
    {
        ref T scratch = ref Workspace<T>.Get(length + (int)_blockRows);
        costs = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref scratch, length), (int)_blockRows);
        return ref scratch;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private T Backprop(ref T parameters, ref T inputs, ref T targets, nuint count, ref T destination, T negativeStep, bool update)
    {
        ref T scratch = ref ScratchWithCosts(_trainingScratch, out Span<T> costs);
        T sum = T.Zero;
        while (count > 0)
        {
            nuint rows = Math.Min(count, _blockRows);
            Activations(ref parameters, ref inputs, ref scratch, 0, rows);
            Errors(ref parameters, ref targets, ref scratch, ref costs[0], 0, rows);
            sum = AddInOrder(sum, costs, rows);
            Gradients(ref destination, ref inputs, ref scratch, rows, negativeStep, update, 0, 1);
            inputs = ref Unsafe.Add(ref inputs, rows * InputSize);
            targets = ref Unsafe.Add(ref targets, rows * OutputSize);
            count -= rows;
        }

        return sum;
    }

    private T BackpropTaking(
        WorkerTeam workers, ref T parameters, ref T inputs, ref T targets, nuint count, ref T destination, T negativeStep, bool update)
    {
        workers.Take();
        try
        {
            return workers.Size > 1 && (count >= _minParallelRows || workers.DividesAll)
                ? Backprop(ref parameters, ref inputs, ref targets, count, ref destination, negativeStep, update, workers)
                : Backprop(ref parameters, ref inputs, ref targets, count, ref destination, negativeStep, update);
        }
        finally
        {
            workers.End();
        }
    }

    // The samples of a block are divided for activations and errors, the weights for the gradient: no sum is ever split.
    private unsafe T Backprop(
        ref T parameters, ref T inputs, ref T targets, nuint count, ref T destination, T negativeStep, bool update, WorkerTeam workers)
    {
        ref T scratch = ref ScratchWithCosts(_trainingScratch, out Span<T> costs);
        T sum = T.Zero;
        fixed (T* parametersPointer = &parameters, inputsPointer = &inputs, targetsPointer = &targets)
        fixed (T* scratchPointer = &scratch, costsPointer = costs, destinationPointer = &destination)
        {
            BlockStep<T> step = workers.GetWork<BlockStep<T>>();
            for (nuint done = 0; done < count; done += step.Rows)
            {
                step.Set(
                    this,
                    parametersPointer,
                    inputsPointer + (done * InputSize),
                    targetsPointer + (done * OutputSize),
                    scratchPointer,
                    costsPointer,
                    destinationPointer,
                    Math.Min(count - done, _blockRows),
                    negativeStep,
                    update);
                workers.Run(step);
                sum = AddInOrder(sum, costs, step.Rows);
                step.TurnToGradients();
                workers.Run(step);
            }
        }

        return sum;
    }
}
