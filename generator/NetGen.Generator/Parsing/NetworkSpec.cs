using NetGen.Models;

namespace NetGen.Generator;

/// <summary>A type that a network class is nested in.</summary>
/// <param name="Keyword">What to declare it with: class, struct, record class, record struct or interface.</param>
/// <param name="Name">Its name, escaped with @ where it could be read as a keyword.</param>
internal sealed record ContainingTypeSpec(string Keyword, string Name);

/// <summary>How generated code makes an instance of a network class.</summary>
internal enum ConstructorSpec
{
    /// <summary>The class declares no instance constructor: a private one without parameters is generated.</summary>
    None,

    /// <summary>The class declares one without parameters: generated code calls it.</summary>
    Parameterless,

    /// <summary>The class declares only others: a private one with a marker parameter is generated.</summary>
    Marker,
}

/// <summary>A class with a network attribute: where it stands and what it is called.</summary>
/// <remarks>
/// This and what derives from it is the only thing that passes from parsing to planning and emission. Immutable, structurally equal, and
/// nothing of the compilation in it: no symbols, no syntax, no locations, no diagnostics. Two declarations that should give the same code
/// give equal specs.
/// </remarks>
internal abstract record TypeSpec
{
    /// <summary>The namespace, its parts escaped with @ where needed; null for the global one.</summary>
    public required string? Namespace { get; init; }

    /// <summary>The types around the class, the outermost first.</summary>
    public required EquatableArray<ContainingTypeSpec> ContainingTypes { get; init; }

    /// <summary>The name of the class, escaped with @ where it could be read as a keyword.</summary>
    public required string Name { get; init; }

    /// <summary>What the names of generated files start with: unique among the networks of a compilation, safe as a file name.</summary>
    public required string HintName { get; init; }

    /// <summary>The type of parameters, inputs and outputs.</summary>
    public required NumericType NumericType { get; init; }

    /// <summary>The extern alias by which alone the library can be named, escaped with @ where needed; null if it has none.</summary>
    public string? LibraryAlias { get; init; }

    /// <summary>The C# name of the numeric type.</summary>
    public string Scalar => NumericType == NumericType.Single ? "float" : "double";
}

/// <summary>All that the compiler of networks has to know of one declaration; it exists only for a declaration without errors.</summary>
internal sealed record NetworkSpec : TypeSpec
{
    /// <summary>The layers, their activations and the cost, however they are declared.</summary>
    public required NetworkTopology Topology { get; init; }

    /// <summary>
    /// The class of the kernels: a name that differs from those of other networks, in this assembly or in one that sees its internals.
    /// </summary>
    public required string KernelsName { get; init; }

    /// <summary>How generated code makes an instance.</summary>
    public required ConstructorSpec Constructor { get; init; }

    /// <summary>Whether kernels may leave out inputs that are zero, in a time that depends on the data.</summary>
    public bool SkipsZeros { get; init; } = true;

    /// <summary>
    /// Whether the project is compiled with optimization, and the network so has kernels of its own: without, those of the library are much
    /// faster.
    /// </summary>
    public bool IsOptimized { get; init; } = true;

    /// <summary>Whether the class has a JSON converter of the user's.</summary>
    public bool HasJsonConverter { get; init; }

    /// <summary>The parameters that are compiled into the assembly; null if there are none.</summary>
    public PretrainedSpec? Pretrained { get; init; }
}

/// <summary>Parameters that are compiled into the assembly.</summary>
/// <param name="File">The file that they come from, as the project names it.</param>
/// <param name="Resource">The resource that holds them.</param>
/// <param name="ClassNames">The names of the classes; none if the file has none.</param>
/// <param name="FeatureNames">The names of the features; none if the file has none.</param>
internal sealed record PretrainedSpec(
    string File, string Resource, EquatableArray<string> ClassNames, EquatableArray<string> FeatureNames);

/// <summary>A network with the file of a model, before what is in the file is known.</summary>
internal sealed record ModelSpec : TypeSpec
{
    /// <summary>The topology of such a network, which stands for nothing.</summary>
    public static readonly NetworkTopology Unknown = new([1, 1], [Activation.Identity]);

    /// <summary>The network but for what the file gives.</summary>
    public required NetworkSpec Network { get; init; }

    /// <summary>What the declaration says of the file.</summary>
    public required ModelReference Model { get; init; }

    /// <summary>What the class gets if the file does not fit.</summary>
    public required ShellSpec Shell { get; init; }

    /// <summary>Takes what is known.</summary>
    public static ModelSpec Of(NetworkSpec network, ModelReference model, ShellSpec shell) => new()
    {
        Namespace = network.Namespace,
        ContainingTypes = network.ContainingTypes,
        Name = network.Name,
        HintName = network.HintName,
        NumericType = network.NumericType,
        LibraryAlias = network.LibraryAlias,
        Network = network,
        Model = model,
        Shell = shell,
    };

    /// <summary>The network, with what the build has read from the file; the shell if the file does not fit.</summary>
    public TypeSpec Bind(IReadOnlyList<ModelDescription> models) =>
        Model.FindIn(models) is { Topology: NetworkTopology topology, Description: ModelDescription description }
            ? Network with
            {
                Topology = topology,
                Pretrained = new PretrainedSpec(
                    description.Path,
                    description.Resource,
                    new EquatableArray<string>(description.ClassNames),
                    new EquatableArray<string>(description.FeatureNames)),
            }
            : Shell;
}

/// <summary>
/// A class with a wrong declaration. It gets the members of a network without any code in them, so that the error in the declaration
/// stands alone: without them, every use of the class would be an error too, and some of those keep the compiler from showing the first.
/// </summary>
internal sealed record ShellSpec : TypeSpec
{
    /// <summary>What a shell gives as its number of parameters: less than any network has, which tells it from them.</summary>
    public const int ParameterCount = 1;

    /// <summary>The number of inputs, or 1 where the declaration gives none that could be meant.</summary>
    public required int InputSize { get; init; }

    /// <summary>The number of outputs, or 1 where the declaration gives none that could be meant.</summary>
    public required int OutputSize { get; init; }

    /// <summary>Whether the network has the file of a model.</summary>
    public bool HasModel { get; init; }

    /// <summary>Names of members that stand in the way of generated ones, in their order.</summary>
    public required EquatableArray<string> TakenNames { get; init; }
}
