using System.Collections.Concurrent;

namespace NetGen.Tests;

/// <summary>
/// Assemblies of networks that are compiled while the tests run: each once, also where a process starts further ones for the same networks.
/// </summary>
internal static class CompiledImages
{
    /// <summary>Where a process that was started finds what the one that started it has compiled.</summary>
    public const string FolderVariable = "NETGEN_TESTS_IMAGES";

    private static readonly ConcurrentDictionary<string, Lazy<byte[]>> Images = new();

    /// <summary>An assembly.</summary>
    /// <param name="name">A name for it, which is that of a file too.</param>
    /// <param name="source">The declarations.</param>
    /// <param name="isChecked">Whether the project that they stand in checks integer arithmetic.</param>
    public static byte[] Of(string name, Func<string> source, bool isChecked = false) => Images.GetOrAdd(
        name,
        _ => new Lazy<byte[]>(() => Environment.GetEnvironmentVariable(FolderVariable) is string folder
            ? File.ReadAllBytes(Path.Combine(folder, name))
            : NetworkCompiler.Compile("using NetGen;\n" + source(), isChecked))).Value;

    /// <summary>Writes all that there are so far.</summary>
    public static void WriteAll(string folder)
    {
        foreach ((string name, Lazy<byte[]> image) in Images.Where(image => image.Value.IsValueCreated))
        {
            File.WriteAllBytes(Path.Combine(folder, name), image.Value);
        }
    }
}
