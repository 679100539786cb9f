using NetGen.Serialization;

namespace NetGen.Models;

/// <summary>
/// Reads a network from a safetensors file: with NetGen's metadata all of it; from weights and biases alone its sizes and parameters, as a
/// state dictionary of PyTorch has them.
/// </summary>
internal static class SafeTensorsModel
{
    /// <summary>Reads a network.</summary>
    /// <param name="content">The whole file.</param>
    /// <param name="name">What the file is called in messages.</param>
    /// <param name="expected">As <see cref="DenseChain.Find"/> has it.</param>
    /// <exception cref="InvalidDataException">The content is damaged, or no chain of dense layers.</exception>
    public static NetworkModel Read(byte[] content, string name, ExpectedLayers? expected) =>
        Read(SafeTensorsFile.Read(new MemoryStream(content, writable: false), name), name, expected);

    /// <summary>Makes a network of a file that has been read.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="expected">As <see cref="DenseChain.Find"/> has it.</param>
    /// <exception cref="InvalidDataException">The file has no chain of dense layers.</exception>
    public static NetworkModel Read(SafeTensorsFile file, string name, ExpectedLayers? expected)
    {
        SafeTensor[] own =
        [
            .. file.Tensors.Where(tensor => !tensor.Name.StartsWith(ParameterTensors.TrainingPrefix, StringComparison.Ordinal)),
        ];
        SafeTensor[] counters = [.. own.Where(tensor => IsCounter(tensor, name))];
        ModelTensor[] tensors = [.. own.Except(counters).Select(tensor => ModelTensor.Of(tensor, name))];
        var chain = DenseChain.Find(tensors, name, expected, NetworkMetadata.LayerNames(file.Metadata, name));
        NetworkTopology? described = NetworkMetadata.TryReadTopology(file.Metadata, chain.LayerNames, chain.NumericType, name);
        NetworkTopology topology = described ?? chain.ToTopology(name);
        return new NetworkModel(name, topology, chain.ValuesFor(topology, name))
        {
            HasActivations = described is not null,
            HasCost = described is not null,
            ClassNames = NetworkMetadata.ClassNames(file.Metadata, topology, name),
            FeatureNames = NetworkMetadata.FeatureNames(file.Metadata, topology, name),
            Notes = [.. chain.Notes, .. counters.Select(NoteOn)],
        };
    }

    /// <summary>
    /// Whether a file is not of NetGen and has weights under other names than those of a network, so that their order must be found, or
    /// of 16 bits, so that they must be widened.
    /// </summary>
    public static bool HasOtherNames(SafeTensorsFile file, NetworkTopology topology) =>
        !NetworkMetadata.IsOfNetGen(file.Metadata)
        && file.Tensors.Any(tensor => tensor.Name.EndsWith(DenseChain.WeightSuffix, StringComparison.Ordinal))
        && topology.ParameterBlocks.Any(block =>
            file.Find(block.Name) is null or { ElementType: TensorElementType.F16 or TensorElementType.BF16 });

    // Whole numbers that are not parameters of a layer: how often batch normalization has run, or a step of a training run.
    private static bool IsCounter(SafeTensor tensor, string name)
    {
        if (!TensorElementTypes.IsInteger(tensor.ElementType))
        {
            return false;
        }

        bool isParameter = tensor.Name.EndsWith(DenseChain.WeightSuffix, StringComparison.Ordinal)
            || tensor.Name.EndsWith(DenseChain.BiasSuffix, StringComparison.Ordinal);
        return !isParameter
            ? true
            : throw new InvalidDataException(
                $"{name}: tensor {MessageText.Quote(tensor.Name)}: expected dtype {TensorElementTypes.Names} of parameters; found "
                + $"'{TensorElementTypes.NameOf(tensor.ElementType)}'. Quantized weights are not read.");
    }

    private static string NoteOn(SafeTensor counter) =>
        $"The tensor {MessageText.Quote(counter.Name)} of {TensorElementTypes.NameOf(counter.ElementType)} is not a parameter; it was left "
        + "out.";
}
