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

    /// <summary>The learning rate η of the next step, at first the optimizer's: at least 0, and finite in <typeparamref name="T"/>.</summary>
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

    /// <summary>Forgets all steps: the state is that of the start, but for the learning rate, which stays.</summary>
    public void Reset()
    {
        StepCount = 0;
        foreach ((_, ParameterBuffer<T> values) in Buffers)
        {
            values.Clear();
        }
    }

    /// <summary>Whether the next step is plain gradient descent, for which kernels have a way of their own.</summary>
    /// <param name="count">The samples of the mini-batch.</param>
    /// <param name="negativeStep">What the summed gradient is multiplied by.</param>
    internal abstract bool IsDescent(long count, out T negativeStep);

    /// <summary>Computes the constants of the next step.</summary>
    /// <param name="parameters">The parameters that it changes.</param>
    /// <param name="count">The samples of the mini-batch.</param>
    /// <param name="workers">The most threads that it is divided among.</param>
    internal abstract void Prepare(ParameterBuffer<T> parameters, long count, int workers);

    /// <summary>Has kernels update the parameters as they sum the gradient. The step must be prepared.</summary>
    internal abstract void UpdateBy(
        IRuleKernels<T> kernels, ref T parameters, ref T inputs, ref T scratch, nuint rows, nuint worker, nuint workers);

    /// <summary>Updates parameters by a gradient that lies in a buffer, summed over the samples. The step must be prepared.</summary>
    internal abstract void Update(ParameterBuffer<T> parameters, ParameterBuffer<T> gradient);

    /// <summary>As <see cref="Update"/>, one parameter at a time in canonical order: for the reference.</summary>
    internal abstract void UpdateOneByOne(ParameterBuffer<T> parameters, ParameterBuffer<T> gradient);
}
