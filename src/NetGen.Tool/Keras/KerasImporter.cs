using System.Text.Json;
using NetGen.Models.Onnx;
using NetGen.Serialization;

namespace NetGen.Tool.Keras;

/// <summary>Makes the steps of a network of the layers of a model.</summary>
internal sealed class KerasImporter(KerasConfig model, IKerasWeights weights, OnnxContext context)
{
    private const string Supported =
        "InputLayer, Dense, Activation, ReLU, LeakyReLU, ELU, Softmax, Flatten, Reshape, Dropout, Normalization, BatchNormalization "
        + "and Rescaling";

    private readonly List<OnnxStep> _steps = [];

    // The lengths of a sample, −1 where the file does not say one; null as long as nothing says them.
    private int[]? _shape;

    /// <summary>The number of inputs; −1 if nothing but the weights says it.</summary>
    public int Inputs { get; private set; } = -1;

    /// <summary>The type of the inputs, which counts where there are no weights.</summary>
    public OnnxType InputType { get; private set; } = OnnxType.Float;

    /// <summary>The steps from the input to the output.</summary>
    /// <exception cref="InvalidDataException">A layer is not supported or does not fit; the message names it.</exception>
    public List<OnnxStep> Import()
    {
        foreach (KerasLayer layer in model.Chain)
        {
            var origin = OnnxNode.OfLayer(layer.Index, layer.Name, layer.Kind);
            try
            {
                StartAt(layer);
                Add(layer, origin);
            }
            catch (Exception exception) when (exception is InvalidOperationException or FormatException or OverflowException)
            {
                throw new InvalidDataException(context.Error(origin, "its description is damaged").Message, exception);
            }
        }

        return _steps;
    }

    // Keras writes the shape of the first layer's inputs into it, if there is no InputLayer.
    private void StartAt(KerasLayer layer)
    {
        if (_shape is not null)
        {
            return;
        }

        foreach (string name in new[] { "batch_shape", "batch_input_shape" })
        {
            if (Find(layer, name) is { ValueKind: JsonValueKind.Array } shape)
            {
                IEnumerable<JsonElement> lengths = shape.EnumerateArray().Skip(1);
                _shape = [.. lengths.Select(length => length.ValueKind == JsonValueKind.Number ? length.GetInt32() : -1)];
                Inputs = Count(_shape);
                InputType = Find(layer, "dtype") is { ValueKind: JsonValueKind.String } type && type.GetString() == "float64"
                    ? OnnxType.Double
                    : OnnxType.Float;
            }
        }
    }

    private void Add(KerasLayer layer, OnnxNode origin)
    {
        switch (layer.Kind)
        {
            case "InputLayer":
                break;
            case "Dense":
                AddDense(layer, origin);
                break;
            case "Activation" or "ReLU" or "LeakyReLU" or "ELU" or "Softmax":
                AddActivation(KerasActivations.OfLayer(layer, model.IsKeras3, origin, context), origin);
                break;
            case "Flatten":
                _shape = _shape is null ? null : [Count(_shape)];
                break;
            case "Reshape":
                _shape = [.. (Find(layer, "target_shape") ?? default).EnumerateArray().Select(length => length.GetInt32())];
                break;
            case "Dropout" or "AlphaDropout" or "GaussianDropout" or "GaussianNoise" or "ActivityRegularization":
                context.Note("Layers that work in training alone, such as Dropout, were left out.");
                break;
            case "Normalization":
                AddNormalization(layer, origin);
                break;
            case "BatchNormalization":
                AddBatchNormalization(layer, origin);
                break;
            case "Rescaling":
                AddScale(origin, "Mul", NumbersIn(layer, "scale") ?? [1.0]);
                AddScale(origin, "Add", NumbersIn(layer, "offset") ?? [0.0]);
                break;
            default:
                throw context.Error(origin, $"the layer is not supported here. Supported are {Supported}");
        }
    }

    private void AddDense(KerasLayer layer, OnnxNode origin)
    {
        KerasTensor[] tensors = weights.Of(layer);
        int expected = Flag(layer, "use_bias", true) ? 2 : 1;
        if (tensors.Length != expected || tensors[0].Shape is not [> 0, > 0]
            || (expected == 2 && !tensors[1].Shape.SequenceEqual([tensors[0].Shape[1]])))
        {
            throw context.Error(
                origin,
                $"expected weights [in, out]{(expected == 2 ? " and biases [out]" : " and no biases")}; found "
                + (tensors.Length == 0 ? "none" : string.Join(", ", tensors.Select(tensor => tensor.ToString()))));
        }

        KerasTensor kernel = tensors[0];
        (int inputs, int outputs) = (kernel.Shape[0], kernel.Shape[1]);
        CheckUnits(inputs, origin, kernel.ToString());
        if (Number(layer, "units") is double units && units != outputs)
        {
            throw context.Error(origin, FormattableString.Invariant($"expected weights of {units} units; found {kernel}"));
        }

        if (_steps.Count == 0 && Inputs < 0)
        {
            Inputs = inputs;
        }

        _steps.Add(new OnnxDense(origin, kernel.Transposed(), inputs, outputs)
        {
            Biases = expected == 2 ? tensors[1].Values : null,
            Name = layer.Name,
            IsDouble = kernel.Values is double[],
        });
        _shape = [outputs];
        AddActivation(KerasActivations.Of(Find(layer, "activation"), model.IsKeras3, origin, context), origin);
    }

