using System.Text;

namespace NetGen.Tool.Models;

/// <summary>The C# file that declares a network of a model's file.</summary>
/// <param name="ClassName">The name of the class.</param>
/// <param name="Namespace">Its namespace; null for none.</param>
/// <param name="ModelName">How the attribute names the file.</param>
internal sealed record Declaration(string ClassName, string? Namespace, string ModelName)
{
    private static readonly HashSet<string> s_keywords = [.. """
        abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum event
        explicit extern false finally fixed float for foreach goto if implicit in int interface internal is lock long namespace new null
        object operator out override params private protected public readonly ref return sbyte sealed short sizeof stackalloc static string
        struct switch this throw true try typeof uint ulong unchecked unsafe ushort using virtual void volatile while
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];

    // No keywords, but no names of types either.
    private static readonly HashSet<string> s_noTypes = ["extension", "file", "record", "required", "scoped"];

    /// <summary>The name of a class for a file: <c>digits-small.onnx</c> gives <c>DigitsSmallNet</c>.</summary>
    public static string ClassNameOf(string path)
    {
        var name = new StringBuilder();
        bool starts = true;
        foreach (char one in Path.GetFileNameWithoutExtension(path))
        {
            if (!char.IsAsciiLetterOrDigit(one))
            {
                starts = true;
                continue;
            }

            _ = name.Append(starts ? char.ToUpperInvariant(one) : one);
            starts = false;
        }

        string start = name.Length > 0 && char.IsDigit(name[0]) ? "Model" : "";
        return start + (name.Length == 0 ? "Model" : name.ToString()) + "Net";
    }

    /// <summary>Whether a text can be the name of a class, or of a namespace if points may separate names.</summary>
    public static bool IsName(string text, bool mayHavePoints) => text.Split('.') is var parts
        && (mayHavePoints || (parts.Length == 1 && !s_noTypes.Contains(text)))
        && parts.All(part => part.Length > 0 && (char.IsLetter(part[0]) || part[0] == '_')
            && part.All(one => char.IsLetterOrDigit(one) || one == '_')
            && !s_keywords.Contains(part));

    /// <summary>The content of the file.</summary>
    /// <param name="model">The model.</param>
    /// <param name="hidden">The activation of the hidden layers, which the file does not say; null if it does.</param>
    /// <param name="output">The same of the output layer.</param>
    public string ToSource(NetworkModel model, Activation? hidden, Activation? output)
    {
        string type = model.HasNumericType && model.NumericType == NumericType.Double ? "<double>" : "";
        var text = new StringBuilder("using NetGen;\n\n");
        if (Namespace is not null)
        {
            _ = text.Append("namespace ").Append(Namespace).Append(";\n\n");
        }

        string network = model.HasActivations ? model.Topology.ToString() : string.Join('-', SizesOf(model));
        string literal = ModelName.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        _ = text.Append("/// <summary>The network of ").Append(Escape($"{ModelName}: {network}")).Append(".</summary>\n")
            .Append("[Network").Append(type).Append("(Model = \"").Append(literal).Append('"');
        Append(text, "Hidden", hidden);
        Append(text, "Output", output);
        return text.Append(")]\npublic sealed partial class ").Append(ClassName).Append(";\n").ToString();
    }

    private static IEnumerable<int> SizesOf(NetworkModel model) =>
        model.Structure.TrainedLayers.Select(layer => layer.OutputSize).Prepend(model.Structure.InputSize);

    private static void Append(StringBuilder text, string name, Activation? activation)
    {
        if (activation is Activation value)
        {
            _ = text.Append(", ").Append(name).Append(" = Activation.").Append(value);
        }
    }

    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
