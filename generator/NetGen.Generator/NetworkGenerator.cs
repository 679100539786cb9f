using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Models;

namespace NetGen.Generator;

/// <summary>Compiles every class with a <c>[Network]</c> attribute: find, parse, name, plan, emit, add.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class NetworkGenerator : IIncrementalGenerator
{
    /// <summary>The step that makes a <see cref="ParsedDeclaration"/> of each declaration.</summary>
    public const string ParseStep = "NetGen.Parse";

    /// <summary>The step that reads the descriptions of models.</summary>
    public const string ModelsStep = "NetGen.Models";

    /// <summary>The step that finds file names which differ in case alone.</summary>
    public const string ClashesStep = "NetGen.Clashes";

    /// <summary>The step that settles the file names.</summary>
    public const string NameStep = "NetGen.Name";

    /// <summary>The step that plans the emission of a spec.</summary>
    public const string PlanStep = "NetGen.Plan";

    /// <summary>The step that makes the generated files of a plan.</summary>
    public const string EmitStep = "NetGen.Emit";

    /// <summary>The step that gathers the errors that the generator itself reports.</summary>
    public const string ErrorsStep = "NetGen.Errors";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<ImmutableArray<ParsedDeclaration>> single =
            FindAndParse(context, NetworkAttributes.MetadataName).Collect();
        IncrementalValueProvider<ImmutableArray<ParsedDeclaration>> generic =
            FindAndParse(context, NetworkAttributes.GenericMetadataName).Collect();
        IncrementalValuesProvider<ParsedDeclaration> declarations =
            single.Combine(generic).SelectMany(static (pair, _) => pair.Left.AddRange(pair.Right));

        IncrementalValueProvider<EquatableArray<ModelDescription>> models = context.AdditionalTextsProvider
            .Where(static text => text.Path.EndsWith(ModelDescription.Extension, StringComparison.Ordinal))
            .Select(static (text, cancellationToken) => ModelReference.Read(text, cancellationToken))
            .Collect()
            .Select(static (models, _) => new EquatableArray<ModelDescription>(models))
            .WithTrackingName(ModelsStep);

        IncrementalValuesProvider<TypeSpec> all = declarations
            .SelectMany(static (declaration, _) =>
                declaration.Spec is TypeSpec spec ? ImmutableArray.Create(spec) : ImmutableArray<TypeSpec>.Empty)
            .Combine(models)
            .Select(static (pair, _) => pair.Left is ModelSpec model ? model.Bind(pair.Right) : pair.Left);

        IncrementalValueProvider<EquatableArray<string>> clashes = all
            .Select(static (spec, _) => spec.HintName)
            .Collect()
            .Select(static (names, _) => HintNames.FindClashes(names))
            .WithTrackingName(ClashesStep);

        IncrementalValuesProvider<TypeSpec> specs = all
            .Combine(clashes)
            .Select(static (pair, _) => pair.Right.Contains(pair.Left.HintName)
                ? pair.Left with { HintName = HintNames.Distinguish(pair.Left.HintName) }
                : pair.Left)
            .WithTrackingName(NameStep);

        IncrementalValuesProvider<EquatableArray<GeneratedFile>> files = specs
            .SelectMany(static (spec, _) => spec is NetworkSpec network ? ImmutableArray.Create(network) : [])
            .Select(static (network, _) => Planner.Plan(network))
            .WithTrackingName(PlanStep)
            .Select(static (plan, _) => new EquatableArray<GeneratedFile>(NetworkEmitter.Emit(plan)))
            .WithTrackingName(EmitStep);
        context.RegisterSourceOutput(files, static (output, files) =>
        {
            foreach (GeneratedFile file in files)
            {
                output.AddSource(file.HintName, file.Source);
            }
        });

        context.RegisterSourceOutput(specs, static (output, spec) =>
        {
            if (spec is ShellSpec shell)
            {
                GeneratedFile file = NetworkEmitter.EmitShell(shell);
                output.AddSource(file.HintName, file.Source);
            }
        });

        RegisterErrors(context, declarations);
    }

    private static void RegisterErrors(
        IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<ParsedDeclaration> declarations)
    {
        // Once for a type around several networks.
        IncrementalValueProvider<EquatableArray<EarlyError>> errors = declarations
            .SelectMany(static (declaration, _) => declaration.Errors)
            .Collect()
            .Select(static (errors, _) => new EquatableArray<EarlyError>(errors.Distinct()))
            .WithTrackingName(ErrorsStep);
        context.RegisterSourceOutput(errors, static (output, errors) =>
        {
            foreach (EarlyError error in errors)
            {
                output.ReportDiagnostic(error.ToDiagnostic());
            }
        });
    }

    private static IncrementalValuesProvider<ParsedDeclaration> FindAndParse(
        IncrementalGeneratorInitializationContext context, string attributeMetadataName) =>
        context.SyntaxProvider
            .ForAttributeWithMetadataName(
                attributeMetadataName,
                static (node, _) => node is ClassDeclarationSyntax,
                static (attributed, cancellationToken) => NetworkParser.Parse(attributed, cancellationToken))
            .Where(static declaration => declaration is not null)
            .Select(static (declaration, _) => declaration!)
            .WithTrackingName(ParseStep);
}
