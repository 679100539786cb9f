using System.Globalization;

namespace NetGen.Samples.OnlineLearning;

/// <summary>Files of a network with the number of mini-batches it has learned from in their names.</summary>
/// <remarks>
/// A save writes a whole file or none, so a file that is there can be loaded. Plain gradient descent keeps nothing between its
/// steps: the parameters and the number are all there is to save.
/// </remarks>
internal static class Checkpoint
{
    /// <summary>Saves, and then deletes the checkpoints before this one.</summary>
    /// <returns>The file.</returns>
    public static string Save(PointNet network, long learned)
    {
        string file = string.Create(CultureInfo.InvariantCulture, $"online-{learned:000000000000}.safetensors");
        network.Save(file);
        foreach (string other in Files().Where(other => other != file))
        {
            File.Delete(other);
        }

        return file;
    }

    /// <summary>The last checkpoint in this folder, and how many mini-batches it has learned from; null and 0 without one.</summary>
    public static (string? File, long Learned) Last() => Files().LastOrDefault() is string file
        ? (file, long.Parse(file.AsSpan("online-".Length, 12), CultureInfo.InvariantCulture))
        : (null, 0);

    private static IEnumerable<string> Files() =>
        Directory.GetFiles(".", "online-????????????.safetensors").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);
}
