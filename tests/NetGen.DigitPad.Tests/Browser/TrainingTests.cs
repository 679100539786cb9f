using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NetGen.DigitPad.Tests.Support;

namespace NetGen.DigitPad.Tests.Browser;

public sealed class TrainingTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task Curves_move_while_a_network_is_trained_and_stop_when_asked_to()
    {
        await using RunningServer server = await RunningServer.StartWithoutEndAsync();
        await using OpenPage page = await OpenAsync(server);
        await FillWithoutEndAsync(page);
        await StartAsync(page);
        await ExpectEpochAsync(page, from: 3);
        string first = await Curve(page, "#accuracy-chart").GetAttributeAsync("points") ?? "";
        Assert.Equal(1, server.Runs.Count);
        await page.ScreenshotAsync("training");
        await ExpectEpochAsync(page, from: await EpochAsync(page) + 3);
        await Assertions.Expect(Curve(page, "#accuracy-chart")).Not.ToHaveAttributeAsync("points", first);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        await Assertions.Expect(page.Page.Locator("#run-status")).ToContainTextAsync("Stopped.");
        await RunningServer.WaitForAsync(() => server.Runs.Count == 0, "free");
        string stopped = await page.Page.Locator("#epoch").InnerTextAsync();
        await page.Page.WaitForTimeoutAsync(300);
        Assert.Equal(stopped, await page.Page.Locator("#epoch").InnerTextAsync());
        page.AssertNoErrors();
    }

    [Fact]
    public async Task A_training_can_be_started_again_with_other_settings()
    {
        await using RunningServer server = await RunningServer.StartWithoutEndAsync();
        await using OpenPage page = await OpenAsync(server);
        await FillWithoutEndAsync(page);
        await StartAsync(page);
        await ExpectEpochAsync(page, from: 2);
        await FillAsync(page, ("hidden", "24 12"), ("epochs", "12"), ("learningRate", "0,01"), ("miniBatchSize", "32"));
        await page.Page.GetByLabel("Activation").SelectOptionAsync("Tanh");
        await page.Page.GetByLabel("Optimizer").SelectOptionAsync("Adam");
        await page.Page.GetByRole(AriaRole.Combobox, new() { Name = "Cost" }).SelectOptionAsync("CategoricalCrossEntropy");
        await StartAsync(page, "Start again");
        await Assertions.Expect(page.Page.Locator("#run-status")).ToHaveTextAsync(
            new Regex(@"^All epochs are done\. .* Trained by general-purpose kernels\.$"));
        Assert.Equal("12", await page.Page.Locator("#epoch").InnerTextAsync());
        await Assertions.Expect(Curve(page, "#cost-chart")).ToHaveAttributeAsync("points", new Regex(@"^\S+( \S+){11}$"));
        await RunningServer.WaitForAsync(() => server.Runs.Count == 0, "free");
        page.AssertNoErrors();
    }

    [Fact]
    public async Task A_training_ends_when_the_page_is_loaded_again()
    {
        await using RunningServer server = await RunningServer.StartWithoutEndAsync();
        await using OpenPage page = await OpenAsync(server);
        await FillWithoutEndAsync(page);
        await StartAsync(page);
        await ExpectEpochAsync(page, from: 1);
        await page.Page.ReloadAsync();
        await RunningServer.WaitForAsync(() => server.Runs.Count == 0, "free");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Tab, new() { Name = "Train" })).ToHaveAttributeAsync("aria-selected", "true");
        await StartAsync(page);
        await Assertions.Expect(page.Page.Locator("#run-status")).ToContainTextAsync("All epochs are done");
        page.AssertNoErrors();
    }

    /// <summary>By generated code: their layers are declared.</summary>
    [LongFact]
    public async Task Each_preset_can_be_trained()
    {
        string[] names = ["The first network", "Rate too low", "Rate too high", "Cross-entropy", "Overfitting", "Deep and fast"];
        await using RunningServer server = await RunningServer.StartAsync();
        await using OpenPage page = await OpenAsync(server);
        foreach (string name in names)
        {
            ILocator preset = page.Page.GetByRole(AriaRole.Button, new() { Name = name });
            await preset.ClickAsync();
            await Assertions.Expect(preset).ToHaveAttributeAsync("aria-pressed", "true");
            await StartAsync(page);

            // What was said of the run before is gone once this one has begun.
            await Assertions.Expect(page.Page.Locator("#run-status")).ToHaveTextAsync(
                new Regex(@"^All epochs are done\. .* Trained by code generated at build time\.$"));
            await page.ScreenshotAsync("preset-" + name.Replace(' ', '-').ToLowerInvariant());
        }

        page.AssertNoErrors();
    }

    [Fact]
    public async Task A_field_that_is_wrong_is_named_and_gets_the_focus()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        await using OpenPage page = await OpenAsync(server);
        await FillAsync(page, ("hidden", "30, none"));
        await StartAsync(page);
        ILocator hidden = page.Page.Locator("[name=hidden]");
        await Assertions.Expect(page.Page.Locator("#form-error")).ToContainTextAsync("Hidden layers:");
        await Assertions.Expect(hidden).ToHaveAttributeAsync("aria-invalid", "true");
        await Assertions.Expect(hidden).ToBeFocusedAsync();
        await page.ScreenshotAsync("field-error");
        await FillAsync(page, ("hidden", "30"), ("epochs", "5000"));
        await StartAsync(page);
        await Assertions.Expect(page.Page.Locator("#form-error")).ToContainTextAsync("Epochs: Expected 1 to 1000 epochs.");
        await FillAsync(page, ("epochs", "5"));
        await StartAsync(page);
        await Assertions.Expect(page.Page.Locator("#run-status")).ToContainTextAsync("All epochs are done");
        await Assertions.Expect(page.Page.Locator("#form-error")).ToHaveTextAsync("");
    }

    [Fact]
    public async Task Numbers_may_be_written_as_people_write_them()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        await using OpenPage page = await OpenAsync(server);
        await FillAsync(
            page, ("hidden", "12, 8"), ("epochs", "1,000"), ("samples", "1 200"), ("miniBatchSize", "100"), ("learningRate", "0,5"),
            ("l2", "0.1"), ("seed", "1.000.000"));
        IRequest request = await page.Page.RunAndWaitForRequestAsync(
            () => StartAsync(page), request => request.Method == "POST" && request.Url.EndsWith("/api/training", StringComparison.Ordinal));
        JsonElement sent = JsonElement.Parse(request.PostData!);
        Assert.Equal("[12,8]", sent.GetProperty("hidden").GetRawText());
        Assert.Equal(
            [1_000, 1_200, 100, 0.5, 0.1, 1_000_000],
            new[] { "epochs", "samples", "miniBatchSize", "learningRate", "l2", "seed" }
                .Select(name => sent.GetProperty(name).GetDouble()));
        page.AssertNoErrors();
    }

    /// <summary>What runs goes on until there is something better to run; then nothing is left of the errors.</summary>
    [Fact]
    public async Task What_is_no_number_is_not_sent()
    {
        (string Name, string Text, string Error)[] mistakes =
        [
            ("samples", "many", "Training digits: Expected a whole number."),
            ("samples", "1,00", "Training digits: Expected a whole number."),
            ("samples", "1,000.000", "Training digits: Expected a whole number."),
            ("epochs", "1.5", "Epochs: Expected a whole number."),
            ("epochs", "", "Epochs: Expected a whole number."),
            ("miniBatchSize", "ten", "Mini-batch: Expected a whole number."),
            ("seed", "99999999999999999999", "Seed: Expected a whole number."),
            ("hidden", "30, none", "Hidden layers: Expected whole numbers, such as 32, 16."),
            ("learningRate", "fast", "Learning rate: Expected a number."),
            ("learningRate", "1,000.5", "Learning rate: Expected a number."),
            ("l2", "", "L2, λ: Expected a number."),
        ];
        await using RunningServer server = await RunningServer.StartWithoutEndAsync();
        await using OpenPage page = await OpenAsync(server);
        await FillWithoutEndAsync(page);
        await StartAsync(page);
        await ExpectEpochAsync(page, from: 1);
        string?[] hints = await HintsAsync(page, mistakes.Select(mistake => mistake.Name));
        foreach ((string name, string text, string error) in mistakes)
        {
            ILocator field = page.Page.Locator($"[name={name}]");
            string before = await field.InputValueAsync();
            await FillAsync(page, (name, text));
            await StartAsync(page, "Start again");
            await Assertions.Expect(page.Page.Locator("#form-error")).ToHaveTextAsync(error);
            await Assertions.Expect(field).ToBeFocusedAsync();
            await Assertions.Expect(field).ToHaveAttributeAsync("aria-invalid", "true");
            await Assertions.Expect(field).ToHaveAccessibleDescriptionAsync(new Regex(Regex.Escape(error) + "$"));
            Assert.Equal(1, server.Runs.Count);
            await FillAsync(page, (name, before));
        }

        await ExpectEpochAsync(page, from: await EpochAsync(page) + 1);
        await FillAsync(page, ("hidden", "5"), ("epochs", "2"), ("samples", ""), ("miniBatchSize", "10"), ("learningRate", "1"));
        await StartAsync(page, "Start again");
        await Assertions.Expect(page.Page.Locator("#run-status")).ToContainTextAsync("All epochs are done");
        await Assertions.Expect(page.Page.Locator("#form-error")).ToHaveTextAsync("");
        Assert.Equal(hints, await HintsAsync(page, mistakes.Select(mistake => mistake.Name)));
        page.AssertNoErrors();
    }

    [Fact]
    public async Task A_chart_of_very_many_epochs_can_be_drawn()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        await using OpenPage page = await OpenAsync(server);
        await page.Page.EvaluateAsync(
            """
            async () => {
              const { Chart } = await import('/chart.js');
              const options = { name: 'Both', training: p => p.value, validation: p => p.value, format: String };
              for (const [id, top] of [['accuracy-chart', 1], ['cost-chart', null]]) {
                const chart = new Chart(document.getElementById(id), { ...options, top });
                chart.start(300_000);
                chart.add(Array.from({ length: 300_000 }, (_, i) => ({ epoch: i + 1, value: 0.5 })));
              }
            }
            """);
        foreach (string id in new[] { "accuracy-chart", "cost-chart" })
        {
            await page.Page.WaitForFunctionAsync($"() => document.querySelector('#{id} polyline.validation')?.points.length === 300000");
        }

        page.AssertNoErrors();
    }

    [Fact]
    public async Task A_server_that_is_full_says_so_on_the_page()
    {
        await using RunningServer server = await RunningServer.StartWithoutEndAsync(settings => settings.MaxRuns = 1);
        await using OpenPage first = await OpenAsync(server);
        await FillWithoutEndAsync(first);
        await StartAsync(first);
        await ExpectEpochAsync(first, from: 1);
        await using OpenPage second = await OpenAsync(server);
        await StartAsync(second);
        await Assertions.Expect(second.Page.Locator("#form-error")).ToContainTextAsync("A training run is in progress on this server.");
        Assert.Equal(1, server.Runs.Count);
    }

    [Fact]
    public async Task A_server_that_stops_is_noticed_and_can_train_when_it_is_back()
    {
        await using RunningServer server = await RunningServer.StartWithoutEndAsync(startsAgain: true);
        await using OpenPage page = await OpenAsync(server);
        await FillWithoutEndAsync(page);
        await StartAsync(page);
        await ExpectEpochAsync(page, from: 1);
        await server.StopAsync();
        await Assertions.Expect(page.Page.Locator("#run-status")).ToHaveTextAsync("The connection to the server was lost.");
        await FillAsync(page, ("hidden", "10"), ("epochs", "3"));
        await StartAsync(page);
        await Assertions.Expect(page.Page.Locator("#form-error")).ToHaveTextAsync("The connection to the server was lost.");
        await server.StartAgainAsync();
        await StartAsync(page);
        await Assertions.Expect(page.Page.Locator("#run-status")).ToContainTextAsync("All epochs are done");
        await Assertions.Expect(page.Page.Locator("#form-error")).ToHaveTextAsync("");
        Assert.Equal("3", await page.Page.Locator("#epoch").InnerTextAsync());
    }

    [Theory]
    [InlineData(429, "The server is busy. Trying again.")]
    [InlineData(503, "The server is busy. Trying again.")]
    [InlineData(0, "The server cannot be reached. Trying again.")]
    public async Task The_page_waits_for_the_choices_of_a_server_that_cannot_answer_yet(int status, string text)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        bool isBusy = true;
        await using OpenPage page = await OpenPage.OpenAsync(browser, server, prepare: page => page.RouteAsync(
            "**/api/training",
            route => !isBusy ? route.ContinueAsync()
                : status == 0 ? route.AbortAsync()
                : route.FulfillAsync(new() { Status = status, ContentType = "application/problem+json", Body = "{}" })));
        await page.Page.GetByRole(AriaRole.Tab, new() { Name = "Train" }).ClickAsync();
        await Assertions.Expect(page.Page.Locator("#run-status")).ToHaveTextAsync(text);
        await Assertions.Expect(page.Page.Locator("#start")).ToBeDisabledAsync();
        isBusy = false;
        await StartAsync(page);
        await Assertions.Expect(page.Page.Locator("#run-status")).ToContainTextAsync("All epochs are done");
    }

    [Fact]
    public async Task What_is_typed_before_the_choices_come_stays()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        var answers = new TaskCompletionSource();
        await using OpenPage page = await OpenPage.OpenAsync(browser, server, prepare: page => page.RouteAsync(
            "**/api/training",
            async route =>
            {
                await answers.Task;
                await route.ContinueAsync();
            }));
        await page.Page.GetByRole(AriaRole.Tab, new() { Name = "Train" }).ClickAsync();
        await FillAsync(page, ("hidden", "7"), ("epochs", "3"));
        answers.SetResult();
        await Assertions.Expect(page.Page.GetByLabel("Activation")).ToHaveValueAsync("Sigmoid");
        await Assertions.Expect(page.Page.Locator("[name=hidden]")).ToHaveValueAsync("7");
        await Assertions.Expect(page.Page.Locator("#presets [aria-pressed=false]")).ToHaveCountAsync(6);
        await StartAsync(page);
        await Assertions.Expect(page.Page.Locator("#run-status")).ToContainTextAsync("All epochs are done");
        Assert.Equal("3", await page.Page.Locator("#epoch").InnerTextAsync());
        page.AssertNoErrors();
    }

    [Fact]
    public async Task A_changed_field_is_no_longer_what_the_preset_says()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        await using OpenPage page = await OpenAsync(server);
        ILocator preset = page.Page.GetByRole(AriaRole.Button, new() { Name = "Overfitting" });
        await preset.ClickAsync();
        await Assertions.Expect(page.Page.Locator("#preset-text")).ToContainTextAsync("Only 100 training digits.");
        await FillAsync(page, ("seed", "2"));
        await Assertions.Expect(preset).ToHaveAttributeAsync("aria-pressed", "false");
        await Assertions.Expect(page.Page.Locator("#preset-text")).ToHaveTextAsync("");
        page.AssertNoErrors();
    }

    [Fact]
    public async Task A_training_that_takes_no_time_is_drawn_so_that_the_eye_can_follow()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        await using OpenPage page = await OpenPage.OpenAsync(browser, server, reducedMotion: false);
        await page.Page.GetByRole(AriaRole.Tab, new() { Name = "Train" }).ClickAsync();
        await StartAsync(page);
        await Assertions.Expect(page.Page.Locator("#run-status")).ToContainTextAsync("All epochs are done");
        await page.Page.WaitForFunctionAsync(
            "() => document.querySelector('#accuracy-chart polyline.validation')?.points.length === 30");
        page.AssertNoErrors();
    }

    private static async Task<string?[]> HintsAsync(OpenPage page, IEnumerable<string> names) => await Task.WhenAll(
        names.Select(name => page.Page.Locator($"[name={name}]").GetAttributeAsync("aria-describedby")));

    private static Task StartAsync(OpenPage page, string name = "Start") =>
        page.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();

    private static Task FillWithoutEndAsync(OpenPage page) =>
        FillAsync(page, ("hidden", "128, 128"), ("epochs", RunningServer.Endless.ToString(CultureInfo.InvariantCulture)));

    private static async Task FillAsync(OpenPage page, params (string Name, string Value)[] fields)
    {
        foreach ((string name, string value) in fields)
        {
            await page.Page.Locator($"[name={name}]").FillAsync(value);
        }
    }

    private static async Task<int> EpochAsync(OpenPage page) =>
        int.TryParse(await page.Page.Locator("#epoch").InnerTextAsync(), out int epoch) ? epoch : 0;

    private static Task<IJSHandle> ExpectEpochAsync(OpenPage page, int from) => page.Page.WaitForFunctionAsync(
        "from => Number(document.getElementById('epoch').textContent) >= from", from);

    // It is drawn a frame after the numbers are shown.
    private static ILocator Curve(OpenPage page, string chart) => page.Page.Locator($"{chart} polyline.validation");

    private async Task<OpenPage> OpenAsync(RunningServer server)
    {
        OpenPage page = await OpenPage.OpenAsync(browser, server);
        await page.Page.GetByRole(AriaRole.Tab, new() { Name = "Train" }).ClickAsync();
        await Assertions.Expect(page.Page.GetByLabel("Activation")).ToHaveValueAsync("Sigmoid");
        return page;
    }
}
