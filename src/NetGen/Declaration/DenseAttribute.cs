namespace NetGen;

/// <summary>A dense layer: each unit applies the activation to the weighted sum of all inputs plus a bias.</summary>
/// <param name="units">The number of units, at least 1.</param>
/// <param name="activation">What is applied to the weighted inputs.</param>
/// <remarks>
/// The generator runs for C# only: in Visual Basic and F# the attribute has no effect. Use networks of a C# project there, or
/// <c>RuntimeNetwork</c>.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface, AllowMultiple = true, Inherited = false)]
#if NETGEN_GENERATOR
internal
#else
public
#endif
sealed class DenseAttribute(int units, Activation activation = Activation.Sigmoid) : LayerAttribute
{
    private double? _alpha;

    /// <summary>The number of units.</summary>
    public int Units { get; } = units;

    /// <summary>What is applied to the weighted inputs.</summary>
    public Activation Activation { get; } = activation;

    /// <summary>
    /// The parameter α of the activation, finite: the slope of <see cref="Activation.LeakyReLU"/> for negative weighted inputs, 0.01 unless
    /// set; what <see cref="Activation.ELU"/> tends to far below 0, with the opposite sign, 1 unless set. Others have none.
    /// </summary>
    public double Alpha
    {
        get => _alpha ?? ActivationTraits.DefaultAlpha(Activation);
        set => _alpha = value;
    }

    /// <summary>
    /// What the names of the layer's parameters start with, as in <c>encoder.weight</c>: letters, digits, <c>_</c> and <c>.</c>. Unless
    /// set, <c>layers.</c> and the layer's number among the dense layers, from 0.
    /// </summary>
    public string? Name { get; set; }
}
