using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using NetGen.DigitPad.Tests.Support;
using NetGen.Package.Tests;

namespace NetGen.DigitPad.Tests.Api;

public class ClassifyTests
{
    private const int Pixels = 784;

    [Fact]
    public async Task At_least_97_of_100_test_images_are_read_correctly()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        (byte[] images, byte[] labels) = Mnist.ReadFew();
        Assert.InRange(await CountCorrectAsync(server, images, labels), 97, 100);
    }

    [Fact]
    public async Task More_than_98_percent_of_all_test_images_are_read_correctly()
    {
        (byte[] images, byte[] labels) = Mnist.ReadAll();
        await using RunningServer server = await RunningServer.StartAsync();
        Assert.InRange(await CountCorrectAsync(server, images, labels), 9_800, 10_000);
    }

    [Fact]
    public async Task Bytes_numbers_and_batches_give_the_same()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        (byte[] images, _) = Mnist.ReadFew();
        JsonElement batch = await RunningServer.ReadAsync(await server.PostBytesAsync("/api/classify/batch", images));
        Assert.Equal(100, batch.GetProperty("digits").GetArrayLength());
        for (int i = 0; i < 5; i++)
        {
            byte[] image = images[(i * Pixels)..((i + 1) * Pixels)];
            string json = "[" + string.Join(',', image.Select(b => (b * (1f / 255)).ToString(CultureInfo.InvariantCulture))) + "]";
            JsonElement bytes = await RunningServer.ReadAsync(await server.PostBytesAsync("/api/classify", image));
            JsonElement numbers = await RunningServer.ReadAsync(await server.PostTextAsync("/api/classify", json));
            string expected = bytes.GetProperty("probabilities").GetRawText();
            Assert.Equal(expected, numbers.GetProperty("probabilities").GetRawText());
            Assert.Equal(expected, batch.GetProperty("probabilities")[i].GetRawText());
            Assert.Equal(bytes.GetProperty("digit").GetInt32(), batch.GetProperty("digits")[i].GetInt32());
            Assert.InRange(bytes.GetProperty("microseconds").GetDouble(), 0, 1e6);
            float sum = bytes.GetProperty("probabilities").EnumerateArray().Sum(probability => probability.GetSingle());
            Assert.Equal(1, sum, 1e-5);
        }
    }

    /// <summary>As it stands in the README, but for the port.</summary>
    [Fact]
    public async Task The_command_of_the_page_reads_an_image()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        string command = Pages.TheOnly("samples/DigitPad/README.md", "sh").Text;
        const string Address = "http://localhost:5080/";
        Assert.Contains(Address, command, StringComparison.Ordinal);
        var start = new ProcessStartInfo("sh", ["-c", command.Replace(Address, server.Address.ToString(), StringComparison.Ordinal)])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["no_proxy"] = "*";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        const int NotFound = 127;
        if (process.ExitCode == NotFound)
        {
            BrowserFixture.SkipOrFail("No curl on the PATH. On Debian: apt-get install curl.");
        }

        Assert.True(process.ExitCode == 0, await errors);
        using var blank = JsonDocument.Parse(output);
        JsonElement expected = await RunningServer.ReadAsync(await server.PostBytesAsync("/api/classify", new byte[Pixels]));
        Assert.Equal(
            expected.GetProperty("probabilities").GetRawText(), blank.RootElement.GetProperty("probabilities").GetRawText());
    }

    [Fact]
    public async Task The_model_is_described()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        JsonElement model = await RunningServer.ReadAsync(
            await server.Client.GetAsync("/api/model", TestContext.Current.CancellationToken));
        Assert.Equal(784, model.GetProperty("inputs").GetInt32());
        Assert.Equal(79_510, model.GetProperty("parameters").GetInt64());
        Assert.Equal("ReLU Softmax", string.Join(' ', model.GetProperty("layers").EnumerateArray()
            .Select(layer => layer.GetProperty("activation").GetString())));
        Assert.Equal("0123456789", string.Concat(model.GetProperty("classes").EnumerateArray().Select(name => name.GetString())));
    }

    [Fact]
    public async Task The_description_names_every_endpoint()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        JsonElement document = await RunningServer.ReadAsync(
            await server.Client.GetAsync("/openapi/v1.json", TestContext.Current.CancellationToken));
        Assert.Equal(
            ["/api/classify", "/api/classify/batch", "/api/drawings", "/api/model", "/api/training", "/health"],
            document.GetProperty("paths").EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal));
        JsonElement post = document.GetProperty("paths").GetProperty("/api/classify").GetProperty("post");
        JsonElement content = post.GetProperty("requestBody").GetProperty("content");
        Assert.Equal("array", content.GetProperty("application/json").GetProperty("schema").GetProperty("type").GetString());
        Assert.Equal("binary", content.GetProperty("application/octet-stream").GetProperty("schema").GetProperty("format").GetString());
        Assert.Equal(
            ["200", "400", "408", "413", "415", "429", "503"],
            post.GetProperty("responses").EnumerateObject().Select(answer => answer.Name));
    }

    [Fact]
    public async Task The_description_has_the_limits_of_every_endpoint_and_the_events_of_a_training()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        JsonElement document = await RunningServer.ReadAsync(
            await server.Client.GetAsync("/openapi/v1.json", TestContext.Current.CancellationToken));
        JsonElement paths = document.GetProperty("paths");
        Assert.Equal(["200", "429", "503"], Answers("/api/model", "get"));
        Assert.Equal(["200", "429"], Answers("/api/training", "get"));
        Assert.Equal(["200"], Answers("/health", "get"));
        JsonElement forms = paths.GetProperty("/api/training").GetProperty("post").GetProperty("responses").GetProperty("200")
            .GetProperty("content").GetProperty("text/event-stream").GetProperty("schema").GetProperty("oneOf");
        string[] names = [.. forms.EnumerateArray().Select(form => form.GetProperty("$ref").GetString()!.Split('/')[^1])];
        Assert.Equal(["RunStart", "RunProgress", "RunEnd"], names);
        JsonElement schemas = document.GetProperty("components").GetProperty("schemas");
        Assert.Equal(
            ["topology isGenerated parameters samples validation epochs", "points", "reason epochs seconds"],
            names.Select(name => string.Join(
                ' ', schemas.GetProperty(name).GetProperty("properties").EnumerateObject().Select(property => property.Name))));
        Assert.Contains("\"trainingAccuracy\"", document.GetRawText(), StringComparison.Ordinal);

        IEnumerable<string> Answers(string path, string method) =>
            paths.GetProperty(path).GetProperty(method).GetProperty("responses").EnumerateObject().Select(answer => answer.Name);
    }

    [Fact]
    public async Task The_server_is_healthy_and_sends_security_headers()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        foreach (string path in new[] { "/", "/app.js", "/health", "/api/model", "/nothing" })
        {
            using HttpResponseMessage response = await server.Client.GetAsync(path, TestContext.Current.CancellationToken);
            Assert.Equal(path != "/nothing", response.IsSuccessStatusCode);
            string policy = response.Headers.GetValues("Content-Security-Policy").Single();
            Assert.StartsWith("default-src 'self';", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        }
    }

    [Fact]
    public async Task Files_that_have_not_changed_are_not_sent_again()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        using HttpResponseMessage first = await server.Client.GetAsync("/style.css", TestContext.Current.CancellationToken);
        Assert.Equal("text/css", first.Content.Headers.ContentType?.MediaType);
        using var again = new HttpRequestMessage(HttpMethod.Get, "/style.css");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using HttpResponseMessage second = await server.Client.SendAsync(again, TestContext.Current.CancellationToken);
        Assert.Equal(304, (int)second.StatusCode);
    }

    private static async Task<int> CountCorrectAsync(RunningServer server, byte[] images, byte[] labels)
    {
        int correct = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            JsonElement answer = await RunningServer.ReadAsync(
                await server.PostBytesAsync("/api/classify", images[(i * Pixels)..((i + 1) * Pixels)]));
            correct += answer.GetProperty("digit").GetInt32() == labels[i] ? 1 : 0;
        }

        return correct;
    }
}
