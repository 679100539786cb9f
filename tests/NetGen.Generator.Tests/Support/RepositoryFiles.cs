namespace NetGen.Generator.Tests;

/// <summary>Places in the repository, found from where the tests run.</summary>
internal static class RepositoryFiles
{
    public static string Root { get; } = FindRoot();

    public static string TestProject { get; } = Path.Combine(Root, "tests", "NetGen.Generator.Tests");

    public static string Library { get; } = Path.Combine(Root, "src", "NetGen");

    public static string Generator { get; } = Path.Combine(Root, "generator", "NetGen.Generator");

    public static string DiagnosticPages { get; } = Path.Combine(Root, "docs", "diagnostics");

    /// <summary>The C# files somewhere below a folder of <see cref="Root"/>, without what builds make.</summary>
    public static IReadOnlyList<string> Sources(string folder)
    {
        string root = Path.Combine(Root, folder);
        return [.. Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))];
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "NetGen.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("No folder above the tests holds NetGen.sln.");
    }
}