    // (x − mean) / max(√variance, ε); the two are weights, or arguments if they were given.
    private void AddNormalization(KerasLayer layer, OnnxNode origin)
    {
        KerasTensor[] tensors = weights.Of(layer);
        double[]? means = NumbersIn(layer, "mean") ?? (tensors.Length > 1 ? tensors[0].Doubles : null);
        double[]? variances = NumbersIn(layer, "variance") ?? (tensors.Length > 1 ? tensors[1].Doubles : null);
        if (means is null || variances is null || Flag(layer, "invert", false))
        {
            throw context.Error(
                origin,
                means is null ? "it has no mean and variance; call adapt before the model is saved" : "its inverse is not supported");
        }

        CheckAxis(layer, origin);
        AddScale(origin, "Sub", means);
        AddScale(origin, "Mul", Array.ConvertAll(variances, variance => 1 / Math.Max(Math.Sqrt(variance), 1e-7)));
    }

    // γ (x − mean) / √(variance + ε) + β, where γ and β may be left out.
    private void AddBatchNormalization(KerasLayer layer, OnnxNode origin)
    {
        bool hasGamma = Flag(layer, "scale", true);
        bool hasBeta = Flag(layer, "center", true);
        KerasTensor[] tensors = weights.Of(layer);
        int others = (hasGamma ? 1 : 0) + (hasBeta ? 1 : 0);
        if (tensors.Length != others + 2 || tensors.Any(tensor => !tensor.Shape.SequenceEqual(tensors[0].Shape)))
        {
            throw context.Error(
                origin,
                $"expected {others + 2} vectors of one length; found {string.Join(", ", tensors.Select(tensor => tensor.ToString()))}");
        }

        CheckAxis(layer, origin);
        double epsilon = Number(layer, "epsilon") ?? 1e-3;
        double[] means = tensors[others].Doubles;
        double[] variances = tensors[others + 1].Doubles;
        var factors = new double[means.Length];
        var offsets = new double[means.Length];
        for (int i = 0; i < factors.Length; i++)
        {
            factors[i] = (hasGamma ? tensors[0].Doubles[i] : 1) / Math.Sqrt(variances[i] + epsilon);
            offsets[i] = (hasBeta ? tensors[others - 1].Doubles[i] : 0) - (factors[i] * means[i]);
        }

        context.Note("Batch normalization was computed into factors and offsets, in double.");
        AddScale(origin, "Mul", factors);
        AddScale(origin, "Add", offsets);
    }

    private void AddActivation((Activation Activation, double Alpha)? activation, OnnxNode origin)
    {
        if (activation is (Activation function, double alpha))
        {
            _steps.Add(new OnnxActivation(function, alpha, origin));
        }
    }

    private void AddScale(OnnxNode origin, string operation, double[] values)
    {
        if (values.Length != 1)
        {
            CheckUnits(values.Length, origin, FormattableString.Invariant($"{values.Length} numbers"));
            _shape = [values.Length];
            Inputs = _steps.Count == 0 && Inputs < 0 ? values.Length : Inputs;
        }

        var scale = OnnxScale.Of(origin, operation, values);
        if (!scale.IsNothing)
        {
            _steps.Add(scale);
        }
    }

    private void CheckUnits(int units, OnnxNode origin, string what)
    {
        if (_shape is not null && (_shape.Length != 1 || (_shape[0] >= 0 && _shape[0] != units)))
        {
            throw context.Error(
                origin,
                $"expected {units} units before it for {what}; found samples of the shape "
                + MessageText.Shape(_shape.Select(length => (long)length))
                + (_shape.Length > 1 ? ". Flatten them before the layer" : ""));
        }
    }

    private void CheckAxis(KerasLayer layer, OnnxNode origin)
    {
        double[] axes = NumbersIn(layer, "axis") ?? [-1.0];
        if (axes is not [-1 or 1] || _shape is { Length: > 1 })
        {
            throw context.Error(origin, "expected axis -1 of samples of one dimension");
        }
    }

    private static int Count(int[] shape)
    {
        long count = 1;
        foreach (int length in shape)
        {
            count = length < 0 || count < 0 ? -1 : checked(count * length);
        }

        return checked((int)count);
    }

    private static JsonElement? Find(KerasLayer layer, string name) =>
        layer.Config.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static double? Number(KerasLayer layer, string name) => Find(layer, name)?.GetDouble();

    private static bool Flag(KerasLayer layer, string name, bool otherwise) => Find(layer, name)?.GetBoolean() ?? otherwise;

    // A number, or lists of numbers in any depth.
    private static double[]? NumbersIn(KerasLayer layer, string name)
    {
        return Find(layer, name) is JsonElement value ? [.. All(value)] : null;

        static IEnumerable<double> All(JsonElement value) => value.ValueKind switch
        {
            JsonValueKind.Array => value.EnumerateArray().SelectMany(All),
            JsonValueKind.Object => All(value.GetProperty("config").GetProperty("value")),
            _ => [value.GetDouble()],
        };
    }
}
