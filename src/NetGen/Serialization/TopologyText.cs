using System.Globalization;

namespace NetGen.Serialization;

/// <summary>Reads the texts by which files and messages describe a network, such as <c>784-30-10</c> and <c>ReLU, Softmax</c>.</summary>
internal static class TopologyText
{
    /// <summary>Reads a network.</summary>
    /// <param name="sizes">The sizes of the input and of all dense layers, with hyphens between them.</param>
    /// <param name="layers">The text of each layer, with commas between them.</param>
    /// <param name="cost">The cost with its parameter.</param>
    /// <param name="layerNames">What the dense layers are called; null for those without a name.</param>
    /// <param name="numericType">The type of parameters, inputs and outputs.</param>
    /// <param name="problem">What is wrong with the texts, as a sentence; null if nothing.</param>
    /// <returns>The network; null if the texts make none.</returns>
    public static NetworkTopology? TryParse(
        string sizes,
        string layers,
        string cost,
        IReadOnlyList<string?> layerNames,
        NumericType numericType,
        out string? problem)
    {
        problem = null;
        int[]? units = SizesOf(sizes);
        if (units is null || units.Length != layerNames.Count + 1)
        {
            problem = $"expected the sizes of {layerNames.Count} layers; found {MessageText.Quote(sizes)}.";
            return null;
        }

        var attributes = new List<LayerAttribute>();
        int dense = 0;
        foreach (string text in layers.Split(", "))
        {
            if (LayerOf(text, dense < layerNames.Count ? units[dense + 1] : 0, dense < layerNames.Count ? layerNames[dense] : null)
                is not LayerAttribute layer)
            {
                problem = $"{MessageText.Quote(text)} is not a layer that this version of NetGen knows.";
                return null;
            }

            attributes.Add(layer);
            dense += layer is DenseAttribute ? 1 : 0;
        }

        if (CostOf(cost) is not (CostFunction function, double delta, double smoothing))
        {
            problem = $"{MessageText.Quote(cost)} is not a cost that this version of NetGen knows.";
            return null;
        }

        try
        {
            return NetworkTopology.FromLayers([units[0]], attributes, function, numericType, delta, smoothing);
        }
        catch (ArgumentException exception)
        {
            problem = exception.Message;
            return null;
        }
    }

    private static int[]? SizesOf(string text)
    {
        string[] parts = text.Split('-');
        var sizes = new int[parts.Length];
        for (int i = 0; i < sizes.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out sizes[i]) || sizes[i] < 1)
            {
                return null;
            }
        }

        return sizes;
    }

    private static LayerAttribute? LayerOf(string text, int units, string? name)
    {
        (string kind, double? number) = Split(text);
        return (kind, number) switch
        {
            ("Standardize", null) => new StandardizeAttribute(),
            ("MinMaxScale", null) => new MinMaxScaleAttribute(),
            ("Dropout", double rate) => new DropoutAttribute(rate),
            _ => !TryParse(kind, out Activation activation) || number.HasValue != ActivationTraits.HasAlpha(activation) ? null
                : number is double alpha ? new DenseAttribute(units, activation) { Alpha = alpha, Name = name }
                : new DenseAttribute(units, activation) { Name = name },
        };
    }

    private static (CostFunction Cost, double Delta, double LabelSmoothing)? CostOf(string text)
    {
        const string Smoothing = "LabelSmoothing ";
        (string name, double? number) = Split(text.Replace(Smoothing, "", StringComparison.Ordinal));
        return !TryParse(name, out CostFunction cost) ? null
            : number is not double value ? (cost, CostTraits.DefaultDelta, 0)
            : text.Contains(Smoothing, StringComparison.Ordinal) ? (cost, CostTraits.DefaultDelta, value)
            : (cost, value, 0);
    }

    // By name alone: a number is not a member's name.
    private static bool TryParse<TEnum>(string name, out TEnum value)
        where TEnum : struct, Enum => Enum.TryParse(name, out value) && value.ToString() == name;

    // A name, and the number in brackets after it.
    private static (string Name, double? Number) Split(string text)
    {
        int bracket = text.IndexOf('(', StringComparison.Ordinal);
        return bracket > 0 && text.EndsWith(')')
            && double.TryParse(
                text.AsSpan(bracket + 1, text.Length - bracket - 2), NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? (text[..bracket], number)
            : (text, null);
    }
}
