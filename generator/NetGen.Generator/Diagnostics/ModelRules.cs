using Microsoft.CodeAnalysis;
using NetGen.Models;

namespace NetGen.Generator;

/// <summary>The rules for networks with the file of a model.</summary>
internal static class ModelRules
{
    /// <summary>Checks a declaration whose layers come from a file, as far as the declaration alone tells.</summary>
    public static void CheckDeclaration(
        string name, NetworkArguments arguments, bool hasLayers, AttributeSyntaxMap map, List<Diagnostic> problems)
    {
        ArgumentRules.CheckNumericType(name, arguments, map, problems);
        (bool isGiven, string what, Location? place) =
            arguments.Weights is not null ? (true, "Weights", map.Named(nameof(NetworkArguments.Weights)))
            : arguments.Sizes.Count > 0 ? (true, "the sizes", map.Sizes)
            : hasLayers ? (true, "the attributes of layers", map.Whole)
            : arguments.InputShape is not null ? (true, "InputShape", map.Named(nameof(NetworkArguments.InputShape)))
            : (false, "", null);
        if (isGiven)
        {
            string fix = arguments.Weights is not null ? "Use Weights alone with declared layers, or Model alone without them"
                : $"Remove {what}, or write Weights in the place of Model";
            problems.Add(Diagnostic.Create(
                Rules.ModelAndLayers, place ?? map.Whole, name, $"the file of Model gives the layers, and so do others: {what}. {fix}"));
        }
    }

    /// <summary>Checks that the project has the file, and that it is one of this network.</summary>
    /// <param name="type">The class, whose declaration is right in itself.</param>
    /// <param name="attribute">Its attribute.</param>
    /// <param name="models">The files of the project.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static IEnumerable<Diagnostic> FindProblems(
        INamedTypeSymbol type,
        AttributeData attribute,
        IReadOnlyList<ModelDescription> models,
        CancellationToken cancellationToken)
    {
        if (NetworkArguments.TryRead(attribute, cancellationToken) is not { NumericType: NumericType numericType } arguments
            || !ModelReference.IsIn(arguments)
            || AttributeSyntaxMap.TryCreate(attribute, cancellationToken) is not AttributeSyntaxMap map
            || LayerDeclarations.TryReadAll(LayerDeclarations.Of(type), cancellationToken) is not IReadOnlyList<LayerAttribute> layers)
        {
            yield break;
        }

        ModelMatch match = ModelReference.Of(arguments, layers, numericType).FindIn(models);
        if (match.Problem != ModelProblem.None)
        {
            string argument = match.Argument
                ?? (arguments.Model is null ? nameof(NetworkArguments.Weights) : nameof(NetworkArguments.Model));
            yield return Diagnostic.Create(Rules.For(match.Problem), map.Named(argument) ?? map.Whole, type.Name, match.Message);
        }
        else if (arguments.Model is not null && match.Description is ModelDescription model)
        {
            (string Argument, bool IsGiven)[] given =
            [
                (nameof(NetworkArguments.Hidden), model.HasActivations && arguments.Hidden is not null),
                (nameof(NetworkArguments.Output), model.HasActivations && arguments.Output is not null),
                (nameof(NetworkArguments.Activations), model.HasActivations && arguments.Activations is not null),
                (nameof(NetworkArguments.Alpha), model.HasActivations && arguments.Alpha is not null),
                (nameof(NetworkArguments.Cost), model.HasCost && arguments.Cost is not null),
                (nameof(NetworkArguments.Delta), model.HasCost && arguments.Delta is not null),
                (nameof(NetworkArguments.LabelSmoothing), model.HasCost && arguments.LabelSmoothing is not null),
            ];
            foreach ((string argument, _) in given.Where(argument => argument.IsGiven))
            {
                yield return Diagnostic.Create(
                    Rules.ArgumentWithoutEffect, map.Named(argument) ?? map.Whole, type.Name, argument, "the file says it");
            }
        }
    }

    /// <summary>The file that a declaration uses, if it names one; null if that cannot be told.</summary>
    public static IEnumerable<ModelDescription>? FindUsed(
        AttributeData attribute, IReadOnlyList<ModelDescription> models, CancellationToken cancellationToken) =>
        NetworkArguments.TryRead(attribute, cancellationToken) is not NetworkArguments arguments ? null
            : (arguments.Model ?? arguments.Weights) is not string file ? []
            : ModelReference.OfFile(file).FindAll(models) is [{ Error: null } found] ? [found]
            : null;

    /// <summary>Warns of files that are compiled for nothing.</summary>
    /// <param name="models">The files of the project.</param>
    /// <param name="used">Those that declarations mean.</param>
    public static IEnumerable<Diagnostic> FindUnused(IReadOnlyList<ModelDescription> models, ICollection<ModelDescription> used) =>
        models.Where(model => model.Error is null && !used.Contains(model))
            .Select(model => Diagnostic.Create(Rules.UnusedModel, Location.None, model.Path));
}
