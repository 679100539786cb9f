namespace NetGen.Tool.Models;

/// <summary>Checks of files that commands read and write.</summary>
internal static class FileChecks
{
    /// <summary>Checks that a file to read is there.</summary>
    /// <returns>Its path.</returns>
    /// <exception cref="ToolException">It is not.</exception>
    public static string Existing(string path) => File.Exists(path)
        ? path
        : throw new ToolException(Directory.Exists(path) ? $"{path} is a folder; name a file." : $"{path}: the file does not exist.");

    /// <summary>Checks, before any work, that files can be written to a folder, which is made if it is not there.</summary>
    /// <exception cref="ToolException">It is a file.</exception>
    /// <exception cref="IOException">It cannot be made, or written to.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made, or written to.</exception>
    public static void CheckFolder(string path)
    {
        if (File.Exists(path))
        {
            throw new ToolException($"{path} is a file; name a folder.");
        }

        string folder = Directory.CreateDirectory(path).FullName;
        using FileStream probe = new(
            Path.Combine(folder, Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1,
            FileOptions.DeleteOnClose);
    }

    /// <summary>Checks, before any work, that a file may be written.</summary>
    /// <exception cref="ToolException">It is there and may not be replaced, or its folder does not exist.</exception>
    public static void CheckNew(string path, bool mayReplace)
    {
        if (File.Exists(path) && !mayReplace)
        {
            throw new ToolException($"{path}: the file exists. Add --force to replace it.");
        }

        string? folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (!Directory.Exists(folder) || Directory.Exists(path))
        {
            throw new ToolException(Directory.Exists(path) ? $"{path} is a folder; name a file." : $"{folder}: the folder does not exist.");
        }
    }
}
