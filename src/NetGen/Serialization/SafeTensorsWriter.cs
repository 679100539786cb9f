using System.Buffers;
using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NetGen.Serialization;

/// <summary>Writes safetensors files.</summary>
internal static class SafeTensorsWriter
{
    /// <summary>As <see cref="SafeTensorsFile.Write"/>.</summary>
    public static void Write(Stream stream, IReadOnlyList<TensorSource> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        CheckTensors(tensors);
        CheckMetadata(metadata);
        stream.Write(MakeHeader(tensors, metadata));
        foreach (TensorSource tensor in tensors)
        {
            tensor.WriteTo(stream);
        }
    }

    private static void CheckTensors(IReadOnlyList<TensorSource> tensors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        long length = 0;
        for (int i = 0; i < tensors.Count; i++)
        {
            TensorSource tensor = tensors[i] ?? throw new ArgumentException($"Tensor {i} is null.", nameof(tensors));
            if (!names.Add(tensor.Name))
            {
                throw new ArgumentException($"Two tensors have the name {MessageText.Quote(tensor.Name)}.", nameof(tensors));
            }

            if (tensor.ByteLength > long.MaxValue - length)
            {
                throw new ArgumentException($"The tensors take more than {long.MaxValue} bytes together.", nameof(tensors));
            }

            length += tensor.ByteLength;
        }
    }

    private static void CheckMetadata(IReadOnlyDictionary<string, string> metadata)
    {
        foreach ((string key, string value) in metadata)
        {
            if (value is null)
            {
                throw new ArgumentException($"The metadata {MessageText.Quote(key)} are null.", nameof(metadata));
            }

            if (!SafeTensorsFormat.IsValidText(key) || !SafeTensorsFormat.IsValidText(value))
            {
                throw new ArgumentException($"The metadata {MessageText.Quote(key)} have half of a surrogate pair.", nameof(metadata));
            }
        }
    }

    /// <summary>The bytes before the data: the length, the header, and spaces up to where the data start.</summary>
    private static ReadOnlySpan<byte> MakeHeader(IReadOnlyList<TensorSource> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        buffer.GetSpan(SafeTensorsFormat.PrefixLength)[..SafeTensorsFormat.PrefixLength].Clear();
        buffer.Advance(SafeTensorsFormat.PrefixLength);

        // The header is not a web page: non-ASCII names stay readable in it.
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            WriteHeader(json, tensors, metadata);
        }

        int padding = -buffer.WrittenCount & (SafeTensorsFormat.DataAlignment - 1);
        buffer.GetSpan(padding)[..padding].Fill((byte)' ');
        buffer.Advance(padding);

        long length = buffer.WrittenCount - SafeTensorsFormat.PrefixLength;
        if (length > SafeTensorsFormat.MaximumHeaderLength)
        {
            throw new ArgumentException(
                $"The names, shapes and metadata take {length} bytes; a header has at most {SafeTensorsFormat.MaximumHeaderLength}.",
                nameof(tensors));
        }

        byte[] bytes = buffer.WrittenSpan.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
        return bytes;
    }

    private static void WriteHeader(
        Utf8JsonWriter json, IReadOnlyList<TensorSource> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject();
        if (metadata.Count > 0)
        {
            json.WriteStartObject(SafeTensorsFormat.MetadataKey);
            foreach ((string key, string value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
        }

        long offset = 0;
        foreach (TensorSource tensor in tensors)
        {
            WriteTensor(json, tensor, offset);
            offset += tensor.ByteLength;
        }

        json.WriteEndObject();
    }

    private static void WriteTensor(Utf8JsonWriter json, TensorSource tensor, long offset)
    {
        json.WriteStartObject(tensor.Name);
        json.WriteString(SafeTensorsFormat.ElementTypeKey, TensorElementTypes.NameOf(tensor.ElementType));
        json.WriteStartArray(SafeTensorsFormat.ShapeKey);
        foreach (long dimension in tensor.Shape)
        {
            json.WriteNumberValue(dimension);
        }

        json.WriteEndArray();
        json.WriteStartArray(SafeTensorsFormat.OffsetsKey);
        json.WriteNumberValue(offset);
        json.WriteNumberValue(offset + tensor.ByteLength);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
