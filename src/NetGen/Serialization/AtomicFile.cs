using System.Text;

namespace NetGen.Serialization;

/// <summary>Writes files so that a reader finds the old content or the new one, whole, whatever happens in between.</summary>
internal static class AtomicFile
{
    /// <summary>
    /// Writes a file beside the one to be replaced, has it stored on disk, and moves it to the path. On an exception the old file is
    /// as it was. As with writing in place, a link keeps pointing where it did and its target is replaced; permissions stay; a
    /// read-only file is refused; pipes and devices are written to. Unlike it, the owner becomes who writes, and other hard links
    /// keep the old content.
    /// </summary>
    /// <param name="path">The file to write.</param>
    /// <param name="write">Writes the content; leaves the stream open.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="write"/> is null.</exception>
    /// <exception cref="IOException">The file cannot be written; or its directory is missing.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its directory may not be written, or the path is a directory.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string target = FinalTarget(Path.GetFullPath(path));
        UnixFileMode? mode = null;
        using (FileStream? old = OpenExisting(path))
        {
            if (old is not null && (!old.CanSeek || IsDevice(target)))
            {
                write(old);
                return;
            }

            if (old is not null && !OperatingSystem.IsWindows())
            {
                mode = File.GetUnixFileMode(old.SafeFileHandle);
            }
        }

        Replace(target, mode, write);
    }

    /// <summary>As <see cref="Write"/>, a text as UTF-8.</summary>
    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    private static void Replace(string target, UnixFileMode? mode, Action<Stream> write)
    {
        string temporary = Path.Combine(Path.GetDirectoryName(target)!, $".netgen-{Guid.NewGuid():N}.tmp");
        bool moved = false;
        try
        {
            using (FileStream stream = Create(temporary, mode))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
            moved = true;
        }
        finally
        {
            if (!moved)
            {
                TryDelete(temporary);
            }
        }
    }

    /// <summary>
    /// Opens the file as writing in place would, so that what would be refused there is refused here, with the same exception; null
    /// when there is no file.
    /// </summary>
    private static FileStream? OpenExisting(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static FileStream Create(string path, UnixFileMode? mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (mode is null || OperatingSystem.IsWindows())
        {
            return new FileStream(path, options);
        }

        // Never wider than the old file, not even while it is written; then exactly as it was, whatever the process's mask says.
        options.UnixCreateMode = mode;
        var stream = new FileStream(path, options);
        try
        {
            if (File.GetUnixFileMode(stream.SafeFileHandle) != mode)
            {
                File.SetUnixFileMode(stream.SafeFileHandle, mode.Value);
            }
        }
        catch
        {
            stream.Dispose();
            throw;
        }

        return stream;
    }

    private static string FinalTarget(string path) =>
        new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;

    /// <summary>Devices that claim to be seekable, such as the null device, cannot be told from files but by where they are.</summary>
    /// <summary>Whether a full path is that of a device, which is written to in place.</summary>
    public static bool IsDevice(string path) => !OperatingSystem.IsWindows() && Path.GetDirectoryName(path) == "/dev";

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The exception on its way says what went wrong; this one would hide it.
        }
    }
}
