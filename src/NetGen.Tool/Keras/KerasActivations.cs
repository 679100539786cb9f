using System.Text.Json;
using NetGen.Models.Onnx;
using NetGen.Serialization;

namespace NetGen.Tool.Keras;

/// <summary>Tells which activations those of Keras are.</summary>
internal static class KerasActivations
{
    // Of the function; the layer has another.
    private const double SlopeOfLeakyFunction = 0.2;
    private const double SlopeOfLeakyLayer = 0.3;

    /// <summary>The activation that an argument names; null for none.</summary>
    /// <exception cref="InvalidDataException">NetGen has none of this function.</exception>
    public static (Activation Activation, double Alpha)? Of(JsonElement? argument, bool isKeras3, OnnxNode origin, OnnxContext context)
    {
        if (argument is not JsonElement value)
        {
            return null;
        }

        if (AsLayer(value) is KerasLayer layer)
        {
            return OfLayer(layer, isKeras3, origin, context);
        }

        string name = value.ValueKind == JsonValueKind.Object ? NameOf(value) : value.GetString() ?? "";
        return name switch
        {
            "linear" => null,
            "relu" => (Activation.ReLU, 0),
            "sigmoid" => (Activation.Sigmoid, 0),
            "tanh" => (Activation.Tanh, 0),
            "softmax" => (Activation.Softmax, 0),
            "log_softmax" => (Activation.LogSoftmax, 0),
            "elu" or "celu" => (Activation.ELU, 1),
            "selu" => (Activation.SELU, 0),
            "gelu" => (Activation.GELU, 0),
            "silu" or "swish" => (Activation.SiLU, 0),
            "hard_silu" or "hard_swish" => (Activation.HardSwish, 0),
            "mish" => (Activation.Mish, 0),
            "softplus" => (Activation.Softplus, 0),
            "softsign" => (Activation.Softsign, 0),
            "leaky_relu" => (Activation.LeakyReLU, SlopeOfLeakyFunction),
            "hard_sigmoid" when isKeras3 => (Activation.HardSigmoid, 0),
            "hard_sigmoid" => throw context.Error(
                origin, "hard_sigmoid of Keras 2 is max(0, min(1, 0.2 x + 0.5)), which NetGen does not have; that of Keras 3 it has"),
            _ => throw context.Error(origin, $"NetGen does not have its activation {MessageText.Quote(name)}"),
        };
    }

    /// <summary>The activation that a layer is; null for none.</summary>
    /// <exception cref="InvalidDataException">NetGen has none of this function.</exception>
    public static (Activation Activation, double Alpha)? OfLayer(KerasLayer layer, bool isKeras3, OnnxNode origin, OnnxContext context)
    {
        switch (layer.Kind)
        {
            case "Softmax":
                return Find(layer, "axis") is null or { ValueKind: JsonValueKind.Number } && (Number(layer, "axis") ?? -1) is -1 or 1
                    ? (Activation.Softmax, 0)
                    : throw context.Error(origin, "expected the softmax of all units, axis -1");
            case "ELU":
                return (Activation.ELU, Number(layer, "alpha") ?? 1);
            case "LeakyReLU":
                return (Activation.LeakyReLU, Number(layer, "negative_slope") ?? Number(layer, "alpha") ?? SlopeOfLeakyLayer);
            case "ReLU":
                double slope = Number(layer, "negative_slope") ?? 0;
                return Number(layer, "max_value") is null && (Number(layer, "threshold") ?? 0) == 0
                    ? slope == 0 ? (Activation.ReLU, 0) : (Activation.LeakyReLU, slope)
                    : throw context.Error(origin, "NetGen does not have a ReLU with max_value or threshold");
            default:
                return Of(Find(layer, "activation"), isKeras3, origin, context);
        }
    }

    // Layers without weights can be the activation of another.
    private static KerasLayer? AsLayer(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && NameOf(value) is string kind
            && kind is "LeakyReLU" or "ReLU" or "ELU" or "Softmax" or "Activation"
            && value.TryGetProperty("config", out JsonElement config) && config.ValueKind == JsonValueKind.Object
            ? new KerasLayer(0, kind, "", config)
            : null;

    // An activation of its own has its name in its description.
    private static string NameOf(JsonElement value)
    {
        string kind = value.TryGetProperty("class_name", out JsonElement name) ? name.GetString() ?? "" : "";
        return kind == "function" && value.TryGetProperty("config", out JsonElement config) && config.ValueKind == JsonValueKind.String
            ? config.GetString()!
            : kind;
    }

    private static JsonElement? Find(KerasLayer layer, string name) =>
        layer.Config.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    // Keras 2 wrote some numbers as arrays of NumPy.
    private static double? Number(KerasLayer layer, string name) => Find(layer, name) switch
    {
        { ValueKind: JsonValueKind.Object } value => value.GetProperty("value").GetDouble(),
        JsonElement value => value.GetDouble(),
        null => null,
    };
}
