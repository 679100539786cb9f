namespace NetGen;

/// <summary>
/// Compiles a feedforward network with these layer sizes into the annotated partial class, in <see cref="float"/>.
/// </summary>
/// <param name="sizes">
/// Units per layer, from the input to the output; at least two, each at least 1. None if <see cref="InputShape"/> is set, and the layers
/// are attributes of their own.
/// </param>
/// <remarks>
/// The generator is part of the NetGen package; a project that refers to NetGen.csproj imports <c>UseNetGen.targets</c> beside it instead.
/// It runs for C# only: in Visual Basic and F# the attribute has no effect. Use networks of a C# project there, or
/// <c>RuntimeNetwork</c>.
/// </remarks>
/// <example><code>
/// [Network(784, 30, 10)]
/// public sealed partial class DigitNet;
/// </code></example>
// Only classes can be networks; on others a diagnostic says so, and how to fix it.
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface, AllowMultiple = false, Inherited = false)]
public sealed class NetworkAttribute(params int[] sizes) : Attribute
{
    private CostFunction? _cost;

    /// <summary>Units per layer, from the input to the output.</summary>
    public IReadOnlyList<int> Sizes { get; } = sizes;

    /// <summary>
    /// The shape of the input of a network whose layers are attributes of their own, such as <see cref="DenseAttribute"/>: the number of
    /// inputs, as in <c>[784]</c>. It takes the place of the sizes, <see cref="Hidden"/>, <see cref="Output"/>,
    /// <see cref="Activations"/> and <see cref="Alpha"/>.
    /// </summary>
    public int[]? InputShape { get; set; }

    /// <summary>The activation of every layer but the last, unless <see cref="Activations"/> is set.</summary>
    public Activation Hidden { get; set; } = Activation.Sigmoid;

    /// <summary>The activation of the last layer, unless <see cref="Activations"/> is set.</summary>
    public Activation Output { get; set; } = Activation.Sigmoid;

    /// <summary>One activation for each layer of weights; takes the place of <see cref="Hidden"/> and <see cref="Output"/>.</summary>
    public Activation[]? Activations { get; set; }

    /// <summary>
    /// The cost that training minimizes; unless set, <see cref="CostFunction.CategoricalCrossEntropy"/> after softmax outputs,
    /// <see cref="CostFunction.NegativeLogLikelihood"/> after their logarithms, and <see cref="CostFunction.Quadratic"/> after all others.
    /// </summary>
    public CostFunction Cost
    {
        get => _cost ?? CostTraits.DefaultFor(Activations is [.., Activation last] ? last : Output);
        set => _cost = value;
    }

    /// <summary>
    /// The parameter α of all activations that have one, finite: the slope of <see cref="Activation.LeakyReLU"/> for negative weighted
    /// inputs; what <see cref="Activation.ELU"/> tends to far below 0, with the opposite sign. NaN unless set: each activation then has its
    /// own default, 0.01 and 1.
    /// </summary>
    public double Alpha { get; set; } = double.NaN;

    /// <summary>The parameter δ of <see cref="CostFunction.Huber"/>: positive and finite.</summary>
    public double Delta { get; set; } = CostTraits.DefaultDelta;

    /// <summary>
    /// The label smoothing s of <see cref="CostFunction.CategoricalCrossEntropy"/> and <see cref="CostFunction.BinaryCrossEntropy"/>: at
    /// least 0 and less than 1; 0 unless set. In the place of a target y stands y (1 − s) + s/n, with n outputs of softmax, or
    /// y (1 − s) + s/2 of a sigmoid, so that a network is not driven to certainty (C. Szegedy et al., "Rethinking the Inception
    /// Architecture for Computer Vision", 2016). It applies wherever the cost is computed, in training and in evaluation.
    /// </summary>
    public double LabelSmoothing { get; set; }

    /// <summary>
    /// Whether large layers may leave out inputs that are zero, where many are, in use and in training; true by default. The results have
    /// the same bits, for finite weights. Set it to false where the time of a call must not depend on how many inputs are zero, as in
    /// real-time audio.
    /// </summary>
    public bool SkipZeros { get; set; } = true;

    /// <summary>
    /// The file of a trained network, such as <c>"digits.onnx"</c>, that gives layers, cost and parameters: an item
    /// <c>&lt;NetworkModel Include="digits.onnx" /&gt;</c> of the project. The class then declares no sizes and no layers; it gets
    /// <c>Pretrained</c>, the network with the file's parameters, and <c>CreatePretrained</c>, a copy to train further. Where the file
    /// holds
    /// tensors alone, <see cref="Hidden"/> and <see cref="Output"/> say the activations.
    /// </summary>
    public string? Model { get; set; }

    /// <summary>
    /// The file of a trained network, as for <see cref="Model"/>, that gives the parameters alone: the layers are declared, and must be
    /// those of the file.
    /// </summary>
    public string? Weights { get; set; }
}
