namespace NetGen.Generator;

/// <summary>How generated code calls an activation function of the runtime library: the one place that knows.</summary>
internal readonly struct ActivationText(Activation activation)
{
    /// <summary>Whether it leaves everything as it is, so that no call is needed.</summary>
    public bool IsIdentity => activation == Activation.Identity;

    /// <summary>The type of the function in the runtime library.</summary>
    public string Type => activation.ToString();

    /// <summary>An expression that applies it to a number or a vector.</summary>
    public string Apply(string z) => IsIdentity ? z : $"Activate.Apply<{Type}>({z})";

    /// <summary>An expression for its derivative, given the activation.</summary>
    public string Derivative(string a) => $"Activate.Derivative<{Type}>({a})";

    /// <summary>A statement that applies it to consecutive numbers in place.</summary>
    public string ApplyInPlace(string first, string count) => $"Activate.ApplyInPlace<{Type}>({first}, {count});";

    /// <summary>A statement that applies it to the whole vectors that a sample's sums take.</summary>
    public string ApplyVectors(string scalar, int bits, string first, int count) =>
        Literal.Text($"Activate.ApplyVectors<{Type}, V{bits}<{scalar}>, {scalar}>({first}, {count});");
}
