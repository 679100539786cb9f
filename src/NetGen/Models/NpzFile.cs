using System.IO.Compression;
using System.Numerics;
using NetGen.Data;
using NetGen.Serialization;

namespace NetGen;

/// <summary>
/// Saves the parameters of networks as .npz archives, which <c>numpy.load</c> opens: an array for each named block, weights as
/// <c>[out, in]</c>. The archive says nothing of activations; <see cref="NetworkFile.Save{T}(INetwork{T}, string)"/> does.
/// </summary>
public static class NpzFile
{
    // The same network gives the same bytes.
    private static readonly DateTimeOffset Written = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Saves a network's parameters to a file, which takes the place of one of the same name only once it is whole.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">Where to; the folder must exist.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> or <paramref name="path"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    /// <exception cref="IOException">The file cannot be written; one that was there is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written; one that was there is as it was.</exception>
    public static void SaveNpz<T>(this INetwork<T> network, string path)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, network.SaveNpz);
    }

    /// <summary>Saves a network's parameters to a stream.</summary>
    /// <param name="network">The network.</param>
    /// <param name="stream">Where to; stays open, and is not flushed.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> or <paramref name="stream"/> is null.</exception>
    public static void SaveNpz<T>(this INetwork<T> network, Stream stream)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(stream);
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (ParameterBlock block in network.Topology.ParameterBlocks)
        {
            ZipArchiveEntry entry = archive.CreateEntry(block.Name + ".npy", CompressionLevel.NoCompression);
            entry.LastWriteTime = Written;
            var values = new T[block.Count];
            network.Parameters.CopyTo(block.Name, values);
            using Stream content = entry.Open();
            NpyFile.Write<T>(content, values, [.. block.Shape]);
        }
    }
}
