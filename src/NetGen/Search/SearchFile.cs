using System.Globalization;
using System.Text;
using NetGen.Data;
using NetGen.Serialization;

namespace NetGen;

/// <summary>The CSV file of a search: a header, and a line for each run. Runs are appended one by one.</summary>
/// <remarks>
/// The key is a hash of all that decides the result. So a line is only taken for a run of this search, and a file of another one is
/// refused. The check is a hash of the line, so a line that was changed is refused as well. What follows the last end of a line was being
/// written when the search was stopped: it is cut off.
/// </remarks>
internal sealed class SearchFile : IDisposable
{
    private static readonly string[] Results = ["seed", "accuracy", "cost", "epochs", "stop_reason", "seconds", "message"];
    private static readonly string[] ResumptionColumns = ["key", "check"];

    private readonly FileStream _stream;

    // By values and seed.
    private readonly HashSet<string> _runs = new(StringComparer.Ordinal);

    private SearchFile(string path)
    {
        Path = path;
        _stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
    }

    /// <summary>Where the file lies.</summary>
    public string Path { get; }

    /// <summary>The runs that the file has, by their keys: the columns of the line.</summary>
    public Dictionary<string, string[]> Lines { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether a name is that of a column of results.</summary>
    public static bool IsReserved(string name) => Results.Contains(name) || ResumptionColumns.Contains(name);

    /// <summary>Opens a file, which it makes if there is none, and reads its runs.</summary>
    /// <exception cref="InvalidDataException">It is not a file of a search with these axes.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static SearchFile Open(string path, IReadOnlyList<string> axes)
    {
        var file = new SearchFile(path);
        try
        {
            file.Read(axes);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The line with the names of the columns.</summary>
    public static string HeaderOf(IReadOnlyList<string> axes) => Line([.. axes, .. Results, .. ResumptionColumns]);

    /// <summary>The line of a run.</summary>
    public static string LineOf(SearchRun run, string key) => WithCheck([.. CellsOf(run), key]);

    /// <summary>A table of runs, for people and other programs: no search resumes from it.</summary>
    public static string TableOf(IReadOnlyList<string> axes, IEnumerable<SearchRun> runs) =>
        Line([.. axes, .. Results]) + string.Concat(runs.Select(run => Line(CellsOf(run))));

    private static string[] CellsOf(SearchRun run) =>
    [
        .. run.Trial.Values,
        run.Seed.ToString(CultureInfo.InvariantCulture),
        run.Accuracy?.ToString("R", CultureInfo.InvariantCulture) ?? "",
        run.Cost.ToString("R", CultureInfo.InvariantCulture),
        run.Epochs.ToString(CultureInfo.InvariantCulture),
        run.StopReason.ToString(),
        run.Elapsed.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture),
        run.Message ?? "",
    ];

    /// <summary>Whether the file has a run with the values of a trial and a seed, with whatever network, data and options.</summary>
    public bool HasRun(SearchTrial trial, long seed) => _runs.Contains(string.Join(',', CellsOf(trial, seed)));

    /// <summary>The run that a line has.</summary>
    /// <exception cref="InvalidDataException">It has none of this trial and seed.</exception>
    public SearchRun RunOf(string[] line, SearchTrial trial, long seed)
    {
        int first = trial.Values.Count;
        if (!line.AsSpan(0, first + 1).SequenceEqual(CellsOf(trial, seed))
            || !TryParse(line[first + 1], out double accuracy) || !TryParse(line[first + 2], out double cost)
            || !int.TryParse(line[first + 3], CultureInfo.InvariantCulture, out int epochs)
            || !Enum.TryParse(line[first + 4], out StopReason reason) || !TryParse(line[first + 5], out double seconds))
        {
            throw Damaged(line);
        }

        return new SearchRun
        {
            Trial = trial,
            Seed = seed,
            Accuracy = line[first + 1].Length == 0 ? null : accuracy,
            Cost = cost,
            Epochs = epochs,
            StopReason = reason,
            Elapsed = TimeSpan.FromSeconds(seconds),
            Message = line[first + 6].Length == 0 ? null : line[first + 6],
        };
    }

    /// <summary>Appends the line of a run.</summary>
    public void Append(string line)
    {
        _stream.Write(Encoding.UTF8.GetBytes(line));
        _stream.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private void Read(IReadOnlyList<string> axes)
    {
        var bytes = new byte[_stream.Length];
        _stream.ReadExactly(bytes);
        string header = HeaderOf(axes);
        int end = Array.LastIndexOf(bytes, (byte)'\n') + 1;

        // Editors may have added a mark at the start, or changed the ends of lines.
        string text = Encoding.UTF8.GetString(bytes, 0, end).TrimStart('\uFEFF').ReplaceLineEndings("\n");
        if (end == 0 ? !header.StartsWith(Encoding.UTF8.GetString(bytes), StringComparison.Ordinal)
            : !text.StartsWith(header, StringComparison.Ordinal))
        {
            throw new InvalidDataException(
                $"{Path} is not a results file of this search: expected the columns {header.TrimEnd('\n')}; found "
                + $"{CsvText.Quote(Encoding.UTF8.GetString(bytes).Split('\n')[0])}. Give the search a file of its own.");
        }

        _stream.SetLength(end);
        _stream.Position = end;
        if (end == 0)
        {
            Append(header);
            return;
        }

        var records = new CsvRecords(new StringReader(text[header.Length..]), Path);
        while (records.Read())
        {
            string[] line = records.ToArray();
            if (line.Length != axes.Count + Results.Length + ResumptionColumns.Length || line[^1] != CheckOf(line[..^1]))
            {
                throw Damaged(line);
            }

            Lines[line[^2]] = line;
            _runs.Add(string.Join(',', line[..(axes.Count + 1)]));
        }
    }

    private InvalidDataException Damaged(string[] line) =>
        new($"{Path} has a damaged line, {CsvText.Quote(string.Join(',', line))}. Remove it: its run is then made again.");

    private static string WithCheck(string[] cells) => Line([.. cells, CheckOf([.. cells.Select(Flat)])]);

    private static string CheckOf(string[] cells)
    {
        var hash = new ContentHash();
        hash.Add(string.Join('\n', cells));
        return hash.ToString();
    }

    private static string[] CellsOf(SearchTrial trial, long seed) =>
        [.. trial.Values.Select(Flat), seed.ToString(CultureInfo.InvariantCulture)];

    private static bool TryParse(string text, out double value)
    {
        value = double.NaN;
        return text.Length == 0 || double.TryParse(text, CultureInfo.InvariantCulture, out value);
    }

    private static string Line(string[] cells) => string.Join(',', cells.Select(Cell)) + "\n";

    private static string Cell(string text)
    {
        string flat = Flat(text);
        return flat.AsSpan().ContainsAny(',', '"') ? $"\"{flat.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : flat;
    }

    // A run is one line, so that a line that is cut off can be told.
    private static string Flat(string text) => string.Concat(text.Select(one => char.IsControl(one) ? ' ' : one)).Trim();
}
