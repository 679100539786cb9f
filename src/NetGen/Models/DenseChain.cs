using System.Globalization;
using System.Text;
using NetGen.Serialization;

namespace NetGen.Models;

/// <summary>
/// The dense layers that named tensors make: pairs of <c>prefix.weight</c> of shape <c>[out, in]</c> and <c>prefix.bias</c> of shape
/// <c>[out]</c>, in the order in which the outputs of one are the inputs of the next.
/// </summary>
internal sealed class DenseChain
{
    /// <summary>What the names of weights end with.</summary>
    public const string WeightSuffix = ".weight";

    /// <summary>What the names of biases end with.</summary>
    public const string BiasSuffix = ".bias";

    private const string Ambiguous =
        "expected names that differ in numbers alone, as '0.weight' and '2.weight', where shapes allow more than one order of the layers. "
        + "Rename the tensors, export the model to ONNX, which says the order, or load it into a declared network; in a project, give the "
        + "NetworkModel item Sizes";

    private const string MeanSuffix = ".running_mean";

    private const int MostSteps = 100_000;
    private const int LongestNumber = 20;

    private readonly Layer[] _layers;
    private readonly Dictionary<string, ModelTensor> _others;

    private DenseChain(Layer[] layers, Dictionary<string, ModelTensor> others, NumericType numericType, IReadOnlyList<string> notes)
    {
        _layers = layers;
        _others = others;
        NumericType = numericType;
        Notes = notes;
    }

    /// <summary>The type of all tensors.</summary>
    public NumericType NumericType { get; }

    /// <summary>What was changed or added.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>What the layers are called; null for those that have the names which layers without a name get.</summary>
    public string?[] LayerNames => [.. _layers.Select((layer, i) => NameOf(layer.Prefix, i))];

    private int InputSize => _layers[0].Inputs;

    /// <summary>Finds the layers.</summary>
    /// <param name="tensors">The tensors of the file.</param>
    /// <param name="file">What the file is called in messages.</param>
    /// <param name="expected">The layers that the file is read for, which decide where names and shapes do not; null if not known.</param>
    /// <param name="prefixes">The prefixes in the order of the layers, if the file says them.</param>
    /// <exception cref="InvalidDataException">The tensors make no chain of dense layers; the message says why.</exception>
    public static DenseChain Find(
        IReadOnlyList<ModelTensor> tensors, string file, ExpectedLayers? expected = null, IReadOnlyList<string>? prefixes = null)
    {
        if (tensors.GroupBy(tensor => tensor.Name).FirstOrDefault(group => group.Count() > 1) is { Key: string twice })
        {
            throw new InvalidDataException($"{file}: expected different names of tensors; found {MessageText.Quote(twice)} twice.");
        }

        var notes = new HashSet<string>(tensors.Select(tensor => tensor.Note).OfType<string>());
        Dictionary<string, ModelTensor> others = tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        var layers = new List<Layer>();
        foreach (ModelTensor weight in tensors.Where(tensor => tensor.Name.EndsWith(WeightSuffix, StringComparison.Ordinal)))
        {
            layers.Add(LayerOf(weight, others, notes, file));
        }

        if (layers.Count == 0)
        {
            throw new InvalidDataException(
                $"{file}: expected weights of dense layers in tensors such as '0.weight' [30, 784] and '0.bias' [30]; "
                + $"found {NamesOf(tensors)}.");
        }

        NumericType[] types = [.. tensors.Select(TypeOf).Distinct()];
        if (types.Length > 1)
        {
            throw new InvalidDataException($"{file}: expected tensors of one type; found both float and double.");
        }

        Layer[] ordered = InOrderOf(prefixes, layers) ?? InOrderOf(expected?.Prefixes, layers) ?? Ordered(layers, expected?.Sizes, file);
        return new DenseChain(ordered, others, types[0], [.. notes]);
    }

