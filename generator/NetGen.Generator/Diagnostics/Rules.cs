using System.Globalization;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace NetGen.Generator;

/// <summary>The diagnostics that NetGen reports. Each has a page in docs/diagnostics.</summary>
internal static class Rules
{
    private const string Category = "NetGen";

    // The build says where the pages can be read. Static fields are initialized in their order: the descriptors need this one.
    private static readonly string? Documentation = typeof(Rules).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(metadata => metadata.Key == "NetGenDocumentationUrl")?.Value;

    /// <summary>The class is not partial. Arguments: class.</summary>
    public static readonly DiagnosticDescriptor NotPartial = Error(
        "NETGEN0001",
        "A network class must be partial",
        "The network class '{0}' must be partial, so that its code can be generated into it; add the modifier partial");

    /// <summary>A containing type is not partial. Arguments: containing type, class.</summary>
    public static readonly DiagnosticDescriptor ContainingTypeNotPartial = Error(
        "NETGEN0002",
        "A type around a network class must be partial",
        "The type '{0}' contains the network class '{1}' and must be partial; add the modifier partial");

    /// <summary>A type that cannot be a network. Arguments: type, what it is, fix.</summary>
    public static readonly DiagnosticDescriptor UnsupportedKind = Error(
        "NETGEN0003",
        "This kind of type cannot be a network",
        "'{0}' cannot be a network because it is {1}; {2}");

    /// <summary>A containing type in which no network can be. Arguments: containing type, class, what it is, fix.</summary>
    public static readonly DiagnosticDescriptor UnsupportedContainingType = Error(
        "NETGEN0004",
        "A network class cannot be nested in this type",
        "The network class '{1}' cannot be nested in '{0}' because that is {2}; {3}");

    /// <summary>Fewer than two sizes. Arguments: class, explanation.</summary>
    public static readonly DiagnosticDescriptor TooFewSizes = Error(
        "NETGEN0005", "A network needs at least two sizes", "Network '{0}': {1}");

    /// <summary>A size below 1. Arguments: class, explanation.</summary>
    public static readonly DiagnosticDescriptor SizeBelowOne = Error(
        "NETGEN0006", "A layer needs at least one unit", "Network '{0}': {1}");

    /// <summary>More parameters than an array holds. Arguments: class, explanation.</summary>
    public static readonly DiagnosticDescriptor TooManyParameters = Error(
        "NETGEN0007", "A network's parameters must fit into one array", "Network '{0}': {1}");

    /// <summary>A wrong number of activations. Arguments: class, explanation.</summary>
    public static readonly DiagnosticDescriptor WrongActivationCount = Error(
        "NETGEN0008", "Each layer of weights needs one activation", "Network '{0}': {1}");

    /// <summary>An activation that does not exist. Arguments: class, value.</summary>
    public static readonly DiagnosticDescriptor UnknownActivation = Error(
        "NETGEN0009",
        "This activation does not exist",
        "Network '{0}': the value {1} is not a member of Activation; use one of its members, such as Activation.Sigmoid");

    /// <summary>A cost that does not exist. Arguments: class, value.</summary>
    public static readonly DiagnosticDescriptor UnknownCost = Error(
        "NETGEN0010",
        "This cost does not exist",
        "Network '{0}': the value {1} is not a member of CostFunction; use one of its members, such as CostFunction.Quadratic");

    /// <summary>A cost that is not defined for the output activation. Arguments: class, explanation.</summary>
    public static readonly DiagnosticDescriptor CostNeedsActivation = Error(
        "NETGEN0011", "The cost does not go with the output activation", "Network '{0}': {1}");

    /// <summary>A numeric type other than float and double. Arguments: class, type.</summary>
    public static readonly DiagnosticDescriptor UnsupportedNumericType = Error(
        "NETGEN0012",
        "A network is of float or double",
        "Network '{0}': '{1}' cannot be its numeric type; use float or double");

    /// <summary>A name that a generated member has. Arguments: name, what has it, class.</summary>
    public static readonly DiagnosticDescriptor NameTaken = Error(
        "NETGEN0013",
        "The name of a generated member is taken",
        "'{0}' cannot be the name of {1}, because a member of that name is generated into the network '{2}'; choose another name");

    /// <summary>Both attributes on one class. Arguments: class.</summary>
    public static readonly DiagnosticDescriptor TwoAttributes = Error(
        "NETGEN0014",
        "A class can be only one network",
        "'{0}' has both [Network] and [Network<T>]; remove one of them");

    /// <summary>No way to make an instance. Arguments: class, reason, fix.</summary>
    public static readonly DiagnosticDescriptor NotConstructible = Error(
        "NETGEN0015",
        "Generated code cannot make an instance of the network class",
        "Generated code cannot make an instance of '{0}' because {1}; {2}");

    /// <summary>A language version that the generated code does not compile in. Arguments: class, version.</summary>
    public static readonly DiagnosticDescriptor LanguageTooOld = Error(
        "NETGEN0016",
        "Networks need C# 13 or later",
        "The code of the network '{0}' needs C# 13 or later, and the project compiles as C# {1}; set LangVersion to 13 or later");

