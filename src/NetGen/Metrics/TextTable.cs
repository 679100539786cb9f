using System.Globalization;
using System.Text;

namespace NetGen.Metrics;

/// <summary>Lines of aligned columns: the first column to the left, the others to the right.</summary>
/// <param name="header">The names of the columns.</param>
internal sealed class TextTable(params string[] header)
{
    private const string Ellipsis = "…";

    private readonly List<string[]> _rows = [header];

    /// <summary>Adds a row of as many cells as the header has; an empty cell stays blank.</summary>
    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>A share or a score, with four decimals.</summary>
    public static string Score(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    /// <summary>A number of any size, with five digits.</summary>
    public static string Number(double value) => value.ToString("G5", CultureInfo.InvariantCulture);

    /// <summary>A number of samples.</summary>
    public static string Count(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A name as one line of at most <paramref name="width"/> characters.</summary>
    public static string Name(string name, int width)
    {
        var line = new StringInfo(string.Concat(name.Select(character => char.IsControl(character) ? ' ' : character)));
        return line.LengthInTextElements <= width ? line.String : line.SubstringByTextElements(0, width - 1) + Ellipsis;
    }

    /// <summary>The lines, each with its end.</summary>
    public override string ToString()
    {
        int[] widths = [.. header.Select((_, column) => _rows.Max(row => WidthOf(row[column])))];
        var text = new StringBuilder();
        foreach (string[] row in _rows)
        {
            text.Append(string.Join("  ", row.Select((cell, column) => Aligned(cell, column, widths[column]))).TrimEnd()).Append('\n');
        }

        return text.ToString();
    }

    private static string Aligned(string cell, int column, int width)
    {
        var blanks = new string(' ', width - WidthOf(cell));
        return column == 0 ? cell + blanks : blanks + cell;
    }

    private static int WidthOf(string cell) => new StringInfo(cell).LengthInTextElements;
}
