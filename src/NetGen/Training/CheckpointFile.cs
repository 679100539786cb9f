using System.Globalization;
using System.Numerics;
using NetGen.Layout;
using NetGen.Serialization;

namespace NetGen;

/// <summary>
/// A training run in a safetensors file: the network's file, with more sets of values for all blocks, and the rest as text. A hash of all
/// of it tells damage.
/// </summary>
internal sealed class CheckpointFile
{
    private const string StateKey = "netgen.training";
    private const string HashKey = "netgen.training.hash";

    private readonly SafeTensorsFile _file;
    private readonly string _name;

    private CheckpointFile(SafeTensorsFile file, string name)
    {
        _file = file;
        _name = name;
    }

    /// <summary>What the file says of the training.</summary>
    public required TrainingState State { get; init; }

    /// <summary>The names of the classes; null if the file has none.</summary>
    public required IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>The names of the features; null if the file has none.</summary>
    public required IReadOnlyList<string>? FeatureNames { get; init; }

    /// <summary>The prefix of the tensors of a set of values that the network's own file has not.</summary>
    public static string PrefixOf(string set) => $"{ParameterTensors.TrainingPrefix}{set}.";

    /// <summary>Writes a checkpoint.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="network">The network, whose topology and names are written.</param>
    /// <param name="sets">The values, by the prefix of their tensors; those of the network first, without one.</param>
    /// <param name="state">All else.</param>
    public static void Write<T>(
        Stream stream, INetwork<T> network, IReadOnlyList<(string Prefix, ParameterBuffer<T> Values)> sets, TrainingState state)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Dictionary<string, string> metadata = NetworkMetadata.Of(network);
        metadata[StateKey] = state.Write();
        ContentHash hash = HashOf(metadata);
        foreach ((string prefix, ParameterBuffer<T> values) in sets)
        {
            ParameterTensors.AddTo(ref hash, values, prefix);
        }

        metadata[HashKey] = hash.ToString();
        SafeTensorsFile.Write(stream, [.. sets.SelectMany(set => ParameterTensors.Of(set.Values, set.Prefix))], metadata);
    }

    /// <summary>Reads a checkpoint, and checks that it is whole and one of a network of a topology.</summary>
    /// <param name="stream">What to read.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="topology">The topology of the network.</param>
    /// <exception cref="InvalidDataException">It is not.</exception>
    /// <typeparam name="T">The type of the network's parameters.</typeparam>
    public static CheckpointFile Open<T>(Stream stream, string name, NetworkTopology topology)
    {
        SafeTensorsFile file = SafeTensorsFile.Read(stream, name);
        if (!file.Metadata.TryGetValue(StateKey, out string? text))
        {
            throw new InvalidDataException(
                $"{name}: expected a training run that a trainer has saved; found no metadata '{StateKey}'. A network's Load takes the "
                + "parameters alone.");
        }

        CheckContract(file.Metadata, name);
        NetworkMetadata.CheckSame(file.Metadata, topology, name);
        ParameterTensors.Check<T>(file, topology, "", name);
        CheckHash(file, name);
        try
        {
            return new CheckpointFile(file, name)
            {
                State = TrainingState.Read(text),
                ClassNames = NetworkMetadata.ClassNames(file.Metadata, topology, name),
                FeatureNames = NetworkMetadata.FeatureNames(file.Metadata, topology, name),
            };
        }
        catch (FormatException exception)
        {
            throw new InvalidDataException($"{name}, metadata '{StateKey}': {exception.Message}", exception);
        }
    }

    /// <summary>Takes over all sets of values, and the names of classes and features. On any error all are as they were.</summary>
    /// <param name="network">The network, whose parameters are among the sets.</param>
    /// <param name="sets">The values, by the prefix of their tensors.</param>
    /// <exception cref="InvalidDataException">The file has not exactly these tensors.</exception>
    public void Read<T>(ITrainableNetwork<T> network, IReadOnlyList<(string Prefix, ParameterBuffer<T> Values)> sets)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach ((string prefix, _) in sets)
        {
            ParameterTensors.Check<T>(_file, network.Topology, prefix, _name);
        }

        ParameterTensors.CheckNoOthers(_file.Tensors, network.Topology, [.. sets.Select(set => set.Prefix)], _name);

        // Nothing below can fail.
        foreach ((string prefix, ParameterBuffer<T> values) in sets)
        {
            ParameterTensors.Read(_file, values, prefix);
        }

        network.ClassNames = ClassNames;
        network.Parameters.FeatureNames = FeatureNames;
    }

    /// <summary>An exception that names the file.</summary>
    public InvalidDataException Error(string message) => new($"{_name}: {message}.");

    private static void CheckContract(IReadOnlyDictionary<string, string> metadata, string name)
    {
        string own = Versions.Contract.ToString(CultureInfo.InvariantCulture);
        string? found = metadata.GetValueOrDefault(NetworkMetadata.ContractKey);
        if (found != own)
        {
            throw new InvalidDataException(
                $"{name}: expected a training run by version {own} of the numerics contract; found {MessageText.Quote(found ?? "none")}. "
                + "It would continue with other bits than it began with. A network's Load takes its parameters, to start another run.");
        }
    }

    private static void CheckHash(SafeTensorsFile file, string name)
    {
        ContentHash hash = HashOf(file.Metadata);
        foreach (SafeTensor tensor in file.Tensors)
        {
            hash.Add(tensor.Name);
            hash.Add(tensor.Data.Span);
        }

        string found = file.Metadata.GetValueOrDefault(HashKey) ?? "none";
        if (found != hash.ToString())
        {
            throw new InvalidDataException(
                $"{name}: expected content with the hash that the file states, {MessageText.Quote(found)}; found {hash}. It is damaged.");
        }
    }

    private static ContentHash HashOf(IReadOnlyDictionary<string, string> metadata)
    {
        var hash = new ContentHash();
        foreach ((string key, string value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (key != HashKey)
            {
                hash.Add(key);
                hash.Add(value);
            }
        }

        return hash;
    }
}
