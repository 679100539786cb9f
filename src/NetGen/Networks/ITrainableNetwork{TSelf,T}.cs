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
    /// <param name="path">
    /// A file of any format that <see cref="NetworkModel.Read(string)"/> reads, of a network that computes the same.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="InvalidDataException">The content is damaged, or is that of another network.</exception>
    static abstract TSelf Load(string path);

    /// <summary>Makes a network from a stream: see <see cref="NetworkFile.LoadParameters{T}(ITrainableNetwork{T}, Stream)"/>.</summary>
    /// <param name="stream">The content of a file as for a path; stays open.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="InvalidDataException">The content is damaged, or is that of another network.</exception>
    static abstract TSelf Load(Stream stream);

    /// <summary>
    /// Has the just-in-time compiler compile all that computes outputs, by calling it on a network of its own: so that the first call, in a
    /// game's first frame for example, takes no longer than others. In code compiled ahead of time it only costs time.
    /// </summary>
    static abstract void Prepare();

    /// <summary>As <see cref="Prepare"/>, and all that computes gradients and makes steps of training.</summary>
    /// <param name="optimizer">The optimizer to train by; null for gradient descent alone.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A number of the optimizer is too large or too small for <typeparamref name="T"/>.
    /// </exception>
    static abstract void PrepareTraining(Optimizer? optimizer = null);

    /// <summary>Makes another network with the same parameters and names of classes and features.</summary>
    TSelf Clone();

    /// <summary>Takes over all parameters and names of classes and features of another network.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    void CopyFrom(TSelf source);
}
