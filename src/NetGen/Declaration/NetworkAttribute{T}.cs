namespace NetGen;

/// <summary>
/// Compiles a feedforward network with these layer sizes into the annotated partial class, in <typeparamref name="T"/>.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <param name="sizes">
/// Units per layer, from the input to the output; at least two, each at least 1. None if <see cref="InputShape"/> is set, and the layers
/// are attributes of their own.
/// </param>
/// <remarks>
/// The generator runs for C# only: in Visual Basic and F# the attribute has no effect. Use networks of a C# project there, or
/// <c>RuntimeNetwork</c>.
/// </remarks>
// Only classes can be networks; on others a diagnostic says so, and how to fix it.
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface, AllowMultiple = false, Inherited = false)]
public sealed class NetworkAttribute<T>(params int[] sizes) : Attribute
{
    private CostFunction? _cost;

    /// <inheritdoc cref="NetworkAttribute.Sizes"/>
    public IReadOnlyList<int> Sizes { get; } = sizes;

    /// <inheritdoc cref="NetworkAttribute.InputShape"/>
    public int[]? InputShape { get; set; }

    /// <inheritdoc cref="NetworkAttribute.Hidden"/>
    public Activation Hidden { get; set; } = Activation.Sigmoid;

    /// <inheritdoc cref="NetworkAttribute.Output"/>
    public Activation Output { get; set; } = Activation.Sigmoid;

    /// <inheritdoc cref="NetworkAttribute.Activations"/>
    public Activation[]? Activations { get; set; }

    /// <inheritdoc cref="NetworkAttribute.Cost"/>
    public CostFunction Cost
    {
        get => _cost ?? CostTraits.DefaultFor(Activations is [.., Activation last] ? last : Output);
        set => _cost = value;
    }

    /// <inheritdoc cref="NetworkAttribute.Alpha"/>
    public double Alpha { get; set; } = double.NaN;

    /// <inheritdoc cref="NetworkAttribute.Delta"/>
    public double Delta { get; set; } = CostTraits.DefaultDelta;

    /// <inheritdoc cref="NetworkAttribute.LabelSmoothing"/>
    public double LabelSmoothing { get; set; }

    /// <inheritdoc cref="NetworkAttribute.SkipZeros"/>
    public bool SkipZeros { get; set; } = true;

    /// <inheritdoc cref="NetworkAttribute.Model"/>
    public string? Model { get; set; }

    /// <inheritdoc cref="NetworkAttribute.Weights"/>
    public string? Weights { get; set; }
}
