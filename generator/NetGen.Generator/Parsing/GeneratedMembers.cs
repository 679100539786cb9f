using Microsoft.CodeAnalysis;

namespace NetGen.Generator;

/// <summary>
/// The members that are generated into every network class: the one list of their names, and of the parameters of the methods.
/// Emission takes the names of what is not part of <c>INetwork</c> from here.
/// </summary>
internal static class GeneratedMembers
{
    /// <summary>The field that holds the parameters.</summary>
    public const string ParametersField = "_netGenParameters";

    /// <summary>The field that holds the gradient of mini-batches that go through the layers in several blocks.</summary>
    public const string GradientField = "_netGenGradient";

    /// <summary>The field that holds the names of the classes.</summary>
    public const string ClassNamesField = "_netGenClassNames";

    /// <summary>The nested class that is the read-only form of the network.</summary>
    public const string InferenceClass = "Inference";

    /// <summary>The property that is the network with the parameters of the file of its model, where it has one.</summary>
    public const string Pretrained = "Pretrained";

    /// <summary>The method that makes such a network to be trained further.</summary>
    public const string CreatePretrained = "CreatePretrained";

    private const string Long = "long";
    private const string Number = "T";
    private const string Self = "TSelf";
    private const string ReadOnlySpan = "global::System.ReadOnlySpan<T>";
    private const string Span = "global::System.Span<T>";
    private const string Buffer = "global::NetGen.ParameterBuffer<T>";
    private const string Initializer = "global::NetGen.Initializer";
    private const string Optimizer = "global::NetGen.OptimizerState<T>";
    private const string Workers = "global::NetGen.WorkerTeam";
    private const string Dropout = "global::NetGen.DropoutKey?";

    // Methods with the types of the parameters of each overload, which others may share a name with; null for what may share it with
    // nothing.
    private static readonly Dictionary<string, string[][]?> Members = new(StringComparer.Ordinal)
    {
        ["InputSize"] = null,
        ["OutputSize"] = null,
        ["ParameterCount"] = null,
        ["Topology"] = null,
        ["Parameters"] = null,
        ["ClassNames"] = null,
        ["Load"] = [["string"], ["global::System.IO.Stream"]],
        ["Prepare"] = [[]],
        ["PrepareTraining"] = [["global::NetGen.Optimizer"]],
        ["Create"] = [[Long, Initializer]],
        ["FeedForward"] = [[ReadOnlySpan, Span]],
        ["FeedForwardBatch"] = [[ReadOnlySpan, Span], [ReadOnlySpan, ReadOnlySpan, Span, Span]],
        ["Classify"] = [[ReadOnlySpan]],
        ["Cost"] = [[ReadOnlySpan, ReadOnlySpan]],
        ["Backprop"] =
        [
            [ReadOnlySpan, ReadOnlySpan, Buffer, Dropout], [ReadOnlySpan, ReadOnlySpan, ReadOnlySpan, Buffer, Dropout],
            ["global::NetGen.BackpropFrom", ReadOnlySpan, ReadOnlySpan, Buffer, Span, Dropout],
        ],
        ["TrainMiniBatch"] =
        [
            [ReadOnlySpan, ReadOnlySpan, Number, Workers, Dropout], [ReadOnlySpan, ReadOnlySpan, Optimizer, Workers, Dropout],
            [ReadOnlySpan, ReadOnlySpan, ReadOnlySpan, Number, Workers, Dropout],
            [ReadOnlySpan, ReadOnlySpan, ReadOnlySpan, Optimizer, Workers, Dropout],
        ],
        ["ApplyGradient"] = [[Buffer, Number], [Buffer, "int", Optimizer]],
        ["Clone"] = [[]],
        ["CopyFrom"] = [[Self]],
        ["ToInference"] = [[]],
        [InferenceClass] = null,
        ["DebuggerDisplay"] = null,
        [ClassNamesField] = null,
        [ParametersField] = null,
        [GradientField] = null,
    };

    // The accessors of generated properties. The compiler reserves a setter's name and parameters also where there is no setter.
    private static readonly Dictionary<string, string[]> Accessors = new(StringComparer.Ordinal)
    {
        ["get_Topology"] = [],
        ["set_Topology"] = ["global::NetGen.NetworkTopology"],
        ["get_Parameters"] = [],
        ["set_Parameters"] = ["global::NetGen.ParameterBuffer<T>"],
        ["get_ClassNames"] = [],
        ["set_ClassNames"] = ["global::System.Collections.Generic.IReadOnlyList<string>"],
        ["get_DebuggerDisplay"] = [],
        ["set_DebuggerDisplay"] = ["string"],
    };

    /// <summary>The names that generated members take.</summary>
    public static IEnumerable<string> Names => Members.Keys.Concat(Accessors.Keys);

    /// <summary>Whether a member of this name is generated.</summary>
    /// <param name="name">The name.</param>
    /// <param name="hasModel">Whether the network has the file of a model.</param>
    public static bool Contains(string name, bool hasModel = false) =>
        Members.ContainsKey(name) || (hasModel && name is Pretrained or CreatePretrained)
        || (Accessors.TryGetValue(name, out string[]? parameters) && parameters.Length == 0);

    /// <summary>Whether a member that the user declared cannot stand beside the generated one of its name.</summary>
    /// <param name="member">The member.</param>
    /// <param name="numericType">The numeric type of the network.</param>
    /// <param name="hasModel">Whether the network has the file of a model.</param>
    public static bool ClashesWith(ISymbol member, NumericType numericType, bool hasModel = false)
    {
        var method = member as IMethodSymbol;
        if (hasModel && member.Name is Pretrained or CreatePretrained)
        {
            return method is not { Name: CreatePretrained, Arity: 0, Parameters.IsEmpty: false };
        }

        if (Accessors.TryGetValue(member.Name, out string[]? reserved))
        {
            // An accessor of a property that the user declared is reported with the property.
            return method is null || (method.MethodKind == MethodKind.Ordinary && HasParameters(method, reserved, numericType));
        }

        return Members.TryGetValue(member.Name, out string[][]? overloads)
            && (method is null || overloads is null
                || (method.Arity == 0 && overloads.Any(parameters => HasParameters(method, parameters, numericType))));
    }

    private static bool HasParameters(IMethodSymbol method, string[] types, NumericType numericType)
    {
        if (method.Parameters.Length != types.Length)
        {
            return false;
        }

        string number = numericType == NumericType.Single ? "float" : "double";
        for (int i = 0; i < types.Length; i++)
        {
            IParameterSymbol parameter = method.Parameters[i];
            bool same = types[i] switch
            {
                Number => DisplayOf(parameter) == number,
                Self => SymbolEqualityComparer.Default.Equals(parameter.Type, method.ContainingType),
                string type => DisplayOf(parameter) == type.Replace("<T>", "<" + number + ">"),
            };
            if (parameter.RefKind != RefKind.None || !same)
            {
                return false;
            }
        }

        return true;
    }

    private static string DisplayOf(IParameterSymbol parameter) => parameter.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
}
