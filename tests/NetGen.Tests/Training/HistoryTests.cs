using System.Globalization;
using System.Text;
using System.Text.Json;

namespace NetGen.Tests.Training;

/// <summary>Histories as CSV and JSON.</summary>
public sealed class HistoryTests
{
    private const string Csv =
        "epoch,training_cost,cost_on_training_data,accuracy_on_training_data,validation_cost,validation_accuracy,learning_rate,"
        + "seconds,training_seconds,samples_per_second,layers.0.weight.norm,layers.0.weight.update_norm,layers.0.weight.gradient_norm,"
        + "layers.0.bias.norm,layers.0.bias.update_norm,layers.0.bias.gradient_norm\n"
        + "1,0.1,,,,,,1.5,0,,,,,,,\n"
        + "2,0.5,0.25,0.75,NaN,0.125,0.003,3,2,2,1.5,0.125,1E-10,0,Infinity,\n";

    private const string Json =
        """
        {"stopReason":"TimeLimit","seconds":4.5,"bestEpoch":null,"epochs":[
        {"epoch":1,"trainingCost":0.1,"training":null,"validation":null,"learningRate":null,"seconds":1.5,"trainingSeconds":0,
        "samplesPerSecond":null,"norms":null},
        {"epoch":2,"trainingCost":0.5,"training":{"cost":0.25,"correct":3,"count":4,"accuracy":0.75},
        "validation":{"cost":"NaN","correct":1,"count":8,"accuracy":0.125},"learningRate":0.003,"seconds":3,"trainingSeconds":2,
        "samplesPerSecond":2,"norms":[
        {"block":"layers.0.weight","parameters":1.5,"update":0.125,"gradient":1E-10},
        {"block":"layers.0.bias","parameters":0,"update":"Infinity","gradient":null}]}]}
        """;

    [Theory]
    [InlineData("")]
    [InlineData("de-DE")]
    [InlineData("fa-IR")]
    public void A_history_is_written_the_same_in_every_culture(string name)
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(name);
            Assert.Equal(Csv, History().ToCsv());
            Assert.Equal(Json.ReplaceLineEndings(""), Compact(History().ToJson()));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void A_history_without_epochs_has_the_names_alone()
    {
        var history = new TrainingHistory([], null, TimeSpan.Zero);
        Assert.Equal(
            "epoch,training_cost,cost_on_training_data,accuracy_on_training_data,validation_cost,validation_accuracy,learning_rate,"
            + "seconds,training_seconds,samples_per_second\n",
            history.ToCsv());
        Assert.Equal("""{"stopReason":null,"seconds":0,"bestEpoch":null,"epochs":[]}""", Compact(history.ToJson()));
        Assert.Equal("{\n  \"stopReason\": null,\n", history.ToJson()[..24]);
    }

    [Fact]
    public void Numbers_come_back_to_the_bit()
    {
        double[] costs = [0.1 + 0.2, 1.0 / 3, double.Epsilon, double.MaxValue, -0.0, Math.PI];
        var history = new TrainingHistory([.. costs.Select(Epoch)], StopReason.Completed, TimeSpan.Zero);
        Assert.Equal(
            costs.Select(BitConverter.DoubleToInt64Bits),
            history.ToCsv().Split('\n')[1..^1].Select(
                line => BitConverter.DoubleToInt64Bits(double.Parse(line.Split(',')[1], CultureInfo.InvariantCulture))));
        using JsonDocument document = JsonDocument.Parse(history.ToJson());
        Assert.Equal(
            costs.Select(BitConverter.DoubleToInt64Bits),
            document.RootElement.GetProperty("epochs").EnumerateArray().Select(
                epoch => BitConverter.DoubleToInt64Bits(epoch.GetProperty("trainingCost").GetDouble())));

        static EpochResult Epoch(double cost, int index) =>
            new() { Epoch = index + 1, TrainingCost = cost, Elapsed = TimeSpan.Zero };
    }

    [Fact]
    public void Files_have_what_the_texts_have_and_take_the_place_of_others()
    {
        using var folder = new TemporaryFolder();
        string csv = folder.Write("history.csv", new byte[100_000]);
        string json = folder.Write("history.json", new byte[100_000]);
        History().WriteCsv(csv);
        History().WriteJson(json);
        Assert.Equal(Encoding.UTF8.GetBytes(Csv), File.ReadAllBytes(csv));
        Assert.Equal(Encoding.UTF8.GetBytes(History().ToJson()), File.ReadAllBytes(json));

        using var writer = new StringWriter();
        History().WriteCsv(writer);
        Assert.Equal(Csv, writer.ToString());
        var stream = new MemoryStream();
        History().WriteJson(stream);
        Assert.True(stream.CanWrite);
        Assert.Equal(File.ReadAllBytes(json), stream.ToArray());
    }

    [Fact]
    public void Arguments_that_are_null_or_empty_are_refused()
    {
        TrainingHistory history = History();
        Assert.Throws<ArgumentNullException>("path", () => history.WriteCsv((string)null!));
        Assert.Throws<ArgumentException>("path", () => history.WriteCsv(""));
        Assert.Throws<ArgumentNullException>("writer", () => history.WriteCsv((TextWriter)null!));
        Assert.Throws<ArgumentNullException>("path", () => history.WriteJson((string)null!));
        Assert.Throws<ArgumentException>("path", () => history.WriteJson(""));
        Assert.Throws<ArgumentNullException>("stream", () => history.WriteJson((Stream)null!));
    }

    /// <summary>An epoch with everything, some of it not finite.</summary>
    internal static EpochResult Measured() => new()
    {
        Epoch = 2,
        TrainingCost = 0.5,
        Training = new Evaluation { Cost = 0.25, Correct = 3, Count = 4 },
        Validation = new Evaluation { Cost = double.NaN, Correct = 1, Count = 8 },
        LearningRate = 0.003,
        Norms =
        [
            new BlockNorms { BlockName = "layers.0.weight", Parameters = 1.5, Update = 0.125, Gradient = 1e-10 },
            new BlockNorms { BlockName = "layers.0.bias", Parameters = 0, Update = double.PositiveInfinity },
        ],
        Elapsed = TimeSpan.FromSeconds(3),
        TrainingTime = TimeSpan.FromSeconds(2),
        SampleCount = 4,
    };

    private static TrainingHistory History() => new(
        [new EpochResult { Epoch = 1, TrainingCost = 0.1, Elapsed = TimeSpan.FromSeconds(1.5) }, Measured()],
        StopReason.TimeLimit,
        TimeSpan.FromSeconds(4.5));

    // Strings have no spaces here.
    private static string Compact(string json) =>
        json.Replace("\n", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
}
