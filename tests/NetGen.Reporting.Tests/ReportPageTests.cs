using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Playwright;
using NetGen.Data;
using NetGen.DigitPad.Tests.Support;

namespace NetGen.Reporting.Tests;

/// <summary>The page of a report in a browser.</summary>
public sealed class ReportPageTests(BrowserFixture browser, ReportPageTests.DigitsReport report)
    : IClassFixture<BrowserFixture>, IClassFixture<ReportPageTests.DigitsReport>
{
    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 360)]
    [InlineData(ColorScheme.Dark, 360)]
    public async Task Every_text_can_be_read_on_every_screen(ColorScheme scheme, int width)
    {
        await using IBrowserContext context = await NewContextAsync(scheme, width);
        IPage page = await context.NewPageAsync();
        var errors = new ConcurrentQueue<string>();
        page.Console += (_, message) => errors.Enqueue($"console: {message.Text}");
        page.PageError += (_, error) => errors.Enqueue($"script: {error}");
        context.Request += (_, request) =>
        {
            if (request.Url != report.Address && !request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                errors.Enqueue($"request: {request.Url}");
            }
        };
        await page.GotoAsync(report.Address);
        string name = string.Create(CultureInfo.InvariantCulture, $"report-{scheme}-{width}");
        _ = await BrowserFixture.ScreenshotAsync(page, name.ToLowerInvariant());
        Assert.Equal(width, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        await Legibility.AssertContrastAsync(page);
        await Legibility.AssertTextSizeAsync(page, least: 11);
        Assert.Equal(2, await page.Locator(".charts svg:visible").CountAsync());
        Assert.True(errors.IsEmpty, string.Join(Environment.NewLine, errors));
    }

    /// <summary>Between the widths that people have, too, where the charts change their form.</summary>
    [Fact]
    public async Task No_width_makes_text_small_or_the_page_wider_than_the_screen()
    {
        await using IBrowserContext context = await NewContextAsync(ColorScheme.Light, 320);
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(report.Address);
        for (int width = 320; width <= 1000; width += 20)
        {
            await page.SetViewportSizeAsync(width, 800);
            Assert.Equal(width, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
            await Legibility.AssertTextSizeAsync(page, least: 11);
        }
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task The_count_of_each_share_can_be_read_on_its_tint(ColorScheme scheme)
    {
        await using IBrowserContext context = await NewContextAsync(scheme, 1280);
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(report.Address);
        int cells = await page.EvaluateAsync<int>("""
            () => {
              const row = document.querySelector('.matrix').insertRow();
              for (let part = 0; part <= 100; part++) {
                for (const kind of ['right', 'wrong']) {
                  const cell = row.insertCell();
                  cell.className = kind;
                  cell.style.setProperty('--part', `${part}%`);
                  cell.textContent = `${kind} ${part}`;
                }
              }
              return new Set([...row.cells].map(cell => getComputedStyle(cell).backgroundColor)).size;
            }
            """);
        Assert.Equal(2 * 101, cells);
        await Legibility.AssertContrastAsync(page);
    }

    private Task<IBrowserContext> NewContextAsync(ColorScheme scheme, int width) => browser.Browser.NewContextAsync(
        new() { ViewportSize = new() { Width = width, Height = 800 }, ColorScheme = scheme });

    /// <summary>A report on the digits of the sample.</summary>
    public sealed class DigitsReport : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("netgen-report-").FullName;

        public DigitsReport()
        {
            using Stream stream = typeof(DigitsReport).Assembly.GetManifestResourceStream("digits.csv.gz")!;
            var layout = new CsvOptions { LabelColumn = ^1, ClassCount = 10, FeatureScale = 1.0 / 16 };
            DataSet<float> all = CsvFile.ReadDataSet<float>(stream, "digits.csv.gz", layout).Shuffle(1);
            (DataSet<float> test, DataSet<float> rest) = all.Split(360);
            (DataSet<float> validation, DataSet<float> training) = rest.Split(143);
            NetworkTopology topology = NetworkTopology.FromLayers(
                [64], [new DenseAttribute(30, Activation.ReLU), new DenseAttribute(10, Activation.Softmax)], null, NumericType.Single);
            RuntimeNetwork<float> network = RuntimeNetwork<float>.Create(topology, seed: 1);
            var options = new TrainingOptions { Epochs = 30, LearningRate = 0.1 };
            TrainingHistory history = network.Train(training, options, validation);
            string page = TrainingReport.Create(network, history, test, new ReportOptions
            {
                Title = "Handwritten digits", HeldName = "the 360 test digits", ImageWidth = 8,
                Facts = [("data", "1,797 digits of 8 x 8 pixels"), ("options", options.ToString())],
            }).Write(_folder)[0];
            Address = new Uri(page).AbsoluteUri;
        }

        /// <summary>Where the page is.</summary>
        public string Address { get; }

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }
}
