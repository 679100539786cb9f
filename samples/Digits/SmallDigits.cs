using NetGen.Data;

namespace NetGen.Samples.Digits;

/// <summary>The 1,797 digits of 8 x 8 pixels inside this program; data/README.md states their source and licence.</summary>
internal static class SmallDigits
{
    // Decides only which digits are held out.
    private const long SplitSeed = 1;

    /// <summary>A fifth of the digits is held out as the test set, and a tenth of the rest for validation.</summary>
    public static Samples Load()
    {
        using Stream stream = typeof(SmallDigits).Assembly.GetManifestResourceStream("digits.csv.gz")
            ?? throw new InvalidOperationException("The digits are missing from the program.");
        var layout = new CsvOptions { LabelColumn = ^1, ClassCount = 10, FeatureScale = 1.0 / 16 };
        DataSet<float> all = CsvFile.ReadDataSet<float>(stream, "digits.csv.gz", layout).Shuffle(SplitSeed);
        (DataSet<float> test, DataSet<float> rest) = all.Split((all.Count + 4) / 5);
        (DataSet<float> validation, DataSet<float> training) = rest.Split(rest.Count / 10);
        return new Samples(training, validation, test, Side: 8);
    }
}
