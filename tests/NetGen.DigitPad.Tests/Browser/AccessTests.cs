using Microsoft.Playwright;
using NetGen.DigitPad.Tests.Support;

namespace NetGen.DigitPad.Tests.Browser;

/// <summary>The page without a mouse, and for people who see or read it in other ways.</summary>
public sealed class AccessTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    // What takes the focus, one press of the tab key after another.
    private const string DescribeFocus =
        "() => document.activeElement.id || document.activeElement.name || document.activeElement.textContent.trim()";

    [Fact]
    public async Task Everything_can_be_reached_by_the_tab_key()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        await using OpenPage page = await OpenPage.OpenAsync(browser, server);
        Assert.Equal(
            ["tab-draw", "pad", "clear", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "API description"],
            await TabAsync(page, 14));
        await page.Page.Locator("#tab-draw").FocusAsync();
        await page.Page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(page.Page.Locator("#panel-train")).ToBeVisibleAsync();
        await Assertions.Expect(page.Page.Locator("#panel-draw")).ToBeHiddenAsync();
        await Assertions.Expect(page.Page.Locator("#tab-train")).ToBeFocusedAsync();
        await ExpectChoicesAsync(page);
        Assert.Equal(
            [
                "The first network", "Rate too low", "Rate too high", "Cross-entropy", "Overfitting", "Deep and fast",
                "hidden", "activation", "optimizer", "cost", "learningRate", "miniBatchSize", "epochs", "samples", "l2", "seed",
                "start", "API description",
            ],
            await TabAsync(page, 18));
        page.AssertNoErrors();
    }

    [Fact]
    public async Task A_digit_can_be_drawn_and_a_network_trained_by_keys_alone()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        await using OpenPage page = await OpenPage.OpenAsync(browser, server);
        IKeyboard keyboard = page.Page.Keyboard;
        await TabAsync(page, 2);
        await Assertions.Expect(page.Page.Locator("#pad")).ToBeFocusedAsync();

        // A seven: from the middle up to the left, then with the pen down to the right, and down.
        await PressAsync(keyboard, "Shift+ArrowUp", "ArrowUp", "ArrowUp", "Shift+ArrowLeft", "Space");
        await Assertions.Expect(page.Page.Locator("#pen")).ToHaveTextAsync("The pen is down");
        await PressAsync(keyboard, "Shift+ArrowRight", "Shift+ArrowRight");
        for (int i = 0; i < 5; i++)
        {
            await PressAsync(keyboard, "ArrowDown", "ArrowDown", "ArrowLeft");
        }

        await PressAsync(keyboard, "ArrowDown", "ArrowDown", "Space");
        await Assertions.Expect(page.Page.Locator("#pen")).ToHaveTextAsync("The pen is up");
        await page.ExpectDigitAsync(7);
        await page.ScreenshotAsync("keyboard");
        await keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Page.Locator("#digit")).ToHaveTextAsync("–");

        await PressAsync(keyboard, "Shift+Tab", "ArrowRight");
        await ExpectChoicesAsync(page);
        await TabAsync(page, 6);
        await PressAsync(keyboard, "Enter");
        await TabAsync(page, 1);
        await PressAsync(keyboard, "Enter");
        await Assertions.Expect(page.Page.Locator("#run-status")).ToContainTextAsync("All epochs are done");
        page.AssertNoErrors();
    }

    [LongTheory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Every_text_has_enough_contrast(ColorScheme scheme)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        await using OpenPage page = await OpenPage.OpenAsync(browser, server, scheme: scheme);
        await Access.ExpectContrastAsync(page.Page);
        await page.DrawAsync(Strokes.Of(1));
        await page.ExpectDigitAsync(1);
        await Access.ExpectContrastAsync(page.Page);
        await page.Page.GetByRole(AriaRole.Tab, new() { Name = "Train" }).ClickAsync();
        await ExpectChoicesAsync(page);
        await page.Page.Locator("[name=epochs]").FillAsync("0");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Start" }).ClickAsync();
        await Assertions.Expect(page.Page.Locator("#form-error")).Not.ToHaveTextAsync("");
        await Access.ExpectContrastAsync(page.Page);
    }

    [LongFact]
    public async Task Bars_have_enough_contrast_with_their_track_in_both_schemes()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        foreach (ColorScheme scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await using OpenPage page = await OpenPage.OpenAsync(browser, server, scheme: scheme);
            await page.DrawAsync(Strokes.Of(1));
            await page.ExpectDigitAsync(1);
            await Access.ExpectFillContrastAsync(page.Page, ".bars .fill");
        }
    }

    [Fact]
    public async Task Nothing_moves_by_itself_where_the_system_asks_for_that()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        await using OpenPage page = await OpenPage.OpenAsync(browser, server, reducedMotion: true);
        await Access.ExpectNoMotionAsync(page.Page);
    }

    [Fact]
    public async Task Panels_and_pictures_have_headings()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        await using OpenPage page = await OpenPage.OpenAsync(browser, server);
        ILocator headings = page.Page.GetByRole(AriaRole.Heading, new() { Level = 2 });
        await Assertions.Expect(headings).ToHaveTextAsync(
            ["Draw a digit", "What the network reads", "What the network sees", "Its hidden layer"]);
        await page.Page.GetByRole(AriaRole.Tab, new() { Name = "Train" }).ClickAsync();
        await Assertions.Expect(headings).ToHaveTextAsync(["Train a network", "Progress", "Accuracy", "Cost"]);
    }

    [Fact]
    public async Task Where_the_cursor_is_is_said_once_the_keys_rest()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        await using OpenPage page = await OpenPage.OpenAsync(browser, server);
        await TabAsync(page, 2);
        await PressAsync(page.Page.Keyboard, "ArrowUp", "ArrowUp", "Shift+ArrowLeft");
        await Assertions.Expect(page.Page.Locator("#position")).ToHaveTextAsync("Row 8 and column 6 of 19");
        await Assertions.Expect(page.Page.Locator("#position")).ToHaveAttributeAsync("aria-live", "polite");
        await PressAsync(page.Page.Keyboard, [.. Enumerable.Repeat("Shift+ArrowDown", 5)]);
        await Assertions.Expect(page.Page.Locator("#position")).ToHaveTextAsync("Row 19 and column 6 of 19");
    }

    [Fact]
    public async Task The_focus_can_be_seen()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        await using OpenPage page = await OpenPage.OpenAsync(browser, server);
        for (int i = 0; i < 13; i++)
        {
            await page.Page.Keyboard.PressAsync("Tab");
            Assert.Equal("3px", await page.Page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineWidth"));
        }
    }

    [Fact]
    public async Task Every_control_and_picture_has_a_name()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        await using OpenPage page = await OpenPage.OpenAsync(browser, server);
        string snapshot = await page.Page.Locator("body").AriaSnapshotAsync();
        foreach (string line in new[]
        {
            "tab \"Draw\" [selected]", "tab \"Train\"", "tabpanel \"Draw\"", "application \"Drawing pad\"", "button \"Clear\"",
            "group \"Show me an example\"", "button \"Draw a 7\"", "list \"Probability of each digit\"",
            "img \"What the network sees: nothing yet\"", "img \"Hidden layer: 0 of 100 units are active\"",
        })
        {
            Assert.Contains(line, snapshot, StringComparison.Ordinal);
        }

        await page.Page.GetByRole(AriaRole.Tab, new() { Name = "Train" }).ClickAsync();
        await ExpectChoicesAsync(page);
        snapshot = await page.Page.Locator("body").AriaSnapshotAsync();
        foreach (string line in new[]
        {
            "textbox \"Hidden layers", "combobox \"Activation\"", "combobox \"Optimizer\"", "combobox \"Cost\"",
            "textbox \"Learning rate\"",
            "img \"Accuracy after each epoch: no data yet\"", "progressbar \"Epochs done\"",
        })
        {
            Assert.Contains(line, snapshot, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_page_needs_no_inline_script_or_style()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        string html = await server.Client.GetStringAsync("/", TestContext.Current.CancellationToken);
        Assert.DoesNotMatch(@"\son[a-z]+=|\sstyle=|<style|javascript:|https?://", html);
        Assert.DoesNotMatch("<script(?! type=\"module\" src=)", html);
    }

    // Presets and options come with the answer of the server.
    private static Task ExpectChoicesAsync(OpenPage page) => Assertions.Expect(page.Page.Locator("#start")).ToBeEnabledAsync();

    private static async Task<List<string>> TabAsync(OpenPage page, int count)
    {
        var names = new List<string>();
        for (int i = 0; i < count; i++)
        {
            await page.Page.Keyboard.PressAsync("Tab");
            names.Add(await page.Page.EvaluateAsync<string>(DescribeFocus));
        }

        return names;
    }

    private static async Task PressAsync(IKeyboard keyboard, params string[] keys)
    {
        foreach (string key in keys)
        {
            await keyboard.PressAsync(key);
        }
    }
}
