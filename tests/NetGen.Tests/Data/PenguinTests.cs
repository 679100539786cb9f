using NetGen.Data;

namespace NetGen.Tests.Data;

/// <summary>
/// A classifier of real data as people have them: names of columns, labels in words in the first column, categories, missing values, and
/// features of very different size.
/// </summary>
public sealed class PenguinTests
{
    private static readonly CsvOptions _options = new()
    {
        LabelColumn = "species",
        IgnoredColumns = ["year"],
        OneHot = [new("island", "Biscoe", "Dream", "Torgersen"), new("sex", "female", "male")],
        MissingValues = MissingValues.FillWithMean,
    };

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 10)];

    [Fact]
    public void The_file_is_read_as_it_is()
    {
        DataSet<float> data = Read(_options);
        Assert.Equal((344, 9, 3), (data.Count, data.InputSize, data.TargetSize));
        Assert.Equal(["Adelie", "Chinstrap", "Gentoo"], data.ClassNames!);
        Assert.Equal(
            [
                "island=Biscoe", "island=Dream", "island=Torgersen", "bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g",
                "sex=female", "sex=male",
            ],
            data.FeatureNames!);
        Assert.Equal([0, 0, 1, 39.1f, 18.7f, 181, 3750, 0, 1], data.Inputs()[0]);
        Assert.Equal([0, 0, 1, .. Enumerable.Repeat(float.NaN, 6)], data.Inputs()[3]);
        Assert.Equal([152, 68, 124], Enumerable.Range(0, 3).Select(label => data.Labels().Count(one => one == label)));
        Assert.Equal(333, Read(_options with { MissingValues = MissingValues.SkipRows }).Count);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Penguins_are_told_apart(int seed)
    {
        (DataSet<float> test, DataSet<float> training) = Read(_options).SplitStratified(86, seed);
        PenguinNet network = PenguinNet.Create(seed);
        network.Train(training, new TrainingOptions { Seed = seed });
        Assert.True(network.Evaluate(test).Accuracy >= 0.96, network.Evaluate(test).ToString());
    }

    private static DataSet<float> Read(CsvOptions options)
    {
        using Stream stream = typeof(PenguinTests).Assembly.GetManifestResourceStream("penguins.csv")!;
        return CsvFile.ReadDataSet<float>(stream, "penguins.csv", options);
    }
}

[Network(InputShape = [9])]
[Standardize]
[Dense(16, Activation.ReLU)]
[Dense(3, Activation.Softmax)]
internal sealed partial class PenguinNet;
