using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace NetGen.Tests.Serialization;

/// <summary>A tensor as <see cref="PlainSafeTensors"/> sees it.</summary>
internal sealed record PlainTensor(string Name, string Type, long[] Shape, long Begin, byte[] Data);

/// <summary>
/// A reader and a writer of safetensors made from the description of the format alone, in another way than the library's: all in
/// memory, with a document of the whole header, integers without limits, and a count of the tensors at each byte.
/// </summary>
internal sealed class PlainSafeTensors
{
    public List<KeyValuePair<string, string>> Metadata { get; } = [];

    public List<PlainTensor> Tensors { get; } = [];

    /// <summary>A file of a header, with the length that is true or another, and data.</summary>
    public static byte[] File(string header, byte[] data, ulong? length = null) =>
        File(Encoding.UTF8.GetBytes(header), data, length);

    public static byte[] File(byte[] header, byte[] data, ulong? length = null)
    {
        var file = new byte[8 + header.Length + data.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(file, length ?? (ulong)header.Length);
        header.CopyTo(file, 8);
        data.CopyTo(file, 8 + header.Length);
        return file;
    }

    /// <summary>The entry of a tensor in the header.</summary>
    public static string Entry(string name, string type, IEnumerable<long> shape, long begin, long end)
    {
        string key = JsonSerializer.Serialize(name);
        string dimensions = string.Join(',', shape);
        return $$"""{{key}}:{"dtype":"{{type}}","shape":[{{dimensions}}],"data_offsets":[{{begin}},{{end}}]}""";
    }

    /// <summary>A file of these tensors, each at its place, without padding of the header.</summary>
    public byte[] Write()
    {
        var entries = new List<string>();
        if (Metadata.Count > 0)
        {
            IEnumerable<string> texts = Metadata.Select(
                pair => $"{JsonSerializer.Serialize(pair.Key)}:{JsonSerializer.Serialize(pair.Value)}");
            entries.Add($$"""  "__metadata__" : { {{string.Join(" ,", texts)}} }""");
        }

        entries.AddRange(Tensors.Select(
            tensor => Entry(tensor.Name, tensor.Type, tensor.Shape, tensor.Begin, tensor.Begin + tensor.Data.Length)));
        var data = new byte[Tensors.Sum(tensor => tensor.Data.Length)];
        foreach (PlainTensor tensor in Tensors)
        {
            tensor.Data.CopyTo(data, tensor.Begin);
        }

        return File("{" + string.Join(",\n", entries) + "}", data);
    }

    /// <summary>Reads a file; null when it is not valid.</summary>
    public static PlainSafeTensors? Read(byte[] file)
    {
        if (file.Length < 8 || BinaryPrimitives.ReadUInt64LittleEndian(file) is var length && length > (ulong)(file.Length - 8))
        {
            return null;
        }

        byte[] header = file[8..(8 + (int)length)];
        try
        {
            // Refuses bytes that are not UTF-8.
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(header);
            using JsonDocument document = JsonDocument.Parse(header);
            var result = new PlainSafeTensors();
            return header[0] == '{' && result.Take(document.RootElement, file[(8 + header.Length)..]) ? result : null;
        }
        catch (Exception exception) when (exception is DecoderFallbackException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool HasDuplicates(JsonElement element) =>
        element.EnumerateObject().GroupBy(property => property.Name).Any(group => group.Count() > 1);

    private bool Take(JsonElement root, byte[] data)
    {
        if (HasDuplicates(root))
        {
            return false;
        }

        foreach (JsonProperty property in root.EnumerateObject())
        {
            bool valid = property.Name == "__metadata__" ? TakeMetadata(property.Value) : TakeTensor(property, data);
            if (!valid)
            {
                return false;
            }
        }

        return IsCovered(data.Length);
    }

    private bool TakeMetadata(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object || HasDuplicates(element) ||
            element.EnumerateObject().Any(property => property.Value.ValueKind != JsonValueKind.String))
        {
            return false;
        }

        Metadata.AddRange(element.EnumerateObject().Select(
            property => KeyValuePair.Create(property.Name, property.Value.GetString()!)));
        return true;
    }

    private bool TakeTensor(JsonProperty property, byte[] data)
    {
        JsonElement element = property.Value;
        if (element.ValueKind != JsonValueKind.Object || HasDuplicates(element) || element.EnumerateObject().Count() != 3 ||
            !element.TryGetProperty("dtype", out JsonElement type) || type.ValueKind != JsonValueKind.String ||
            !element.TryGetProperty("shape", out JsonElement shape) || Integers(shape) is not { Count: <= 64 } dimensions ||
            !element.TryGetProperty("data_offsets", out JsonElement offsets) || Integers(offsets) is not [var begin, var end])
        {
            return false;
        }

        BigInteger size = type.GetString() switch { "F64" => 8, "F32" => 4, "F16" or "BF16" => 2, _ => 0 };
        BigInteger length = dimensions.Aggregate(size, (product, dimension) => product * dimension);
        if (size == 0 || end - begin != length || end > data.Length)
        {
            return false;
        }

        long[] converted = [.. dimensions.Select(dimension => (long)dimension)];
        Tensors.Add(new PlainTensor(property.Name, type.GetString()!, converted, (long)begin, data[(int)begin..(int)end]));
        return true;
    }

    private static List<BigInteger>? Integers(JsonElement array)
    {
        var values = new List<BigInteger>();
        foreach (JsonElement element in array.EnumerateArray())
        {
            string text = element.ValueKind == JsonValueKind.Number ? element.GetRawText() : "";
            if (text.Length == 0 || !text.All(char.IsAsciiDigit) || BigInteger.Parse(text, CultureInfo.InvariantCulture) > long.MaxValue)
            {
                return null;
            }

            values.Add(BigInteger.Parse(text, CultureInfo.InvariantCulture));
        }

        return values;
    }

    /// <summary>Whether each byte belongs to one tensor, and no empty tensor lies within another.</summary>
    private bool IsCovered(int length)
    {
        var owners = new int[length];
        foreach (PlainTensor tensor in Tensors)
        {
            for (int i = 0; i < tensor.Data.Length; i++)
            {
                owners[tensor.Begin + i]++;
            }
        }

        return owners.All(count => count == 1) && !Tensors.Any(
            empty => empty.Data.Length == 0 &&
                Tensors.Any(other => other.Begin < empty.Begin && empty.Begin < other.Begin + other.Data.Length));
    }
}
