using System.Numerics;

namespace NetGen;

/// <summary>
/// The contract of generated networks: the members of <see cref="ITrainableNetwork{T}"/> and what is known without an instance.
/// </summary>
/// <typeparam name="TSelf">The generated class.</typeparam>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public interface ITrainableNetwork<TSelf, T> : ITrainableNetwork<T>
    where TSelf : ITrainableNetwork<TSelf, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The network's layers, cost and numeric type.</summary>
    static new abstract NetworkTopology Topology { get; }

    /// <summary>Makes a network with initial parameters drawn from a seed: the same bits on every platform.</summary>
    /// <param name="seed">Any number; equal seeds give equal networks.</param>
    /// <param name="initializer">How to draw; <see cref="Initializer.Default"/> if null.</param>
    static abstract TSelf Create(long seed, Initializer? initializer = null);

    /// <summary>Makes a network from a file: see <see cref="NetworkFile.LoadParameters{T}(ITrainableNetwork{T}, string)"/>.</summary>
    /// <param name="path">A safetensors file with the network's blocks.</param>
    static abstract TSelf Load(string path);

    /// <summary>Makes a network from a stream: see <see cref="NetworkFile.LoadParameters{T}(ITrainableNetwork{T}, Stream)"/>.</summary>
    /// <param name="stream">The content of a safetensors file with the network's blocks; stays open.</param>
    static abstract TSelf Load(Stream stream);

    /// <summary>Makes another network with the same parameters and class names.</summary>
    TSelf Clone();

    /// <summary>Takes over all parameters and the class names of another network.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    void CopyFrom(TSelf source);
}
