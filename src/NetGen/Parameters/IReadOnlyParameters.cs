using System.Numerics;

namespace NetGen;

/// <summary>The parameters of a network, to be read: named blocks, each with a canonical shape.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public interface IReadOnlyParameters<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The topology whose parameters these are; <see cref="NetworkTopology.ParameterBlocks"/> names the blocks.</summary>
    NetworkTopology Topology { get; }

    /// <summary>
    /// The names of the inputs of the network that the parameters belong to, such as the columns of a CSV file: one for each; null if
    /// they have none.
    /// </summary>
    IReadOnlyList<string>? FeatureNames { get; }

    /// <summary>Copies all trained values: block after block, each in canonical order.</summary>
    /// <param name="destination">Exactly <see cref="NetworkTopology.ParameterCount"/> elements.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length.</exception>
    void CopyTo(Span<T> destination);

    /// <summary>Copies the values of a block in canonical order: row-major, the last dimension running fastest.</summary>
    /// <param name="blockName">The block's name, such as <c>layers.0.weight</c>.</param>
    /// <param name="destination">Exactly as many elements as the block has.</param>
    /// <exception cref="ArgumentNullException"><paramref name="blockName"/> is null.</exception>
    /// <exception cref="ArgumentException">There is no such block, or <paramref name="destination"/> has another length.</exception>
    void CopyTo(string blockName, Span<T> destination);

    /// <summary>The Euclidean norm of all trained values: the square root of the sum of their squares.</summary>
    T Norm();

    /// <summary>The Euclidean norm of the values of a block.</summary>
    /// <param name="blockName">The block's name, such as <c>layers.0.weight</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="blockName"/> is null.</exception>
    /// <exception cref="ArgumentException">There is no such block.</exception>
    T Norm(string blockName);
}
