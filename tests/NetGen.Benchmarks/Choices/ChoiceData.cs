using NetGen.Data;

namespace NetGen.Benchmarks.Choices;

/// <summary>Data that the choices are tried on, divided anew for each seed: four fifths to train with, a fifth for the test.</summary>
internal sealed record ChoiceData
{
    private const int RegressionCount = 1000;
    private const int Features = 10;

    private readonly DataSet<float> _all;

    private ChoiceData(DataSet<float> all) => _all = all;

    /// <summary>How many samples to train with; null for four fifths.</summary>
    public int? TrainingCount { get; init; }

    /// <summary>The digits of 8 x 8 pixels.</summary>
    public static ChoiceData Digits()
    {
        using Stream stream = typeof(ChoiceData).Assembly.GetManifestResourceStream("digits.csv.gz")!;
        var layout = new CsvOptions { LabelColumn = ^1, ClassCount = 10, FeatureScale = 1.0 / 16 };
        return new ChoiceData(CsvFile.ReadDataSet<float>(stream, "digits.csv.gz", layout));
    }

    /// <summary>
    /// <c>10 sin(π x₁ x₂) + 20 (x₃ − ½)² + 10 x₄ + 5 x₅</c> of ten features from 0 to 1, with noise of standard deviation 1, in units of
    /// its standard deviation: J. H. Friedman, "Multivariate adaptive regression splines" (1991).
    /// </summary>
    public static ChoiceData Friedman()
    {
        var random = new SeededRandom(1);
        var inputs = new float[RegressionCount * Features];
        var targets = new float[RegressionCount];
        for (int i = 0; i < RegressionCount; i++)
        {
            double[] x = [.. Enumerable.Range(0, Features).Select(_ => random.NextDouble())];
            x.Select(value => (float)value).ToArray().CopyTo(inputs, i * Features);
            double y = (10 * Math.Sin(Math.PI * x[0] * x[1])) + (20 * (x[2] - 0.5) * (x[2] - 0.5)) + (10 * x[3]) + (5 * x[4]);
            targets[i] = (float)((y + random.NextNormal() - 14.4) / 5);
        }

        return new ChoiceData(DataSet.FromTargets(inputs, Features, targets, 1));
    }

    /// <summary>The division of a seed.</summary>
    public (DataSet<float> Training, DataSet<float> Test) Divide(long seed)
    {
        (DataSet<float> test, DataSet<float> training) = _all.Shuffle(seed).Split(_all.Count / 5);
        return (TrainingCount is int count ? training.Split(count).First : training, test);
    }
}
