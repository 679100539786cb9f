using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NetGen.Samples.DigitPad.Training;
using NetGen.Samples.DigitPad.Web;

namespace NetGen.DigitPad.Tests.Support;

/// <summary>The sample's server, on a free port of this machine.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    /// <summary>Epochs that no test sees the end of.</summary>
    public const int Endless = 100_000_000;

    private WebApplication _app;

    private RunningServer(WebApplication app, Uri address)
    {
        _app = app;
        Address = address;
        Client = CreateClient();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>A client that keeps no cookies.</summary>
    public HttpClient Client { get; }

    /// <summary>The training runs in progress.</summary>
    public RunSlots Runs => _app.Services.GetRequiredService<RunSlots>();

    /// <summary>
    /// Starts a server whose training runs may go on until they are stopped: its epochs are more than any machine gets done in a test.
    /// </summary>
    public static Task<RunningServer> StartWithoutEndAsync(Action<Settings>? configure = null, bool startsAgain = false) => StartAsync(
        settings =>
        {
            settings.MaxEpochs = Endless;
            settings.RunSeconds = 86_400;
            configure?.Invoke(settings);
        },
        startsAgain);

    /// <summary>Starts a server. Unless a test asks for limits, it has none that a test could reach.</summary>
    /// <param name="configure">Sets what the test asks for.</param>
    /// <param name="startsAgain">Whether the test stops the server and starts it again at its address.</param>
    public static async Task<RunningServer> StartAsync(Action<Settings>? configure = null, bool startsAgain = false)
    {
        WebApplication app = startsAgain
            ? await StartAtKeptPortAsync(configure)
            : await StartAsync("http://127.0.0.1:0", configure);
        return new RunningServer(app, new Uri(app.Urls.Single()));
    }

    /// <summary>Stops the server, which can be started again at its address if it was started for that.</summary>
    public async Task StopAsync() => await _app.DisposeAsync();

    /// <summary>Starts the server again at its address.</summary>
    public async Task StartAgainAsync(Action<Settings>? configure = null)
    {
        while (true)
        {
            try
            {
                _app = await StartAsync(Address.GetLeftPart(UriPartial.Authority), configure);
                return;
            }
            catch (IOException)
            {
                // Somebody else has the port meanwhile, and will free it.
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }
        }
    }

    /// <summary>A client that may keep cookies, and may ask from another address of this machine.</summary>
    public HttpClient CreateClient(bool cookies = false, string? from = null)
    {
        var handler = new SocketsHttpHandler { UseCookies = cookies, UseProxy = false };
        if (from is not null)
        {
            Assert.SkipWhen(OperatingSystem.IsMacOS(), "This system has only one address of its own.");
            handler.ConnectCallback = async (context, cancellation) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            };
        }

        return new HttpClient(handler) { BaseAddress = Address };
    }

    /// <summary>A visitor with the cookie that the page asks for.</summary>
    public async Task<HttpClient> CreateVisitorAsync(string? from = null)
    {
        HttpClient visitor = CreateClient(cookies: true, from);
        using HttpResponseMessage choices = await visitor.GetAsync("/api/training", TestContext.Current.CancellationToken);
        string cookie = choices.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        return visitor;
    }

    /// <summary>Posts bytes.</summary>
    public Task<HttpResponseMessage> PostBytesAsync(string path, byte[] bytes)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new("application/octet-stream");
        return Client.PostAsync(path, content, TestContext.Current.CancellationToken);
    }

    /// <summary>Posts text of a type.</summary>
    public Task<HttpResponseMessage> PostTextAsync(string path, string text, string type = "application/json") =>
        Client.PostAsync(path, new StringContent(text, null, type), TestContext.Current.CancellationToken);

    /// <summary>Sends the head of a request whose body is still to come, and waits until the server asks for the body.</summary>
    public async Task<TcpClient> SendHeadAsync(string path, string type, int length)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Address.Port, TestContext.Current.CancellationToken);
        NetworkStream stream = client.GetStream();
        string head = $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {type}\r\nContent-Length: {length}\r\n"
            + "Expect: 100-continue\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), TestContext.Current.CancellationToken);
        const string Expected = "HTTP/1.1 100 Continue\r\n\r\n";
        var answer = new byte[Expected.Length];
        await stream.ReadExactlyAsync(answer, TestContext.Current.CancellationToken);
        Assert.Equal(Expected, Encoding.ASCII.GetString(answer));
        return client;
    }

    /// <summary>The JSON of an answer that must be a success.</summary>
    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        using HttpResponseMessage answer = response;
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}: {text}");
        return JsonElement.Parse(text);
    }

    /// <summary>The problem details of an answer that must be an error.</summary>
    public static async Task<JsonElement> ReadProblemAsync(HttpResponseMessage response, int status)
    {
        using HttpResponseMessage answer = response;
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        JsonElement problem = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        return problem;
    }

    /// <summary>Waits until a condition holds.</summary>
    public static Task WaitForAsync(Func<bool> condition, string what) => WaitForAsync(() => Task.FromResult(condition()), what);

    /// <summary>Waits until a condition holds.</summary>
    public static async Task WaitForAsync(Func<Task<bool>> condition, string what)
    {
        DateTime end = DateTime.UtcNow.AddSeconds(60);
        while (!await condition())
        {
            Assert.True(DateTime.UtcNow < end, $"After 60 s: not yet {what}.");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    // While the server is stopped, its port is free. Below those that systems give out, no other test gets it.
    private static async Task<WebApplication> StartAtKeptPortAsync(Action<Settings>? configure)
    {
        const int Attempts = 100;
        for (int i = 1; ; i++)
        {
            try
            {
                return await StartAsync($"http://127.0.0.1:{Random.Shared.Next(20_000, 30_000)}", configure);
            }
            catch (IOException) when (i < Attempts)
            {
                // Somebody else has this one.
            }
        }
    }

    private static async Task<WebApplication> StartAsync(string url, Action<Settings>? configure)
    {
        WebApplication app = Server.Build(url, settings =>
        {
            settings.RequestsPerSecond = 1_000_000;
            settings.Burst = 1_000_000;
            settings.MaxWaitingRequests = 10_000;
            settings.MaxConcurrentRequestsPerAddress = 10_000;
            settings.MinBodyBytesPerSecond = 0;
            settings.MaxRunsPerAddress = 10_000;
            configure?.Invoke(settings);
        });
        try
        {
            await app.StartAsync(TestContext.Current.CancellationToken);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }
}
