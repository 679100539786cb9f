namespace NetGen;

/// <summary>The function a layer applies to each weighted input z to give the unit's activation a.</summary>
public enum Activation
{
    /// <summary>a = z.</summary>
    Identity,

    /// <summary>a = 1 / (1 + e^-z), with values in [0, 1].</summary>
    Sigmoid,

    /// <summary>a = tanh z, with values in [-1, 1].</summary>
    Tanh,

    /// <summary>a = max(z, 0); the derivative at 0 is 0.</summary>
    ReLU,
}
