using NetGen.Data;

namespace NetGen.Tests.Data;

public class MissingValueTests
{
    private const string Text = "x,color,class\n1,red,0\n,blue,1\n5,NA,0\n3,?,1\n6,red,0\n8,blue,NaN\n";

    private static readonly CsvOptions _options = new() { OneHot = [new("color", "red", "blue")], ClassCount = 2 };

    [Fact]
    public void Missing_values_are_refused_unless_the_options_say_what_to_do()
    {
        AssertRefused(
            "x,class\n1,0\n,1\n",
            new CsvOptions(),
            "line 3, column 1 ('x'): expected a value; found ''. It stands for a missing one (CsvOptions.MissingTexts). To leave out such "
            + "lines, or to fill in the mean, set CsvOptions.MissingValues.");
        AssertRefused(
            Text,
            _options with { MissingValues = MissingValues.FillWithMean },
            "line 7, column 3 ('class'): expected a label; found 'NaN'. It stands for a missing one (CsvOptions.MissingTexts). To leave "
            + "out such lines, set CsvOptions.MissingValues = SkipRows.");
        AssertRefused(
            "x,class\n1,0\n-,1\n",
            _options with { OneHot = [], MissingTexts = [""] },
            "line 3, column 1 ('x'): expected a finite number; found '-'. If it stands for a missing value, set CsvOptions.MissingTexts = "
            + "[\"\", \"-\"]. If the column is not needed, set CsvOptions.IgnoredColumns = [\"x\"].");
    }

    /// <summary>None is a quality of garages here, and a grade of pain.</summary>
    [Fact]
    public void What_the_options_name_as_a_category_or_a_class_is_not_missing()
    {
        const string Houses = "x,garage,pain\n1,None,None\n2,Attached,Mild\n3,None,Mild\n,Attached,None\n";
        var options = new CsvOptions { OneHot = [new("garage", "None", "Attached")], ClassNames = ["None", "Mild"], LabelColumn = "pain" };
        DataSet<float> data = Read<float>(Houses, options with { MissingValues = MissingValues.SkipRows });
        Assert.Equal([[1, 1, 0], [2, 0, 1], [3, 1, 0]], data.Inputs());
        Assert.Equal([0, 1, 1], data.Labels());
        Assert.Equal(1, data.SkippedRows);
        Assert.Equal(4, Read<float>(Houses, options with { MissingValues = MissingValues.FillWithMean }).Count);
    }

    [Fact]
    public void Gaps_in_columns_that_are_no_features_leave_no_lines_out()
    {
        var options = new CsvOptions
        {
            FeatureColumns = ["a"], OneHot = [new("sex", "f", "m")], MissingValues = MissingValues.SkipRows,
        };
        DataSet<float> data = Read<float>("a,sex,label\n1,m,x\n2,,y\n3,f,x\n", options);
        Assert.Equal([[1], [2], [3]], data.Inputs());
        Assert.Equal(0, data.SkippedRows);
    }

    [Fact]
    public void Lines_with_missing_values_may_be_left_out()
    {
        CsvOptions skip = _options with { MissingValues = MissingValues.SkipRows };
        DataSet<float> data = Read<float>(Text, skip);
        Assert.Equal([[1, 1, 0], [6, 1, 0]], data.Inputs());
        Assert.Equal([0, 0], data.Labels());
        Assert.False(data.HasMissing);
        Assert.Equal(4, data.SkippedRows);
        Assert.Equal(4, data.Shuffle(1).Slice(0, 1).SkippedRows);
        Assert.Equal(8, data.Concat(data).SkippedRows);
        Assert.Equal(4, data.WithNoise(1, seed: 1).SkippedRows);

        // What is left out anyway may be missing.
        skip = skip with { OneHot = [] };
        Assert.Equal(
            [[1], [5], [3], [6]],
            Read<float>("z,x,class\n,1,0\n,,1\n2,5,1\n?,3,0\n,6,1", skip with { IgnoredColumns = ["z"] }).Inputs());
        AssertRefused(
            "x,y,class\n1,,0\n?,?,1\n",
            skip,
            "line 2: expected at least one sample without missing values; all 2 lines were left out. Most often, in 2, it is column 2 "
            + "('y') "
            + "that is missing. If the column is not needed, set CsvOptions.IgnoredColumns = [\"y\"].");
        AssertRefused(
            "x,class\n1,?\n",
            skip with { ClassCount = null },
            "line 2: expected at least one sample without missing values; the only line was left out. Most often, in 1, it is column 2 "
            + "('class') that is missing.");
    }

