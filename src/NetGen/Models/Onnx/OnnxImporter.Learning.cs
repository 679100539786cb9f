using NetGen.Serialization;

namespace NetGen.Models.Onnx;

/// <content>Operators of <c>ai.onnx.ml</c>, which models of scikit-learn have, and what follows the choice of a class.</content>
internal sealed partial class OnnxImporter
{
    // After the choice of a class, only what turns its number into its name or into another shape.
    private OnnxFlow ApplyToLabel(OnnxNode node, OnnxFlow label, OnnxValue?[] inputs)
    {
        if (node.Operator == "ArrayFeatureExtractor" && inputs is [OnnxConstant names, ..])
        {
            return label.AsLabel(OnnxFolding.TextsOf(names));
        }

        if (node is { Operator: "LabelEncoder" })
        {
            return label.AsLabel(Encoded(node, label));
        }

        return node.Operator is "Cast" or "Reshape" or "Squeeze" or "Unsqueeze" or "Identity" or "Flatten"
            ? label
            : throw Unsupported(node, " after the choice of a class");
    }

    // The names of the classes after an encoder, which gives a value for each key: the numbers of classes, or the names they had before.
    private string[]? Encoded(OnnxNode node, OnnxFlow label)
    {
        if (node.Find("classes_strings")?.Texts is { Count: > 0 } classes && label.ClassNames is null)
        {
            return [.. classes];
        }

        string[] keys = TextsOf(node, "keys");
        string[] values = TextsOf(node, "values");
        IEnumerable<string> before = label.ClassNames ?? Enumerable.Range(0, keys.Length).Select(number => OnnxFolding.TextOf(number));
        int[] places = [.. before.Select(name => Array.IndexOf(keys, name))];
        if (values.Length == keys.Length && places.Length > 0 && !places.Contains(-1))
        {
            return Array.ConvertAll(places, place => values[place]);
        }

        _context.Note("The keys of a LabelEncoder are not the classes 0, 1, 2...; the names of the classes were left out.");
        return null;
    }

    private static string[] TextsOf(OnnxNode node, string attribute) =>
        node.Find(attribute + "_strings")?.Texts is { Count: > 0 } texts ? [.. texts]
        : node.Find(attribute + "_int64s")?.Integers is { Count: > 0 } integers ? [.. integers.Select(OnnxFolding.TextOf)]
        : node.Find(attribute + "_floats")?.Singles is { Length: > 0 } singles ? OnnxFolding.TextsOf(Vector(singles))
        : node.Find(attribute + "_tensor")?.Tensor is OnnxTensor tensor ? OnnxFolding.TextsOf(tensor.ToConstant())
        : [];

    private OnnxFlow ApplyMachineLearning(OnnxNode node, OnnxValue?[] inputs)
    {
        OnnxFlow flow = Flow(node, inputs, 0);
        switch (node.Operator)
        {
            case "Scaler":
                float[] offsets = node.Find("offset")?.Singles ?? [];
                float[] factors = node.Find("scale")?.Singles ?? [];
                OnnxFlow centered = offsets.Length == 0 ? flow : Combine(node, "Sub", flow, Vector(offsets));
                return factors.Length == 0 ? centered : Combine(node, "Mul", centered, Vector(factors));
            case "LinearRegressor":
                return Linear(node, flow, (int)Math.Clamp(node.Integer("targets", 1), 1, int.MaxValue), classes: 0);
            case "LinearClassifier":
                return LinearClassifier(node, flow);
            case "Normalizer" when node.Text("norm", "MAX") == "L1" && HasSumOne(flow):
                _context.Note("The division of probabilities by their sum at the end was left out: their sum is 1.");
                return flow;
            case "ZipMap":
                _context.Note("The map of classes to scores at the end was left out: the network gives the scores.");
                return node.Find("classlabels_strings")?.Texts is { Count: > 0 } texts ? flow.Named(texts)
                    : node.Find("classlabels_int64s")?.Integers is { Count: > 0 } numbers
                        ? flow.Named([.. numbers.Select(OnnxFolding.TextOf)])
                    : flow;
            default:
                throw Unsupported(node);
        }
    }

    private static bool HasSumOne(OnnxFlow flow) => flow.Expression.IsUnits && flow.Chain.Step is OnnxActivation step
        && (step.Activation == Activation.Softmax || (step.Activation == Activation.Sigmoid && flow.IsSecondOfTwo));

    // Its first output is the class, and its second are the scores.
    private OnnxFlow LinearClassifier(OnnxNode node, OnnxFlow flow)
    {
        List<string>? names = node.Find("classlabels_strings")?.Texts is { Count: > 0 } texts ? texts
            : node.Find("classlabels_ints")?.Integers is { Count: > 0 } numbers ? [.. numbers.Select(OnnxFolding.TextOf)]
            : null;
        OnnxFlow scores = Linear(node, flow, node.Find("intercepts")?.Singles.Length ?? names?.Count ?? 0, names?.Count ?? 0);
        scores = names is null ? scores : scores.Named(names);
        if (node.Outputs.Count > 1)
        {
            _values[node.Outputs[1]] = scores;
        }

        return scores.AsLabel(names);
    }

    private OnnxFlow Linear(OnnxNode node, OnnxFlow flow, int rows, int classes)
    {
        float[] weights = node.Find("coefficients")?.Singles ?? [];
        float[]? intercepts = node.Find("intercepts")?.Singles;
        if (rows == 0 || weights.Length == 0 || weights.Length % rows != 0 || (intercepts is not null && intercepts.Length != rows))
        {
            throw _context.Error(
                node,
                $"expected coefficients for each of {rows} outputs, and as many intercepts or none; found {weights.Length} and "
                + $"{intercepts?.Length ?? 0}");
        }

        // Not before the coefficients show that there are as many.
        float[] biases = intercepts ?? new float[rows];

        int features = weights.Length / rows;
        string transform = node.Text("post_transform", "NONE");
        bool isPair = transform == "LOGISTIC" && classes == 2 && rows == 2 && IsNegated(weights) && IsNegated(biases);
        if (isPair)
        {
            _context.Note(SecondOfTwoNote);
            (weights, biases, rows) = (weights[features..], biases[1..], 1);
        }

        var constant = new OnnxConstant([rows, features], weights, OnnxType.Float) { Name = "coefficients" };
        OnnxFlow sums = Dense(node, flow, constant, isOutFirst: true, 1, Vector(biases), biases);
        sums = isPair || (rows == 1 && classes == 2) ? sums.AsSecondOfTwo() : sums;
        return transform switch
        {
            "NONE" => sums,
            "LOGISTIC" => Activated(Activation.Sigmoid),
            "SOFTMAX" when rows > 1 => Activated(Activation.Softmax),
            _ => throw _context.Error(
                node, $"expected the post_transform NONE, LOGISTIC or SOFTMAX; found {MessageText.Quote(transform)} for {rows} outputs"),
        };

        OnnxFlow Activated(Activation activation) =>
            sums.After(Sealed(sums).With(new OnnxActivation(activation, 0, node), _context.NextIndex()), sums.Features);
    }

    private static bool IsNegated(float[] pair)
    {
        int half = pair.Length / 2;
        return pair[..half].Zip(pair[half..], static (first, second) => first == -second).All(static isNegated => isNegated);
    }

    private static OnnxConstant Vector(float[] values) => new([values.Length], values, OnnxType.Float);
}
