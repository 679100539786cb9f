using System.ComponentModel;
using System.Numerics;

namespace NetGen.CompilerServices;

/// <summary>Has the just-in-time compiler compile what the members of a network call, by calling them.</summary>
/// <remarks>
/// <para>
/// Kernels are compiled with all optimizations when they are first called, so one call of each is enough. Some are called only where many
/// inputs or activations are zero, and others only where few are: so the members are called with both.
/// </para>
/// <para>
/// All members of a network that compute something are called, with and without what they may be given: weights of samples, dropout,
/// threads. What works on data sets has code of its own beside the kernels, which is left out: trainers, evaluations, predictions, reports.
/// </para>
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class NetworkPreparation
{
    // Single samples, pairs, a tile of rows, and so many that they fill and leave over vectors of every width, and that zeros are left out.
    private static readonly int[] s_counts = [1, 2, 4, Many];

    private const int Many = 31;

    // What calls with weights of samples and with given derivatives add to the others does not depend on the number of samples.
    private const int Some = 4;

    // The Jacobian takes a backpropagation for each output.
    private const int MaxJacobianOutputs = 128;

    /// <summary>Calls what computes outputs.</summary>
    /// <param name="network">A network that nothing else uses; its parameters are changed.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is null.</exception>
    public static void Infer<T>(ITrainableNetwork<T> network)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        network.Parameters.SetInitialValues();
        foreach (T value in new[] { T.One, T.Zero })
        {
            foreach (int count in s_counts)
            {
                Infer(network, new Samples<T>(network, count, value));
            }
        }
    }

    /// <summary>Calls what computes gradients and makes steps of training, by gradient descent and by an optimizer.</summary>
    /// <param name="network">A network that nothing else uses; its parameters are changed.</param>
    /// <param name="optimizer">The optimizer; null for gradient descent alone.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is null.</exception>
    public static void Train<T>(ITrainableNetwork<T> network, Optimizer? optimizer)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        var gradient = new ParameterBuffer<T>(network.Topology);
        OptimizerState<T>? state = optimizer?.CreateState<T>(network.Topology);

        // Where there are no threads, nothing is divided.
        bool hasThreads = !OperatingSystem.IsBrowser() && !OperatingSystem.IsWasi();
        using WorkerTeam? workers = hasThreads ? new WorkerTeam(2) { DividesAll = true } : null;
        foreach (T value in new[] { T.One, T.Zero })
        {
            foreach (int count in s_counts)
            {
                var samples = new Samples<T>(network, count, value);
                Train(network, samples, gradient, state);
                if (count == Some)
                {
                    TrainWithMore(network, samples, gradient, state);
                }

                if (count == Many && workers is not null)
                {
                    TrainWith(workers, network, samples, state);
                }
            }
        }

        // What mini-batches add that are too large for one block.
        gradient.Clear();
        GradientUse<T>.Descent(T.Zero).Apply(network.Parameters, gradient);
        state?.UpdateNone(network.Parameters, gradient);
    }

    private static void Infer<T>(ITrainableNetwork<T> network, Samples<T> samples)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        network.FeedForwardBatch(samples.Inputs, samples.Outputs);
        network.FeedForwardBatch(samples.Inputs, samples.Targets, samples.Outputs, samples.Costs);
        _ = network.Cost(samples.Inputs, samples.Targets);
        if (samples.Costs.Length == 1)
        {
            network.FeedForward(samples.Inputs, samples.Outputs);
            _ = network.Classify(samples.Inputs);
            if (NetworkPrediction.HasClasses(network.Topology))
            {
                _ = network.Predict(samples.Inputs);
            }
        }
    }

    // Steps of size 0 leave the parameters as they are.
    private static void Train<T>(ITrainableNetwork<T> network, Samples<T> samples, ParameterBuffer<T> gradient, OptimizerState<T>? state)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var key = new DropoutKey(0, 0);
        _ = network.Backprop(samples.Inputs, samples.Targets, gradient);
        _ = network.Backprop(BackpropFrom.OutputGradients, samples.Inputs, samples.Targets, gradient, samples.InputGradients, key);
        _ = network.InputGradients(samples.Inputs, samples.Targets, samples.InputGradients);
        _ = network.TrainMiniBatch(samples.Inputs, samples.Targets, T.Zero, dropout: key);
        network.ApplyGradient(gradient, T.Zero);
        if (state is not null)
        {
            _ = network.TrainMiniBatch(samples.Inputs, samples.Targets, state, dropout: key);
            network.ApplyGradient(gradient, samples.Costs.Length, state);
        }
    }

    private static void TrainWithMore<T>(
        ITrainableNetwork<T> network, Samples<T> samples, ParameterBuffer<T> gradient, OptimizerState<T>? state)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] weights = samples.Costs;
        Array.Fill(weights, T.One);
        _ = network.Backprop(samples.Inputs, samples.Targets, weights, gradient);
        _ = network.Backprop(BackpropFrom.OutputErrors, samples.Inputs, samples.Targets, gradient, samples.InputGradients);
        _ = network.TrainMiniBatch(samples.Inputs, samples.Targets, weights, T.Zero);
        if (state is not null)
        {
            _ = network.TrainMiniBatch(samples.Inputs, samples.Targets, weights, state);
        }

        NetworkTopology topology = network.Topology;
        if (topology.OutputSize <= MaxJacobianOutputs)
        {
            network.Jacobian(
                samples.Inputs.AsSpan(0, topology.InputSize), new T[checked(topology.OutputSize * topology.InputSize)].AsSpan());
        }
    }

    private static void TrainWith<T>(WorkerTeam workers, ITrainableNetwork<T> network, Samples<T> samples, OptimizerState<T>? state)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var key = new DropoutKey(0, 0);
        _ = network.TrainMiniBatch(samples.Inputs, samples.Targets, T.Zero, workers, key);
        if (state is not null)
        {
            _ = network.TrainMiniBatch(samples.Inputs, samples.Targets, state, workers, key);
        }
    }

    // With parameters of one value the units of all layers are on or, of zeros, off.
    private readonly struct Samples<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public Samples(ITrainableNetwork<T> network, int count, T value)
        {
            NetworkTopology topology = network.Topology;
            Inputs = new T[checked(count * topology.InputSize)];
            InputGradients = new T[Inputs.Length];
            Targets = new T[checked(count * topology.OutputSize)];
            Outputs = new T[Targets.Length];
            Costs = new T[count];
            Array.Fill(Inputs, value);

            // Each cost takes a target of 1.
            Array.Fill(Targets, T.One);
            foreach (ParameterBlock block in topology.ParameterBlocks.Where(block => block.IsTrained))
            {
                for (int row = 0; row < block.RowCount; row++)
                {
                    Span<T> values = network.Parameters.RowOf(block, row, out int stride);
                    for (int i = 0; i < values.Length; i += stride)
                    {
                        values[i] = value / T.CreateTruncating(topology.InputSize);
                    }
                }
            }
        }

        public T[] Inputs { get; }

        public T[] InputGradients { get; }

        public T[] Targets { get; }

        public T[] Outputs { get; }

        public T[] Costs { get; }
    }
}
