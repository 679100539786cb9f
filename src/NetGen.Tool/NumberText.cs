using System.CommandLine.Parsing;
using System.Globalization;

namespace NetGen.Tool;

/// <summary>Numbers on the command line.</summary>
internal static class NumberText
{
    /// <summary>
    /// A number with a point before its decimals, in every culture. Commas are refused: parsers that take them for separators of thousands
    /// read 0,01 as 1.
    /// </summary>
    public static double Parse(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
        {
            return value;
        }

        result.AddError($"Expected a number such as 0.5; found '{text}'.");
        return 0;
    }
}
