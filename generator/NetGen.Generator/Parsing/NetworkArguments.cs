using Microsoft.CodeAnalysis;

namespace NetGen.Generator;

/// <summary>What a <c>[Network]</c> attribute says, read without judging it.</summary>
internal sealed class NetworkArguments
{
    private NetworkArguments(IReadOnlyList<int> sizes) => Sizes = sizes;

    /// <summary>Units per layer, as given.</summary>
    public IReadOnlyList<int> Sizes { get; }

    /// <summary>The activation of the hidden layers, if given.</summary>
    public Activation? Hidden { get; private set; }

    /// <summary>The activation of the output layer, if given.</summary>
    public Activation? Output { get; private set; }

    /// <summary>The activations of all layers, if given.</summary>
    public IReadOnlyList<Activation>? Activations { get; private set; }

    /// <summary>The parameter of the activations, if given.</summary>
    public double? Alpha { get; private set; }

    /// <summary>The parameter δ of the cost, if given.</summary>
    public double? Delta { get; private set; }

    /// <summary>The label smoothing, if given.</summary>
    public double? LabelSmoothing { get; private set; }

    /// <summary>The shape of the input, if given: of a network whose layers are attributes of their own.</summary>
    public IReadOnlyList<int>? InputShape { get; private set; }

    /// <summary>Whether kernels may leave out inputs that are zero.</summary>
    public bool SkipZeros { get; private set; } = true;

    /// <summary>The file that gives layers and parameters, if given.</summary>
    public string? Model { get; private set; }

    /// <summary>The file that gives parameters, if given.</summary>
    public string? Weights { get; private set; }

    /// <summary>The cost, if given.</summary>
    public CostFunction? Cost { get; private set; }

    /// <summary>The type argument of the attribute; null if it has none.</summary>
    public ITypeSymbol? TypeArgument { get; private set; }

    /// <summary>The numeric type; null if the type argument is neither float nor double.</summary>
    public NumericType? NumericType => NumericTypeOf(TypeArgument);

    /// <summary>The activation of each layer of weights; of wrong length only where <see cref="Activations"/> is.</summary>
    public IReadOnlyList<Activation> ResolveActivations()
    {
        if (Activations is not null)
        {
            return Activations;
        }

        var resolved = new Activation[Math.Max(Sizes.Count - 1, 0)];
        for (int i = 0; i < resolved.Length; i++)
        {
            resolved[i] = (i < resolved.Length - 1 ? Hidden : Output) ?? Activation.Sigmoid;
        }

        return resolved;
    }

    /// <summary>The cost: what is given, or the default of the output activation.</summary>
    public CostFunction ResolveCost() => Cost
        ?? (ResolveActivations() is { Count: > 0 } activations ? CostTraits.DefaultFor(activations[activations.Count - 1]) : default);

    /// <summary>The topology of a declaration without errors.</summary>
    /// <param name="layers">The layers that are attributes of their own; empty if sizes declare them.</param>
    /// <param name="numericType">The type of parameters, inputs and outputs.</param>
    public NetworkTopology ToTopology(IReadOnlyList<LayerAttribute> layers, NumericType numericType)
    {
        double delta = Delta ?? CostTraits.DefaultDelta;
        if (InputShape is not null)
        {
            return NetworkTopology.FromLayers(InputShape, layers, Cost, numericType, delta, LabelSmoothing ?? 0);
        }

        IReadOnlyList<Activation> activations = ResolveActivations();
        double[]? alphas = Alpha is double alpha ? [.. activations.Select(_ => alpha)] : null;
        return new NetworkTopology(Sizes, activations, Cost, numericType, alphas, delta, LabelSmoothing ?? 0);
    }

