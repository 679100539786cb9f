using System.Globalization;
using Microsoft.CodeAnalysis;
using NetGen.Models;

namespace NetGen.Generator;

/// <summary>Why the file of a model does not serve a network.</summary>
internal enum ModelProblem
{
    /// <summary>It serves.</summary>
    None,

    /// <summary>It is not an item of the project.</summary>
    Missing,

    /// <summary>It cannot be read.</summary>
    Unreadable,

    /// <summary>It is that of another network.</summary>
    OtherNetwork,
}

/// <summary>The network that a declaration and the file of its model make together, or why they make none.</summary>
/// <param name="Description">What the build says of the file.</param>
/// <param name="Topology">The network.</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="Message">That as a sentence without a full stop.</param>
internal sealed record ModelMatch(ModelDescription? Description, NetworkTopology? Topology, ModelProblem Problem, string Message)
{
    /// <summary>The argument that contradicts the file; null if it is the file as a whole.</summary>
    public string? Argument { get; init; }

    /// <summary>A file that does not serve.</summary>
    public static ModelMatch Of(ModelProblem problem, string message) => new(null, null, problem, message.TrimEnd('.'));
}

/// <summary>What a declaration says of the file of its model, and of the network beside it.</summary>
internal sealed record ModelReference
{
    /// <summary>The file, as the declaration names it.</summary>
    public required string File { get; init; }

    /// <summary>The numeric type that is declared.</summary>
    public required NumericType NumericType { get; init; }

    /// <summary>The declared network; null if the file gives it.</summary>
    public NetworkTopology? Declared { get; init; }

    /// <summary>The activation of the hidden layers, if given.</summary>
    public Activation? Hidden { get; init; }

    /// <summary>The activation of the output layer, if given.</summary>
    public Activation? Output { get; init; }

    /// <summary>The activations of all layers; empty if not given.</summary>
    public EquatableArray<Activation> Activations { get; init; }

    /// <summary>The parameter of the activations, if given.</summary>
    public double? Alpha { get; init; }

    /// <summary>The cost, if given.</summary>
    public CostFunction? Cost { get; init; }

    /// <summary>The parameter δ of the cost, if given.</summary>
    public double? Delta { get; init; }

    /// <summary>The label smoothing, if given.</summary>
    public double? LabelSmoothing { get; init; }

    /// <summary>Whether a declaration names a file.</summary>
    public static bool IsIn(NetworkArguments arguments) => (arguments.Model ?? arguments.Weights) is not null;

    /// <summary>The reference of a declaration that names a file.</summary>
    public static ModelReference Of(NetworkArguments arguments, IReadOnlyList<LayerAttribute> layers, NumericType numericType) => new()
    {
        File = PathOf(arguments.Model ?? arguments.Weights!),
        NumericType = numericType,
        Declared = arguments.Model is null ? arguments.ToTopology(layers, numericType) : null,
        Hidden = arguments.Hidden,
        Output = arguments.Output,
        Activations = new EquatableArray<Activation>(arguments.Activations ?? []),
        Alpha = arguments.Alpha,
        Cost = arguments.Cost,
        Delta = arguments.Delta,
        LabelSmoothing = arguments.LabelSmoothing,
    };

    /// <summary>A reference that says nothing but the file.</summary>
    public static ModelReference OfFile(string path) => new() { File = PathOf(path), NumericType = default };

    /// <summary>Reads a description.</summary>
    public static ModelDescription Read(AdditionalText text, CancellationToken cancellationToken) =>
        ModelDescription.Read(text.GetText(cancellationToken)?.ToString() ?? "", text.Path);

    /// <summary>Finds the file among those of the project, and the network that it and the declaration make.</summary>
    public ModelMatch FindIn(IReadOnlyList<ModelDescription> models)
    {
        ModelDescription[] found = FindAll(models);
        if (found.Length != 1)
        {
            return ModelMatch.Of(ModelProblem.Missing, found.Length > 1
                ? $"'{File}' stands for {Listed(found)}; name one of them by its path"
                : $"the project has no model '{File}'; add <NetworkModel Include=\"{File}\" /> to the project file"
                    + (models.Count == 0 ? "" : $", or name what it has: {Listed(models)}"));
        }

        ModelDescription model = found[0];
        ModelMatch match = Match(model);
        int classes = match.Topology is null ? 0 : ClassesOf(match.Topology);
        return match.Topology is not null && model.ClassNames.Count > 0 && model.ClassNames.Count != classes
            ? ModelMatch.Of(
                ModelProblem.OtherNetwork,
                FormattableString.Invariant($"{model.Path} names {model.ClassNames.Count} classes, and the network tells {classes} apart; ")
                    + "declare the output activation and the cost that the file was made for, or save it with a name for each class")
            : match;
    }

