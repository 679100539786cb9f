using System.Globalization;
using NetGen.Benchmarks.Measuring;

namespace NetGen.Benchmarks.Scale;

/// <summary>A table of times per unit of work, and the places where they are not flat.</summary>
/// <param name="title">What grows.</param>
/// <param name="unit">What the times are for.</param>
/// <param name="memory">What the bytes are.</param>
/// <param name="columns">What was timed.</param>
internal sealed class ScaleTable(string title, string unit, string memory, IReadOnlyList<string> columns)
{
    /// <summary>A step by more than this part is worth naming.</summary>
    private const double Step = 0.2;

    public void Print(IReadOnlyList<ScaleRow> rows)
    {
        Console.WriteLine($"{title}: picoseconds per {unit}");
        Console.WriteLine(
            $"{"",-18} {memory,14} {string.Concat(columns.Select(column => column.PadLeft(14)))}  not flat");
        for (int i = 0; i < rows.Count; i++)
        {
            ScaleRow row = rows[i];
            string times = string.Concat(row.Picoseconds.Select(time => Text($"{time,14:N1}")));
            string notes = i == 0 ? "" : string.Join("; ", Notes(rows[i - 1], row));
            Console.WriteLine(Text($"{row.Label,-18} {row.Bytes / 1024.0,11:N1} KB {times}  {notes}"));
        }

        Console.WriteLine();
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private IEnumerable<string> Notes(ScaleRow before, ScaleRow row)
    {
        string[] edges =
        [
            .. ThisMachine.Current.Caches
                .Where(cache => before.Bytes <= cache.Bytes && row.Bytes > cache.Bytes)
                .Select(cache => Text($"{memory} no longer fit L{cache.Level} of {cache.Bytes / 1024} KB")),
        ];
        string[] steps =
        [
            .. columns.Index()
                .Select(column => (Name: column.Item, Change: (row.Picoseconds[column.Index] / before.Picoseconds[column.Index]) - 1))
                .Where(step => Math.Abs(step.Change) > Step)
                .Select(step => Text($"{step.Name} {(step.Change > 0 ? "+" : "−")}{Math.Abs(step.Change):0%}")),
        ];
        return edges.Concat(steps);
    }
}
