using System.Globalization;
using NetGen.Metrics;
using Spectre.Console;

namespace NetGen.Reporting.Terminal;

/// <summary>A confusion matrix on a terminal, whose cells are colored by their part of the row; as text elsewhere.</summary>
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
        if (!IsColored(console, report.ConfusionMatrix) || !text.EndsWith(matrix, StringComparison.Ordinal))
        {
            console.Profile.Out.Writer.WriteLine(text);
            return;
        }

        console.Profile.Out.Writer.Write(text[..^matrix.Length]);
        Write(console, report.ConfusionMatrix);
    }

    /// <summary>Writes the matrix: a row for each actual class, a column for each predicted one.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="matrix">The counts.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static void Write(IAnsiConsole console, ConfusionMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(console);
        ArgumentNullException.ThrowIfNull(matrix);
        if (!IsColored(console, matrix))
        {
            console.Profile.Out.Writer.WriteLine(matrix.ToString().TrimEnd());
            return;
        }

        var table = new Table { Border = TableBorder.Simple, ShowRowSeparators = false };
        _ = table.AddColumn(new TableColumn("[dim]actual \\ predicted[/]"));
        foreach (string name in matrix.ClassNames)
        {
            _ = table.AddColumn(new TableColumn(Markup.Escape(name)).RightAligned());
        }

        for (int actual = 0; actual < matrix.ClassCount; actual++)
        {
            int row = actual;
            _ = table.AddRow([
                Markup.Escape(matrix.ClassNames[row]),
                .. Enumerable.Range(0, matrix.ClassCount).Select(predicted => Cell(matrix, row, predicted)),
            ]);
        }

        console.Write(table);
    }

    private static bool IsColored(IAnsiConsole console, ConfusionMatrix matrix) =>
        TrainingDisplay.IsLive(console) && matrix.ClassCount <= MaxColumns && matrix.Unclassified == 0;

    private static string Cell(ConfusionMatrix matrix, int actual, int predicted)
    {
        int count = matrix[actual, predicted];
        string text = count.ToString(CultureInfo.InvariantCulture);
        return count == 0 ? "[dim]·[/]" : actual == predicted ? $"[green]{text}[/]" : $"[bold red]{text}[/]";
    }
}