    [Fact]
    public void Features_of_arrays_that_are_NaN_may_be_missing()
    {
        const float NaN = float.NaN;
        float[] features = [1, 2, NaN, 3, 4, 5];
        DataSet<float> data = DataSet.FromLabels(features, 2, new[] { 0, 1, 1 }, 2, MissingValues.FillWithMean);
        Assert.True(data.HasMissing);
        Assert.Equal([[1, 2], [NaN, 3], [4, 5]], data.Inputs());
        Assert.False(DataSet.FromTargets([1f, 2f], 1, [1f, 2f], 1, MissingValues.FillWithMean).HasMissing);
        Assert.True(DataSet.FromInputs(features, 2, MissingValues.FillWithMean).HasMissing);

        data = DataSet.FromLabels(features, 2, ["a", "b", "b"], null, MissingValues.SkipRows);
        Assert.Equal((2, 1, false), (data.Count, data.SkippedRows, data.HasMissing));
        Assert.Equal([[1, 2], [4, 5]], data.Inputs());
        Assert.Equal([0, 1], data.Labels());
        data = DataSet.FromTargets(features, 2, [1f, 2f, 3f], 1, MissingValues.SkipRows);
        var target = new float[1];
        data.CopyTarget(1, target);
        Assert.Equal(3, target[0]);
        Assert.Equal(0, DataSet.FromTargets([NaN], 1, [1f], 1, MissingValues.SkipRows).Count);

        const string Remedy = " If NaN stands for a missing value, say by missingValues what to do about it. (Parameter 'features')";
        Assert.Equal(
            "Expected finite numbers; feature 0 of sample 1 is NaN." + Remedy,
            Assert.Throws<ArgumentException>("features", () => DataSet.FromInputs(features, 2, MissingValues.SkipRows)).Message);
        features[5] = float.NegativeInfinity;
        foreach (MissingValues missing in new[] { MissingValues.SkipRows, MissingValues.FillWithMean })
        {
            Assert.Equal(
                "Expected finite numbers; feature 1 of sample 2 is -Infinity. (Parameter 'features')",
                Assert.Throws<ArgumentException>(
                    "features", () => DataSet.FromTargets(features, 2, [1f, 2f, 3f], 1, missing)).Message);
            Assert.Throws<ArgumentException>("targets", () => DataSet.FromTargets([1f], 1, [NaN], 1, missing));
        }

        Assert.Throws<ArgumentOutOfRangeException>("missingValues", () => DataSet.FromInputs(features, 2, (MissingValues)3));
    }

    [Fact]
    public void Features_of_NumPy_files_that_are_NaN_may_be_missing()
    {
        const float NaN = float.NaN;
        NpyFile features = ToFile([3, 2], 2, NaN, 4, 6, NaN, 8);
        NpyFile labels = ToFile([3], 0, 1, 1);
        var exception = Assert.Throws<InvalidDataException>(() => NpyFile.ToDataSet<float>(features, labels));
        Assert.Equal(
            "file, byte 132: expected finite numbers of Single; feature 1 of sample 0 is NaN. If NaN stands for a missing value, say by "
            + "missingValues what to do about it.",
            exception.Message);
        DataSet<float> data = NpyFile.ToDataSet<float>(features, labels, featureScale: 0.5f, missingValues: MissingValues.FillWithMean);
        Assert.True(data.HasMissing);
        Assert.Equal([[1, NaN], [2, 3], [NaN, 4]], data.Inputs());
        data = NpyFile.ToDataSetWithTargets<float>(features, labels, missingValues: MissingValues.SkipRows);
        Assert.Equal([[4, 6]], data.Inputs());
        Assert.Equal(2, data.SkippedRows);
        Assert.True(NpyFile.ToInputs<float>(features, missingValues: MissingValues.FillWithMean).HasMissing);
        Assert.Throws<InvalidDataException>(() => NpyFile.ToInputs<float>(features, missingValues: MissingValues.SkipRows));
        exception = Assert.Throws<InvalidDataException>(
            () => NpyFile.ToInputs<float>(ToFile([2, 1], NaN, float.PositiveInfinity), missingValues: MissingValues.FillWithMean));
        Assert.Equal("file, byte 132: expected finite numbers of Single; feature 0 of sample 1 is Infinity.", exception.Message);
        exception = Assert.Throws<InvalidDataException>(
            () => NpyFile.ToDataSetWithTargets<float>(features, ToFile([3], 1, 2, NaN), missingValues: MissingValues.FillWithMean));
        Assert.Equal("file, byte 136: expected finite numbers of Single; target 0 of sample 2 is NaN.", exception.Message);

        static NpyFile ToFile(int[] shape, params float[] values) => NpyFile.Read(new MemoryStream(NpyBytes.Of(shape, values)), "file");
    }

