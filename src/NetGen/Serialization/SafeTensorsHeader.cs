using System.Text.Json;
using System.Text.Unicode;

namespace NetGen.Serialization;

/// <summary>The header of a safetensors file, checked in itself: all but whether the data are as long as it says.</summary>
internal sealed class SafeTensorsHeader
{
    private SafeTensorsHeader(IReadOnlyDictionary<string, string> metadata, IReadOnlyList<TensorEntry> tensors, string file)
    {
        Metadata = metadata;
        Tensors = tensors;
        DataOrder = OrderOf(tensors);
        DataLength = CheckCover(file);
    }

    /// <summary>The metadata; empty when the header has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensors, in the order of the header.</summary>
    public IReadOnlyList<TensorEntry> Tensors { get; }

    /// <summary>The indices of the tensors, in the order in which their data lie in the file.</summary>
    public int[] DataOrder { get; }

    /// <summary>How many bytes of data the file must have.</summary>
    public long DataLength { get; }

    /// <summary>Reads and checks a header.</summary>
    /// <param name="json">The bytes of the header.</param>
    /// <param name="file">What to call the file in messages.</param>
    /// <exception cref="InvalidDataException">The header is not valid.</exception>
    public static SafeTensorsHeader Parse(ReadOnlySpan<byte> json, string file)
    {
        // Checked here, because the reader of JSON would look at the bytes of a text only when it is asked for that text.
        if (!Utf8.IsValid(json))
        {
            throw new InvalidDataException($"{file}: expected a header in UTF-8; found bytes that are not.");
        }

        if (json.IsEmpty || json[0] != (byte)'{')
        {
            string found = json.IsEmpty ? "no header" : $"the byte 0x{json[0]:x2}";
            throw new InvalidDataException($"{file}: expected a header that starts with '{{'; found {found}.");
        }

        var reader = new Utf8JsonReader(json);
        var parser = new SafeTensorsHeaderParser(file);
        try
        {
            parser.Parse(ref reader);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException(
                $"{file}: expected a header in JSON; found an error after {reader.BytesConsumed} bytes: {exception.Message}", exception);
        }

        return new SafeTensorsHeader(parser.Metadata, parser.Tensors, file);
    }

    // Not by LINQ, whose code for numbers would be compiled before the first output of a network that is loaded.
    private static int[] OrderOf(IReadOnlyList<TensorEntry> tensors)
    {
        int[] order = new int[tensors.Count];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(order, (left, right) =>
        {
            int byBegin = tensors[left].Begin.CompareTo(tensors[right].Begin);
            int byEnd = tensors[left].End.CompareTo(tensors[right].End);
            return byBegin != 0 ? byBegin : byEnd != 0 ? byEnd : left.CompareTo(right);
        });
        return order;
    }

    /// <summary>Checks that the tensors lie one after another, and returns where the last one ends.</summary>
    private long CheckCover(string file)
    {
        TensorEntry? previous = null;
        foreach (int i in DataOrder)
        {
            TensorEntry tensor = Tensors[i];
            long expected = previous?.End ?? 0;
            if (tensor.Begin != expected)
            {
                string where = previous is null ? "at the start of the data" : $"at the end of tensor {MessageText.Quote(previous.Name)}";
                string wrong = tensor.Begin < expected ? "the two overlap" : "the bytes between belong to no tensor";
                throw new InvalidDataException(
                    $"{file}: tensor {MessageText.Quote(tensor.Name)}: expected to start at byte {expected} of the data, {where}; " +
                    $"found {tensor.Begin}: {wrong}.");
            }

            previous = tensor;
        }

        return previous?.End ?? 0;
    }
}
