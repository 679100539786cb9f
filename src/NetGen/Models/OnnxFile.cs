using System.Numerics;
using NetGen.Models.Onnx;
using NetGen.Serialization;

namespace NetGen;

/// <summary>
/// Saves networks as ONNX models, which runtimes and tools for neural networks read: <c>input</c> of shape <c>[batch, inputs]</c>,
/// <c>output</c> of shape <c>[batch, outputs]</c>.
/// </summary>
/// <remarks>
/// <para>
/// The operators are of version 13 of ONNX's set. A network of <see cref="double"/> gives a model of double. Dropout, which has no effect
/// in use, is left out. <see cref="NetworkModel.Read(string)"/> gives back the topology, with dropout and cost, the names of classes and
/// features, and the parameters bit for bit. The same network gives the same bytes.
/// </para>
/// <para>
/// Runtimes add in other orders and have other exponential functions, so that their outputs differ from the network's by rounding errors.
/// </para>
/// </remarks>
public static class OnnxFile
{
    /// <summary>Saves a network to a file, which takes the place of one of the same name only once it is whole.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">Where to; the folder must exist.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> or <paramref name="path"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    /// <exception cref="InvalidOperationException">The model would take more than 2 GB, which the format cannot hold.</exception>
    /// <exception cref="IOException">The file cannot be written; one that was there is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written; one that was there is as it was.</exception>
    public static void SaveOnnx<T>(this INetwork<T> network, string path)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, network.SaveOnnx);
    }

    /// <summary>Saves a network to a stream.</summary>
    /// <param name="network">The network.</param>
    /// <param name="stream">Where to; stays open, and is not flushed.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> or <paramref name="stream"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The model would take more than 2 GB, which the format cannot hold.</exception>
    public static void SaveOnnx<T>(this INetwork<T> network, Stream stream)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(stream);
        OnnxModelWriter.Write(network, stream);
    }
}
