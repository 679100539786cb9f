namespace NetGen.Generator.Tests;

/// <summary>Places in the repository, found from where the tests run.</summary>
internal static class RepositoryFiles
{
    public static string Root { get; } = FindRoot();

    public static string TestProject { get; } = Path.Combine(Root, "tests", "NetGen.Generator.Tests");

    public static string Library { get; } = Path.Combine(Root, "src", "NetGen");

    public static string Generator { get; } = Path.Combine(Root, "generator", "NetGen.Generator");

    public static string DiagnosticPages { get; } = Path.Combine(Root, "docs", "diagnostics");

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
