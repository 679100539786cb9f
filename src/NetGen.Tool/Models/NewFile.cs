namespace NetGen.Tool.Models;

/// <summary>Files that commands write.</summary>
internal static class NewFile
{
    /// <summary>Checks, before any work, that a file may be written.</summary>
    /// <exception cref="ToolException">It is there and may not be replaced, or its folder does not exist.</exception>
    public static void Check(string path, bool mayReplace)
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
