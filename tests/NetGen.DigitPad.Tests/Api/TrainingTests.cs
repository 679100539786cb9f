using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using NetGen.DigitPad.Tests.Support;
using NetGen.Samples.DigitPad.Training;
using NetGen.Samples.DigitPad.Web;

namespace NetGen.DigitPad.Tests.Api;

public class TrainingTests
{
    // Runs until it is stopped.
    private static readonly string Long = $$"""{ "epochs": {{RunningServer.Endless}}, "hidden": [128, 128], "miniBatchSize": 1 }""";

    [Fact]
    public async Task A_training_sends_every_epoch_and_learns()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        using HttpResponseMessage response = await StartAsync(server.Client, """{ "epochs": 20, "seed": 3 }""");
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        List<(string Name, JsonElement Data)> events = await ReadAsync(response).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal("start", events[0].Name);
        Assert.Equal("64-30-10", events[0].Data.GetProperty("topology").GetString()!.Split(' ')[0]);
        Assert.All(events[1..^1], each => Assert.Equal("progress", each.Name));
        List<JsonElement> points = [.. events[1..^1].SelectMany(each => each.Data.GetProperty("points").EnumerateArray())];
        Assert.Equal(Enumerable.Range(1, 20), points.Select(point => point.GetProperty("epoch").GetInt32()));
        Assert.True(points[^1].GetProperty("trainingCost").GetDouble() < points[0].GetProperty("trainingCost").GetDouble() / 3);
        Assert.InRange(points[^1].GetProperty("validationAccuracy").GetDouble(), 0.9, 1);
        Assert.Equal("end", events[^1].Name);
        Assert.Equal("Completed", events[^1].Data.GetProperty("reason").GetString());
        Assert.Equal(20, events[^1].Data.GetProperty("epochs").GetInt32());
        await RunningServer.WaitForAsync(() => server.Runs.Count == 0, "free");
    }

    /// <summary>The layers of the page's presets are declared, so the build generates their code.</summary>
    [Theory]
    [InlineData(true, "[30]", "Sigmoid", "Quadratic")]
    [InlineData(true, "[30]", "Sigmoid", "BinaryCrossEntropy")]
    [InlineData(true, "[64, 32]", "ReLU", "CategoricalCrossEntropy")]
    [InlineData(false, "[31]", "Sigmoid", "Quadratic")]
    [InlineData(false, "[30]", "Tanh", "Quadratic")]
    public async Task The_first_event_says_what_computes(bool isGenerated, string hidden, string activation, string cost)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        using HttpResponseMessage response = await StartAsync(
            server.Client, $$"""{ "hidden": {{hidden}}, "activation": "{{activation}}", "cost": "{{cost}}", "epochs": 1 }""");
        JsonElement start = (await ReadAsync(response).FirstAsync(TestContext.Current.CancellationToken)).Data;
        Assert.Equal(isGenerated, start.GetProperty("isGenerated").GetBoolean());
    }

    [Fact]
    public async Task The_same_request_gives_the_same_curve()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        const string Request = """
            {
                "hidden": [20, 10], "activation": "Tanh", "cost": "CategoricalCrossEntropy", "optimizer": "Adam",
                "learningRate": 0.01, "miniBatchSize": 32, "epochs": 5, "samples": 200, "l2": 0.1
            }
            """;
        var curves = new List<string>();
        for (int i = 0; i < 2; i++)
        {
            using HttpResponseMessage response = await StartAsync(server.Client, Request);
            List<(string Name, JsonElement Data)> events = await ReadAsync(response).ToListAsync(TestContext.Current.CancellationToken);
            curves.Add(string.Concat(events.Where(each => each.Name == "progress")
                .SelectMany(each => each.Data.GetProperty("points").EnumerateArray()).Select(point => point.GetRawText())));
        }

        Assert.Equal(curves[0], curves[1]);
    }

    [Fact]
    public async Task Events_come_at_a_rate_that_a_browser_can_draw()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        long start = Environment.TickCount64;
        using HttpResponseMessage response = await StartAsync(server.Client, """{ "epochs": 300, "samples": 500 }""");
        List<(string Name, JsonElement Data)> events = await ReadAsync(response).ToListAsync(TestContext.Current.CancellationToken);
        double seconds = (Environment.TickCount64 - start) / 1000.0;
        int progress = events.Count(each => each.Name == "progress");
        Assert.Equal(300, events.Where(each => each.Name == "progress").Sum(each => each.Data.GetProperty("points").GetArrayLength()));
        Assert.InRange(progress, 1, (int)(seconds * 20) + 2);
    }

    [Theory]
    [InlineData("hidden", "[1, 2, 3, 4]")]
    [InlineData("hidden", "[0]")]
    [InlineData("hidden", "[129]")]
    [InlineData("hidden", "null")]
    [InlineData("hidden", "[1.5]")]
    [InlineData("hidden", "30")]
    [InlineData("activation", "\"Softmax\"")]
    [InlineData("activation", "\"nothing\"")]
    [InlineData("activation", "99")]
    [InlineData("cost", "\"Hinge\"")]
    [InlineData("optimizer", "\"nothing\"")]
    [InlineData("optimizer", "null")]
    [InlineData("learningRate", "0")]
    [InlineData("learningRate", "-1")]
    [InlineData("learningRate", "101")]
    [InlineData("learningRate", "null")]
    [InlineData("learningRate", "1e999")]
    [InlineData("miniBatchSize", "0")]
    [InlineData("miniBatchSize", "501")]
    [InlineData("epochs", "0")]
    [InlineData("epochs", "1001")]
    [InlineData("epochs", "1.5")]
    [InlineData("samples", "9")]
    [InlineData("samples", "1438")]
    [InlineData("l2", "-1")]
    [InlineData("seed", "\"text\"")]
    public async Task What_a_training_cannot_have_is_named(string name, string value)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        JsonElement problem = await RunningServer.ReadProblemAsync(
            await server.PostTextAsync("/api/training", $$"""{ "{{name}}": {{value}} }"""), 400);
        Assert.Equal(name, problem.GetProperty("errors").EnumerateObject().Single().Name);
        Assert.Equal(0, server.Runs.Count);
    }

    [Fact]
    public async Task A_training_ends_when_the_client_goes()
    {
        await using RunningServer server = await RunningServer.StartWithoutEndAsync();
        for (int i = 0; i < 3; i++)
        {
            using (HttpResponseMessage response = await StartAsync(server.Client, Long))
            {
                Assert.Equal(1, server.Runs.Count);
            }

            await RunningServer.WaitForAsync(() => server.Runs.Count == 0, "free");
        }
    }

    /// <summary>A visitor is who has the page's cookie, or else whoever asks from an address.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_visitor_has_one_training_and_a_new_one_takes_its_place(bool cookies)
    {
        await using RunningServer server = await RunningServer.StartWithoutEndAsync();
        using HttpClient visitor = cookies ? await server.CreateVisitorAsync() : server.CreateClient();
        using HttpResponseMessage first = await StartAsync(visitor, Long);
        using HttpResponseMessage second = await StartAsync(visitor, Long);
        Assert.Equal(1, server.Runs.Count);
        (string name, JsonElement end) = await ReadAsync(first).LastAsync(TestContext.Current.CancellationToken);
        Assert.Equal("end", name);
        Assert.Equal("Cancelled", end.GetProperty("reason").GetString());
        second.Dispose();
        await RunningServer.WaitForAsync(() => server.Runs.Count == 0, "free");
    }

    /// <summary>It may have waited for its turn longer, or its body may have taken longer: then the newer one goes on.</summary>
    [Fact]
    public async Task A_request_does_not_end_the_training_of_one_that_arrived_later()
    {
        var slots = new RunSlots(capacity: 2, capacityOfAddress: 2);
        long older = slots.NoteArrival();
        long newer = slots.NoteArrival();
        (RunSlots.Slot? slot, RunSlots.Answer answer) = await TryTakeAsync(newer);
        Assert.Equal(RunSlots.Answer.Taken, answer);
        (RunSlots.Slot? none, RunSlots.Answer refusal) = await TryTakeAsync(older);
        Assert.Equal(RunSlots.Answer.VisitorHasNewer, refusal);
        Assert.Null(none);
        Assert.False(slot!.Replaced.IsCancellationRequested);

        // Once that has ended, nothing stands in the way.
        slot.Dispose();
        (slot, answer) = await TryTakeAsync(older);
        Assert.Equal(RunSlots.Answer.Taken, answer);
        slot!.Dispose();

        Task<(RunSlots.Slot? Slot, RunSlots.Answer Answer)> TryTakeAsync(long arrival) => slots.TryTakeAsync(
            "visitor", IPAddress.Loopback, arrival, new CancellationToken(canceled: true));
    }

    [Fact]
    public async Task A_request_whose_body_comes_after_that_of_a_newer_one_is_refused()
    {
        await using RunningServer server = await RunningServer.StartWithoutEndAsync();
        byte[] body = Encoding.UTF8.GetBytes(Long);
        using TcpClient older = await server.SendHeadAsync("/api/training", "application/json", body.Length);
        using HttpResponseMessage newer = await StartAsync(server.Client, Long);
        await older.GetStream().WriteAsync(body, TestContext.Current.CancellationToken);
        var status = new byte[12];
        await older.GetStream().ReadExactlyAsync(status, TestContext.Current.CancellationToken);
        Assert.Equal("HTTP/1.1 409", Encoding.ASCII.GetString(status));
        Assert.Equal(1, server.Runs.Count);

        // The newer one goes on.
        await using IAsyncEnumerator<(string Name, JsonElement Data)> events =
            ReadAsync(newer).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        for (int i = 0; i < 3; i++)
        {
            Assert.True(await events.MoveNextAsync());
            Assert.Equal(i == 0 ? "start" : "progress", events.Current.Name);
        }
    }

    [Fact]
    public async Task Trainings_beyond_the_limit_are_refused_until_one_ends()
    {
        await using RunningServer server = await RunningServer.StartWithoutEndAsync(settings => settings.MaxRuns = 2);
        using HttpClient firstVisitor = await server.CreateVisitorAsync();
        using HttpClient secondVisitor = await server.CreateVisitorAsync();
        using HttpResponseMessage first = await StartAsync(firstVisitor, Long);
        using HttpResponseMessage second = await StartAsync(secondVisitor, Long);
        HttpResponseMessage refused = await server.PostTextAsync("/api/training", Long);
        Assert.NotNull(refused.Headers.RetryAfter);
        await RunningServer.ReadProblemAsync(refused, 503);
        JsonElement health = await RunningServer.ReadAsync(
            await server.Client.GetAsync("/health", TestContext.Current.CancellationToken));
        Assert.Equal(2, health.GetProperty("runs").GetInt32());
        first.Dispose();
        await RunningServer.WaitForAsync(() => server.Runs.Count == 1, "one training run less");
        using HttpResponseMessage third = await StartAsync(server.Client, """{ "epochs": 1 }""");
        Assert.Equal("end", (await ReadAsync(third).LastAsync(TestContext.Current.CancellationToken)).Name);
        second.Dispose();
        await RunningServer.WaitForAsync(() => server.Runs.Count == 0, "free");
    }

    /// <summary>Only what the server gave out makes a visitor; whatever else is in the cookie, the address counts.</summary>
    [Theory]
    [InlineData("invented")]
    [InlineData("long")]
    [InlineData("id")]
    [InlineData("signature")]
    [InlineData("other server")]
    public async Task A_cookie_that_the_server_did_not_give_counts_as_none(string kind)
    {
        await using RunningServer server = await RunningServer.StartWithoutEndAsync();
        string given = await GetCookieAsync(server);
        await using RunningServer other = await RunningServer.StartWithoutEndAsync();
        string cookie = kind switch
        {
            "invented" => Guid.NewGuid().ToString("N"),
            "long" => Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(given.Length / 2)),
            "id" => Change(given, 0),
            "signature" => Change(given, given.Length - 1),
            _ => await GetCookieAsync(other),
        };
        using HttpClient visitor = server.CreateClient();
        visitor.DefaultRequestHeaders.Add("Cookie", "digitpad-visitor=" + cookie);
        using HttpResponseMessage first = await StartAsync(visitor, Long);
        using HttpResponseMessage second = await StartAsync(server.Client, Long);
        Assert.Equal(1, server.Runs.Count);
        Assert.Equal(
            "Cancelled",
            (await ReadAsync(first).LastAsync(TestContext.Current.CancellationToken)).Data.GetProperty("reason").GetString());

        // The cookie as it was given makes another visitor.
        using HttpClient known = server.CreateClient();
        known.DefaultRequestHeaders.Add("Cookie", "digitpad-visitor=" + given);
        using HttpResponseMessage third = await StartAsync(known, Long);
        Assert.Equal(2, server.Runs.Count);
    }

    /// <summary>The page asks for addresses below its own, which a proxy may have given a prefix.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("/some/pad")]
    public async Task The_cookie_is_for_the_folder_of_the_api(string prefix)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        using HttpResponseMessage choices = await server.Client.GetAsync("/api/training", TestContext.Current.CancellationToken);
        var browser = new CookieContainer();
        browser.SetCookies(new Uri($"http://localhost{prefix}/api/training"), choices.Headers.GetValues("Set-Cookie").Single());
        Assert.Single(browser.GetCookies(new Uri($"http://localhost{prefix}/api/training")));
        Assert.Empty(browser.GetCookies(new Uri($"http://localhost{prefix}/")));
    }

    [Fact]
    public async Task Fresh_cookies_do_not_give_an_address_all_places()
    {
        await using RunningServer server = await RunningServer.StartWithoutEndAsync(settings => settings.MaxRunsPerAddress = null);
        using HttpClient first = await server.CreateVisitorAsync();
        using HttpClient second = await server.CreateVisitorAsync();
        using HttpResponseMessage run = await StartAsync(first, Long);
        using HttpResponseMessage otherRun = await StartAsync(second, Long);
        for (int i = 0; i < 3; i++)
        {
            using HttpClient fresh = await server.CreateVisitorAsync();
            using var content = new StringContent(Long, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
            HttpResponseMessage refused = await fresh.PostAsync("/api/training", content, TestContext.Current.CancellationToken);
            Assert.NotNull(refused.Headers.RetryAfter);
            JsonElement problem = await RunningServer.ReadProblemAsync(refused, 429);
            Assert.StartsWith(
                "2 training runs are in progress for your address.",
                problem.GetProperty("detail").GetString(),
                StringComparison.Ordinal);
        }

        // A visitor who has a place may start again, and other addresses have places left.
        using HttpResponseMessage again = await StartAsync(second, Long);
        Assert.Equal(2, server.Runs.Count);
        using HttpClient elsewhere = await server.CreateVisitorAsync("127.0.0.2");
        using HttpResponseMessage third = await StartAsync(elsewhere, Long);
        Assert.Equal(3, server.Runs.Count);
    }

    [Theory]
    [InlineData(1, null, 1)]
    [InlineData(4, null, 2)]
    [InlineData(5, null, 2)]
    [InlineData(4, 3, 3)]
    public void Half_of_the_trainings_may_be_of_one_address_unless_it_is_set(int all, int? set, int expected) =>
        Assert.Equal(expected, new Settings { MaxRuns = all, MaxRunsPerAddress = set }.RunsPerAddress);

    [Fact]
    public async Task A_training_ends_at_its_time_limit()
    {
        await using RunningServer server = await RunningServer.StartWithoutEndAsync(settings => settings.RunSeconds = 0.3);
        using HttpResponseMessage response = await StartAsync(server.Client, Long);
        (string name, JsonElement end) = await ReadAsync(response).LastAsync(TestContext.Current.CancellationToken);
        Assert.Equal("end", name);
        Assert.Equal("TimeLimit", end.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_training_that_diverges_says_so()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        using HttpResponseMessage response = await StartAsync(
            server.Client, """{ "hidden": [30, 30], "activation": "Identity", "cost": "CategoricalCrossEntropy", "learningRate": 100 }""");
        (string name, JsonElement end) = await ReadAsync(response).LastAsync(TestContext.Current.CancellationToken);
        Assert.Equal("end", name);
        Assert.Equal("Diverged", end.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_server_that_stops_does_not_wait_for_trainings()
    {
        RunningServer server = await RunningServer.StartWithoutEndAsync();
        using HttpResponseMessage response = await StartAsync(server.Client, Long);
        await server.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        // There is no end of a training run that the server gave up. The connection may end in either way.
        var names = new List<string>();
        try
        {
            await foreach ((string name, _) in ReadAsync(response))
            {
                names.Add(name);
            }
        }
        catch (IOException)
        {
        }

        Assert.DoesNotContain("end", names);
    }

    [Fact]
    public async Task The_choices_are_those_of_the_digits()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        JsonElement choices = await RunningServer.ReadAsync(
            await server.Client.GetAsync("/api/training", TestContext.Current.CancellationToken));
        Assert.Equal(64, choices.GetProperty("inputs").GetInt32());
        Assert.Equal(1437, choices.GetProperty("samples").GetInt32());
        Assert.Equal(360, choices.GetProperty("validation").GetInt32());
    }

    [Fact]
    public async Task Visitors_can_train_on_mnist()
    {
        Mnist.SkipWhereMissing();
        await using RunningServer server = await RunningServer.StartAsync(settings => settings.Data = Mnist.Folder);
        using HttpResponseMessage response = await StartAsync(server.Client, """{ "epochs": 2, "samples": 5000 }""");
        List<(string Name, JsonElement Data)> events = await ReadAsync(response).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal("784-30-10", events[0].Data.GetProperty("topology").GetString()!.Split(' ')[0]);
        Assert.Equal(10_000, events[0].Data.GetProperty("validation").GetInt32());
        Assert.Equal("Completed", events[^1].Data.GetProperty("reason").GetString());
        JsonElement last = events[^2].Data.GetProperty("points").EnumerateArray().Last();
        Assert.InRange(last.GetProperty("validationAccuracy").GetDouble(), 0.7, 1);
    }

    [Fact]
    public void Settings_and_folders_that_cannot_be_used_are_named()
    {
        var limits = Assert.Throws<InvalidDataException>(
            () => Server.Build("http://127.0.0.1:0", settings => settings.MaxRuns = 0));
        Assert.Contains("limits", limits.Message, StringComparison.Ordinal);
        var address = Assert.Throws<InvalidDataException>(
            () => Server.Build("http://127.0.0.1:0", settings => settings.MaxRunsPerAddress = 0));
        Assert.Contains("limits", address.Message, StringComparison.Ordinal);
        var rate = Assert.Throws<InvalidDataException>(
            () => Server.Build("http://127.0.0.1:0", settings => settings.RequestsPerSecond = 0));
        Assert.Contains("RequestsPerSecond", rate.Message, StringComparison.Ordinal);
        var seconds = Assert.Throws<InvalidDataException>(
            () => Server.Build("http://127.0.0.1:0", settings => settings.RunSeconds = double.NaN));
        Assert.Contains("RunSeconds", seconds.Message, StringComparison.Ordinal);
        var data = Assert.Throws<DirectoryNotFoundException>(
            () => Server.Build("http://127.0.0.1:0", settings => settings.Data = "no-such-folder"));
        Assert.Contains("no-such-folder", data.Message, StringComparison.Ordinal);
    }

    // What the browser keeps: the value without what belongs to the header.
    private static async Task<string> GetCookieAsync(RunningServer server)
    {
        using HttpResponseMessage choices = await server.Client.GetAsync("/api/training", TestContext.Current.CancellationToken);
        return choices.Headers.GetValues("Set-Cookie").Single().Split('=', ';')[1];
    }

    private static string Change(string text, int index) => $"{text[..index]}{(text[index] == '0' ? '1' : '0')}{text[(index + 1)..]}";

    private static async Task<HttpResponseMessage> StartAsync(HttpClient client, string json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/training");
        request.Content = new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        HttpResponseMessage response = await client.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, response.StatusCode.ToString());
        return response;
    }

    private static async IAsyncEnumerable<(string Name, JsonElement Data)> ReadAsync(HttpResponseMessage response)
    {
        Stream stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        await foreach (System.Net.ServerSentEvents.SseItem<string> item in System.Net.ServerSentEvents.SseParser.Create(stream)
            .EnumerateAsync(TestContext.Current.CancellationToken))
        {
            yield return (item.EventType, JsonElement.Parse(item.Data));
        }
    }
}
