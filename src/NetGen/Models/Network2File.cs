using System.Numerics;
using NetGen.Models;
using NetGen.Serialization;

namespace NetGen;

/// <summary>
/// Saves networks as <c>network2.py</c> does, the program of M. Nielsen's book "Neural Networks and Deep Learning", which can load them.
/// Loading such a file is that of every other: <see cref="NetworkModel.Read(string)"/>, or <c>Load</c> of a network class.
/// </summary>
public static class Network2File
{
    /// <summary>Saves a network of sigmoid layers to a file, which takes the place of one of the same name only once it is whole.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">Where to; the folder must exist.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> or <paramref name="path"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="path"/> is empty; a layer is not a sigmoid layer, the cost is neither the quadratic one nor the cross-entropy, or a
    /// parameter is not finite.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written; one that was there is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written; one that was there is as it was.</exception>
    public static void SaveNetwork2<T>(this INetwork<T> network, string path)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, stream => Network2Model.Write(network, stream));
    }

    /// <summary>Saves a network of sigmoid layers to a stream.</summary>
    /// <param name="network">The network.</param>
    /// <param name="stream">Where to; stays open, and is not flushed.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> or <paramref name="stream"/> is null.</exception>
    /// <exception cref="ArgumentException">As for a path.</exception>
    public static void SaveNetwork2<T>(this INetwork<T> network, Stream stream)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(stream);
        Network2Model.Write(network, stream);
    }
}
