using System.Globalization;
using System.Text;

namespace NetGen.Models;

/// <summary>
/// What the build tells the generator about the file of a model: a text, a line for each fact, that is equal where the facts are.
/// </summary>
/// <remarks>The task that reads the file writes the text, and the generator, which cannot read files, reads it.</remarks>
internal sealed class ModelDescription : IEquatable<ModelDescription>
{
    /// <summary>What names of files with such a text end with.</summary>
    public const string Extension = ".netgenmodel";

    private const string Heading = "NetGen model 1";
    private const string ErrorKey = "error";
    private const string NumericTypeKey = "type";
    private const string InputKey = "input";
    private const string LayerKey = "layer";
    private const string CostKey = "cost";
    private const string ClassKey = "class";
    private const string FeatureKey = "feature";
    private const string ResourceKey = "resource";
    private const string NoActivations = "no activations";
    private const string NoCost = "no cost";

    private readonly string _text;

    private ModelDescription(string path, string text)
    {
        Path = path;
        _text = text;
    }

    /// <summary>The file, as the project names it, with slashes.</summary>
    public string Path { get; }

    /// <summary>Why the file cannot be used, as a sentence; null if it can.</summary>
    public string? Error { get; private set; }

    /// <summary>The network; its activations stand for nothing if the file does not say them. Null if the file cannot be used.</summary>
    public NetworkTopology? Topology { get; private set; }

    /// <summary>Whether the file says the activations.</summary>
    public bool HasActivations { get; private set; } = true;

    /// <summary>Whether the file says the cost.</summary>
    public bool HasCost { get; private set; } = true;

    /// <summary>Whether the path is known; else it is the file's name alone.</summary>
    public bool HasPath { get; private set; } = true;

    /// <summary>The resource with the packed parameters.</summary>
    public string Resource { get; private set; } = "";

    /// <summary>The names of the classes; none if the file has none.</summary>
    public IReadOnlyList<string> ClassNames { get; private set; } = [];

    /// <summary>The names of the features; none if the file has none.</summary>
    public IReadOnlyList<string> FeatureNames { get; private set; } = [];

    /// <summary>The text for a network.</summary>
    /// <param name="path">The file, as the project names it.</param>
    /// <param name="topology">The network.</param>
    /// <param name="hasActivations">Whether the file says the activations.</param>
    /// <param name="hasCost">Whether it says the cost.</param>
    /// <param name="classNames">The names of the classes; null for none.</param>
    /// <param name="featureNames">The names of the features; null for none.</param>
    /// <param name="resource">The resource with the packed parameters.</param>
    public static string Write(
        string path,
        NetworkTopology topology,
        bool hasActivations,
        bool hasCost,
        IReadOnlyList<string>? classNames,
        IReadOnlyList<string>? featureNames,
        string resource)
    {
        StringBuilder text = Start(path);
        Line(text, NumericTypeKey, topology.NumericType.ToString());
        Line(text, InputKey, topology.InputSize.ToString(CultureInfo.InvariantCulture));
        foreach (LayerTopology layer in topology.Layers)
        {
            Line(text, LayerKey, TextOf(layer));
        }

        Line(text, CostKey, FormattableString.Invariant($"{topology.Cost} {topology.Delta:R} {topology.LabelSmoothing:R}"));
        if (!hasActivations)
        {
            text.Append(NoActivations).Append('\n');
        }

        if (!hasCost)
        {
            text.Append(NoCost).Append('\n');
        }

        foreach (string name in classNames ?? [])
        {
            Line(text, ClassKey, Escape(name));
        }

        foreach (string name in featureNames ?? [])
        {
            Line(text, FeatureKey, Escape(name));
        }

        return Line(text, ResourceKey, resource).ToString();
    }

    /// <summary>The text for a file that cannot be used.</summary>
    public static string WriteError(string path, string message) => Line(Start(path), ErrorKey, Escape(message)).ToString();

    /// <summary>Reads a text. One that is none, as after an update of NetGen, gives a description that says so.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">Its file, whose name begins with that of the model.</param>
    public static ModelDescription Read(string text, string file)
    {
        if (TryRead(text) is ModelDescription description)
        {
            return description;
        }

        // The name of the model, a hash, the extension.
        string name = System.IO.Path.GetFileNameWithoutExtension(file);
        int hash = name.LastIndexOf('.');
        return new ModelDescription(hash > 0 ? name.Substring(0, hash) : name, text)
        {
            HasPath = false,
            Error = $"what the build says of the file, in {System.IO.Path.GetFileName(file)}, cannot be read; it is damaged or from "
                + "another version of NetGen. Clean the project and build it again, as by 'dotnet clean'",
        };
    }

