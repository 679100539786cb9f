using Microsoft.Playwright;

namespace NetGen.DigitPad.Tests.Support;

/// <summary>
/// A browser for all tests. Where there is none, they are skipped; where the variable <c>CI</c> is <c>true</c>, they fail instead.
/// </summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    /// <summary>How many milliseconds a page has for anything: other tests may take most of the machine meanwhile.</summary>
    public const float Patience = 120_000;

    private static readonly string[] Paths =
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/opt/google/chrome/chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    // Beside what else tests leave behind, for people to look at.
    private static string Screenshots { get; } = Path.Combine(AppContext.BaseDirectory, "screenshots");

    /// <summary>Whether there is one.</summary>
    public bool IsThere => _browser is not null;

    /// <summary>The browser.</summary>
    public IBrowser Browser
    {
        get
        {
            if (_browser is null)
            {
                SkipOrFail("No browser in /usr/bin. On Debian: apt-get install chromium fonts-dejavu-core.");
            }

            return _browser!;
        }
    }

    /// <summary>Keeps a picture of a whole page: in the folder of screenshots, and attached to the report of the running test.</summary>
    public static async Task<byte[]> ScreenshotAsync(IPage page, string name)
    {
        byte[] picture = await page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, name + ".png"), FullPage = true });
        TestContext.Current.AddAttachment(name + ".png", picture, "image/png");
        return picture;
    }

    /// <summary>Skips the test, or fails where <c>CI</c> is <c>true</c>.</summary>
    /// <param name="missing">What the test lacks, and where it comes from.</param>
    public static void SkipOrFail(string missing)
    {
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
        {
            Assert.Fail(missing);
        }

        Assert.Skip(missing);
    }

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Screenshots);
        Assertions.SetDefaultExpectTimeout(Patience);
        if (Paths.FirstOrDefault(File.Exists) is string path)
        {
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = ["--no-sandbox"] });
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
