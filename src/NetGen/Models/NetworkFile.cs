using System.Numerics;
using NetGen.Models;
using NetGen.Serialization;

namespace NetGen;

/// <summary>
/// Saves the parameters of networks as safetensors files: the named blocks of <see cref="INetwork{T}.Parameters"/>, weights as
/// <c>[out, in]</c> and biases as <c>[out]</c>, with the network's sizes, activations, cost and names of classes and features as metadata.
/// Loads them from files of every format that <see cref="NetworkModel.Read(string)"/> knows.
/// </summary>
/// <remarks>
/// The readers of PyTorch and Hugging Face open the files that are saved. The same network gives the same bytes. A static <c>Load</c> of
/// each network class makes a network from a file.
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
        TensorSource[] tensors = [.. ParameterTensors.Of(network.Parameters)];
        SafeTensorsFile.Write(stream, tensors, NetworkMetadata.Of(network));
    }

    /// <summary>
    /// Takes over parameters and names from a file. All of the file is checked first: on any error the network is as it was.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="path">
    /// A file of any format that <see cref="NetworkModel.Read(string)"/> reads, of a network that computes the same. Files of weights and
    /// biases alone, which say no activations, are taken as they are.
    /// </param>
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
    /// Takes over parameters and names from a stream, from its position to its end. All of it is checked first: on any error the
    /// network is as it was.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="stream">The content of a file as for a path; stays open.</param>
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

    private static void Load<T>(ITrainableNetwork<T> network, Stream stream, string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (ModelFormats.IsOther(ref stream))
        {
            ModelFormats.Read(stream, name, ExpectedLayers.Of(network.Topology)).LoadInto(network);
            return;
        }

        SafeTensorsFile file = SafeTensorsFile.Read(stream, name);
        if (SafeTensorsModel.HasOtherNames(file, network.Topology))
        {
            SafeTensorsModel.Read(file, name, ExpectedLayers.Of(network.Topology)).LoadInto(network);
            return;
        }

        NetworkMetadata.Check(file.Metadata, network.Topology, name);
        ParameterTensors.Check<T>(file, network.Topology, "", name);
        CheckNoOthers(file, network.Topology, name);
        IReadOnlyList<string>? classNames = NetworkMetadata.ClassNames(file.Metadata, network.Topology, name);
        IReadOnlyList<string>? featureNames = NetworkMetadata.FeatureNames(file.Metadata, network.Topology, name);

        // Nothing below can fail.
        ParameterTensors.Read(file, network.Parameters, "");
        network.ClassNames = classNames;
        network.Parameters.FeatureNames = featureNames;
    }

    // A saved training is the file of its network as well.
    private static void CheckNoOthers(SafeTensorsFile file, NetworkTopology topology, string name)
    {
        SafeTensor[] own =
            [.. file.Tensors.Where(tensor => !tensor.Name.StartsWith(ParameterTensors.TrainingPrefix, StringComparison.Ordinal))];
        ParameterTensors.CheckNoOthers(own, topology, [""], name);
    }
}
