using System.CommandLine;
using System.Globalization;
using NetGen.Samples.DigitPad.Load;
using NetGen.Samples.DigitPad.Web;

namespace NetGen.Samples.DigitPad.Commands;

/// <summary>Sends many requests to a server in this process, and says how it went.</summary>
internal static class LoadCommand
{
    // Far less than a small machine can do: the rest is too much for one client, and what comes at the same time too much for the server.
    private const int LowRate = 2_000;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var seconds = new Option<double>("--seconds")
        {
            Description = "How long each phase takes.",
            HelpName = "N",
            DefaultValueFactory = _ => 5,
        };
        var connections = new Option<int>("--connections")
        {
            Description = "How many connections send one request after another.",
            HelpName = "N",
            DefaultValueFactory = _ => 8,
        };
        seconds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and <= 600))
            {
                result.AddError("--seconds: expected a number above 0, at most 600.");
            }
        });
        connections.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is not (>= 1 and <= 1_000))
            {
                result.AddError("--connections: expected an integer from 1 to 1000.");
            }
        });
        var command = new Command("load", "Measures how many images the server can read in a second, and what it does under overload.")
        {
            seconds, connections,
        };
        command.SetAction((arguments, cancellationToken) => RunAsync(
            TimeSpan.FromSeconds(arguments.GetValue(seconds)), arguments.GetValue(connections), Console.Out, cancellationToken));
        return command;
    }

    /// <summary>Runs both phases.</summary>
    /// <param name="time">How long each takes.</param>
    /// <param name="connections">The connections of the first phase; the second has four times as many.</param>
    /// <param name="output">Where the results go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="rate">The requests of a client in a second, and at once, that the server of the second phase takes.</param>
    /// <returns>0 if the server only answered as it should, or else 1.</returns>
    public static async Task<int> RunAsync(
        TimeSpan time, int connections, TextWriter output, CancellationToken cancellationToken, int rate = LowRate)
    {
        LoadResult free = await RunAsync(WithoutLimits, time, connections, cancellationToken);
        await output.WriteLineAsync(Invariant($"POST {ReadingEndpoints.ClassifyPath}, 784 bytes, {connections} connections"));
        await output.WriteLineAsync(Invariant($"  {free.RequestsPerSecond:N0} requests/s; p50 {free.Percentile(0.5):N0} µs, ")
            + Invariant($"p99 {free.Percentile(0.99):N0} µs; {free.BytesPerRequest:N0} bytes allocated per request"));
        await output.WriteLineAsync($"  {free.DescribeStatuses()}");
        LoadResult over = await RunAsync(settings => SetLowLimits(settings, rate), time, connections * 4, cancellationToken);
        await output.WriteLineAsync(Invariant($"Overload: {connections * 4} connections to a server that works on one request at once"));
        await output.WriteLineAsync($"  {over.DescribeStatuses()}");
        bool right = free.HasOnly(200) && over.HasOnly(200, 429, 503);
        await output.WriteLineAsync(right ? "Only answers that are allowed." : "There were answers that are not allowed.");
        return right ? 0 : 1;
    }

    private static async Task<LoadResult> RunAsync(
        Action<Settings> configure, TimeSpan time, int connections, CancellationToken cancellationToken)
    {
        await using WebApplication app = Server.Build("http://127.0.0.1:0", configure);
        await app.StartAsync(cancellationToken);
        int port = new Uri(app.Urls.First()).Port;
        return await LoadClient.RunAsync(port, time, connections, cancellationToken);
    }

    private static void WithoutLimits(Settings settings)
    {
        settings.RequestsPerSecond = 10_000_000;
        settings.Burst = 10_000_000;
        settings.MaxConcurrentRequests = 10_000;
        settings.MaxConcurrentRequestsPerAddress = 10_000;
    }

    private static void SetLowLimits(Settings settings, int rate)
    {
        settings.RequestsPerSecond = rate;
        settings.Burst = rate;
        settings.MaxConcurrentRequests = 1;
        settings.MaxConcurrentRequestsPerAddress = 10_000;
        settings.MaxWaitingRequests = 1;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
