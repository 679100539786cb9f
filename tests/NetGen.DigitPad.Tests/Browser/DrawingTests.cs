using Microsoft.Playwright;
using NetGen.DigitPad.Tests.Support;

namespace NetGen.DigitPad.Tests.Browser;

public sealed class DrawingTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task Each_digit_drawn_by_mouse_is_read()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        await using OpenPage page = await OpenPage.OpenAsync(browser, server);
        for (int digit = 0; digit < 10; digit++)
        {
            await page.DrawAsync(Strokes.Of(digit));
            await page.ExpectDigitAsync(digit);
            await page.ScreenshotAsync($"drawn-{digit}");
            await page.Page.GetByRole(AriaRole.Button, new() { Name = "Clear" }).ClickAsync();
            await Assertions.Expect(page.Page.Locator("#digit")).ToHaveTextAsync("–");
        }

        page.AssertNoErrors();
    }

    /// <summary>Bars and digit change with the line, not only at its end.</summary>
    [Fact]
    public async Task The_bars_follow_while_the_button_is_down()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        await using OpenPage page = await OpenPage.OpenAsync(browser, server);
        ILocator bars = page.Page.Locator("#bars");
        string empty = await bars.InnerTextAsync();
        (double X, double Y)[] stroke = Strokes.Of(3)[0];
        await page.MoveAsync(stroke[0]);
        await page.Page.Mouse.DownAsync();
        await page.MoveAsync(stroke[1], steps: 2);
        await Assertions.Expect(page.Page.Locator("#digit")).Not.ToHaveTextAsync("–");
        string begun = await bars.InnerTextAsync();
        Assert.NotEqual(empty, begun);
        foreach ((double X, double Y) point in stroke[2..])
        {
            await page.MoveAsync(point, steps: 2);
        }

        await page.ExpectDigitAsync(3);
        Assert.NotEqual(begun, await bars.InnerTextAsync());
        await page.Page.Mouse.UpAsync();
        page.AssertNoErrors();
    }

    [LongTheory]
    [InlineData("wide-light", 1280, 900, ColorScheme.Light)]
    [InlineData("wide-dark", 1280, 900, ColorScheme.Dark)]
    [InlineData("narrow-light", 360, 740, ColorScheme.Light)]
    [InlineData("narrow-dark", 360, 740, ColorScheme.Dark)]
    public async Task Both_tabs_fit_every_screen(string name, int width, int height, ColorScheme scheme)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        await using OpenPage page = await OpenPage.OpenAsync(browser, server, width, height, scheme);
        await page.ScreenshotAsync($"draw-empty-{name}");
        await ExpectNoOverflowAsync(page);
        await page.DrawAsync(Strokes.Of(3));
        await page.ExpectDigitAsync(3);
        await page.ScreenshotAsync($"draw-{name}");
        await page.Page.GetByRole(AriaRole.Tab, new() { Name = "Train" }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Start" }).ClickAsync();
        await Assertions.Expect(page.Page.Locator("#run-status")).ToContainTextAsync("All epochs are done");
        await page.ScreenshotAsync($"train-{name}");
        await ExpectNoOverflowAsync(page);
        page.AssertNoErrors();
    }

    [Fact]
    public async Task A_digit_drawn_by_a_finger_is_read_on_a_narrow_screen()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        await using OpenPage page = await OpenPage.OpenAsync(browser, server, 360, 740, touch: true);
        await page.TouchAsync(Strokes.Of(7));
        await page.ExpectDigitAsync(7);
        Assert.Equal(0, await page.Page.EvaluateAsync<double>("scrollY"));
        page.AssertNoErrors();
    }

    [Fact]
    public async Task Another_finger_does_not_end_the_line()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        await using OpenPage page = await OpenPage.OpenAsync(browser, server, 360, 740, touch: true);
        await page.TouchAsync(Strokes.Of(7), tap: (0.1, 0.9));
        await page.ExpectDigitAsync(7);
        page.AssertNoErrors();
    }

    /// <summary>By a clock in which answers take no time.</summary>
    [Fact]
    public async Task What_is_drawn_is_sent_at_most_30_times_a_second_and_the_end_is_always_sent()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        await using OpenPage page = await OpenPage.OpenAsync(browser, server, withClock: true);
        await page.Page.Clock.PauseAtAsync(DateTime.UtcNow.AddDays(1));
        await page.Page.EvaluateAsync(
            """
            () => {
              window.times = [];
              window.press = key => document.getElementById('pad').dispatchEvent(new KeyboardEvent('keydown', { key }));
              const send = window.fetch;
              window.fetch = (...args) => {
                window.times.push(performance.now());
                return window.answer = send(...args).then(async answer => new Response(await answer.blob()));
              };
              press(' ');
            }
            """);
        for (int i = 0; i < 30; i++)
        {
            await page.Page.EvaluateAsync("i => press(i % 2 === 0 ? 'ArrowUp' : 'ArrowLeft')", i);
            await page.Page.Clock.RunForAsync(10);
            await page.Page.EvaluateAsync("() => window.answer");
        }

        double last = await page.Page.EvaluateAsync<double>("() => performance.now()");
        await page.Page.Clock.RunForAsync(100);
        double[] times = await page.Page.EvaluateAsync<double[]>("() => window.times");
        Assert.InRange(times.Length, 5, 300 / 33 + 2);
        Assert.All(times.Skip(1).Zip(times), pair => Assert.InRange(pair.First - pair.Second, 33, double.MaxValue));
        Assert.InRange(times[^1], last - 10, double.MaxValue);
        page.AssertNoErrors();
    }

    [Fact]
    public async Task The_picture_of_what_the_network_sees_and_of_its_hidden_layer_follow()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        await using OpenPage page = await OpenPage.OpenAsync(browser, server);
        string empty = await PictureAsync(page, "seen");
        string silent = await PictureAsync(page, "hidden");
        await page.DrawAsync(Strokes.Of(3));
        await page.ExpectDigitAsync(3);
        Assert.NotEqual(empty, await PictureAsync(page, "seen"));
        Assert.NotEqual(silent, await PictureAsync(page, "hidden"));
        await Assertions.Expect(page.Page.Locator("#time")).ToContainTextAsync("µs");
        await Assertions.Expect(page.Page.Locator("#announcement")).ToContainTextAsync("a 3");
        Assert.Equal(10, await page.Page.Locator("#bars li").CountAsync());
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Clear" }).ClickAsync();
        await Assertions.Expect(page.Page.Locator("#verdict")).ToHaveTextAsync("Nothing drawn yet.");
        Assert.Equal(empty, await PictureAsync(page, "seen"));
        page.AssertNoErrors();
    }

    [Fact]
    public async Task Undo_takes_back_a_line_at_a_time()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        await using OpenPage page = await OpenPage.OpenAsync(browser, server);
        ILocator undo = page.Page.GetByRole(AriaRole.Button, new() { Name = "Undo" });
        await Assertions.Expect(undo).ToBeDisabledAsync();
        await page.DrawAsync([.. Strokes.Of(1), [(0.1, 0.5), (0.9, 0.5)]]);
        await undo.ClickAsync();
        await page.ExpectDigitAsync(1);
        await undo.ClickAsync();
        await Assertions.Expect(page.Page.Locator("#digit")).ToHaveTextAsync("–");
        page.AssertNoErrors();
    }

    [LongTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_example_is_read(bool reducedMotion)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        await using OpenPage page = await OpenPage.OpenAsync(browser, server, reducedMotion: reducedMotion);
        for (int digit = 0; digit < 10; digit++)
        {
            await page.Page.GetByRole(AriaRole.Button, new() { Name = $"Draw a {digit}" }).ClickAsync();
            await page.ExpectDigitAsync(digit);
        }

        await page.ScreenshotAsync($"example-{(reducedMotion ? "still" : "moving")}");
        page.AssertNoErrors();
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task The_page_waits_for_a_server_that_is_busy(int status)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        await using OpenPage page = await OpenPage.OpenAsync(browser, server);

        // Answers as the server's own, but for as long as the test wants them.
        bool isBusy = true;
        await page.Page.RouteAsync("**/api/drawings", route => isBusy
            ? route.FulfillAsync(new()
            {
                Status = status,
                ContentType = "application/problem+json",
                Headers = [new("Retry-After", "1")],
                Body = "{}",
            })
            : route.ContinueAsync());
        await page.DrawAsync(Strokes.Of(0));
        await Assertions.Expect(page.Page.Locator("#verdict")).ToHaveTextAsync("The server is busy. Trying again.");
        isBusy = false;
        await page.ExpectDigitAsync(0);
    }

    /// <summary>The server's own refusal: what a client may ask for does not come back before the server is started again.</summary>
    [Fact]
    public async Task A_client_that_has_asked_too_often_waits()
    {
        await using RunningServer server = await RunningServer.StartAsync(
            settings =>
            {
                settings.RequestsPerSecond = 0.001;
                settings.Burst = 50;
            },
            startsAgain: true);
        await using OpenPage page = await OpenPage.OpenAsync(browser, server, withClock: true);
        int last = await page.Page.EvaluateAsync<int>(
            "async () => { for (;;) { const { status } = await fetch('api/model'); if (status !== 200) { return status; } } }");
        Assert.Equal(429, last);
        await page.DrawAsync(Strokes.Of(0));
        await Assertions.Expect(page.Page.Locator("#verdict")).ToHaveTextAsync("The server is busy. Trying again.");
        await server.StopAsync();
        await server.StartAgainAsync();

        // The time that the server named.
        await page.Page.Clock.FastForwardAsync(1_000_000);
        await page.ExpectDigitAsync(0);
    }

    [Fact]
    public async Task Drawing_goes_on_when_a_server_that_stopped_is_back()
    {
        await using RunningServer server = await RunningServer.StartAsync(startsAgain: true);
        await using OpenPage page = await OpenPage.OpenAsync(browser, server);
        await page.DrawAsync(Strokes.Of(1));
        await page.ExpectDigitAsync(1);
        await server.StopAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Clear" }).ClickAsync();
        await page.DrawAsync(Strokes.Of(7));
        await Assertions.Expect(page.Page.Locator("#verdict")).ToHaveTextAsync("The server cannot be reached. Trying again.");
        await server.StartAgainAsync();
        await page.ExpectDigitAsync(7);
    }

    [Fact]
    public async Task A_fault_of_the_page_is_named_and_not_tried_again()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        await using OpenPage page = await OpenPage.OpenAsync(browser, server, withClock: true);
        await page.Page.EvaluateAsync(
            "() => { window.tries = 0; window.OffscreenCanvas = class { constructor() { window.tries++; throw new TypeError('x'); } }; }");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Draw a 3" }).ClickAsync();
        await Assertions.Expect(page.Page.Locator("#verdict")).ToHaveTextAsync("This page cannot read the drawing.");
        int tries = await page.Page.EvaluateAsync<int>("() => window.tries");
        await page.Page.Clock.RunForAsync(10_000);
        Assert.Equal(tries, await page.Page.EvaluateAsync<int>("() => window.tries"));
        await Assertions.Expect(page.Page.Locator("#verdict")).ToHaveTextAsync("This page cannot read the drawing.");
    }

    [Fact]
    public async Task A_drawing_of_very_many_points_can_be_sent()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        await using OpenPage page = await OpenPage.OpenAsync(browser, server);
        int[] found = await page.Page.EvaluateAsync<int[]>(
            """
            async () => {
              const { Pad } = await import('/pad.js');
              const pad = new Pad(document.createElement('canvas'), () => {}, () => {}, () => {});
              pad.add(Array.from({ length: 300_000 }, (_, i) => ({ x: 0.5, y: 0.2 + (i * 0.000002) })));
              const bytes = pad.toBytes();
              return [bytes.length, Math.max(...bytes)];
            }
            """);
        Assert.Equal([112 * 112, 255], found);
        page.AssertNoErrors();
    }

    private static async Task ExpectNoOverflowAsync(OpenPage page) => Assert.Equal(
        0, await page.Page.EvaluateAsync<double>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));

    private static Task<string> PictureAsync(OpenPage page, string id) =>
        page.Page.EvaluateAsync<string>("id => document.getElementById(id).toDataURL()", id);
}
