using System.Globalization;
using NetGen.Metrics;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace NetGen.Reporting.Terminal;

/// <summary>A confusion matrix on a terminal, whose mistakes are colored; as text elsewhere.</summary>
public static class ConfusionTable
{
    // What fits into a line.
    private const int MaxColumns = 20;

    /// <summary>Writes a whole report, with its confusion matrix as <see cref="Write(IAnsiConsole, ConfusionMatrix)"/> shows it.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="report">The metrics.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static void Write(IAnsiConsole console, ClassificationReport report)
    {
        ArgumentNullException.ThrowIfNull(console);
        ArgumentNullException.ThrowIfNull(report);
        string text = report.ToString();
        string matrix = report.ConfusionMatrix.ToString();
        if (TableOf(console, report.ConfusionMatrix) is not { } table || !text.EndsWith(matrix, StringComparison.Ordinal))
        {
            console.Profile.Out.Writer.WriteLine(text);
            return;
        }

        console.Profile.Out.Writer.Write(text[..^matrix.Length]);
        console.Write(table);
    }

    /// <summary>Writes the matrix: a row for each actual class, a column for each predicted one.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="matrix">The counts.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static void Write(IAnsiConsole console, ConfusionMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(console);
        ArgumentNullException.ThrowIfNull(matrix);
        if (TableOf(console, matrix) is { } table)
        {
            console.Write(table);
            return;
        }

        console.Profile.Out.Writer.WriteLine(matrix.ToString().TrimEnd());
    }

    // Null where there are no colors, or where no line of the table fits into one of the console.
    private static Table? TableOf(IAnsiConsole console, ConfusionMatrix matrix)
    {
        if (!TrainingDisplay.IsLive(console) || matrix.ClassCount > MaxColumns || matrix.Unclassified > 0)
        {
            return null;
        }

        var options = RenderOptions.Create(console);
        Table[] tables = [Draw(matrix, "actual \\ predicted", gap: 1), Draw(matrix, "", gap: 0)];
        return Array.Find(tables, table => ((IRenderable)table).Measure(options, int.MaxValue).Max <= console.Profile.Width);
    }

    private static Table Draw(ConfusionMatrix matrix, string corner, int gap)
    {
        var padding = new Padding(gap, 0, 1, 0);
        var table = new Table { Border = TableBorder.Simple, ShowRowSeparators = false };
        _ = table.AddColumn(new TableColumn($"[dim]{corner}[/]") { Padding = padding });
        foreach (string name in matrix.ClassNames)
        {
            _ = table.AddColumn(new TableColumn(Markup.Escape(name)) { Padding = padding, Alignment = Justify.Right });
        }

        for (int actual = 0; actual < matrix.ClassCount; actual++)
        {
            int row = actual;
            _ = table.AddRow([
                Markup.Escape(matrix.ClassNames[row]),
                .. Enumerable.Range(0, matrix.ClassCount).Select(predicted => Cell(matrix, row, predicted)),
            ]);
        }

        return table;
    }

    private static string Cell(ConfusionMatrix matrix, int actual, int predicted)
    {
        int count = matrix[actual, predicted];
        string text = count.ToString(CultureInfo.InvariantCulture);
        return count == 0 ? "[dim]·[/]" : actual == predicted ? $"[green]{text}[/]" : $"[bold red]{text}[/]";
    }
}
