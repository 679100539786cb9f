using System.Reflection;
using NetGen.Data;

namespace NetGen.Samples;

/// <summary>The 1,797 digits of 8 x 8 pixels inside the program; samples/Digits/data/README.md states their source and license.</summary>
internal static class EmbeddedDigits
{
    // Decides only which digits are held out.
    private const long SplitSeed = 1;

    /// <summary>All digits, shuffled.</summary>
    public static DataSet<float> Read()
    {
        const string Name = "digits.csv.gz";
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Name)
            ?? throw new InvalidOperationException("The digits are missing from the program.");
        var layout = new CsvOptions { LabelColumn = ^1, ClassCount = 10, FeatureScale = 1.0 / 16 };
        return CsvFile.ReadDataSet<float>(stream, Name, layout).Shuffle(SplitSeed);
    }
}
