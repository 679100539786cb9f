using NetGen.Models;

namespace NetGen.Tool.Keras;

/// <summary>Reads files of weights without a description of the model, which do not say the activations.</summary>
internal static class KerasWeightsAlone
{
    private const string Remedy = "save the whole model, by model.save(\"model.keras\").";

    /// <summary>Reads the dense layers of a file.</summary>
    /// <exception cref="InvalidDataException">It has none, or others.</exception>
    public static NetworkModel Read(Hdf5File file, string path)
    {
        List<KerasTensor[]> layers = LayersOf(file, path);
        var tensors = new List<ModelTensor>();
        for (int i = 0; i < layers.Count; i++)
        {
            string name = FormattableString.Invariant($"layers.{i}");
            if (layers[i] is not [{ Shape: [> 0, > 0] } kernel, ..] || layers[i].Length > 2
                || (layers[i].Length == 2 && !layers[i][1].Shape.SequenceEqual([kernel.Shape[1]])))
            {
                throw new InvalidDataException(
                    $"{path}: expected weights [in, out] and biases [out] of dense layers; found "
                    + $"{string.Join(", ", layers[i].Select(tensor => tensor.ToString()))}. If the model has other layers, {Remedy}");
            }

            tensors.Add(new ModelTensor(name + ".weight", [kernel.Shape[1], kernel.Shape[0]], kernel.Transposed(), null));
            tensors.AddRange(layers[i].Skip(1).Select(bias => new ModelTensor(name + ".bias", bias.Shape, bias.Values, null)));
        }

        var chain = DenseChain.Find(tensors, path);
        NetworkTopology topology = chain.ToTopology(path);
        return new NetworkModel(path, topology, chain.ValuesFor(topology, path)) { HasActivations = false, Notes = chain.Notes }
            .WithNoteOnNumbers();
    }

    private static List<KerasTensor[]> LayersOf(Hdf5File file, string path)
    {
        var named = new KerasNamedWeights(file, "", path);
        if (named.LayerNames is string[] names)
        {
            return [.. names.Select(named.Of).Where(tensors => tensors.Length > 0)];
        }

        if (KerasVariables.RootOf(file) is not string root)
        {
            throw new InvalidDataException($"{path}: an HDF5 file, but not one of a model or of weights as Keras writes them.");
        }

        string[] all = file.NamesIn(root);
        var layers = new List<KerasTensor[]>();
        for (int i = 0; Array.IndexOf(all, KerasVariables.Numbered("dense", i)) >= 0; i++)
        {
            layers.Add(KerasVariables.Read(file, $"{root}/{KerasVariables.Numbered("dense", i)}"));
        }

        // How others stand between the dense ones is not in the file.
        string? other = Array.Find(
            all, name => !name.StartsWith("dense", StringComparison.Ordinal) && KerasVariables.Read(file, $"{root}/{name}").Length > 0);
        return other is null
            ? layers
            : throw new InvalidDataException(
                $"{path}: expected weights of dense layers alone, as the file does not say in which order layers come; found '{other}' as "
                + $"well. To have them read, {Remedy}");
    }
}
