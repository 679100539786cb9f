using System.Buffers;
using NetGen.Numerics;

namespace NetGen.Models.Onnx;

/// <summary>An <c>AttributeProto</c>: an argument of an operator that is part of the graph.</summary>
internal sealed class OnnxAttribute
{
    public string Name { get; private set; } = "";

    public float Single { get; private set; }

    public long Integer { get; private set; }

    public string Text { get; private set; } = "";

    public OnnxTensor? Tensor { get; private set; }

    public float[] Singles { get; private set; } = [];

    public List<long> Integers { get; } = [];

    public List<string> Texts { get; } = [];

    /// <summary>Reads the message.</summary>
    public static OnnxAttribute Read(WireReader reader, string file)
    {
        var attribute = new OnnxAttribute();
        var singles = new ArrayBufferWriter<byte>();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    attribute.Name = reader.Text();
                    break;
                case 2:
                    attribute.Single = reader.Single();
                    break;
                case 3:
                    attribute.Integer = reader.Integer();
                    break;
                case 4:
                    attribute.Text = reader.Text();
                    break;
                case 5:
                    attribute.Tensor = OnnxTensor.Read(reader.Message(), file);
                    break;
                case 7:
                    reader.FixedNumbers(singles, sizeof(float));
                    break;
                case 8:
                    reader.Integers(attribute.Integers);
                    break;
                case 9:
                    attribute.Texts.Add(reader.Text());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        attribute.Singles = new float[singles.WrittenCount / sizeof(float)];
        LittleEndian.Read<float>(singles.WrittenSpan, attribute.Singles);
        return attribute;
    }
}
