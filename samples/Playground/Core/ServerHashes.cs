using System.Text.Json;
using System.Text.Json.Serialization;

namespace NetGen.Samples.Playground;

/// <summary>
/// The hashes of the parameters that a server's x64 processor gives after <see cref="Lesson.CheckedEpoch"/> epochs, with the learning rate
/// and the seed of the page's start: a file of the program.
/// </summary>
public static partial class ServerHashes
{
    /// <summary>Adam's learning rate.</summary>
    public const double LearningRate = 0.01;

    /// <summary>The seed.</summary>
    public const long Seed = 1;

    private static readonly Dictionary<string, string> s_hashes = Read();

    /// <summary>The hash for a set of points and a network.</summary>
    public static string Of(PointSet points, NetworkChoice choice) => s_hashes[KeyOf(points, choice)];

    /// <summary>The name of an entry of the file.</summary>
    public static string KeyOf(PointSet points, NetworkChoice choice)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(choice);
        return $"{points.Name} {choice.Sizes} {choice.Activation}";
    }

    /// <summary>Computes all entries here, in their order.</summary>
    public static IReadOnlyDictionary<string, string> Compute()
    {
        var hashes = new Dictionary<string, string>();
        foreach (PointSet points in PointSet.All)
        {
            foreach (NetworkChoice choice in NetworkChoice.All)
            {
                using var lesson = new Lesson(points, choice, LearningRate, Seed);
                while (lesson.Epoch < Lesson.CheckedEpoch)
                {
                    lesson.RunEpoch();
                }

                hashes.Add(KeyOf(points, choice), lesson.CheckedHash!);
            }
        }

        return hashes;
    }

    private static Dictionary<string, string> Read()
    {
        using Stream stream = typeof(ServerHashes).Assembly.GetManifestResourceStream("hashes.json")
            ?? throw new InvalidOperationException("The hashes are missing from the program.");
        return JsonSerializer.Deserialize(stream, Json.Default.DictionaryStringString)!;
    }

    [JsonSerializable(typeof(Dictionary<string, string>))]
    private sealed partial class Json : JsonSerializerContext;
}