    /// <summary>Reads a text; null if it is none.</summary>
    public static ModelDescription? TryRead(string text)
    {
        string[] lines = text.Split('\n');
        if (lines.Length < 2 || lines[0] != Heading)
        {
            return null;
        }

        var description = new ModelDescription(Unescape(lines[1]), text);
        return description.TryTake(lines.Skip(2)) ? description : null;
    }

    /// <inheritdoc/>
    public bool Equals(ModelDescription? other) => other is not null && _text == other._text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ModelDescription);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_text);

    private static StringBuilder Start(string path) => new StringBuilder(Heading).Append('\n').Append(Escape(path)).Append('\n');

    private static StringBuilder Line(StringBuilder text, string key, string value) =>
        text.Append(key).Append(' ').Append(value).Append('\n');

    private static string TextOf(LayerTopology layer) => layer switch
    {
        DenseTopology dense => FormattableString.Invariant(
            $"Dense {dense.OutputSize} {dense.Activation} {dense.Alpha:R} {dense.Name}"),
        DropoutTopology dropout => FormattableString.Invariant($"Dropout {dropout.Rate:R}"),
        _ => layer.Kind,
    };

    private bool TryTake(IEnumerable<string> lines)
    {
        NumericType numericType = default;
        int input = 0;
        var layers = new List<LayerAttribute?>();
        var classNames = new List<string>();
        var featureNames = new List<string>();
        string[] cost = [];
        foreach (string line in lines)
        {
            int space = line.IndexOf(' ');
            string key = space < 0 ? line : line.Substring(0, space);
            string value = space < 0 ? "" : line.Substring(space + 1);
            switch (key)
            {
                case ErrorKey:
                    Error = Unescape(value);
                    return true;
                case NumericTypeKey:
                    _ = Enum.TryParse(value, out numericType);
                    break;
                case InputKey:
                    _ = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out input);
                    break;
                case LayerKey:
                    layers.Add(LayerOf(value.Split(' ')));
                    break;
                case CostKey:
                    cost = value.Split(' ');
                    break;
                case ClassKey:
                    classNames.Add(Unescape(value));
                    break;
                case FeatureKey:
                    featureNames.Add(Unescape(value));
                    break;
                case ResourceKey:
                    Resource = value;
                    break;
                default:
                    HasActivations &= line != NoActivations;
                    HasCost &= line != NoCost;
                    break;
            }
        }

        ClassNames = classNames;
        FeatureNames = featureNames;
        Topology = TopologyOf(input, layers, cost, numericType);
        return Topology is not null;
    }

    private static NetworkTopology? TopologyOf(int input, List<LayerAttribute?> layers, string[] cost, NumericType numericType)
    {
        if (layers.Contains(null) || cost.Length != 3 || !Enum.TryParse(cost[0], out CostFunction function))
        {
            return null;
        }

        double delta = CostTraits.HasDelta(function) ? Number(cost[1]) : CostTraits.DefaultDelta;
        try
        {
            return NetworkTopology.FromLayers(
                [input], [.. layers.OfType<LayerAttribute>()], function, numericType, delta, Number(cost[2]));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static LayerAttribute? LayerOf(string[] words) => words switch
    {
        ["Dense", string units, string activation, string alpha, string name]
            when int.TryParse(units, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
                && Enum.TryParse(activation, out Activation function) =>
            new DenseAttribute(count, function) { Alpha = Number(alpha), Name = name.Length == 0 ? null : name },
        ["Dropout", string rate] => new DropoutAttribute(Number(rate)),
        ["Standardize"] => new StandardizeAttribute(),
        ["MinMaxScale"] => new MinMaxScaleAttribute(),
        _ => null,
    };

    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : 0;

    private static string Escape(string text) => text.Replace("\\", "\\\\").Replace("\n", "\\n").Replace("\r", "\\r");

    private static string Unescape(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            bool isEscape = text[i] == '\\' && i + 1 < text.Length;
            i += isEscape ? 1 : 0;
            plain.Append(!isEscape ? text[i] : text[i] switch { 'n' => '\n', 'r' => '\r', char other => other });
        }

        return plain.ToString();
    }
}
