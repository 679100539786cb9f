using NetGen.Data;

namespace NetGen.Tests.Training;

/// <summary>
/// Measurements of very different size: proline is about 750, the hue about 1. A network cannot learn them as they are, and learns them
/// with one more line in its declaration.
/// </summary>
public sealed class WineTests
{
    private const int TestCount = 53;

    /// <summary>Seeds of the split, the initial parameters and the order of the samples.</summary>
    public static TheoryData<int> Seeds => [1, 2, 3, 4, 5];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Standardized_columns_are_learned(int seed)
    {
        (DataSet<float> test, DataSet<float> training) = Data().Shuffle(seed).Split(TestCount);
        WineNet network = WineNet.Create(seed);
        network.Train(training, new TrainingOptions { Seed = seed });
        Assert.True(network.Evaluate(test).Accuracy >= 0.95, network.Evaluate(test).ToString());
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Raw_columns_are_not(int seed)
    {
        (DataSet<float> test, DataSet<float> training) = Data().Shuffle(seed).Split(TestCount);
        RawWineNet network = RawWineNet.Create(seed);
        network.Train(training, new TrainingOptions { Seed = seed });
        Assert.True(network.Evaluate(test).Accuracy < 0.75, network.Evaluate(test).ToString());
    }

    private static DataSet<float> Data()
    {
        using Stream stream = typeof(WineTests).Assembly.GetManifestResourceStream("wine.csv")!;
        return CsvFile.ReadDataSet<float>(stream, "wine.csv", new CsvOptions { HeaderLines = 1, LabelColumn = ^1 });
    }
}
