using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using NetGen.Models;

namespace NetGen.Generator;

/// <summary>Collects which files of models the networks of a project use.</summary>
internal sealed class ModelUse(Lazy<IReadOnlyList<ModelDescription>> models)
{
    private readonly ConcurrentBag<ModelDescription> _used = [];

    // A declaration that names no file of the project is wrong, and then it is the one that may mean the file left over.
    private volatile bool _isUnknown;

    /// <summary>Adds those of a class.</summary>
    public void Add(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        foreach (AttributeData attribute in NetworkAttributes.Of(type))
        {
            if (ModelRules.FindUsed(attribute, models.Value, cancellationToken) is not IEnumerable<ModelDescription> found)
            {
                _isUnknown = true;
                return;
            }

            foreach (ModelDescription model in found)
            {
                _used.Add(model);
            }
        }
    }

    /// <summary>Warns of the files that no class uses.</summary>
    public IEnumerable<Diagnostic> FindUnused() => _isUnknown ? [] : ModelRules.FindUnused(models.Value, [.. _used]);
}
