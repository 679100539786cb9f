using System.Numerics;

namespace NetGen.Serialization;

/// <summary>The blocks of a network's parameters as the tensors of a file, each under its name after a prefix.</summary>
internal static class ParameterTensors
{
    /// <summary>How the names of tensors begin that belong to a training run and not to the network.</summary>
    public const string TrainingPrefix = "netgen.training.";

    /// <summary>The tensors of all blocks.</summary>
    public static IEnumerable<TensorSource> Of<T>(IReadOnlyParameters<T> parameters, string prefix = "")
        where T : unmanaged, IFloatingPointIeee754<T> => parameters.Topology.ParameterBlocks.Select(block => new TensorSource(
            prefix + block.Name, TensorElementTypes.Of<T>(), ShapeOf(block), writer => writer.Write<T>(Values(parameters, block))));

    /// <summary>Adds the names and the values of the tensors to a hash.</summary>
    public static void AddTo<T>(ref ContentHash hash, IReadOnlyParameters<T> parameters, string prefix)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (ParameterBlock block in parameters.Topology.ParameterBlocks)
        {
            hash.Add(prefix + block.Name);
            hash.AddValues<T>(Values(parameters, block));
        }
    }

    /// <summary>Checks that a file has all blocks.</summary>
    /// <exception cref="InvalidDataException">One is missing, or of another type or shape.</exception>
    public static void Check<T>(SafeTensorsFile file, NetworkTopology topology, string prefix, string name)
    {
        foreach (ParameterBlock block in topology.ParameterBlocks)
        {
            if (file.Find(prefix + block.Name) is not SafeTensor tensor)
            {
                throw new InvalidDataException(
                    $"{name}: expected the tensor '{prefix}{block.Name}' of {Expected<T>(block)}; the file has {NamesOf(file)}.");
            }

            TensorElementType expected = TensorElementTypes.Of<T>();
            if (tensor.ElementType != expected && tensor.ElementType is TensorElementType.F32 or TensorElementType.F64
                && HasShapeOf(block, tensor))
            {
                throw NumericTypes.Mismatch(
                    $"{name}, tensor '{prefix}{block.Name}'", topology.NumericType,
                    tensor.ElementType == TensorElementType.F32 ? NumericType.Single : NumericType.Double);
            }

            if (tensor.ElementType != expected || !HasShapeOf(block, tensor))
            {
                throw new InvalidDataException(
                    $"{name}, tensor '{prefix}{block.Name}': expected {Expected<T>(block)}; "
                    + $"found {TensorElementTypes.NameOf(tensor.ElementType)} {MessageText.Shape(tensor.Shape)}.");
            }
        }
    }

    /// <summary>Checks that there are no tensors but those of the blocks under some prefixes.</summary>
    /// <exception cref="InvalidDataException">There are.</exception>
    public static void CheckNoOthers(IEnumerable<SafeTensor> tensors, NetworkTopology topology, string[] prefixes, string name)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (string prefix in prefixes)
        {
            foreach (ParameterBlock block in topology.ParameterBlocks)
            {
                known.Add(prefix + block.Name);
            }
        }

        // Counters of a training run, such as that of batch normalization, are not parameters.
        if (tensors.FirstOrDefault(tensor => !known.Contains(tensor.Name) && !TensorElementTypes.IsInteger(tensor.ElementType))
            is SafeTensor other)
        {
            throw new InvalidDataException(
                $"{name}: expected the {known.Count} tensors of {topology}; found the tensor {MessageText.Quote(other.Name)} as well.");
        }
    }

    /// <summary>Takes over the values of all blocks from a file that has them.</summary>
    public static void Read<T>(SafeTensorsFile file, ParameterBuffer<T> parameters, string prefix)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (ParameterBlock block in parameters.Topology.ParameterBlocks)
        {
            var values = new T[block.Count];
            file.Find(prefix + block.Name)!.CopyTo<T>(values);
            parameters.Write(block, values);
        }
    }

    private static T[] Values<T>(IReadOnlyParameters<T> parameters, ParameterBlock block)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = new T[block.Count];
        parameters.CopyTo(block.Name, values);
        return values;
    }

    private static string NamesOf(SafeTensorsFile file)
    {
        const int Most = 8;
        string names = string.Join(", ", file.Tensors.Take(Most).Select(tensor => MessageText.Quote(tensor.Name)));
        return file.Tensors.Count == 0 ? "no tensors"
            : file.Tensors.Count <= Most ? names
            : $"{names} and {file.Tensors.Count - Most} more";
    }

    private static string Expected<T>(ParameterBlock block) =>
        $"{TensorElementTypes.NameOf(TensorElementTypes.Of<T>())} {MessageText.Shape(ShapeOf(block))}";

    private static bool HasShapeOf(ParameterBlock block, SafeTensor tensor)
    {
        bool isEqual = tensor.Shape.Count == block.Shape.Count;
        for (int i = 0; isEqual && i < block.Shape.Count; i++)
        {
            isEqual = tensor.Shape[i] == block.Shape[i];
        }

        return isEqual;
    }

    private static long[] ShapeOf(ParameterBlock block) => [.. block.Shape.Select(length => (long)length)];
}
