using System.Globalization;
using NetGen.Serialization;

namespace NetGen.Models.Onnx;

/// <summary>A <c>NodeProto</c>: an operator with the names of its inputs and outputs.</summary>
internal sealed class OnnxNode
{
    private readonly Dictionary<string, OnnxAttribute> _attributes = new(StringComparer.Ordinal);
    private readonly string _kind;
    private readonly int _index;

    private OnnxNode(string kind, int index) => (_kind, _index) = (kind, index);

    public string Name { get; private set; } = "";

    public string Operator { get; private set; } = "";

    /// <summary>Which set of operators the operator is from; empty for that of ONNX itself.</summary>
    public string Domain { get; private set; } = "";

    public List<string> Inputs { get; } = [];

    public List<string> Outputs { get; } = [];

    /// <summary>Stands for a layer of another format, whose place messages then say.</summary>
    /// <param name="index">The number of the layer in the file, from 0.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="kind">Its class.</param>
    public static OnnxNode OfLayer(int index, string name, string kind) => new("layer", index) { Name = name, Operator = kind };

    /// <summary>Reads the message.</summary>
    /// <param name="reader">The message.</param>
    /// <param name="index">The number of the node in the graph, from 0.</param>
    /// <param name="file">What the file is called in messages.</param>
    public static OnnxNode Read(WireReader reader, int index, string file)
    {
        var node = new OnnxNode("node", index);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    node.Inputs.Add(reader.Text());
                    break;
                case 2:
                    node.Outputs.Add(reader.Text());
                    break;
                case 3:
                    node.Name = reader.Text();
                    break;
                case 4:
                    node.Operator = reader.Text();
                    break;
                case 5:
                    var attribute = OnnxAttribute.Read(reader.Message(), file);
                    node._attributes[attribute.Name] = attribute;
                    break;
                case 7:
                    string domain = reader.Text();
                    node.Domain = domain == "ai.onnx" ? "" : domain;
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return node;
    }

    public OnnxAttribute? Find(string attribute) => _attributes.GetValueOrDefault(attribute);

    public long Integer(string attribute, long otherwise) => Find(attribute)?.Integer ?? otherwise;

    /// <summary>
    /// A number, which is a float in the file: as the double whose decimal digits are the fewest that give the float, as 0.01 was when it
    /// was written.
    /// </summary>
    public double Number(string attribute, double otherwise) =>
        Find(attribute) is OnnxAttribute found ? ShortestDecimal(found.Single) : otherwise;

    public string Text(string attribute, string otherwise) => Find(attribute)?.Text ?? otherwise;

    /// <summary>Number, name and operator, as messages say them.</summary>
    public override string ToString()
    {
        string domain = Domain.Length == 0 ? "" : $" of {MessageText.Quote(Domain)}";
        string name = Name.Length == 0 ? "" : $" {MessageText.Quote(Name)}";
        return $"{_kind} {_index}{name} ({Visible(Operator)}{domain})";
    }

    private static double ShortestDecimal(float value) =>
        double.Parse(value.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static string Visible(string text) => text.All(char.IsAsciiLetterOrDigit) && text.Length is > 0 and < 40
        ? text
        : MessageText.Quote(text);
}
