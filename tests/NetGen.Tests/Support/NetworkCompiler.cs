using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using NetGen.Generator;

namespace NetGen.Tests;

/// <summary>Networks that are declared, generated, compiled and loaded while the tests run; unloaded when disposed.</summary>
internal sealed class NetworkCompiler : IDisposable
{
    private static readonly ImmutableArray<MetadataReference> References =
        [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(NetworkAttribute).Assembly.Location)];

    private readonly AssemblyLoadContext _context;
    private readonly Assembly _assembly;

    /// <summary>Loads networks.</summary>
    /// <param name="image">What <see cref="Compile"/> made.</param>
    public NetworkCompiler(byte[] image)
    {
        _context = new AssemblyLoadContext("Networks", isCollectible: true);

        // The library must be the one that the tests use, for the types to be the same.
        _context.Resolving += static (_, name) =>
            name.Name == typeof(NetworkAttribute).Assembly.GetName().Name ? typeof(NetworkAttribute).Assembly : null;
        _assembly = _context.LoadFromStream(new MemoryStream(image));
    }

    /// <summary>Calls the static <c>Create</c> of a network.</summary>
    public ITrainableNetwork<T> Create<T>(string name, long seed)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        Type type = _assembly.GetType(name) ?? throw new InvalidOperationException($"No type {name} was compiled.");
        MethodInfo create = type.GetMethod("Create", BindingFlags.Public | BindingFlags.Static)
            ?? throw new InvalidOperationException($"{name} has no method Create.");
        return (ITrainableNetwork<T>)create.Invoke(null, [seed, null])!;
    }

    public void Dispose() => _context.Unload();

    /// <summary>Compiles declarations.</summary>
    /// <param name="source">The declarations.</param>
    /// <param name="isChecked">Whether the project that they stand in checks integer arithmetic.</param>
    /// <param name="edit">Changes the text of each generated file; null for none.</param>
    /// <param name="isOptimized">Whether the project is compiled with optimization.</param>
    /// <returns>The assembly.</returns>
    public static byte[] Compile(
        string source, bool isChecked = false, Func<string, string>? edit = null, bool isOptimized = true)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        var parseOptions = new CSharpParseOptions(LanguageVersion.CSharp13);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "CompiledNetworks",
            [CSharpSyntaxTree.ParseText(source, parseOptions, cancellationToken: cancellation)],
            References,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: isOptimized ? OptimizationLevel.Release : OptimizationLevel.Debug,
                checkOverflow: isChecked));

        GeneratorDriver driver = CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: parseOptions);
        driver = driver.RunGeneratorsAndUpdateCompilation(
            compilation, out Compilation output, out ImmutableArray<Diagnostic> found, cancellation);
        Assert.Empty(found);
        Assert.Null(Assert.Single(driver.GetRunResult().Results).Exception);

        if (edit is not null)
        {
            foreach (SyntaxTree tree in driver.GetRunResult().GeneratedTrees)
            {
                string text = edit(tree.GetText(cancellation).ToString());
                output = output.ReplaceSyntaxTree(tree, tree.WithChangedText(SourceText.From(text)));
            }
        }

        using var image = new MemoryStream();
        var emitted = output.Emit(image, cancellationToken: cancellation);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics));
        return image.ToArray();
    }
}
