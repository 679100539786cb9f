using System.Text.Json;
using NetGen.Tests.Support;

namespace NetGen.Tests.Data;

/// <summary>What scikit-learn has of a data set, and how well its networks do.</summary>
/// <param name="Shape">Samples and features.</param>
/// <param name="Features">The SHA-256 of the features, each in 8 bytes, little-endian, one sample after another.</param>
/// <param name="Targets">The label or target of each sample.</param>
/// <param name="Names">The names of the classes, by label; null for regression.</param>
/// <param name="Scores">The score of each seed of <see cref="RealDataCase.Seeds"/>; none for a file that no case has.</param>
internal sealed record RealDataResult(int[] Shape, string Features, double[] Targets, string[]? Names, double[] Scores);

/// <summary>The results of all files, computed once by one Python process, because importing scikit-learn takes seconds.</summary>
public sealed class RealDataResults
{
    private const string FolderScript =
        "import importlib.util; print(importlib.util.find_spec('sklearn').submodule_search_locations[0], end='')";

    private readonly Lazy<Task<string>> _folder;
    private readonly Lazy<Task<Dictionary<string, RealDataResult>>> _results;

    public RealDataResults()
    {
        _folder = new(FindAsync);
        _results = new(ComputeAsync);
    }

    /// <summary>The folder with the data of scikit-learn; skips the test where a file is not there.</summary>
    internal async Task<string> FolderOfAsync(RealDataFile file)
    {
        string folder = await _folder.Value;
        if (!file.IsIn(folder))
        {
            Python.SkipOrFail($"This scikit-learn does not bring {string.Join(" and ", file.Sources)}; found no such file in {folder}.");
        }

        return folder;
    }

    /// <summary>What scikit-learn has of a file, and its scores.</summary>
    internal async Task<RealDataResult> OfAsync(RealDataFile file) => (await _results.Value)[file.Name];

    private static async Task<string> FindAsync() =>
        Path.Combine(await Python.RunAsync("sklearn", FolderScript, ""), "datasets", "data");

    private async Task<Dictionary<string, RealDataResult>> ComputeAsync()
    {
        string folder = await _folder.Value;
        string input = JsonSerializer.Serialize(
            RealDataFile.All.Where(file => file.IsIn(folder)).ToDictionary(file => file.Name, file => Describe(file, folder)),
            JsonSerializerOptions.Web);
        string output = await Python.RunAsync("sklearn", Script(), input);
        return JsonSerializer.Deserialize<Dictionary<string, RealDataResult>>(output, JsonSerializerOptions.Web)!;
    }

    private static object Describe(RealDataFile file, string folder)
    {
        RealDataCase? trained = RealDataCase.All.SingleOrDefault(one => one.File == file);
        return new
        {
            file.Loader,
            Hidden = RealDataCase.HiddenUnits,
            Batch = RealDataCase.MiniBatchSize,
            Rate = RealDataCase.LearningRate,
            Epochs = trained?.Epochs ?? 0,
            Splits = trained is null ? [] : Splits(file.Read<float>(folder)),
        };
    }

    private static object[] Splits(DataSet<float> data) =>
    [
        .. RealDataCase.Seeds.Select(seed =>
        {
            (int[] training, int[] test) = RealDataCase.Split(data, seed);
            return new { Seed = seed, Training = training, Test = test };
        }),
    ];

    private static string Script()
    {
        using Stream stream = typeof(RealDataResults).Assembly.GetManifestResourceStream("NetGen.Tests.Data.scikit_learn.py")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