    /// <summary>All files that the declaration may mean: those of its path, else those whose paths end with it.</summary>
    public ModelDescription[] FindAll(IReadOnlyList<ModelDescription> models)
    {
        ModelDescription[] found = [.. models.Where(model => model.Path == File)];
        if (found.Length == 0)
        {
            found = [.. models.Where(model => model.Path.EndsWith("/" + File, StringComparison.Ordinal))];
        }

        return found.Length > 0
            ? found
            : [.. models.Where(model => !model.HasPath && File.EndsWith("/" + model.Path, StringComparison.Ordinal))];
    }

    // A single output of sigmoid, or under the hinge cost, tells two classes apart.
    private static int ClassesOf(NetworkTopology topology) =>
        topology.OutputSize == 1 && CostTraits.IsBinary(topology.Cost, topology.Layers[topology.Layers.Count - 1].Activation)
            ? 2
            : topology.OutputSize;

    private ModelMatch Match(ModelDescription model)
    {
        if (model.Topology is not NetworkTopology topology)
        {
            return ModelMatch.Of(ModelProblem.Unreadable, $"{model.Path}: {model.Error}");
        }

        if (topology.NumericType != NumericType)
        {
            string attribute = topology.NumericType == NumericType.Single ? "Network(...)" : "Network<double>(...)";
            return ModelMatch.Of(
                ModelProblem.OtherNetwork,
                $"{model.Path} has parameters of {Text(topology.NumericType)}, and the network is declared with {Text(NumericType)}; "
                + $"declare it by [{attribute}], or have them converted by NumericType=\"{NumericType}\" of the NetworkModel item");
        }

        return Declared is not null ? MatchDeclared(model, topology, Declared) : MatchFile(model, topology);
    }

    private static string PathOf(string path)
    {
        path = path.Replace('\\', '/');
        return path.StartsWith("./", StringComparison.Ordinal) ? path.Substring(2) : path;
    }

    private static string Listed(IEnumerable<ModelDescription> models) =>
        string.Join(", ", models.Select(model => $"'{model.Path}'").OrderBy(name => name, StringComparer.Ordinal));

    private static string Text(NumericType numericType) => numericType == NumericType.Single ? "float" : "double";

    private static ModelMatch MatchDeclared(ModelDescription model, NetworkTopology found, NetworkTopology declared)
    {
        if (TopologyMatch.FindDifference(declared, found, model.HasActivations) is not LayerDifference difference)
        {
            return new ModelMatch(model, declared, ModelProblem.None, "");
        }

        string inFile = difference.Found is null ? "missing" : TextOf(difference.Found, model.HasActivations);
        string inDeclaration = difference.Declared is null ? "missing" : TextOf(difference.Declared, model.HasActivations);
        return ModelMatch.Of(
            ModelProblem.OtherNetwork,
            $"{model.Path}: layer {difference.Index.ToString(CultureInfo.InvariantCulture)} is {inFile} in the file and {inDeclaration} in "
            + $"the declaration. Declare the layers of the file, or leave them out and write Model = \"{model.Path}\"");
    }

    private static string TextOf(LayerTopology layer, bool withActivation) => FormattableString.Invariant(
        $"{layer.InputSize} -> {layer.OutputSize} {(withActivation || layer is not DenseTopology ? layer.Text : layer.Kind)}");

    private ModelMatch MatchFile(ModelDescription model, NetworkTopology topology)
    {
        LayerAttribute[] layers = [.. topology.Layers.Select(LayerKinds.Describe)];
        if (FindContradiction(model, topology) is ModelMatch contradiction)
        {
            return contradiction;
        }

        if (!model.HasActivations && !TryGiveActivations(layers, out string? problem))
        {
            return ModelMatch.Of(ModelProblem.OtherNetwork, $"{model.Path}: {problem}");
        }

        var last = (DenseAttribute)layers[layers.Length - 1];
        CostFunction? cost = Cost ?? (model.HasActivations ? topology.Cost : null);
        CostFunction resolved = cost ?? CostTraits.DefaultFor(last.Activation);
        double delta = Delta ?? (CostTraits.HasDelta(resolved) && topology.Delta > 0 ? topology.Delta : CostTraits.DefaultDelta);
        double smoothing = LabelSmoothing ?? (CostTraits.HasLabelSmoothing(resolved) ? topology.LabelSmoothing : 0);
        IReadOnlyList<TopologyError> errors =
            LayerListValidation.Validate([topology.InputSize], layers, cost, delta, smoothing);
        return errors.Count > 0
            ? ModelMatch.Of(ModelProblem.OtherNetwork, $"{model.Path}: {errors[0].Message}")
            : new ModelMatch(
                model,
                NetworkTopology.FromLayers([topology.InputSize], layers, cost, NumericType, delta, smoothing),
                ModelProblem.None,
                "");
    }