    /// <summary>An argument that changes nothing. Arguments: class, argument, reason.</summary>
    public static readonly DiagnosticDescriptor ArgumentWithoutEffect = Create(
        "NETGEN0017",
        "This argument has no effect",
        "Network '{0}': {1} has no effect because {2}; remove it",
        DiagnosticSeverity.Warning);

    /// <summary>A constructor that gives an untrained network of zeros to whoever calls it. Arguments: class, fix.</summary>
    public static readonly DiagnosticDescriptor CallableConstructor = Error(
        "NETGEN0018",
        "The constructors of a network class must be private",
        "Outside '{0}' this constructor would give a network whose parameters are all zero, which cannot learn; {1}, so that networks "
        + "are made by Create");

    /// <summary>A declaration in the output of another generator, which this one cannot see. Arguments: class.</summary>
    public static readonly DiagnosticDescriptor DeclaredByGenerator = Error(
        "NETGEN0019",
        "A network must be declared in a C# file of the project",
        "The network '{0}' is declared in code that another generator makes, such as the @code block of a Razor file, which NetGen cannot "
        + "see; move the class to a .cs file");

    /// <summary>A network that is to become JSON. Arguments: class.</summary>
    public static readonly DiagnosticDescriptor SerializedAsJson = Create(
        "NETGEN0020",
        "A network cannot be serialized as JSON",
        "The network '{0}' cannot be serialized as JSON: by reflection that throws, and generated serializers leave out its "
        + "parameters; use "
        + "Save, or copy Parameters",
        DiagnosticSeverity.Warning);

    /// <summary>A hidden layer with an activation that only the output layer can have. Arguments: class, explanation.</summary>
    public static readonly DiagnosticDescriptor OnlyForOutput = Error(
        "NETGEN0021", "Only the output layer can have this activation", "Network '{0}': {1}");

    /// <summary>A parameter of an activation that is not finite. Arguments: class, explanation.</summary>
    public static readonly DiagnosticDescriptor WrongAlpha = Error(
        "NETGEN0022", "Alpha must be a finite number", "Network '{0}': {1}");

    /// <summary>Softmax or its logarithm over a single output. Arguments: class, explanation.</summary>
    public static readonly DiagnosticDescriptor SoftmaxOfOne = Error(
        "NETGEN0023", "Softmax needs two or more outputs", "Network '{0}': {1}");

    /// <summary>Layer attributes beside what declares layers by sizes. Arguments: class.</summary>
    public static readonly DiagnosticDescriptor LayersAndSizes = Error(
        "NETGEN0024",
        "Layers are declared by sizes or by attributes",
        "The network '{0}' has sizes as well as InputShape or layer attributes, which take their place; remove one or the other");

    /// <summary>Layer attributes on several parts of a class. Arguments: class.</summary>
    public static readonly DiagnosticDescriptor LayersInSeveralParts = Error(
        "NETGEN0025",
        "All layers must be declared on one part of the class",
        "The layers of the network '{0}' are declared on several parts of the class, whose order is not defined; move them to one part");

    /// <summary>An input shape that layers cannot take, or none. Arguments: class, explanation.</summary>
    public static readonly DiagnosticDescriptor WrongInputShape = Error(
        "NETGEN0026", "Layers need the shape of the input", "Network '{0}': {1}");

    /// <summary>A layer where its kind cannot stand, or none at all. Arguments: class, explanation.</summary>
    public static readonly DiagnosticDescriptor MisplacedLayer = Error(
        "NETGEN0027", "These layers do not make a network", "Network '{0}': {1}");

    /// <summary>A layer's name that is not a name, or another's. Arguments: class, explanation.</summary>
    public static readonly DiagnosticDescriptor WrongLayerName = Error(
        "NETGEN0028", "A layer cannot have this name", "Network '{0}': {1}");

    /// <summary>Layer attributes on a type that is not a network. Arguments: type.</summary>
    public static readonly DiagnosticDescriptor LayerWithoutNetwork = Error(
        "NETGEN0029",
        "Layers belong to a network",
        "'{0}' has a layer attribute and no [Network] attribute; add [Network(InputShape = [...])] with the number of inputs");

    /// <summary>A dropout rate below 0, or of 1 or more. Arguments: class, explanation.</summary>
    public static readonly DiagnosticDescriptor WrongRate = Error(
        "NETGEN0030", "A dropout rate is at least 0 and less than 1", "Network '{0}': {1}");

    /// <summary>A parameter of the cost that is out of range. Arguments: class, explanation.</summary>
    public static readonly DiagnosticDescriptor WrongCostParameter = Error(
        "NETGEN0031", "A parameter of the cost is out of range", "Network '{0}': {1}");

    /// <summary>The file of a model that the project does not have. Arguments: class, explanation.</summary>
    public static readonly DiagnosticDescriptor ModelNotInProject = Error(
        "NETGEN0032", "The file of a model must be an item of the project", "Network '{0}': {1}");

