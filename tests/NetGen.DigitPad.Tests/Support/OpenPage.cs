using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace NetGen.DigitPad.Tests.Support;

/// <summary>A page of the sample in a browser, and what went wrong in it.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _errors = [];

    private OpenPage(IBrowserContext context, IPage page, RunningServer server)
    {
        (_context, Page, Server) = (context, page, server);
        page.Console += (_, message) => Note(message.Type is "error" or "warning", $"console: {message.Text} {message.Location}");
        page.PageError += (_, error) => Note(true, $"script: {error}");
        context.Request += (_, request) => Note(!IsLocal(request.Url), $"another host: {request.Url}");
    }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>Its server.</summary>
    public RunningServer Server { get; }

    /// <summary>Fails if there were errors or warnings of the console or of scripts, or requests to other hosts.</summary>
    public void AssertNoErrors() => Assert.True(_errors.IsEmpty, string.Join(Environment.NewLine, _errors));

    /// <summary>Opens the page.</summary>
    public static async Task<OpenPage> OpenAsync(
        BrowserFixture fixture, RunningServer server, int width = 1280, int height = 900, ColorScheme scheme = ColorScheme.Light,
        bool touch = false, bool reducedMotion = true, bool withClock = false, Func<IPage, Task>? prepare = null)
    {
        IBrowserContext context = await fixture.Browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = scheme,
            HasTouch = touch,
            ReducedMotion = reducedMotion ? ReducedMotion.Reduce : ReducedMotion.NoPreference,
        });
        context.SetDefaultTimeout(BrowserFixture.Patience);
        var open = new OpenPage(context, await context.NewPageAsync(), server);
        if (prepare is not null)
        {
            await prepare(open.Page);
        }

        if (withClock)
        {
            await open.Page.Clock.InstallAsync();
        }

        await open.Page.GotoAsync(server.Address.ToString());
        await Assertions.Expect(open.Page.Locator("#parameters")).ToHaveTextAsync("79,510");
        return open;
    }

    /// <summary>Draws lines with the mouse; each is points from 0 to 1 across and down the pad.</summary>
    public async Task DrawAsync(params (double X, double Y)[][] strokes)
    {
        await Page.Locator("#pad").ScrollIntoViewIfNeededAsync();
        foreach ((double X, double Y)[] stroke in strokes)
        {
            await MoveAsync(stroke[0]);
            await Page.Mouse.DownAsync();
            foreach ((double X, double Y) point in stroke.Skip(1))
            {
                await MoveAsync(point, steps: 2);
            }

            await Page.Mouse.UpAsync();
        }
    }

    /// <summary>Moves the mouse, pressed or not, to a point from 0 to 1 across and down the pad.</summary>
    public async Task MoveAsync((double X, double Y) point, int steps = 1)
    {
        LocatorBoundingBoxResult box = (await Page.Locator("#pad").BoundingBoxAsync())!;
        await Page.Mouse.MoveAsync(
            (float)(box.X + (point.X * box.Width)), (float)(box.Y + (point.Y * box.Height)), new() { Steps = steps });
    }

    /// <summary>Draws lines with a finger.</summary>
    /// <param name="strokes">Points from 0 to 1 across and down the pad.</param>
    /// <param name="tap">Where another finger taps after each point, or null.</param>
    public async Task TouchAsync((double X, double Y)[][] strokes, (double X, double Y)? tap = null)
    {
        LocatorBoundingBoxResult box = (await Page.Locator("#pad").BoundingBoxAsync())!;
        ICDPSession session = await _context.NewCDPSessionAsync(Page);
        foreach ((double X, double Y)[] stroke in strokes)
        {
            for (int i = 0; i < stroke.Length; i++)
            {
                object first = Finger(0, stroke[i]);
                await SendAsync(i == 0 ? "touchStart" : "touchMove", first);
                if (tap is (double, double) place)
                {
                    await SendAsync("touchStart", first, Finger(1, place));

                    // The browser lifts a finger that is no longer named.
                    await SendAsync("touchMove", first);
                }
            }

            await SendAsync("touchEnd");
        }

        object Finger(int id, (double X, double Y) at) => new { id, x = box.X + (at.X * box.Width), y = box.Y + (at.Y * box.Height) };

        Task SendAsync(string type, params object[] fingers) => session.SendAsync(
            "Input.dispatchTouchEvent", new Dictionary<string, object> { ["type"] = type, ["touchPoints"] = fingers });
    }

    /// <summary>Waits until the page says which digit it sees.</summary>
    public Task ExpectDigitAsync(int digit) => Assertions.Expect(Page.Locator("#digit")).ToHaveTextAsync($"{digit}");

    /// <summary>Keeps a picture of the whole page, as an artifact of the test.</summary>
    public Task ScreenshotAsync(string name) => BrowserFixture.ScreenshotAsync(Page, name);

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private bool IsLocal(string url) =>
        !Uri.TryCreate(url, UriKind.Absolute, out Uri? address) || address.Scheme is "data" or "blob"
        || address.GetLeftPart(UriPartial.Authority) == Server.Address.GetLeftPart(UriPartial.Authority);

    private void Note(bool condition, string text)
    {
        if (condition)
        {
            _errors.Enqueue(text);
        }
    }
}
