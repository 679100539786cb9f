using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NetGen.Samples.DigitPad.Training;
using NetGen.Samples.DigitPad.Web;

namespace NetGen.DigitPad.Tests.Support;

/// <summary>The sample's server, on a free port of this machine.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningServer(WebApplication app, Uri address)
    {
        _app = app;
        Address = address;
        Client = CreateClient();
        Runs = app.Services.GetRequiredService<RunSlots>();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>A client that keeps no cookies.</summary>
    public HttpClient Client { get; }

    /// <summary>The trainings that are running.</summary>
    public RunSlots Runs { get; }

    /// <summary>Starts a server. Unless a test asks for limits, it has none that a test could reach.</summary>
    public static async Task<RunningServer> StartAsync(Action<Settings>? configure = null)
    {
        WebApplication app = Server.Build("http://127.0.0.1:0", settings =>
        {
            settings.RequestsPerSecond = 1_000_000;
            settings.Burst = 1_000_000;
            settings.MaxWaitingRequests = 10_000;
            configure?.Invoke(settings);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new RunningServer(app, new Uri(app.Urls.Single()));
    }

    /// <summary>A client that may keep cookies.</summary>
    public HttpClient CreateClient(bool cookies = false) =>
        new(new SocketsHttpHandler { UseCookies = cookies, UseProxy = false }) { BaseAddress = Address };

    /// <summary>A visitor with the cookie that the page asks for.</summary>
    public async Task<HttpClient> CreateVisitorAsync()
    {
        HttpClient visitor = CreateClient(cookies: true);
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
    public static async Task WaitForAsync(Func<bool> condition, string what)
    {
        DateTime end = DateTime.UtcNow.AddSeconds(20);
        while (!condition())
        {
            Assert.True(DateTime.UtcNow < end, $"After 20 s: not yet {what}.");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