    /// <summary>The network without activations that these layers make, with scaling before them if the file has it.</summary>
    public NetworkTopology ToTopology(string file)
    {
        var layers = new List<LayerAttribute>();
        if (_others.ContainsKey("standardize.mean"))
        {
            layers.Add(new StandardizeAttribute());
        }
        else if (_others.ContainsKey("min_max_scale.minimum"))
        {
            layers.Add(new MinMaxScaleAttribute());
        }

        string?[] names = LayerNames;
        layers.AddRange(_layers.Select((layer, i) => new DenseAttribute(layer.Outputs, Activation.Identity) { Name = names[i] }));
        try
        {
            return NetworkTopology.FromLayers([InputSize], layers, null, NumericType);
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"{file}: {exception.Message}", exception);
        }
    }

    /// <summary>The values of all blocks of a network.</summary>
    /// <exception cref="InvalidDataException">
    /// A tensor is missing, has another shape, or belongs to no block; the message names it.
    /// </exception>
    public Array[] ValuesFor(NetworkTopology topology, string file)
    {
        var left = new Dictionary<string, ModelTensor>(_others, StringComparer.Ordinal);
        DenseTopology[] dense = [.. topology.Layers.OfType<DenseTopology>()];
        if (dense.Length != _layers.Length)
        {
            throw new InvalidDataException($"{file}: expected {dense.Length} dense layers, as the metadata say; found {_layers.Length}.");
        }

        var values = new Array[topology.ParameterBlocks.Count];
        for (int i = 0; i < values.Length; i++)
        {
            ParameterBlock block = topology.ParameterBlocks[i];
            int layer = Array.FindIndex(dense, layer => layer.Index == block.Layer);
            ModelTensor? tensor = layer < 0 ? left.GetValueOrDefault(block.Name)
                : block.Part == DenseTopology.Weight ? _layers[layer].Weight
                : _layers[layer].Bias;
            if (tensor is null || !tensor.Shape.SequenceEqual(block.Shape))
            {
                string found = tensor is null ? "no such tensor" : $"{MessageText.Quote(tensor.Name)} {ShapeOf(tensor)}";
                throw new InvalidDataException($"{file}: expected a tensor for {block}; found {found}.");
            }

            _ = left.Remove(tensor.Name);
            values[i] = tensor.Values;
        }

        return left.Count == 0
            ? values
            : throw new InvalidDataException(
                $"{file}: expected the tensors of dense layers alone; found {NamesOf([.. left.Values])} as well.");
    }

    private static Layer LayerOf(ModelTensor weight, Dictionary<string, ModelTensor> all, HashSet<string> notes, string file)
    {
        string prefix = weight.Name[..^WeightSuffix.Length];
        if (weight.Shape.Length != 2)
        {
            string text = all.ContainsKey(prefix + MeanSuffix)
                ? $"{MessageText.Quote(prefix)} is batch normalization, which is not read from tensors alone. Export the model to ONNX, "
                    + "from which it is read into factors and offsets."
                : $"expected the weights of a dense layer, [out, in]; found the shape {ShapeOf(weight)}.";
            throw new InvalidDataException($"{file}, tensor {MessageText.Quote(weight.Name)}: {text}");
        }

        if (!all.TryGetValue(prefix + BiasSuffix, out ModelTensor? bias))
        {
            notes.Add("Layers without biases got biases of 0.");
            Array zeros = TypeOf(weight) == NumericType.Single ? new float[weight.Shape[0]] : new double[weight.Shape[0]];
            return new Layer(prefix, weight, new ModelTensor(prefix + BiasSuffix, [weight.Shape[0]], zeros, null));
        }

        return bias.Shape is [int length] && length == weight.Shape[0]
            ? new Layer(prefix, weight, bias)
            : throw new InvalidDataException(
                $"{file}, tensor {MessageText.Quote(bias.Name)}: expected biases [{weight.Shape[0]}] for "
                + $"{MessageText.Quote(weight.Name)} {ShapeOf(weight)}; found the shape {ShapeOf(bias)}.");
    }

    private static Layer[]? InOrderOf(IReadOnlyList<string>? prefixes, List<Layer> layers)
    {
        Layer?[] ordered = [.. (prefixes ?? []).Select(prefix => layers.Find(layer => layer.Prefix == prefix))];
        return ordered.Length == layers.Count && ordered.Distinct().Count() == ordered.Length && !ordered.Contains(null)
            ? [.. ordered.OfType<Layer>()]
            : null;
    }

    // By the numbers in their names, if these differ in nothing else; else the only order in which the outputs of each are the inputs of
    // the next and numbers count up in names that differ in them alone. How tensors lie in a file says nothing: writers sort them.
    private static Layer[] Ordered(List<Layer> layers, IReadOnlyList<int>? sizes, string file)
    {
        Layer[] byName = [.. layers.OrderBy(layer => layer.PaddedPrefix, StringComparer.Ordinal)];
        bool isNumbered = byName.Zip(byName.Skip(1)).All(pair => HasLowerNumber(pair.First, pair.Second));
        if (isNumbered && Chains(byName))
        {
            return byName;
        }

        var found = new List<Layer[]>();
        foreach ((bool bySizes, bool byNumbers) in new[] { (true, true), (true, false), (false, true), (false, false) })
        {
            if (found.Count > 0 || (bySizes && sizes?.Count != layers.Count + 1))
            {
                continue;
            }

            int steps = MostSteps;
            FindChains(new Order(byName, bySizes ? sizes : null, byNumbers), [], found, ref steps);
            if (steps <= 0)
            {
                break;
            }
        }

        return found is [Layer[] only] ? only : throw new InvalidDataException(
            $"{file}: {(found.Count == 0 ? "expected layers whose inputs are the outputs of the layer before" : Ambiguous)}; found "
            + $"{NamesOf([.. byName.Select(layer => layer.Weight)])}.");
    }

    // Two are as many as it takes to see that there is more than one.
    private static void FindChains(Order order, List<Layer> chain, List<Layer[]> found, ref int steps)
    {
        if (chain.Count == order.Layers.Length)
        {
            found.Add([.. chain]);
            return;
        }

        foreach (Layer layer in order.Layers)
        {
            if (found.Count < 2 && steps-- > 0 && order.Allows(chain, layer))
            {
                chain.Add(layer);
                FindChains(order, chain, found, ref steps);
                chain.RemoveAt(chain.Count - 1);
            }
        }
    }

    private static bool Chains(Layer[] layers) =>
        layers.Zip(layers.Skip(1)).All(pair => pair.First.Outputs == pair.Second.Inputs);

    // Whether two names differ in numbers alone, and those of the first come first.
    private static bool HasLowerNumber(Layer first, Layer second) =>
        first.PrefixWithoutNumbers == second.PrefixWithoutNumbers
        && StringComparer.Ordinal.Compare(first.PaddedPrefix, second.PaddedPrefix) < 0;

    // Each run of digits as a number of so many digits, or all of them as the same where that is 0.
    private static string WithNumbersOf(string name, int digits)
    {
        var text = new StringBuilder();
        for (int i = 0; i < name.Length;)
        {
            int end = i;
            while (end < name.Length && char.IsAsciiDigit(name[end]))
            {
                end++;
            }

            string run = name[i..end];
            _ = end == i ? text.Append(name[i])
                : digits == 0 ? text.Append('0')
                : text.Append(run.TrimStart('0').PadLeft(digits, '0'));
            i = Math.Max(end, i + 1);
        }

        return text.ToString();
    }

    /// <summary>The name of a layer whose tensors have a prefix; null if only layers without a name may be called that.</summary>
    /// <param name="prefix">The prefix; null if there is none.</param>
    /// <param name="number">The number of the layer among the dense ones.</param>
    public static string? NameOf(string? prefix, int number) =>
        prefix is null
        || prefix == "layers." + number.ToString(CultureInfo.InvariantCulture)
        || DenseTopology.Validate(new DenseAttribute(1) { Name = prefix }, 0) is not null
            ? null
            : prefix;

    private static NumericType TypeOf(ModelTensor tensor) => tensor.Values is float[] ? NumericType.Single : NumericType.Double;

    private static string ShapeOf(ModelTensor tensor) => MessageText.Shape(tensor.Shape.Select(length => (long)length));

    private static string NamesOf(IReadOnlyList<ModelTensor> tensors)
    {
        const int Most = 8;
        string names = string.Join(", ", tensors.Take(Most).Select(tensor => $"{MessageText.Quote(tensor.Name)} {ShapeOf(tensor)}"));
        return tensors.Count == 0 ? "no tensors" : tensors.Count <= Most ? names : $"{names} and {tensors.Count - Most} more";
    }

    private sealed record Layer(string Prefix, ModelTensor Weight, ModelTensor Bias)
    {
        /// <summary>Compares numbers as such: layers.2 comes before layers.10.</summary>
        public string PaddedPrefix { get; } = WithNumbersOf(Prefix, LongestNumber);

        public string PrefixWithoutNumbers { get; } = WithNumbersOf(Prefix, 0);

        public int Inputs => Weight.Shape[1];

        public int Outputs => Weight.Shape[0];
    }

    /// <summary>What an order of layers must be.</summary>
    /// <param name="Layers">The layers.</param>
    /// <param name="Sizes">The inputs of the first place and the outputs of each; null if they are not known.</param>
    /// <param name="ByNumbers">Whether numbers must count up in names that differ in them alone.</param>
    private sealed record Order(Layer[] Layers, IReadOnlyList<int>? Sizes, bool ByNumbers)
    {
        /// <summary>Whether a layer may come next.</summary>
        public bool Allows(List<Layer> chain, Layer layer) =>
            (chain.Count == 0 || chain[^1].Outputs == layer.Inputs)
            && (Sizes is null || (Sizes[chain.Count] == layer.Inputs && Sizes[chain.Count + 1] == layer.Outputs))
            && !chain.Contains(layer)
            && (!ByNumbers || !chain.Exists(before => HasLowerNumber(layer, before)));
    }
}
