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