    // The first argument that says something else than the file. What a file does not say is the declaration's.
    private ModelMatch? FindContradiction(ModelDescription model, NetworkTopology topology)
    {
        DenseTopology[] dense = [.. topology.Layers.OfType<DenseTopology>()];
        Activation[] hidden = [.. dense.Take(dense.Length - 1).Select(layer => layer.Activation)];
        Activation output = dense[dense.Length - 1].Activation;
        double[] alphas = [.. dense.Where(layer => ActivationTraits.HasAlpha(layer.Activation)).Select(layer => layer.Alpha)];
        ModelMatch? activations = !model.HasActivations ? null
            : Activations.Count > 0 && !Activations.SequenceEqual(hidden.Append(output)) ? Contradiction(
                model, nameof(Activations), string.Join(", ", Activations), string.Join(", ", hidden.Append(output)))
            : Hidden is Activation one && hidden.Any(activation => activation != one) ? Contradiction(
                model, nameof(Hidden), Hidden, hidden.First(activation => activation != one))
            : Output is not null && Output != output ? Contradiction(model, nameof(Output), Output, output)
            : Alpha is double alpha && alphas.Any(other => !TopologyMatch.IsSameAlpha(alpha, other)) ? Contradiction(
                model, nameof(Alpha), alpha, alphas.First(other => !TopologyMatch.IsSameAlpha(alpha, other)))
            : null;
        return activations is not null || !model.HasCost ? activations
            : Cost is not null && Cost != topology.Cost ? Contradiction(model, nameof(Cost), Cost, topology.Cost)
            : CostTraits.HasDelta(topology.Cost) && Delta is double delta && delta != topology.Delta ? Contradiction(
                model, nameof(Delta), delta, topology.Delta)
            : CostTraits.HasLabelSmoothing(topology.Cost) && LabelSmoothing is double smoothing && smoothing != topology.LabelSmoothing
                ? Contradiction(model, nameof(LabelSmoothing), smoothing, topology.LabelSmoothing)
            : null;
    }

    private static ModelMatch Contradiction(ModelDescription model, string argument, object declared, object inFile)
    {
        string remedy = argument is nameof(Cost) or nameof(Delta) or nameof(LabelSmoothing)
            ? $"; remove it, or declare the layers, with Weights = \"{model.Path}\" in the place of Model"
            : "; remove it";
        return ModelMatch.Of(
            ModelProblem.OtherNetwork,
            FormattableString.Invariant($"{model.Path}: {argument} is {inFile} in the file and {declared} in the declaration{remedy}")) with
        {
            Argument = argument,
        };
    }

    // Of a file that does not say them.
    private bool TryGiveActivations(LayerAttribute[] layers, out string? problem)
    {
        int[] dense = [.. Enumerable.Range(0, layers.Length).Where(i => layers[i] is DenseAttribute)];
        bool isGiven = Activations.Count == 0
            ? Output is not null && (Hidden is not null || dense.Length == 1)
            : Activations.Count == dense.Length;
        problem = isGiven ? null
            : Activations.Count > 0
                ? FormattableString.Invariant($"the file has {dense.Length} dense layers and Activations has {Activations.Count} elements")
            : "the file does not say what activations its layers have; declare them, as in "
                + "Hidden = Activation.ReLU, Output = Activation.Softmax";
        for (int i = 0; isGiven && i < dense.Length; i++)
        {
            var layer = (DenseAttribute)layers[dense[i]];
            Activation activation = Activations.Count > 0 ? Activations[i] : i < dense.Length - 1 ? Hidden!.Value : Output!.Value;
            layers[dense[i]] = new DenseAttribute(layer.Units, activation)
            {
                Name = layer.Name,
                Alpha = Alpha ?? ActivationTraits.DefaultAlpha(activation),
            };
        }

        return isGiven;
    }
}
