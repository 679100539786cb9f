using NetGen.Serialization;

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

        Probe(Directory.CreateDirectory(path).FullName);
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

        CheckWritable(path, folder);
    }

    // A file is written beside the one that it replaces, but for devices.
    private static void CheckWritable(string path, string folder)
    {
        bool isThere = File.Exists(path);
        if (isThere && File.GetAttributes(path).HasFlag(FileAttributes.ReadOnly))
        {
            throw new ToolException($"{path}: the file is read-only.");
        }

        if (isThere && AtomicFile.IsDevice(Path.GetFullPath(path)))
        {
            return;
        }

        try
        {
            Probe(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"{folder}: no file can be written to this folder.");
        }
    }

    private static void Probe(string folder)
    {
        using FileStream probe = new(
            Path.Combine(folder, Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1,
            FileOptions.DeleteOnClose);
    }
}
