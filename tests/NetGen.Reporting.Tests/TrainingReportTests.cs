using System.Buffers.Binary;
using System.Text.RegularExpressions;

namespace NetGen.Reporting.Tests;

/// <summary>The page and the pictures of a report.</summary>
public sealed partial class TrainingReportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_page_shows_everything_and_needs_nothing_else()
    {
        (RuntimeNetwork<float> network, TrainingHistory history) = TrainedNetwork.Trained(3);
        string page = Page(network, history, TrainedNetwork.Samples(), imageWidth: 2);
        foreach (string heading in new[]
        {
            "Learning curves", "Confusion matrix", "Classes", "What the hidden units look for", "Network", "Training",
        })
        {
            Assert.Contains($"<h2>{heading}</h2>", page, StringComparison.Ordinal);
        }

        // All that a page can load, in attributes and styles.
        Assert.All(Address().Matches(page), match => Assert.StartsWith("data:image/png;base64,", match.Groups[1].Value));
        Assert.DoesNotContain("url(", page, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Equal(5, Regex.Count(page, "alt=\"Weights of unit"));
        Assert.Equal(3 * 3, Regex.Count(page, "style=\"--part:"));
    }

    [Fact]
    public void Names_are_encoded()
    {
        (RuntimeNetwork<float> network, TrainingHistory history) = TrainedNetwork.Trained(1);
        string page = Page(network, history, TrainedNetwork.Samples(), imageWidth: null);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;a&lt;/b&gt;", page, StringComparison.Ordinal);
        Assert.Contains("b &amp; c", page, StringComparison.Ordinal);
        Assert.Contains("<title>&lt;i&gt;title&lt;/i&gt;</title>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_in_the_page_have_the_pixels_of_the_weights()
    {
        RuntimeNetwork<float> network = TrainedNetwork.Copying();
        TrainingReport report = Report(network, TrainedNetwork.Trained(1).History, TrainedNetwork.Samples(), imageWidth: 2);
        Assert.Equal([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0], report.Units.SelectMany(unit => unit.Values));
        Assert.Equal(0xB2182B, report.Units[0].ColorOf(0));
        Assert.Equal(0xF7F7F7, report.Units[0].ColorOf(1));
        Assert.Equal(0x2166AC, new PixelImage(1, [-2], PixelScale.Diverging).ColorOf(0));
        Assert.Equal(0x808080, new PixelImage(1, [0.5], PixelScale.Gray).ColorOf(0));
    }

    [Fact]
    public void Each_picture_is_a_file()
    {
        (RuntimeNetwork<float> network, TrainingHistory history) = TrainedNetwork.Trained(3);
        IReadOnlyList<string> files = Report(network, history, TrainedNetwork.Samples(), imageWidth: 2).Write(Path.Combine(_folder, "a/b"));
        Assert.Equal(files.Order(), Directory.GetFiles(Path.Combine(_folder, "a/b")).Order());
        Assert.Equal("report.html", Path.GetFileName(files[0]));
        Assert.Superset(
            new HashSet<string> { "cost.png", "accuracy.png", "confusion.png", "hidden-units.png" },
            files.Select(Path.GetFileName).ToHashSet()!);
        Assert.All(files.Skip(1), file =>
        {
            byte[] bytes = File.ReadAllBytes(file);
            Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], bytes[..4]);
            Assert.InRange(BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(16)), 100, 2000);
        });
    }

    [Fact]
    public void Numbers_have_errors_in_place_of_classes()
    {
        DataSet<float> data = DataSet.FromTargets<float>([1, 0, 0, 0, 0, 1, 0, 0], featureCount: 4, [1, 0, 0.5f, 0, -2, 0], targetCount: 3);
        string page = Page(TrainedNetwork.Copying(), TrainedNetwork.Trained(2).History, data, imageWidth: null);
        Assert.Contains("<h2>Errors</h2>", page, StringComparison.Ordinal);
        Assert.Contains("<td class=\"text\">0, -2, 0</td>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Confusion", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_that_was_stopped_in_its_first_epoch_has_a_report()
    {
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        RuntimeNetwork<float> network = TrainedNetwork.Copying();
        TrainingHistory history = network.Train(
            TrainedNetwork.Samples(), cancellationToken: stopped.Token, progress: (EpochResult _) => { });
        string page = Page(network, history, held: null, imageWidth: null);
        Assert.DoesNotContain("Learning curves", page, StringComparison.Ordinal);
        Assert.Contains("<dd>Cancelled</dd>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_replaces_all_files_of_the_one_before()
    {
        (RuntimeNetwork<float> network, TrainingHistory history) = TrainedNetwork.Trained(1);
        _ = Report(network, history, TrainedNetwork.Samples(), imageWidth: 2).Write(_folder);
        _ = Report(network, history, held: null, imageWidth: null).Write(_folder);
        Assert.Equal(["accuracy.png", "cost.png", "report.html"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(3, 4)]
    [InlineData(2, 0)]
    public void Pixels_that_are_no_rows_are_refused(int width, int count) =>
        Assert.Throws<ArgumentException>("Width", () => new PixelImage(width, new double[count], PixelScale.Gray));

    [Fact]
    public void Inputs_that_are_no_picture_are_refused()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(
            () => Report(TrainedNetwork.Copying(), TrainedNetwork.Trained(1).History, null, imageWidth: 3));
        Assert.Equal("4 inputs are no picture with rows of 3 pixels. (Parameter 'options')", exception.Message);
    }

    [GeneratedRegex("(?:src|href|action|data)=\"([^\"]*)\"")]
    private static partial Regex Address();

    private static TrainingReport Report(
        RuntimeNetwork<float> network, TrainingHistory history, DataSet<float>? held, int? imageWidth) =>
        TrainingReport.Create(network, history, held, new ReportOptions { Title = "<i>title</i>", ImageWidth = imageWidth });

    private string Page(RuntimeNetwork<float> network, TrainingHistory history, DataSet<float>? held, int? imageWidth) =>
        File.ReadAllText(Report(network, history, held, imageWidth).Write(_folder)[0]);
}