    /// <summary>Reads an attribute; null where the compiler itself has an error to report about its arguments.</summary>
    public static NetworkArguments? TryRead(AttributeData attribute, CancellationToken cancellationToken)
    {
        if (attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is { ContainsDiagnostics: true }
            || attribute.AttributeConstructor is null
            || attribute.ConstructorArguments is not [{ Kind: TypedConstantKind.Array } sizesConstant]
            || TryReadArray(sizesConstant) is not int[] sizes)
        {
            return null;
        }

        var arguments = new NetworkArguments(sizes) { TypeArgument = TypeArgumentOf(attribute) };
        if (arguments.TypeArgument is IErrorTypeSymbol)
        {
            return null;
        }

        foreach (KeyValuePair<string, TypedConstant> named in attribute.NamedArguments)
        {
            if (!arguments.TryTake(named.Key, named.Value))
            {
                return null;
            }
        }

        return arguments;
    }

    /// <summary>The numeric type that an attribute names; null if it names another type than float or double.</summary>
    public static NumericType? NumericTypeOf(AttributeData attribute) => NumericTypeOf(TypeArgumentOf(attribute));

    private static NumericType? NumericTypeOf(ITypeSymbol? typeArgument) => typeArgument is null
        ? NetGen.NumericType.Single
        : typeArgument.SpecialType switch
        {
            SpecialType.System_Single => NetGen.NumericType.Single,
            SpecialType.System_Double => NetGen.NumericType.Double,
            _ => null,
        };

    private static ITypeSymbol? TypeArgumentOf(AttributeData attribute) =>
        attribute.AttributeClass is { TypeArguments: [ITypeSymbol type] } ? type : null;

    private bool TryTake(string name, TypedConstant constant) => name switch
    {
        nameof(Activations) or nameof(InputShape) => constant.Kind == TypedConstantKind.Array && TryTakeArray(name, constant),
        nameof(Alpha) or nameof(Delta) or nameof(LabelSmoothing) => constant.Value is double number && TryTake(name, number),
        nameof(Model) or nameof(Weights) => TryTakeFile(name, constant),
        nameof(SkipZeros) => TryTakeSkipZeros(constant),
        _ => constant.Kind == TypedConstantKind.Enum && constant.Value is int value && TryTake(name, value),
    };

    private bool TryTakeArray(string name, TypedConstant constant)
    {
        int[]? values = constant.IsNull ? null : TryReadArray(constant);
        if (name == nameof(InputShape))
        {
            InputShape = values;
        }
        else if (!constant.IsNull)
        {
            Activations = values?.Select(value => (Activation)value).ToArray();
        }

        return constant.IsNull || values is not null;
    }

    private bool TryTakeFile(string name, TypedConstant constant)
    {
        string? file = constant.Value as string;
        (Model, Weights) = name == nameof(Model) ? (file, Weights) : (Model, file);
        return constant.Value is null or string && constant.Kind == TypedConstantKind.Primitive;
    }

    private bool TryTakeSkipZeros(TypedConstant constant)
    {
        SkipZeros = constant.Value is not false;
        return constant.Value is bool;
    }

    private bool TryTake(string name, int value)
    {
        switch (name)
        {
            case nameof(Hidden):
                Hidden = (Activation)value;
                return true;
            case nameof(Output):
                Output = (Activation)value;
                return true;
            case nameof(Cost):
                Cost = (CostFunction)value;
                return true;
            default:
                return false;
        }
    }

    private bool TryTake(string name, double number)
    {
        switch (name)
        {
            case nameof(Alpha):
                Alpha = number;
                return true;
            case nameof(Delta):
                Delta = number;
                return true;
            default:
                LabelSmoothing = number;
                return true;
        }
    }

    // A null array reads as an empty one.
    private static int[]? TryReadArray(TypedConstant constant)
    {
        if (constant.IsNull)
        {
            return [];
        }

        var values = new int[constant.Values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            TypedConstant element = constant.Values[i];
            if (element.Kind is not (TypedConstantKind.Primitive or TypedConstantKind.Enum) || element.Value is not int value)
            {
                return null;
            }

            values[i] = value;
        }

        return values;
    }
}
