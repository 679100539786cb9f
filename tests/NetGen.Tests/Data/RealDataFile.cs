using System.Globalization;
using System.IO.Compression;
using System.Numerics;
using NetGen.Data;
using NetGen.Tests.Training;

namespace NetGen.Tests.Data;

/// <summary>A data set that scikit-learn brings, in a file as people have it.</summary>
/// <param name="Name">What tests call it.</param>
/// <param name="Loader">The function of <c>sklearn.datasets</c> that loads it.</param>
/// <param name="Sources">The files in scikit-learn's folder of data.</param>
/// <param name="Options">How the file is read.</param>
/// <param name="Lines">
/// The lines of the file that is read, from those of the sources; null if the only source is read as it is.
/// </param>
internal sealed record RealDataFile(
    string Name, string Loader, string[] Sources, CsvOptions Options, Func<string[][], IEnumerable<string>>? Lines = null)
{
    private const string DiabetesColumns = "AGE SEX BMI BP S1 S2 S3 S4 S5 S6 Y";

    // The first line has the number of samples, that of the features, and the names of the classes.
    private static readonly CsvOptions _numberedClasses = new() { HeaderLines = 1, LabelColumn = ^1 };

    public static IReadOnlyList<RealDataFile> All { get; } =
    [
        new("iris", "load_iris", ["iris.csv"], _numberedClasses),
        new("iris with names", "load_iris", ["iris.csv"], new(), files => Named(files[0]).Select(row => $"{row.Features},{row.Label}")),
        new("wine", "load_wine", ["wine_data.csv"], _numberedClasses),
        new("breast cancer", "load_breast_cancer", ["breast_cancer.csv"], _numberedClasses),

        // The columns that the University of California publishes: an identifier, and the label before the features.
        new(
            "breast cancer with names",
            "load_breast_cancer",
            ["breast_cancer.csv"],
            new() { IgnoredColumns = [0], LabelColumn = 1 },
            files => Named(files[0]).Select((row, index) => $"{842302 + index},{row.Label},{row.Features}")),
        new("digits", "load_digits", ["digits.csv.gz"], new() { LabelColumn = ^1 }),

        // The names and tabs of the file with which its authors publish it.
        new(
            "diabetes",
            "load_diabetes",
            ["diabetes_data_raw.csv.gz", "diabetes_target.csv.gz"],
            new() { TargetColumns = ["Y"] },
            files => [DiabetesColumns.Replace(' ', '\t'), .. files[0].Zip(files[1], (x, y) => $"{x.Replace(' ', '\t')}\t{y}")]),
    ];

    /// <summary>The one of a name.</summary>
    public static RealDataFile Of(string name) => All.Single(file => file.Name == name);

    /// <summary>Whether a folder has the sources.</summary>
    public bool IsIn(string folder) => Sources.All(source => File.Exists(Path.Combine(folder, source)));

    /// <summary>Reads the data set.</summary>
    /// <param name="folder">Scikit-learn's folder of data.</param>
    public DataSet<T> Read<T>(string folder)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        string[] paths = [.. Sources.Select(source => Path.Combine(folder, source))];
        if (Lines is null)
        {
            return CsvFile.ReadDataSet<T>(paths[0], Options);
        }

        using var temporary = new TemporaryFolder();
        string path = temporary.PathOf("data.csv");
        File.WriteAllLines(path, Lines([.. paths.Select(ReadLines)]));
        return CsvFile.ReadDataSet<T>(path, Options);
    }

    private static string[] ReadLines(string path)
    {
        using Stream file = File.OpenRead(path);
        using Stream content = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(content);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    // The rows of a file, with the names of the classes, which the first line has, in place of their numbers.
    private static IEnumerable<(string Features, string Label)> Named(string[] lines)
    {
        string[] names = lines[0].Split(',')[2..];
        return lines.Skip(1).Select(line =>
        {
            int comma = line.LastIndexOf(',');
            return (line[..comma], names[int.Parse(line[(comma + 1)..], CultureInfo.InvariantCulture)]);
        });
    }
}
