using System.Globalization;
using System.IO.Compression;
using NetGen.Data;
using NetGen.Serialization;

namespace NetGen.Models;

/// <summary>
/// Reads the weights of dense layers from a .npz archive of NumPy: arrays named as in a state dictionary of PyTorch, or without names, as
/// <c>numpy.savez(path, w0, b0, w1, b1)</c> stores them.
/// </summary>
internal static class NpzModel
{
    private const string EntrySuffix = ".npy";
    private const string UnnamedPrefix = "arr_";

    // What the compression of these archives makes of its most compressible data is some 1/1032.
    private const long MostExpansion = 1100;

    /// <summary>Whether a file begins as a ZIP archive does.</summary>
    public static bool IsZip(ReadOnlySpan<byte> content) => content.StartsWith("PK\u0003\u0004"u8);

    /// <summary>Reads a network.</summary>
    /// <param name="content">The whole file.</param>
    /// <param name="name">What the file is called in messages.</param>
    /// <param name="expected">As <see cref="DenseChain.Find"/> has it.</param>
    /// <exception cref="InvalidDataException">The content is damaged, or no chain of dense layers.</exception>
    public static NetworkModel Read(byte[] content, string name, ExpectedLayers? expected)
    {
        var chain = DenseChain.Find(WithNames(TensorsOf(content, name)), name, expected);
        NetworkTopology topology = chain.ToTopology(name);
        return new NetworkModel(name, topology, chain.ValuesFor(topology, name)) { HasActivations = false, Notes = chain.Notes };
    }

    private static List<ModelTensor> TensorsOf(byte[] content, string name)
    {
        try
        {
            return ReadTensors(content, name);
        }
        catch (InvalidDataException exception) when (!exception.Message.StartsWith(name, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{name}: the archive is damaged. {exception.Message}", exception);
        }
    }

    private static List<ModelTensor> ReadTensors(byte[] content, string name)
    {
        var tensors = new List<ModelTensor>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        using var archive = new ZipArchive(new MemoryStream(content, writable: false), ZipArchiveMode.Read);
        if (ForeignFile.Describe(archive) is string foreign)
        {
            throw new InvalidDataException($"{name}: {foreign}");
        }

        foreach (ZipArchiveEntry entry in archive.Entries.Where(entry => entry.FullName.EndsWith(EntrySuffix, StringComparison.Ordinal)))
        {
            string array = entry.FullName[..^EntrySuffix.Length];
            if (!seen.Add(array))
            {
                throw new InvalidDataException($"{name}: expected different names of arrays; found {MessageText.Quote(array)} twice.");
            }

            byte[] bytes = Unpacked(entry, $"{name}, array {MessageText.Quote(array)}");
            var file = NpyFile.Read(new MemoryStream(bytes, writable: false), $"{name}, array {MessageText.Quote(array)}");
            bool isHalf = file.ElementType == ElementType.Float16;
            if (!(isHalf || file.ElementType is ElementType.Float32 or ElementType.Float64) || file.Shape.Contains(0))
            {
                throw new InvalidDataException(
                    $"{name}, array {MessageText.Quote(array)}: expected numbers of float16, float32 or float64; found {file.ElementType} "
                    + $"{MessageText.Shape(file.Shape.Select(length => (long)length))}.");
            }

            Array values = file.ElementType == ElementType.Float64 ? file.ToArray<double>() : file.ToArray<float>();
            tensors.Add(new ModelTensor(
                array, [.. file.Shape], values, isHalf ? "The arrays of float16 were widened to float, which is exact." : null));
        }

        return tensors;
    }

    // An archive of few bytes can expand to any length, so no more is read than the array's own header says that it needs. Checksums are
    // compared here, as .NET does not.
    private static byte[] Unpacked(ZipArchiveEntry entry, string place)
    {
        using Stream stream = entry.Open();
        byte[] start = new byte[Math.Clamp(entry.Length, 0, NpyHeader.MaxLength)];
        start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        NpyHeader header = NpyHeader.Parse(start, place);
        long length = header.Length + (header.Count * FileElements.SizeOf(header.Type));
        if (entry.Length != length || length > Array.MaxLength || entry.CompressedLength * MostExpansion < length)
        {
            throw new InvalidDataException(
                $"{place}: expected {length} bytes, as its header says; found an entry of {entry.Length} bytes, compressed to "
                + $"{entry.CompressedLength}.");
        }

        var bytes = new byte[length];
        start.CopyTo(bytes, 0);
        int filled = start.Length + stream.ReadAtLeast(bytes.AsSpan(start.Length), bytes.Length - start.Length, throwOnEndOfStream: false);
        if (filled < bytes.Length || stream.ReadByte() >= 0)
        {
            string amount = filled < length ? "fewer" : "more";
            throw new InvalidDataException($"{place}: expected {length} bytes, as its header says; found {amount}.");
        }

        uint found = Crc32.Of(bytes);
        return found == entry.Crc32
            ? bytes
            : throw new InvalidDataException($"{place}: expected data of the checksum {entry.Crc32:x8}; found {found:x8}.");
    }

    // Arrays without names are weights and biases in turn.
    private static List<ModelTensor> WithNames(List<ModelTensor> tensors)
    {
        if (!tensors.TrueForAll(tensor => int.TryParse(NumberOf(tensor), NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            return tensors;
        }

        tensors.Sort(static (one, other) => Number(one).CompareTo(Number(other)));
        bool hasBiases = tensors.Count % 2 == 0 && Enumerable.Range(0, tensors.Count / 2)
            .All(i => IsBiasOf(tensors[(2 * i) + 1], tensors[2 * i]));
        return
        [
            .. tensors.Select((tensor, i) => !hasBiases ? tensor with { Name = Name(i, "weight") }
                : i % 2 == 0 ? tensor with { Name = Name(i / 2, "weight") }
                : tensor with { Name = Name(i / 2, "bias"), Shape = [tensor.Shape[0]] }),
        ];

        static string Name(int layer, string part) => FormattableString.Invariant($"layers.{layer}.{part}");
    }

    // Columns too, as the book's programs have them.
    private static bool IsBiasOf(ModelTensor bias, ModelTensor weight) =>
        weight.Shape.Length == 2 && bias.Shape is [_] or [_, 1] && bias.Shape[0] == weight.Shape[0];

    private static int Number(ModelTensor tensor) => int.Parse(NumberOf(tensor), NumberStyles.None, CultureInfo.InvariantCulture);

    private static ReadOnlySpan<char> NumberOf(ModelTensor tensor) =>
        tensor.Name.StartsWith(UnnamedPrefix, StringComparison.Ordinal) ? tensor.Name.AsSpan(UnnamedPrefix.Length) : [];
}
