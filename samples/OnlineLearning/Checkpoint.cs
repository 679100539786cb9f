using System.Globalization;

namespace NetGen.Samples.OnlineLearning;

/// <summary>Files of a network with the number of mini-batches it has learned from in their names.</summary>
/// <remarks>
/// A save writes a whole file or none, so a file that is there can be loaded. Plain gradient descent keeps nothing between its
/// steps: the parameters and the number are all there is to save.
/// </remarks>
internal static class Checkpoint
{
    private const string FirstFile = "online-first.safetensors";

    /// <summary>Saves, and then deletes the checkpoints before this one.</summary>
    /// <returns>The file.</returns>
    public static string Save(PointNet network, long learned)
    {
        string file = string.Create(CultureInfo.InvariantCulture, $"online-{learned:000000000000}.safetensors");
        network.Save(file);
        foreach ((string other, _) in Files().Where(other => other.File != file))
        {
            File.Delete(other);
        }

        return file;
    }

    /// <summary>The last checkpoint in this folder, and how many mini-batches it has learned from; null and 0 without one.</summary>
    public static (string? File, long Learned) Last() => Files().LastOrDefault();

    /// <summary>Saves the network that stops learning, to compare with.</summary>
    public static void SaveFirst(PointNet network) => network.Save(FirstFile);

    /// <summary>The network that stopped learning; null if its file is gone.</summary>
    public static PointNet? First() => File.Exists(FirstFile) ? PointNet.Load(FirstFile) : null;

    private static IEnumerable<(string File, long Learned)> Files()
    {
        foreach (string file in Directory.GetFiles(".", "online-????????????.safetensors").Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(file);
            if (long.TryParse(name.AsSpan("online-".Length, 12), NumberStyles.None, CultureInfo.InvariantCulture, out long learned))
            {
                yield return (name, learned);
            }
        }
    }
}
