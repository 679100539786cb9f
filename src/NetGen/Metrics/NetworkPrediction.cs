using System.Buffers;
using System.Numerics;
using NetGen.Metrics;

namespace NetGen;

/// <summary>Predictions and outputs of any network, for one sample or for a data set.</summary>
public static class NetworkPrediction
{
    // Outputs of one sample up to this number lie on the stack.
    private const int MaxStackOutputs = 128;

    /// <summary>The class of one sample, with its name and its probability.</summary>
    /// <param name="network">The network; with two or more outputs, or a single one that is sigmoid or has the hinge cost.</param>
    /// <param name="input">Exactly <c>InputSize</c> elements.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="input"/> has another length, or the network has a single output, neither sigmoid nor with the hinge cost,
    /// and so no classes.
    /// </exception>
    public static Prediction Predict<T>(this INetwork<T> network, ReadOnlySpan<T> input)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckClasses(network);
        int size = network.Topology.OutputSize;
        if (size <= MaxStackOutputs)
        {
            Span<T> outputs = stackalloc T[size];
            return PredictTo(network, input, outputs);
        }

        T[] rented = ArrayPool<T>.Shared.Rent(size);
        Prediction result = PredictTo(network, input, rented.AsSpan(0, size));
        ArrayPool<T>.Shared.Return(rented);
        return result;
    }

    /// <summary>The class of each sample of a data set, with its name and its probability.</summary>
    /// <param name="network">The network; with two or more outputs, or a single one that is sigmoid or has the hinge cost.</param>
    /// <param name="data">
    /// The samples, with as many inputs as the network; labels and targets are not looked at. There may be none.
    /// </param>
    /// <param name="workers">Threads to divide the samples among; the same bits with any or none.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <returns>A prediction for each sample, in their order.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> or <paramref name="data"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The samples have features that differ from the network's inputs in number or name, or missing ones, and the network does not
    /// standardize them; all outputs together do not fit into an array; or the network has a single output, neither sigmoid nor with the
    /// hinge cost, and so no classes.
    /// </exception>
    /// <exception cref="InvalidOperationException"><paramref name="workers"/> are at work for another thread.</exception>
    /// <exception cref="ObjectDisposedException"><paramref name="workers"/> have been disposed of.</exception>
    public static Prediction[] Predict<T>(this INetwork<T> network, DataSet<T> data, WorkerTeam? workers = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckClasses(network);
        ArgumentNullException.ThrowIfNull(data);
        T[] outputs = DataSetOutputs<T>.Compute(network, data, workers);
        int size = network.Topology.OutputSize;
        IReadOnlyList<string>? names = network.ClassNames;
        var predictions = new Prediction[data.Count];
        for (int i = 0; i < predictions.Length; i++)
        {
            predictions[i] = Prediction.Of<T>(outputs.AsSpan(i * size, size), network.Topology, names);
        }

        return predictions;
    }

    /// <summary>Computes the output activations for all samples of a data set.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">
    /// The samples, with as many inputs as the network; labels and targets are not looked at. There may be none.
    /// </param>
    /// <param name="workers">Threads to divide the samples among; the same bits with any or none.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <returns>The outputs one sample after another, <c>[Count, OutputSize]</c>: the same bits as from one call for each sample.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> or <paramref name="data"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The samples have features that differ from the network's inputs in number or name, or missing ones, and the network does not
    /// standardize them; or the outputs do not fit into an array.
    /// </exception>
    /// <exception cref="InvalidOperationException"><paramref name="workers"/> are at work for another thread.</exception>
    /// <exception cref="ObjectDisposedException"><paramref name="workers"/> have been disposed of.</exception>
    public static T[] FeedForward<T>(this INetwork<T> network, DataSet<T> data, WorkerTeam? workers = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        return DataSetOutputs<T>.Compute(network, data, workers);
    }

    /// <summary>Whether the outputs tell classes apart; a single one does only where it stands for yes or no.</summary>
    /// <param name="topology">The topology of the network.</param>
    internal static bool HasClasses(NetworkTopology topology) =>
        topology.OutputSize > 1 || CostTraits.IsBinary(topology.Cost, topology.Layers[^1].Activation);

    private static Prediction PredictTo<T>(INetwork<T> network, ReadOnlySpan<T> input, Span<T> outputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        network.FeedForward(input, outputs);
        return Prediction.Of<T>(outputs, network.Topology, network.ClassNames);
    }

    private static void CheckClasses<T>(INetwork<T> network)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        NetworkTopology topology = network.Topology;
        if (!HasClasses(topology))
        {
            Activation activation = topology.Layers[^1].Activation;
            throw new ArgumentException(
                $"A network with a single {activation} output tells no classes apart; FeedForward gives its outputs.", nameof(network));
        }
    }
}
