using System.Numerics;

namespace NetGen;

/// <summary>Weights and biases by the number of their layer: short forms of <see cref="ITrainableNetwork{T}.Parameters"/>.</summary>
public static class NetworkParameters
{
    /// <summary>Copies a layer's weights, <c>[out, in]</c> row-major.</summary>
    /// <param name="network">The network.</param>
    /// <param name="layer">The layer's number among those with weights, from 0.</param>
    /// <param name="destination">Exactly <c>OutputSize * InputSize</c> elements of that layer.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="layer"/> is not a layer with weights.</exception>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length.</exception>
    public static void GetWeights<T>(this INetwork<T> network, int layer, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        CopyTo(network, layer, DenseTopology.Weight, destination);

    /// <summary>Sets a layer's weights, <c>[out, in]</c> row-major.</summary>
    /// <param name="network">The network.</param>
    /// <param name="layer">The layer's number among those with weights, from 0.</param>
    /// <param name="source">Exactly <c>OutputSize * InputSize</c> elements of that layer.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="layer"/> is not a layer with weights.</exception>
    /// <exception cref="ArgumentException"><paramref name="source"/> has another length.</exception>
    public static void SetWeights<T>(this ITrainableNetwork<T> network, int layer, ReadOnlySpan<T> source)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        network.Parameters.SetWeights(layer, source);
    }

    /// <summary>Copies a layer's biases.</summary>
    /// <param name="network">The network.</param>
    /// <param name="layer">The layer's number among those with weights, from 0.</param>
    /// <param name="destination">Exactly <c>OutputSize</c> elements of that layer.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="layer"/> is not a layer with weights.</exception>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length.</exception>
    public static void GetBiases<T>(this INetwork<T> network, int layer, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        CopyTo(network, layer, DenseTopology.Bias, destination);

    /// <summary>Sets a layer's biases.</summary>
    /// <param name="network">The network.</param>
    /// <param name="layer">The layer's number among those with weights, from 0.</param>
    /// <param name="source">Exactly <c>OutputSize</c> elements of that layer.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="layer"/> is not a layer with weights.</exception>
    /// <exception cref="ArgumentException"><paramref name="source"/> has another length.</exception>
    public static void SetBiases<T>(this ITrainableNetwork<T> network, int layer, ReadOnlySpan<T> source)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        network.Parameters.SetBiases(layer, source);
    }

    private static void CopyTo<T>(INetwork<T> network, int layer, string part, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ParameterBlock block = ParameterChecks.Block(network.Topology, layer, part);
        ParameterChecks.BlockLength(block, destination.Length, nameof(destination));
        network.Parameters.CopyTo(block.Name, destination);
    }
}
