using System.Buffers.Binary;
using System.Text.RegularExpressions;
using SkiaSharp;

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

    [Fact]
    public void Samples_without_a_predicted_class_have_a_column()
    {
        DataSet<float> data = DataSet.FromLabels(
            [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1e38f, 0, 0, 0, 1e38f], featureCount: 4, labels: new[] { 0, 1, 1, 1 }, classCount: 3);
        string page = Page(TrainedNetwork.Overflowing(), TrainedNetwork.Trained(2).History, data, imageWidth: null);
        Assert.Contains("colspan=\"4\">predicted</th>", page, StringComparison.Ordinal);
        Assert.Contains("<th scope=\"col\">2</th><th scope=\"col\">none</th></tr>", page, StringComparison.Ordinal);
        string row = Regex.Match(page, "<tr><th scope=\"row\">1</th>(.*?)</tr>", RegexOptions.Singleline).Groups[1].Value;
        Assert.Equal(["none 0", "right 1", "none 0", "wrong 2"], Cell().Matches(row).Select(cell => $"{cell.Groups[1]} {cell.Groups[2]}"));

        // The picture has a fourth column, blue in the second row where two of three samples are.
        using SKBitmap picture = SKBitmap.Decode(Path.Combine(_folder, "confusion.png"));
        Assert.Contains(Colors(picture), color => color.Red < 120 && color.Blue > 180 && Math.Abs(color.Red - 106) < 8);
    }

    [Fact]
    public void A_curve_has_its_color_in_every_chart()
    {
        (RuntimeNetwork<float> network, TrainingHistory history) = TrainedNetwork.Trained(3);
        string page = Page(network, history, TrainedNetwork.Samples(), imageWidth: null);
        string[] charts = [.. Regex.Matches(page, "<svg class=\"wide\".*?</svg>", RegexOptions.Singleline).Select(match => match.Value)];
        Assert.Equal(2, charts.Length);
        Assert.All(charts, chart => Assert.Matches(
            "class=\"curve validation\" x1=\"\\d+\" x2=\"\\d+\" y1=\"35\" y2=\"35\"/><text x=\"\\d+\" y=\"39\">validation</text>", chart));
        Assert.DoesNotContain("curve training", charts[1], StringComparison.Ordinal);
        using SKBitmap cost = SKBitmap.Decode(Path.Combine(_folder, "cost.png"));
        using SKBitmap accuracy = SKBitmap.Decode(Path.Combine(_folder, "accuracy.png"));
        Assert.Equal((true, true), (Colors(cost).Any(IsBlue), Colors(cost).Any(IsOrange)));
        Assert.Equal((false, true), (Colors(accuracy).Any(IsBlue), Colors(accuracy).Any(IsOrange)));

        static bool IsBlue(SKColor color) => color == new SKColor(0x1F, 0x5F, 0xBF);
        static bool IsOrange(SKColor color) => color == new SKColor(0xB4, 0x48, 0x0F);
    }

    [Fact]
    public void The_mark_says_what_it_marks()
    {
        (RuntimeNetwork<float> network, TrainingHistory history) = TrainedNetwork.Trained(3);
        string page = Page(network, history, TrainedNetwork.Samples(), imageWidth: null);
        Assert.Contains($"lowest validation cost: epoch {history.BestEpoch!.Epoch}<", page, StringComparison.Ordinal);
        Assert.DoesNotContain("best epoch", page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_keys_can_scroll_has_a_name()
    {
        (RuntimeNetwork<float> network, TrainingHistory history) = TrainedNetwork.Trained(3);
        string page = Page(network, history, TrainedNetwork.Samples(), imageWidth: null);
        string[] names = [.. Region().Matches(page).Select(region => region.Groups[1].Value)];
        Assert.Equal(names.Length, Regex.Count(page, "class=\"scroll"));
        Assert.Equal(["Confusion matrix", "Classes", "Worst mistakes", "Layers, drawn", "Layers"], names);
        Assert.Contains("rowspan=\"2\">actual</th>", page, StringComparison.Ordinal);
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
        Assert.Equal("4 inputs are not a picture with rows of 3 pixels. (Parameter 'options')", exception.Message);
    }

    [GeneratedRegex("(?:src|href|action|data)=\"([^\"]*)\"")]
    private static partial Regex Address();

    [GeneratedRegex("<td class=\"(\\w+)\"[^>]*>(\\d+)</td>")]
    private static partial Regex Cell();

    [GeneratedRegex("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"([^\"]*)\">")]
    private static partial Regex Region();

    private static HashSet<SKColor> Colors(SKBitmap picture) => [.. picture.Pixels];

    private static TrainingReport Report(
        RuntimeNetwork<float> network, TrainingHistory history, DataSet<float>? held, int? imageWidth) =>
        TrainingReport.Create(network, history, held, new ReportOptions { Title = "<i>title</i>", ImageWidth = imageWidth });

    private string Page(RuntimeNetwork<float> network, TrainingHistory history, DataSet<float>? held, int? imageWidth) =>
        File.ReadAllText(Report(network, history, held, imageWidth).Write(_folder)[0]);
}