    /// <summary>The file of a model that cannot be compiled. Arguments: class, explanation.</summary>
    public static readonly DiagnosticDescriptor UnreadableModel = Error(
        "NETGEN0033", "The file of this model cannot be compiled", "Network '{0}': {1}");

    /// <summary>The file of another network. Arguments: class, explanation.</summary>
    public static readonly DiagnosticDescriptor ModelOfOtherNetwork = Error(
        "NETGEN0034", "The model file does not match this declaration", "Network '{0}': {1}");

    /// <summary>Layers that both the declaration and the file of a model give. Arguments: class, explanation.</summary>
    public static readonly DiagnosticDescriptor ModelAndLayers = Error(
        "NETGEN0035", "Layers are declared or come from a file", "Network '{0}': {1}");

    /// <summary>A network attribute that is there more than once. Arguments: class, file and line of the first.</summary>
    public static readonly DiagnosticDescriptor DeclaredTwice = Error(
        "NETGEN0036",
        "A class is declared as a network once",
        "'{0}' is declared as a network more than once; the first declaration is in {1}, line {2}; remove one of them");

    /// <summary>An argument whose length does not fit. Arguments: parameter, class, what it must have, elements it has.</summary>
    public static readonly DiagnosticDescriptor WrongLength = Create(
        "NETGEN0037",
        "The length of this argument does not fit the network",
        "'{0}' must have {2} of '{1}'; this argument has {3}",
        DiagnosticSeverity.Warning);

    /// <summary>The file of a model that no network uses. Arguments: file.</summary>
    public static readonly DiagnosticDescriptor UnusedModel = new(
        "NETGEN0038",
        "No network uses this model",
        "No network of this project uses the model '{0}', whose parameters are in the assembly all the same; declare a class with "
        + "[Network(Model = \"{0}\")], or remove the NetworkModel item",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinkOf("NETGEN0038", Documentation),
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    /// <summary>The rule for the file of a model that does not serve a network.</summary>
    public static DiagnosticDescriptor For(ModelProblem problem) => problem switch
    {
        ModelProblem.Missing => ModelNotInProject,
        ModelProblem.Unreadable => UnreadableModel,
        _ => ModelOfOtherNetwork,
    };

    /// <summary>The rule for an error of the shared validation.</summary>
    public static DiagnosticDescriptor For(TopologyErrorKind kind) => kind switch
    {
        TopologyErrorKind.TooFewSizes => TooFewSizes,
        TopologyErrorKind.SizeBelowOne => SizeBelowOne,
        TopologyErrorKind.TooManyParameters => TooManyParameters,
        TopologyErrorKind.WrongActivationCount => WrongActivationCount,
        TopologyErrorKind.UnknownActivation => UnknownActivation,
        TopologyErrorKind.UnknownCost => UnknownCost,
        TopologyErrorKind.CostNeedsActivation => CostNeedsActivation,
        TopologyErrorKind.OnlyForOutput => OnlyForOutput,
        TopologyErrorKind.SoftmaxOfOne => SoftmaxOfOne,
        TopologyErrorKind.WrongAlpha => WrongAlpha,
        TopologyErrorKind.WrongDelta or TopologyErrorKind.WrongLabelSmoothing => WrongCostParameter,
        TopologyErrorKind.WrongInputShape => WrongInputShape,
        TopologyErrorKind.MisplacedLayer => MisplacedLayer,
        TopologyErrorKind.WrongRate => WrongRate,
        TopologyErrorKind.WrongLayerName => WrongLayerName,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The diagnostic for an error of the shared validation.</summary>
    /// <param name="error">The error.</param>
    /// <param name="place">The place in the declaration.</param>
    /// <param name="network">The name of the network's class.</param>
    /// <param name="activationAt">The activation that the error's index stands for.</param>
    /// <param name="cost">The declared cost.</param>
    public static Diagnostic DiagnosticFor(
        TopologyError error, Location place, string network, Func<int, Activation> activationAt, CostFunction? cost)
    {
        // The shared message without its full stop, or the value that the rule's own message names.
        string explanation = error.Kind switch
        {
            TopologyErrorKind.UnknownActivation => ((int)activationAt(error.Index)).ToString(CultureInfo.InvariantCulture),
            TopologyErrorKind.UnknownCost => ((int)cost!.Value).ToString(CultureInfo.InvariantCulture),
            _ => error.Message.TrimEnd('.'),
        };
        return Diagnostic.Create(For(error.Kind), place, network, explanation);
    }

    /// <summary>The address of a rule's page; none if it is not known where the pages can be read.</summary>
    public static string? HelpLinkOf(string id, string? documentation) =>
        documentation is null ? null : $"{documentation.TrimEnd('/')}/diagnostics/{id}.md";

    private static DiagnosticDescriptor Error(string id, string title, string messageFormat) =>
        Create(id, title, messageFormat, DiagnosticSeverity.Error);

    private static DiagnosticDescriptor Create(string id, string title, string messageFormat, DiagnosticSeverity severity) =>
        new(id, title, messageFormat, Category, severity, isEnabledByDefault: true, helpLinkUri: HelpLinkOf(id, Documentation));
}
