using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using NetGen.DigitPad.Tests.Support;
using NetGen.Samples.DigitPad.Web;

namespace NetGen.DigitPad.Tests.Api;

/// <summary>Whatever a client sends, the answer is never 500.</summary>
public class ProblemTests
{
    [Theory]
    [InlineData("", 400)]
    [InlineData("null", 400)]
    [InlineData("[", 400)]
    [InlineData("[]", 400)]
    [InlineData("[1, 2, 3]", 400)]
    [InlineData("{}", 400)]
    [InlineData("\"text\"", 400)]
    [InlineData("[[0]]", 400)]
    [InlineData("[NaN]", 400)]
    public async Task Json_that_is_no_image_is_refused(string json, int status)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        JsonElement problem = await RunningServer.ReadProblemAsync(await server.PostTextAsync("/api/classify", json), status);
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("-0.1")]
    [InlineData("1e999")]
    [InlineData("null")]
    [InlineData("\"1\"")]
    public async Task A_pixel_that_is_no_number_from_0_to_1_is_refused(string pixel)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        string json = "[" + string.Join(',', Enumerable.Repeat("0", 783)) + "," + pixel + "]";
        JsonElement problem = await RunningServer.ReadProblemAsync(await server.PostTextAsync("/api/classify", json), 400);
        Assert.Contains("783", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/classify", 0)]
    [InlineData("/api/classify", 783)]
    [InlineData("/api/classify", 785)]
    [InlineData("/api/classify/batch", 0)]
    [InlineData("/api/classify/batch", 785)]
    [InlineData("/api/classify/batch", 257 * 784)]
    [InlineData("/api/drawings", 0)]
    [InlineData("/api/drawings", 784)]
    [InlineData("/api/drawings", 112 * 112)]
    public async Task Bytes_of_another_length_or_without_ink_are_refused(string path, int length)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        await RunningServer.ReadProblemAsync(await server.PostBytesAsync(path, new byte[length]), 400);
    }

    [Theory]
    [InlineData("/api/classify")]
    [InlineData("/api/classify/batch")]
    [InlineData("/api/drawings")]
    [InlineData("/api/training")]
    public async Task Other_content_is_refused(string path)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        await RunningServer.ReadProblemAsync(await server.PostTextAsync(path, "0", "text/plain"), 415);
        await RunningServer.ReadProblemAsync(await server.PostTextAsync(path, "<a/>", "application/xml"), 415);
        await RunningServer.ReadProblemAsync(
            await server.Client.PostAsync(path, new ByteArrayContent([0]), TestContext.Current.CancellationToken), 415);
    }

    [Theory]
    [InlineData("/api/classify", "application/octet-stream")]
    [InlineData("/api/classify", "application/json")]
    [InlineData("/api/classify/batch", "application/octet-stream")]
    [InlineData("/api/drawings", "application/octet-stream")]
    [InlineData("/api/training", "application/json")]
    public async Task A_body_that_is_too_long_is_refused(string path, string type)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        string text = new(' ', (256 * 1024) + 1);
        await RunningServer.ReadProblemAsync(await server.PostTextAsync(path, text, type), 413);
    }

    [Fact]
    public async Task Unknown_paths_and_methods_are_problems_too()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        await RunningServer.ReadProblemAsync(await server.Client.GetAsync("/nothing", cancellation), 404);
        await RunningServer.ReadProblemAsync(await server.Client.GetAsync("/api/classify", cancellation), 405);
        await RunningServer.ReadProblemAsync(await server.Client.DeleteAsync("/api/training", cancellation), 405);
    }

    [Fact]
    public async Task A_client_that_asks_too_often_is_told_when_to_come_again()
    {
        await using RunningServer server = await RunningServer.StartAsync(settings =>
        {
            settings.RequestsPerSecond = 0.01;
            settings.Burst = 3;
        });
        for (int i = 0; i < 3; i++)
        {
            await RunningServer.ReadAsync(await server.PostBytesAsync("/api/classify", new byte[784]));
        }

        HttpResponseMessage refused = await server.PostBytesAsync("/api/classify", new byte[784]);
        Assert.Equal(TimeSpan.FromSeconds(100), refused.Headers.RetryAfter?.Delta);
        await RunningServer.ReadProblemAsync(refused, 429);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/app.js")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/api/model")]
    [InlineData("/nothing")]
    public async Task Everything_but_the_health_counts_for_the_rate(string path)
    {
        await using RunningServer server = await RunningServer.StartAsync(settings =>
        {
            settings.RequestsPerSecond = 0.001;
            settings.Burst = 1;
        });
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using HttpResponseMessage first = await server.Client.GetAsync(path, cancellation);
        Assert.Equal(path == "/nothing" ? 404 : 200, (int)first.StatusCode);
        HttpResponseMessage refused = await server.Client.GetAsync(path, cancellation);
        Assert.Equal(TimeSpan.FromSeconds(1_000), refused.Headers.RetryAfter?.Delta);
        await RunningServer.ReadProblemAsync(refused, 429);
        await RunningServer.ReadAsync(await server.Client.GetAsync("/health", cancellation));
        using HttpClient other = server.CreateClient(from: "127.0.0.2");
        using HttpResponseMessage free = await other.GetAsync(path, cancellation);
        Assert.Equal(first.StatusCode, free.StatusCode);
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    [InlineData("2001:db8:1:2:ffff::1", "2001:db8:1:2::")]
    public void A_network_of_ipv6_is_one_client(string address, string expected) =>
        Assert.Equal(IPAddress.Parse(expected), ClientAddress.Of(IPAddress.Parse(address)));

    [Fact]
    public async Task A_request_that_waits_counts_once()
    {
        await using RunningServer server = await RunningServer.StartAsync(settings =>
        {
            settings.RequestsPerSecond = 0.001;
            settings.Burst = 3;
            settings.MaxConcurrentRequests = 1;
        });
        using TcpClient slow = await StartSlowAsync(server, "/api/classify", "application/octet-stream");
        Task<HttpResponseMessage> waiting = server.PostBytesAsync("/api/classify", new byte[784]);
        await Task.Delay(200, TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        await FinishSlowAsync(slow);
        using HttpResponseMessage second = await waiting;
        using HttpResponseMessage third = await server.PostBytesAsync("/api/classify", new byte[784]);
        using HttpResponseMessage fourth = await server.PostBytesAsync("/api/classify", new byte[784]);
        Assert.Equal([200, 200, 429], [(int)second.StatusCode, (int)third.StatusCode, (int)fourth.StatusCode]);
    }

    [Fact]
    public async Task Slow_bodies_of_one_client_leave_places_for_others()
    {
        await using RunningServer server = await RunningServer.StartAsync(settings =>
        {
            settings.MaxConcurrentRequests = 3;
            settings.MaxWaitingRequests = 0;
            settings.MaxConcurrentRequestsPerAddress = 2;
        });
        using TcpClient first = await StartSlowAsync(server, "/api/classify", "application/octet-stream");
        using TcpClient second = await StartSlowAsync(server, "/api/classify", "application/octet-stream");

        // The client has no more places; others have, and the page itself needs none.
        using HttpClient other = server.CreateClient(from: "127.0.0.2");
        Assert.Equal(429, await GetStatusAsync(server.Client, "/api/model"));
        Assert.Equal(200, await GetStatusAsync(other, "/api/model"));
        HttpResponseMessage refused = await server.Client.GetAsync("/openapi/v1.json", TestContext.Current.CancellationToken);
        Assert.NotNull(refused.Headers.RetryAfter);
        await RunningServer.ReadProblemAsync(refused, 429);
        Assert.Equal(200, await GetStatusAsync(server.Client, "/app.js"));
        await FinishSlowAsync(first);
        await FinishSlowAsync(second);
    }

    [Theory]
    [InlineData("/api/classify", "application/octet-stream")]
    [InlineData("/api/classify", "application/json")]
    [InlineData("/api/drawings", "application/octet-stream")]
    [InlineData("/api/training", "application/json")]
    public async Task A_body_that_does_not_come_is_not_waited_for(string path, string type)
    {
        await using RunningServer server = await RunningServer.StartAsync(
            settings => settings.MinBodyBytesPerSecond = new Settings().MinBodyBytesPerSecond);
        using TcpClient client = await StartSlowAsync(server, path, type);

        // The server closes the connection after its answer.
        string answer = await new StreamReader(client.GetStream()).ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/problem+json", answer, StringComparison.Ordinal);
        Assert.Contains("\"status\":408", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_server_cannot_work_on_at_once_is_refused()
    {
        await using RunningServer server = await RunningServer.StartAsync(settings =>
        {
            settings.MaxConcurrentRequests = 1;
            settings.MaxWaitingRequests = 0;
        });
        using TcpClient slow = await StartSlowAsync(server, "/api/classify", "application/octet-stream");
        Assert.Equal(503, await GetStatusAsync(server.Client, "/api/model"));
        await RunningServer.ReadProblemAsync(await server.PostBytesAsync("/api/classify", new byte[784]), 503);
        await FinishSlowAsync(slow);
    }

    private static async Task<int> GetStatusAsync(HttpClient client, string path)
    {
        using HttpResponseMessage answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
        return (int)answer.StatusCode;
    }

    // Sends the head of a request and one of its 784 bytes: the request has its place.
    private static async Task<TcpClient> StartSlowAsync(RunningServer server, string path, string type)
    {
        TcpClient client = await server.SendHeadAsync(path, type, 784);
        await client.GetStream().WriteAsync("["u8.ToArray(), TestContext.Current.CancellationToken);
        return client;
    }

    // Sends the rest, which the server then answers.
    private static async Task FinishSlowAsync(TcpClient client)
    {
        await client.GetStream().WriteAsync(new byte[783], TestContext.Current.CancellationToken);
        var status = new byte[12];
        await client.GetStream().ReadExactlyAsync(status, TestContext.Current.CancellationToken);
        Assert.Equal("HTTP/1.1 200", Encoding.ASCII.GetString(status));
    }
}
