using System.Text;
using System.Text.Json;

namespace NetGen.Serialization;

/// <summary>
/// Reads the JSON of a header. Takes only what the format knows: a key that it does not know could mean that the data are to be read
/// in another way.
/// </summary>
internal sealed class SafeTensorsHeaderParser
{
    private readonly string _file;
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private readonly List<TensorEntry> _tensors = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public SafeTensorsHeaderParser(string file) => _file = file;

    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    public IReadOnlyList<TensorEntry> Tensors => _tensors;

    /// <summary>Reads a header, an object, to its end.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    /// <exception cref="InvalidDataException">It is not a valid header.</exception>
    public void Parse(ref Utf8JsonReader reader)
    {
        reader.Read();
        while (NextKey(ref reader, "the header") is { } name)
        {
            if (!_names.Add(name))
            {
                throw Error($"expected each name once in the header; found {MessageText.Quote(name)} twice");
            }

            if (name == SafeTensorsFormat.MetadataKey)
            {
                ReadMetadata(ref reader);
            }
            else
            {
                ReadTensor(ref reader, name);
            }
        }

        // Only white space may follow; the reader says so itself.
        reader.Read();
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject, "the metadata", "an object");
        while (NextKey(ref reader, "the metadata") is { } key)
        {
            string what = $"the metadata {MessageText.Quote(key)}";
            Expect(ref reader, JsonTokenType.String, what, "a text");
            if (!_metadata.TryAdd(key, GetString(ref reader, what)))
            {
                throw Error($"{what}: expected each key once; found it twice");
            }
        }
    }

    private void ReadTensor(ref Utf8JsonReader reader, string name)
    {
        string what = $"tensor {MessageText.Quote(name)}";
        TensorElementType? type = null;
        long[]? shape = null;
        long[]? offsets = null;
        Expect(ref reader, JsonTokenType.StartObject, what, "an object");
        while (NextKey(ref reader, what) is { } key)
        {
            bool first = key switch
            {
                SafeTensorsFormat.ElementTypeKey => type is null,
                SafeTensorsFormat.ShapeKey => shape is null,
                SafeTensorsFormat.OffsetsKey => offsets is null,
                _ => throw Error($"{what}: expected dtype, shape and data_offsets; found {MessageText.Quote(key)}"),
            };
            if (!first)
            {
                throw Error($"{what}: expected each key once; found {key} twice");
            }

            switch (key)
            {
                case SafeTensorsFormat.ElementTypeKey:
                    type = ReadElementType(ref reader, what);
                    break;
                case SafeTensorsFormat.ShapeKey:
                    shape = ReadIntegers(ref reader, $"{what}: shape", SafeTensorsFormat.MaximumRank);
                    break;
                default:
                    offsets = ReadIntegers(ref reader, $"{what}: data_offsets", 2);
                    break;
            }
        }

        _tensors.Add(MakeEntry(name, what, type, shape, offsets));
    }

    private TensorEntry MakeEntry(string name, string what, TensorElementType? type, long[]? shape, long[]? offsets)
    {
        if (type is null || shape is null || offsets is null)
        {
            string missing = type is null ? SafeTensorsFormat.ElementTypeKey
                : shape is null ? SafeTensorsFormat.ShapeKey
                : SafeTensorsFormat.OffsetsKey;
            throw Error($"{what}: expected dtype, shape and data_offsets; found no {missing}");
        }

        if (offsets.Length != 2 || offsets[0] > offsets[1])
        {
            throw Error($"{what}: expected data_offsets [begin, end] with begin <= end; found {MessageText.Shape(offsets)}");
        }

        if (!TensorElementTypes.TryGetByteLength(type.Value, shape, out long length))
        {
            throw Error($"{what}: expected at most {long.MaxValue} bytes; found {Elements(type.Value, shape)}, which take more");
        }

        var entry = new TensorEntry(name, type.Value, shape, offsets[0], offsets[1]);
        return entry.ByteLength == length
            ? entry
            : throw Error(
                $"{what}: expected {length} bytes for {Elements(type.Value, shape)}; " +
                $"found {entry.ByteLength} from data_offsets {MessageText.Shape(offsets)}");
    }

    private static string Elements(TensorElementType type, long[] shape) =>
        $"{TensorElementTypes.NameOf(type)} elements of shape {MessageText.Shape(shape)}";

    private TensorElementType ReadElementType(ref Utf8JsonReader reader, string what)
    {
        Expect(ref reader, JsonTokenType.String, $"{what}: dtype", "a text");
        string name = GetString(ref reader, $"{what}: dtype");
        return TensorElementTypes.TryParse(name, out TensorElementType type)
            ? type
            : throw Error($"{what}: expected dtype {TensorElementTypes.Names}; found {MessageText.Quote(name)}");
    }

    private long[] ReadIntegers(ref Utf8JsonReader reader, string what, int maximumCount)
    {
        Expect(ref reader, JsonTokenType.StartArray, what, "an array");
        long[] values = new long[maximumCount];
        int count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            // Read without a sign, as -0 is not an integer to other readers.
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetUInt64(out ulong value) || value > long.MaxValue)
            {
                throw Error($"{what}: expected integers from 0 to {long.MaxValue}; found {Describe(ref reader)}");
            }

            if (count == maximumCount)
            {
                throw Error($"{what}: expected at most {maximumCount} numbers; found more");
            }

            values[count++] = (long)value;
        }

        return values[..count];
    }

    /// <summary>The next key of an object, or null at its end.</summary>
    private string? NextKey(ref Utf8JsonReader reader, string what)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.PropertyName ? GetString(ref reader, $"a key of {what}") : null;
    }

    private void Expect(ref Utf8JsonReader reader, JsonTokenType type, string what, string expected)
    {
        reader.Read();
        if (reader.TokenType != type)
        {
            throw Error($"{what}: expected {expected}; found {Describe(ref reader)}");
        }
    }

    private string GetString(ref Utf8JsonReader reader, string what)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            // The bytes are valid UTF-8; what is left is an escape of half a surrogate pair.
            throw new InvalidDataException($"{_file}: {what}: expected Unicode text; found half of a surrogate pair.", exception);
        }
    }

    private static string Describe(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => $"the number {Encoding.UTF8.GetString(reader.ValueSpan[..Math.Min(reader.ValueSpan.Length, 40)])}",
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => "null",
    };

    private InvalidDataException Error(string message) => new($"{_file}: {message}.");
}
