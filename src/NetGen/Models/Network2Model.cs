using System.Text.Json;
using NetGen.Serialization;

namespace NetGen.Models;

/// <summary>
/// Reads and writes networks as <c>network2.py</c> of M. Nielsen's book saves them: an object of JSON with the lists <c>sizes</c>,
/// <c>weights</c> (a matrix <c>[out, in]</c> for each layer), <c>biases</c> (a column <c>[out, 1]</c> for each) and the name of the
/// <c>cost</c>. All layers are sigmoid.
/// </summary>
internal static class Network2Model
{
    private const string Sizes = "sizes";
    private const string Weights = "weights";
    private const string Biases = "biases";
    private const string Cost = "cost";
    private const string CrossEntropy = "CrossEntropyCost";
    private const string Quadratic = "QuadraticCost";

    // White space, and the mark of UTF-8.
    private static ReadOnlySpan<byte> BeforeObject => [(byte)' ', (byte)'\t', (byte)'\r', (byte)'\n', 0xEF, 0xBB, 0xBF];

    /// <summary>Whether a file begins as an object of JSON does.</summary>
    public static bool IsJson(ReadOnlySpan<byte> content) => content.TrimStart(BeforeObject).StartsWith("{"u8);

    /// <summary>Reads a network.</summary>
    /// <param name="content">The whole file.</param>
    /// <param name="name">What the file is called in messages.</param>
    /// <exception cref="InvalidDataException">The content is damaged, or no such network.</exception>
    public static NetworkModel Read(byte[] content, string name)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(content.AsMemory(content.AsSpan().IndexOf((byte)'{')));
            return Read(document.RootElement, name);
        }
        catch (InvalidOperationException exception)
        {
            throw new InvalidDataException($"{name}: expected text in UTF-8; found other bytes.", exception);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException(
                $"{name}: expected JSON; it is damaged or cut short in line {exception.LineNumber + 1}, byte "
                + $"{exception.BytePositionInLine}, or has NaN or Infinity there, as Python writes them and JSON does not know them.",
                exception);
        }
    }

    /// <summary>Writes a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="stream">Where to.</param>
    /// <exception cref="ArgumentException">The format has no place for a layer or the cost; the message names it.</exception>
    public static void Write<T>(INetwork<T> network, Stream stream)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        NetworkTopology topology = network.Topology;
        string cost = CostOf(topology, nameof(network));
        LayerTopology[] layers = [.. topology.TrainedLayers];
        using var writer = new Utf8JsonWriter(stream);
        writer.WriteStartObject();
        writer.WriteStartArray(Sizes);
        foreach (int size in layers.Select(layer => layer.OutputSize).Prepend(topology.InputSize))
        {
            writer.WriteNumberValue(size);
        }

        writer.WriteEndArray();
        writer.WriteStartArray(Weights);
        foreach (LayerTopology layer in layers)
        {
            WriteMatrix(writer, network, layer.ParameterBlocks[0], layer.InputSize);
        }

        writer.WriteEndArray();
        writer.WriteStartArray(Biases);
        foreach (LayerTopology layer in layers)
        {
            WriteMatrix(writer, network, layer.ParameterBlocks[1], 1);
        }

        writer.WriteEndArray();
        writer.WriteString(Cost, cost);
        writer.WriteEndObject();
    }

    private static string CostOf(NetworkTopology topology, string parameterName)
    {
        LayerTopology? other = topology.Layers.FirstOrDefault(
            layer => layer is not DenseTopology { Activation: Activation.Sigmoid } && !layer.IsOnlyInTraining);
        return other is not null
            ? throw new ArgumentException(
                $"The format of network2.py has sigmoid layers alone; layer {other.Index} is {other}.", parameterName)
            : topology.Cost switch
            {
                CostFunction.Quadratic => Quadratic,
                CostFunction.BinaryCrossEntropy => CrossEntropy,
                _ => throw new ArgumentException(
                    $"The format of network2.py has the quadratic cost and the cross-entropy alone; the cost is {topology.CostText}.",
                    parameterName),
            };
    }

    private static void WriteMatrix<T>(Utf8JsonWriter writer, INetwork<T> network, ParameterBlock block, int columns)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var values = new T[block.Count];
        network.Parameters.CopyTo(block.Name, values);
        if (Array.FindIndex(values, value => !T.IsFinite(value)) is >= 0 and int index)
        {
            throw new ArgumentException($"JSON has no number for {values[index]}, which is in {block}.", nameof(network));
        }

        writer.WriteStartArray();
        for (int i = 0; i < values.Length; i += columns)
        {
            writer.WriteStartArray();
            foreach (T value in values.AsSpan(i, columns))
            {
                writer.WriteNumberValue(double.CreateTruncating(value));
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    private static NetworkModel Read(JsonElement root, string name)
    {
        int[] sizes = [.. Member(root, Sizes, JsonValueKind.Array, name).EnumerateArray().Select(size =>
            size.ValueKind == JsonValueKind.Number && size.TryGetInt32(out int count) && count >= 1
                ? count
                : throw new InvalidDataException(
                    $"{name}, '{Sizes}': expected whole numbers of at least 1; found {MessageText.Quote(size.GetRawText())}."))];
        if (sizes.Length < 2)
        {
            throw new InvalidDataException($"{name}, '{Sizes}': expected at least 2; found {sizes.Length}.");
        }

        JsonElement weights = Member(root, Weights, JsonValueKind.Array, name);
        JsonElement biases = Member(root, Biases, JsonValueKind.Array, name);
        CheckCount(weights, sizes.Length - 1, $"{name}, '{Weights}'", "a matrix for each layer");
        CheckCount(biases, sizes.Length - 1, $"{name}, '{Biases}'", "a column for each layer");
        var values = new List<Array>();
        for (int i = 0; i + 1 < sizes.Length; i++)
        {
            values.Add(Matrix(weights[i], sizes[i + 1], sizes[i], $"{name}, '{Weights}' of layer {i}"));
            values.Add(Matrix(biases[i], sizes[i + 1], 1, $"{name}, '{Biases}' of layer {i}"));
        }

        var topology = new NetworkTopology(
            sizes, [.. Enumerable.Repeat(Activation.Sigmoid, sizes.Length - 1)], CostOf(root, name), NumericType.Double);
        return new NetworkModel(name, topology, values) { HasCost = true, HasNumericType = false };
    }

    private static CostFunction CostOf(JsonElement root, string name)
    {
        string? cost = Member(root, Cost, JsonValueKind.String, name).GetString();
        return cost switch
        {
            CrossEntropy => CostFunction.BinaryCrossEntropy,
            Quadratic => CostFunction.Quadratic,
            _ => throw new InvalidDataException(
                $"{name}, '{Cost}': expected {CrossEntropy} or {Quadratic}; found {MessageText.Quote(cost ?? "")}."),
        };
    }

    private static JsonElement Member(JsonElement root, string member, JsonValueKind kind, string name) =>
        root.TryGetProperty(member, out JsonElement value) && value.ValueKind == kind
            ? value
            : throw new InvalidDataException(
                $"{name}: expected a network as network2.py saves it, with '{Sizes}', '{Weights}', '{Biases}' and '{Cost}'; found no "
                + $"{(kind == JsonValueKind.Array ? "list" : "text")} '{member}'.");

    private static void CheckCount(JsonElement list, int expected, string place, string what)
    {
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() != expected)
        {
            string found = list.ValueKind == JsonValueKind.Array ? $"{list.GetArrayLength()}" : MessageText.Quote(list.GetRawText());
            throw new InvalidDataException($"{place}: expected {what}, {expected}; found {found}.");
        }
    }

    private static double[] Matrix(JsonElement rows, int rowCount, int columns, string place)
    {
        CheckCount(rows, rowCount, place, "a row for each unit");
        foreach (JsonElement row in rows.EnumerateArray())
        {
            CheckCount(row, columns, place, "a number for each input");
        }

        // As many numbers as were found in the file.
        double[] values = new double[rowCount * columns];
        int i = 0;
        foreach (JsonElement row in rows.EnumerateArray())
        {
            foreach (JsonElement value in row.EnumerateArray())
            {
                values[i++] = value.ValueKind == JsonValueKind.Number
                    ? value.GetDouble()
                    : throw new InvalidDataException($"{place}: expected numbers; found {MessageText.Quote(value.GetRawText())}.");
            }
        }

        return values;
    }
}
