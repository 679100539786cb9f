namespace NetGen.Models.Onnx;

/// <summary>A <c>ValueInfoProto</c>: the name of an input or an output of the graph, and its type.</summary>
internal sealed class OnnxInput
{
    public string Name { get; private set; } = "";

    public OnnxType Type { get; private set; }

    /// <summary>The lengths of the dimensions, with null for those that are not fixed; null if the file does not say the shape.</summary>
    public List<long?>? Shape { get; private set; }

    /// <summary>Reads the message.</summary>
    public static OnnxInput Read(WireReader reader)
    {
        var input = new OnnxInput();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    input.Name = reader.Text();
                    break;
                case 2:
                    input.ReadType(reader.Message());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return input;
    }

    private static List<long?> ReadShape(WireReader reader)
    {
        var shape = new List<long?>();
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                shape.Add(ReadDimension(reader.Message()));
            }
            else
            {
                reader.Skip();
            }
        }

        return shape;
    }

    private static long? ReadDimension(WireReader reader)
    {
        long? length = null;
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                length = reader.Integer();
            }
            else
            {
                reader.Skip();
            }
        }

        // Some writers have 0 or -1 where the length is not fixed.
        return length is > 0 and <= int.MaxValue ? length : null;
    }

    // Of tensors alone: what sequences and maps hold is not needed.
    private void ReadType(WireReader reader)
    {
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                ReadTensorType(reader.Message());
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void ReadTensorType(WireReader reader)
    {
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    Type = (OnnxType)reader.Integer();
                    break;
                case 2:
                    Shape = ReadShape(reader.Message());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }
}
