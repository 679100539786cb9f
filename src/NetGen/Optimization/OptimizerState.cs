using System.Numerics;
using NetGen.Optimization;

namespace NetGen;

/// <summary>
/// What an optimizer keeps while it trains a network: its numbers for each parameter, the steps it has made, and the learning rate of the
/// next one. Made by <see cref="Optimizer.CreateState{T}"/>; for one network, and for one thread at a time.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public abstract class OptimizerState<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // The parameters of the network that the steps so far were for.
    private ParameterBuffer<T>? _parameters;
    private int _isBusy;

    private protected OptimizerState(Optimizer optimizer, NetworkTopology topology, string[] names)
    {
        Optimizer = optimizer;
        Topology = topology;
        LearningRate = optimizer.LearningRate ?? LearningRateDefaults.For(topology);
        Buffers = [.. names.Select(name => (name, ParameterBuffer<T>.CreateMovable(topology)))];
    }

    /// <summary>The optimizer.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>The topology of the network.</summary>
    public NetworkTopology Topology { get; }

    /// <summary>
    /// The learning rate η of the next step, at first the optimizer's: at least 0, and finite in <typeparamref name="T"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, not finite, or too large.</exception>
    public double LearningRate
    {
        get;
        set
        {
            if (!(value >= 0 && T.IsFinite(T.CreateTruncating(value))))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(value), value, $"The learning rate must be at least 0, and finite in {typeof(T).Name}.");
            }

            field = value;
        }
    }

    /// <summary>The number of steps that were made.</summary>
    public long StepCount { get; internal set; }

    /// <summary>What is kept for each parameter, by name.</summary>
    internal IReadOnlyList<(string Name, ParameterBuffer<T> Values)> Buffers { get; }

    /// <summary>Forgets all steps and their network: the state is that of the start, but for the learning rate, which stays.</summary>
    public void Reset()
    {
        _parameters = null;
        StepCount = 0;
        foreach ((_, ParameterBuffer<T> values) in Buffers)
        {
            values.Clear();
        }
    }

    /// <summary>Makes a step: changes the trained parameters of a network by a gradient, which is summed over some samples.</summary>
    /// <param name="parameters">The parameters; those of the steps before.</param>
    /// <param name="gradient">The gradient, such as backpropagation gives.</param>
    /// <param name="count">The number of samples; at least 1.</param>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> or <paramref name="gradient"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// They are for another topology, or the steps before were for another network.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1.</exception>
    /// <exception cref="InvalidOperationException">The state makes a step for another thread.</exception>
    public void ApplyGradient(ParameterBuffer<T> parameters, ParameterBuffer<T> gradient, int count)
    {
        CheckApply(parameters, gradient, count);
        Begin(parameters, count, workers: 1);
        try
        {
            Update(parameters, gradient);
            Complete(parameters);
        }
        finally
        {
            End();
        }
    }

    /// <summary>As <see cref="ApplyGradient"/>, one parameter at a time in canonical order: for the reference.</summary>
    internal void ApplyGradientOneByOne(ParameterBuffer<T> parameters, ParameterBuffer<T> gradient, int count)
    {
        CheckApply(parameters, gradient, count);
        Begin(parameters, count, workers: 1);
        try
        {
            UpdateOneByOne(parameters, gradient);
            if (Optimizer.MaxNorm is double limit)
            {
                MaxNormPass.ApplyOneByOne(parameters, T.CreateTruncating(limit));
            }

            StepCount++;
        }
        finally
        {
            End();
        }
    }

    /// <summary>Starts the next step; <see cref="End"/> must follow. The kernels rely on what is prepared here until then.</summary>
    /// <param name="parameters">The parameters that it changes.</param>
    /// <param name="count">The samples of the mini-batch.</param>
    /// <param name="workers">The most threads that it is divided among.</param>
    /// <exception cref="ArgumentException">The steps before were for another network.</exception>
    /// <exception cref="InvalidOperationException">The state makes a step for another thread.</exception>
    internal void Begin(ParameterBuffer<T> parameters, long count, int workers)
    {
        if (Interlocked.Exchange(ref _isBusy, 1) != 0)
        {
            throw new InvalidOperationException(
                "The state of the optimizer makes a step for another thread. Each network that is trained needs a state of its own.");
        }

        try
        {
            if (!ReferenceEquals(_parameters ??= parameters, parameters))
            {
                throw OptimizerChecks.OfAnotherNetwork();
            }

            Prepare(parameters, count, workers);
        }
        catch
        {
            End();
            throw;
        }
    }

    /// <summary>Does what remains after a step has changed all parameters, and counts it.</summary>
    internal void Complete(ParameterBuffer<T> parameters)
    {
        if (Optimizer.MaxNorm is double limit)
        {
            MaxNormPass.Apply(parameters, T.CreateTruncating(limit));
        }

        StepCount++;
    }

    /// <summary>Ends a step, whether it was made or not.</summary>
    internal void End() => Volatile.Write(ref _isBusy, 0);

    /// <summary>Whether the next step is plain gradient descent, for which kernels have a way of their own.</summary>
    /// <param name="count">The samples of the mini-batch.</param>
    /// <param name="negativeStep">What the summed gradient is multiplied by.</param>
    internal abstract bool IsDescent(long count, out T negativeStep);

    /// <summary>Computes the constants of the next step.</summary>
    /// <param name="parameters">The parameters that it changes.</param>
    /// <param name="count">The samples of the mini-batch.</param>
    /// <param name="workers">The most threads that it is divided among.</param>
    private protected abstract void Prepare(ParameterBuffer<T> parameters, long count, int workers);

    /// <summary>Has kernels update the parameters as they sum the gradient. The step must have begun.</summary>
    internal abstract void UpdateBy(
        IRuleKernels<T> kernels, ref T parameters, ref T inputs, ref T scratch, nuint rows, nuint worker, nuint workers);

    /// <summary>Updates parameters by a gradient that lies in a buffer, summed over the samples. The step must have begun.</summary>
    internal abstract void Update(ParameterBuffer<T> parameters, ParameterBuffer<T> gradient);

    /// <summary>As <see cref="Update"/>, of no parameter, in vectors of every width: so that all of it is compiled.</summary>
    internal abstract void UpdateNone(ParameterBuffer<T> parameters, ParameterBuffer<T> gradient);

    /// <summary>As <see cref="Update"/>, one parameter at a time in canonical order.</summary>
    private protected abstract void UpdateOneByOne(ParameterBuffer<T> parameters, ParameterBuffer<T> gradient);

    private void CheckApply(ParameterBuffer<T> parameters, ParameterBuffer<T> gradient, int count)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ParameterChecks.SameLayout(parameters, gradient, nameof(gradient));
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        OptimizerChecks.IsFor(this, parameters.Topology);
    }
}
