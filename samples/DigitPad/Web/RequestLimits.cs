using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace NetGen.Samples.DigitPad.Web;

/// <summary>Limits the requests of a client at once (429), and those of all clients at once (503). A client is an address.</summary>
internal static class RequestLimits
{
    /// <summary>
    /// The name of the limit for all clients at once. Endpoints that compute have it, and the limit of what one client may ask at once.
    /// </summary>
    public const string Work = "work";

    /// <summary>Adds the limits.</summary>
    public static void Configure(RateLimiterOptions options, Settings settings)
    {
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, IPAddress>(context => LimitClient(context, settings));
        options.OnRejected = (rejected, _) => new ValueTask(RejectAsync(rejected.HttpContext, 429, TimeSpan.FromSeconds(1)));
        options.AddPolicy(Work, new WorkPolicy(settings));
    }

    /// <summary>Answers a request that there is no room for.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">429 or 503.</param>
    /// <param name="time">When to come again.</param>
    public static Task RejectAsync(HttpContext context, int status, TimeSpan time)
    {
        int seconds = (int)Math.Ceiling(time.TotalSeconds);
        context.Response.Headers.RetryAfter = $"{seconds}";
        string when = seconds == 1 ? "in a second" : $"in {seconds} seconds";
        return Problems.Create(status, $"{(status == 429 ? "Too many requests." : "The server is busy.")} Try again {when}.")
            .ExecuteAsync(context);
    }

    private static RateLimitPartition<IPAddress> LimitClient(HttpContext context, Settings settings) =>
        context.GetEndpoint()?.Metadata.GetMetadata<EnableRateLimitingAttribute>() is null
            ? RateLimitPartition.GetNoLimiter(IPAddress.None)
            : RateLimitPartition.GetConcurrencyLimiter(
                ClientAddress.Of(context), _ => new() { PermitLimit = settings.MaxConcurrentRequestsPerAddress });

    private sealed class WorkPolicy(Settings settings) : IRateLimiterPolicy<bool>
    {
        public Func<OnRejectedContext, CancellationToken, ValueTask> OnRejected =>
            (rejected, _) => new ValueTask(RejectAsync(rejected.HttpContext, 503, TimeSpan.FromSeconds(1)));

        public RateLimitPartition<bool> GetPartition(HttpContext httpContext) => RateLimitPartition.GetConcurrencyLimiter(true, _ => new()
        {
            PermitLimit = settings.MaxConcurrentRequests,
            QueueLimit = settings.MaxWaitingRequests,
        });
    }
}
