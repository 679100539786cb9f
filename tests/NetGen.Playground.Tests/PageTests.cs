using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Playwright;
using NetGen.DigitPad.Tests.Support;
using NetGen.Samples.Playground;

[assembly: AssemblyFixture(typeof(NetGen.DigitPad.Tests.Support.BrowserFixture))]

namespace NetGen.Playground.Tests;

/// <summary>The page in a browser, where networks are trained without a server.</summary>
public sealed class PageTests(BrowserFixture browser, PublishedPage page) : IClassFixture<PublishedPage>
{
    private const float Patience = 300_000;

    [Fact]
    public async Task A_network_trained_in_the_browser_has_the_bits_of_one_trained_here()
    {
        await using Visit visit = await OpenAsync();
        await visit.Page.GetByLabel("spirals").CheckAsync();
        await visit.Page.GetByLabel("Layers").SelectOptionAsync("2-16-16-1");
        await visit.Page.GetByLabel("Hidden activation").SelectOptionAsync("ReLU");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Train" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#hash strong")).ToHaveTextAsync(
            "✓ The same bits as on a server", new() { Timeout = Patience });
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        string expected = ServerHashes.Compute()["spirals 2-16-16-1 ReLU"];
        Assert.Equal(expected, await visit.Page.Locator("#hash code").TextContentAsync());
        await visit.ScreenshotAsync("spirals");
        visit.AssertNoErrors();
    }

    [Fact]
    public async Task Training_moves_the_numbers_and_the_picture_until_it_is_stopped()
    {
        await using Visit visit = await OpenAsync(scheme: ColorScheme.Dark);
        string before = await visit.PictureAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Train" }).ClickAsync();
        await visit.Page.WaitForFunctionAsync(
            "() => Number(document.querySelector('#epoch').textContent) > 100", null, new() { Timeout = Patience });
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Train" })).ToBeVisibleAsync();
        Assert.NotEqual(before, await visit.PictureAsync());
        string epoch = await visit.TextAsync("#epoch");
        await visit.Page.WaitForTimeoutAsync(300);
        Assert.Equal(epoch, await visit.TextAsync("#epoch"));
        Assert.Matches("^[0-9]+[.][0-9] ms$", await visit.TextAsync("#time"));
        using var lesson = new Lesson(
            PointSet.All[0], NetworkChoice.Of("2-8-1", Activation.Tanh), ServerHashes.LearningRate, ServerHashes.Seed);
        for (int count = int.Parse(epoch, CultureInfo.InvariantCulture); lesson.Epoch < count;)
        {
            lesson.RunEpoch();
        }

        Assert.InRange(lesson.Accuracy, 0.9, 1);
        Assert.Equal(
            string.Create(CultureInfo.InvariantCulture, $"{100 * lesson.Accuracy:0.0} %"), await visit.TextAsync("#accuracy"));
        await visit.ScreenshotAsync("circles-dark");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Start again" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#epoch")).ToHaveTextAsync("0");
        Assert.Equal("–", await visit.TextAsync("#time"));
        visit.AssertNoErrors();
    }

    [Fact]
    public async Task The_keyboard_is_enough_on_a_narrow_screen()
    {
        await using Visit visit = await OpenAsync(width: 360, height: 740);
        int width = await visit.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");
        Assert.Equal(360, width);
        await visit.Page.GetByLabel("circles").FocusAsync();
        await visit.Page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(visit.Page.GetByLabel("xor")).ToBeCheckedAsync();
        for (int i = 0; i < 6; i++)
        {
            await visit.Page.Keyboard.PressAsync("Tab");
        }

        await Assertions.Expect(visit.Page.Locator("#step")).ToBeFocusedAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visit.Page.Locator("#epoch")).ToHaveTextAsync("1");
        Assert.Contains(
            "percent of the points", await visit.Page.Locator("canvas").GetAttributeAsync("aria-label"), StringComparison.Ordinal);
        await visit.ScreenshotAsync("narrow");
        visit.AssertNoErrors();
    }

    [Fact]
    public async Task Other_settings_give_a_hash_without_a_comparison()
    {
        await using Visit visit = await OpenAsync();
        await visit.Page.GetByLabel("Layers").SelectOptionAsync("2-4-1");
        await visit.Page.GetByLabel("Seed").FillAsync("7");
        await visit.Page.GetByLabel("Seed").PressAsync("Tab");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Train" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#hash")).ToContainTextAsync("SHA-256 of the parameters", new() { Timeout = Patience });
        using var lesson = new Lesson(PointSet.All[0], NetworkChoice.Of("2-4-1", Activation.Tanh), ServerHashes.LearningRate, seed: 7);
        while (lesson.Epoch < Lesson.CheckedEpoch)
        {
            lesson.RunEpoch();
        }

        Assert.Equal(lesson.CheckedHash, await visit.Page.Locator("#hash code").TextContentAsync());
        visit.AssertNoErrors();
    }

    [LongTheory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Texts_and_borders_have_enough_contrast(ColorScheme scheme)
    {
        await using Visit visit = await OpenAsync(scheme: scheme);
        await Access.ExpectContrastAsync(visit.Page);
        await visit.Page.Locator("#step").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#epoch")).ToHaveTextAsync("1");
        await Access.ExpectContrastAsync(visit.Page);
    }

    /// <summary>The page draws a training run for each frame, or once a second with reduced motion; the clock here is the test's.</summary>
    [Theory]
    [InlineData(ReducedMotion.Reduce, true)]
    [InlineData(ReducedMotion.NoPreference, false)]
    public async Task The_picture_rests_for_a_second_with_reduced_motion(ReducedMotion motion, bool rests)
    {
        await using Visit visit = await OpenAsync(motion: motion);
        await Access.ExpectNoMotionAsync(visit.Page);
        bool[] changes = await visit.Page.EvaluateAsync<bool[]>(
            """
            async () => {
              let now = 1e6;
              performance.now = () => now;
              const { draw } = await import('./playground.js?test');
              const canvas = document.createElement('canvas');
              const show = level => draw(canvas, [level], 1, [], [], true).then(() => canvas.toDataURL());
              const first = await show(0);
              now += 500;
              const second = await show(255);
              now += 501;
              const third = await show(255);
              return [first !== second, first !== third];
            }
            """);
        Assert.Equal([!rests, true], changes);
    }

    /// <summary>Without the script, a training run would never wait for the browser, and the tab would hang.</summary>
    [Fact]
    public async Task Nothing_can_be_trained_before_the_script_has_come()
    {
        var script = new TaskCompletionSource();
        await using Visit visit = await OpenAsync(script: script.Task);
        ILocator train = visit.Page.Locator("#train");
        await Assertions.Expect(train).ToBeVisibleAsync(new() { Timeout = Patience });
        await Assertions.Expect(train).ToBeDisabledAsync();
        script.SetResult();
        await Assertions.Expect(train).ToBeEnabledAsync();
        await train.ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#epoch")).Not.ToHaveTextAsync("0");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        visit.AssertNoErrors();
    }

    [Fact]
    public async Task Without_a_browser_nothing_is_published()
    {
        await using var none = new BrowserFixture();
        await using var unpublished = new PublishedPage(none);
        await unpublished.InitializeAsync();
        Assert.Equal("", unpublished.Address);
    }

    // The page, ready; or not yet, as its script comes only after a task.
    private async Task<Visit> OpenAsync(
        int width = 1200, int height = 800, ColorScheme scheme = ColorScheme.Light, ReducedMotion motion = ReducedMotion.NoPreference,
        Task? script = null)
    {
        IBrowserContext context = await browser.Browser.NewContextAsync(
            new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme, ReducedMotion = motion });
        context.SetDefaultTimeout(BrowserFixture.Patience);
        var visit = new Visit(context, await context.NewPageAsync(), page.Address);
        if (script is not null)
        {
            await visit.Page.RouteAsync("**/playground.js", async route =>
            {
                await script;
                await route.ContinueAsync();
            });
        }

        await visit.Page.GotoAsync(page.Address);
        if (script is null)
        {
            await Assertions.Expect(visit.Page.Locator("#train")).ToBeEnabledAsync(new() { Timeout = Patience });
        }

        return visit;
    }

    // A page, and what went wrong in it.
    private sealed class Visit : IAsyncDisposable
    {
        private readonly IBrowserContext _context;
        private readonly ConcurrentQueue<string> _errors = [];

        public Visit(IBrowserContext context, IPage page, string address)
        {
            (_context, Page) = (context, page);
            page.Console += (_, message) => Note(message.Type is "error" or "warning", message.Text);
            page.PageError += (_, error) => Note(true, error);
            context.Request += (_, request) => Note(
                !request.Url.StartsWith(address, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal)
                && !request.Url.StartsWith("blob:", StringComparison.Ordinal),
                $"another host: {request.Url}");
        }

        public IPage Page { get; }

        public void AssertNoErrors() => Assert.True(_errors.IsEmpty, string.Join(Environment.NewLine, _errors));

        public async Task<string> TextAsync(string selector) => await Page.Locator(selector).TextContentAsync() ?? "";

        public Task<string> PictureAsync() => Page.EvaluateAsync<string>("() => document.querySelector('canvas').toDataURL()");

        public Task<byte[]> ScreenshotAsync(string name) => BrowserFixture.ScreenshotAsync(Page, name);

        public ValueTask DisposeAsync() => _context.DisposeAsync();

        private void Note(bool isWrong, string text)
        {
            if (isWrong)
            {
                _errors.Enqueue(text);
            }
        }
    }
}
