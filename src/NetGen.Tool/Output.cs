using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace NetGen.Tool;

/// <summary>Writes what commands have to say: to people as text, to programs as JSON, and errors as one line.</summary>
internal static class Output
{
    // Wide enough for every table where no terminal says its width.
    private const int RedirectedWidth = 160;

    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Writes an object or a list as JSON.</summary>
    public static void Json<T>(T value) => Console.Out.WriteLine(JsonSerializer.Serialize(value, s_json));

    /// <summary>Writes a line; numbers are the same in every culture.</summary>
    public static void Line(string text = "") => Console.Out.WriteLine(text);

    /// <summary>Writes an error in one line.</summary>
    /// <returns>The exit code.</returns>
    public static int Fail(string message, int exitCode = ExitCodes.BadInput)
    {
        Console.Error.WriteLine("netgen: " + string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries)));
        return exitCode;
    }

    /// <summary>Writes a table; columns whose header ends with a space are of text, the others of numbers.</summary>
    public static void Table(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (string name in header)
        {
            var column = new TableColumn(new Text(name.TrimEnd())) { NoWrap = true };
            _ = table.AddColumn(name.EndsWith(' ') ? column : column.RightAligned());
        }

        foreach (IReadOnlyList<string> row in rows)
        {
            _ = table.AddRow(row.Select(cell => new Text(cell)));
        }

        if (!Console.IsOutputRedirected)
        {
            AnsiConsole.Write(table);
            return;
        }

        // As text: no colors, no wrapping, no spaces at the ends of lines.
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = RedirectedWidth;
        console.Profile.Capabilities.Unicode = true;
        console.Write(table);
        foreach (string line in writer.ToString().Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0))
        {
            Line(line);
        }
    }

    /// <summary>A count with separators of thousands.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number of five significant digits.</summary>
    public static string Number(double value) => value.ToString("G5", CultureInfo.InvariantCulture);

    /// <summary>A time of three significant digits, in the unit that suits it.</summary>
    public static string Time(double nanoseconds) => nanoseconds switch
    {
        < 1e3 => Digits(nanoseconds) + " ns",
        < 1e6 => Digits(nanoseconds / 1e3) + " µs",
        < 1e9 => Digits(nanoseconds / 1e6) + " ms",
        _ => Digits(nanoseconds / 1e9) + " s",
    };

    /// <summary>A size in the unit that suits it.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 10_000 => Count(bytes) + " bytes",
        < 10_000_000 => (bytes / 1e3).ToString("0.0", CultureInfo.InvariantCulture) + " kB",
        _ => (bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + " MB",
    };

    private static string Digits(double value) =>
        value.ToString(value < 10 ? "0.00" : value < 100 ? "0.0" : "0", CultureInfo.InvariantCulture);
}
