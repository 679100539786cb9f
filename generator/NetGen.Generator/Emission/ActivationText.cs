using System.Globalization;

namespace NetGen.Generator;

/// <summary>How generated code calls a layer's activation function in the runtime library: the one place that knows.</summary>
internal readonly struct ActivationText(LayerPlan layer)
{
    /// <summary>Whether kernels leave the sums as they are: nothing follows, or the head does it.</summary>
    public bool IsIdentity => layer.Activation == Activation.Identity || !ActivationTraits.IsElementwise(layer.Activation);

    /// <summary>The type of the function in the runtime library.</summary>
    public string Type => layer.Activation.ToString();

    /// <summary>An expression for the function with its parameter.</summary>
    public string Value => ActivationTraits.HasAlpha(layer.Activation)
        ? $"new {Type}({layer.Alpha.ToString("R", CultureInfo.InvariantCulture)})"
        : $"default({Type})";

    /// <summary>An expression that applies it to a number or a vector.</summary>
    public string Apply(string z) => IsIdentity ? z : $"Activate.Apply({Value}, {z})";

    /// <summary>An expression for its derivative, at the activation or the weighted input, whichever the layer keeps for it.</summary>
    public string Derivative(string at) => $"Activate.Derivative({Value}, {at})";

    /// <summary>A statement that applies it to a span in place.</summary>
    public string ApplyInPlace(string span) => $"Activate.ApplyInPlace({Value}, {span});";

    /// <summary>A statement that applies it from one span to another.</summary>
    public string ApplyTo(string z, string activations) => $"Activate.ApplyTo({Value}, {z}, {activations});";

    /// <summary>A statement that applies it to the whole vectors that a sample's sums take.</summary>
    public string ApplyRow(int bits, string span) => Literal.Text($"Activate.ApplyRow{bits}({Value}, {span});");
}
