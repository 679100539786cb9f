using System.Numerics;
using NetGen.Serialization;

namespace NetGen;

/// <summary>
/// Saves the parameters of networks and loads them, as safetensors files: the named blocks of <see cref="INetwork{T}.Parameters"/>, weights
/// as <c>[out, in]</c> and biases as <c>[out]</c>, with the network's sizes, activations, cost and class names as metadata.
/// </summary>
/// <remarks>
/// The readers of PyTorch and Hugging Face open the files. The same network gives the same bytes. A static <c>Load</c> of each network
/// class makes a network from a file.
/// </remarks>
public static class NetworkFile
{
    private const string StreamName = "The stream";

    /// <summary>Saves a network's parameters to a file, which takes the place of one of the same name only once it is whole.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">Where to; the folder must exist.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> or <paramref name="path"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    /// <exception cref="IOException">The file cannot be written; one that was there is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written; one that was there is as it was.</exception>
    public static void Save<T>(this INetwork<T> network, string path)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, network.Save);
    }

    /// <summary>Saves a network's parameters to a stream.</summary>
    /// <param name="network">The network.</param>
    /// <param name="stream">Where to; stays open, and is not flushed.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> or <paramref name="stream"/> is null.</exception>
    public static void Save<T>(this INetwork<T> network, Stream stream)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(stream);
        TensorSource[] tensors = [.. network.Topology.ParameterBlocks.Select(block => Source(network.Parameters, block))];
        SafeTensorsFile.Write(stream, tensors, NetworkMetadata.Of(network.Topology, network.ClassNames));
    }

    /// <summary>
    /// Takes over parameters and class names from a file. All of the file is checked first: on any error the network is as it was.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="path">A safetensors file with the network's blocks, such as <see cref="Save{T}(INetwork{T}, string)"/> writes.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> or <paramref name="path"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="InvalidDataException">
    /// The content is damaged, or is that of another network; the message names the file, the tensor, what was expected and what found.
    /// </exception>
    public static void LoadParameters<T>(this ITrainableNetwork<T> network, string path)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        Load(network, stream, path);
    }

    /// <summary>
    /// Takes over parameters and class names from a stream, from its position to its end. All of it is checked first: on any error the
    /// network is as it was.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="stream">The content of a safetensors file with the network's blocks; stays open.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> or <paramref name="stream"/> is null.</exception>
    /// <exception cref="InvalidDataException">
    /// The content is damaged, or is that of another network; the message names the tensor, what was expected and what found.
    /// </exception>
    public static void LoadParameters<T>(this ITrainableNetwork<T> network, Stream stream)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(stream);
        Load(network, stream, StreamName);
    }

    private static TensorSource Source<T>(IReadOnlyParameters<T> parameters, ParameterBlock block)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new(block.Name, TensorElementTypes.Of<T>(), ShapeOf(block), writer =>
        {
            var values = new T[block.Count];
            parameters.CopyTo(block.Name, values);
            writer.Write<T>(values);
        });

    private static void Load<T>(ITrainableNetwork<T> network, Stream stream, string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SafeTensorsFile file = SafeTensorsFile.Read(stream, name);
        NetworkMetadata.Check(file.Metadata, network.Topology, name);
        CheckTensors<T>(file, network.Topology, name);
        IReadOnlyList<string>? classNames = NetworkMetadata.ClassNames(file.Metadata, network.Topology, name);

        // Nothing below can fail.
        foreach (ParameterBlock block in network.Topology.ParameterBlocks)
        {
            var values = new T[block.Count];
            file.Find(block.Name)!.CopyTo<T>(values);
            network.Parameters.CopyFrom(block.Name, values);
        }

        network.ClassNames = classNames;
    }

    private static void CheckTensors<T>(SafeTensorsFile file, NetworkTopology topology, string name)
    {
        foreach (ParameterBlock block in topology.ParameterBlocks)
        {
            string expected = $"{TensorElementTypes.NameOf(TensorElementTypes.Of<T>())} {MessageText.Shape(ShapeOf(block))}";
            if (file.Find(block.Name) is not SafeTensor tensor)
            {
                throw new InvalidDataException(
                    $"{name}: expected the tensor '{block.Name}' of {expected}; the file has {NamesOf(file)}.");
            }

            if (tensor.ElementType != TensorElementTypes.Of<T>() || !tensor.Shape.SequenceEqual(ShapeOf(block)))
            {
                throw new InvalidDataException(
                    $"{name}, tensor '{block.Name}': expected {expected}; "
                    + $"found {TensorElementTypes.NameOf(tensor.ElementType)} {MessageText.Shape(tensor.Shape)}.");
            }
        }

        var known = new HashSet<string>(topology.ParameterBlocks.Select(block => block.Name), StringComparer.Ordinal);
        if (file.Tensors.FirstOrDefault(tensor => !known.Contains(tensor.Name)) is SafeTensor other)
        {
            throw new InvalidDataException(
                $"{name}: expected the {topology.ParameterBlocks.Count} tensors of {topology}; found the tensor "
                + $"{MessageText.Quote(other.Name)} as well.");
        }
    }

    private static string NamesOf(SafeTensorsFile file)
    {
        const int Most = 8;
        string names = string.Join(", ", file.Tensors.Take(Most).Select(tensor => MessageText.Quote(tensor.Name)));
        return file.Tensors.Count == 0 ? "no tensors"
            : file.Tensors.Count <= Most ? names
            : $"{names} and {file.Tensors.Count - Most} more";
    }

    private static long[] ShapeOf(ParameterBlock block) => [.. block.Shape.Select(length => (long)length)];
}