    [Fact]
    public void Missing_features_are_NaN_until_a_network_fills_them()
    {
        string text = Text[..Text.IndexOf('8', StringComparison.Ordinal)];
        DataSet<double> data = Read<double>(text, _options with { MissingValues = MissingValues.FillWithMean });
        Assert.True(data.HasMissing);
        Assert.True(data.Shuffle(1).Slice(0, 1).HasMissing);
        const double NaN = double.NaN;
        Assert.Equal([[1, 1, 0], [NaN, 0, 1], [5, NaN, NaN], [3, NaN, NaN], [6, 1, 0]], data.Inputs());

        var network = ReferenceNetwork<double>.Create(MissingNet.Topology, seed: 1);
        network.FitScaling(data);
        var means = new double[3];
        network.Parameters.CopyTo("standardize.mean", means);
        Assert.Equal([3.75, 2 / 3.0, 1 / 3.0], means, (one, other) => Math.Abs(one - other) < 1e-15);

        // The deviation is that of the values that are there: Σ (x − 3.75)² = 14.75.
        var inverse = new double[3];
        network.Parameters.CopyTo("standardize.inverse_deviation", inverse);
        Assert.Equal(1 / Math.Sqrt(14.75 / 4), inverse[0], 1e-15);

        double[] inputs = [NaN, 1, NaN, 2, NaN, 0];
        network.FillMissing(inputs);
        Assert.Equal([means[0], 1, means[2], 2, means[1], 0], inputs);
        Assert.Throws<ArgumentException>("inputs", () => network.FillMissing(new double[4]));
        Assert.Throws<ArgumentException>("network", () => DoubleNet.Create(1).FillMissing(new double[70]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Training_takes_the_means_of_the_training_data(int threads)
    {
        (DataSet<double> training, DataSet<double> validation) = RandomData(hasMissing: true).Shuffle(2).Split(60);
        (DataSet<double> filledTraining, DataSet<double> filledValidation) = Filled(training, validation);
        Assert.True(training.HasMissing && !filledTraining.HasMissing);
        var options = new TrainingOptions { Epochs = 3, MiniBatchSize = 40, MaxDegreeOfParallelism = threads };
        MissingNet expected = Fitted(training);
        MissingNet actual = MissingNet.Create(1);
        var reference = ReferenceNetwork<double>.Create(MissingNet.Topology, seed: 1);
        reference.Parameters.CopyFrom(actual.Parameters);
        TrainingHistory expectedHistory = expected.Train(filledTraining, options, filledValidation);
        TrainingHistory history = actual.Train(training, options, validation);
        reference.Train(training, options, validation);
        Assert.True(expected.Parameters.BitwiseEquals(actual.Parameters));
        Assert.True(reference.Parameters.BitwiseEquals(actual.Parameters));
        Assert.Equal(
            expectedHistory.Epochs.Select(epoch => epoch.Validation!.Cost), history.Epochs.Select(epoch => epoch.Validation!.Cost));
        Assert.Equal(expected.Evaluate(filledValidation).Cost, actual.Evaluate(validation).Cost);
    }

    [Fact]
    public void A_training_with_missing_features_resumes_to_the_bit()
    {
        DataSet<double> data = RandomData(hasMissing: true);
        var options = new TrainingOptions { Epochs = 3, MiniBatchSize = 10 };
        MissingNet expected = MissingNet.Create(1);
        expected.Train(data, options);

        using var file = new MemoryStream();
        using var trainer = new Trainer<double>(MissingNet.Create(1), data, options);
        trainer.RunEpoch();
        trainer.RunStep();
        trainer.Save(file);
        file.Position = 0;
        MissingNet actual = MissingNet.Create(2);
        using Trainer<double> resumed = Trainer.Resume(actual, file, data, options);
        resumed.Run();
        Assert.True(expected.Parameters.BitwiseEquals(actual.Parameters));
    }

    [Fact]
    public void A_network_without_means_refuses_missing_features()
    {
        DataSet<double> data = RandomData(hasMissing: true);
        UnstandardizedNet network = UnstandardizedNet.Create(1);
        foreach (Action use in new Action[]
        {
            () => network.Train(data), () => network.Evaluate(data), () => network.Train(RandomData(hasMissing: false), null, data),
        })
        {
            var exception = Assert.Throws<ArgumentException>(use);
            Assert.StartsWith(
                "Some features are missing (or may be, in data from a source) and are to be filled with the mean of the training data, but "
                + $"the network {UnstandardizedNet.Topology} does not keep means. Make Standardize its first layer, or leave out "
                + $"incomplete "
                + "rows with MissingValues.SkipRows.",
                exception.Message,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_feature_that_is_missing_everywhere_has_no_mean()
    {
        DataSet<double> data = Read<double>(
            "a,b,c,class\n1,,3,0\n2,NA,4,1\n", new CsvOptions { MissingValues = MissingValues.FillWithMean });
        var exception = Assert.Throws<ArgumentException>("data", () => MissingNet.Create(1).Train(data));
        Assert.Contains("Feature 1 ('b') is missing in all samples", exception.Message, StringComparison.Ordinal);
    }

    private static MissingNet Fitted(DataSet<double> training)
    {
        MissingNet network = MissingNet.Create(1);
        network.FitScaling(training);
        return network;
    }

    // With the means of the training data in the places of missing features.
    private static (DataSet<double> Training, DataSet<double> Validation) Filled(DataSet<double> training, DataSet<double> validation)
    {
        MissingNet network = Fitted(training);
        return (Fill(training), Fill(validation));

        DataSet<double> Fill(DataSet<double> data)
        {
            double[] inputs = [.. data.Inputs().SelectMany(input => input)];
            network.FillMissing(inputs);
            return DataSet.FromLabels(inputs, 3, data.Labels(), 2);
        }
    }

    private static DataSet<double> RandomData(bool hasMissing)
    {
        var random = new Random(5);
        string rows = string.Concat(Enumerable.Range(0, 90).Select(i => $"{Feature()},{Feature()},{Feature()},{i % 2}\n"));
        return Read<double>("a,b,c,class\n" + rows, new CsvOptions { MissingValues = MissingValues.FillWithMean });

        string Feature() => hasMissing && random.Next(5) == 0 ? "" : $"{random.Next(-99, 99)}";
    }

    private static DataSet<T> Read<T>(string text, CsvOptions options)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> =>
        CsvFile.ReadDataSet<T>(new StringReader(text), "text", options);

    private static void AssertRefused(string text, CsvOptions options, string message)
    {
        var exception = Assert.Throws<InvalidDataException>(() => CsvFile.ReadDataSet<float>(new StringReader(text), "some file", options));
        Assert.Equal($"some file, {message}", exception.Message);
    }
}

[Network<double>(InputShape = [3])]
[Standardize]
[Dense(5, Activation.Tanh)]
[Dense(2, Activation.Softmax)]
internal sealed partial class MissingNet;

[Network<double>(3, 5, 2, Output = Activation.Softmax)]
internal sealed partial class UnstandardizedNet;
