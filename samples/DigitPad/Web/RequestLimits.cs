using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace NetGen.Samples.DigitPad.Web;

/// <summary>
/// Limits the requests of a client in a second and at once (429), and those of all clients at once (503). A client is an address.
/// </summary>
internal static class RequestLimits
{
    /// <summary>
    /// The name of the limit for all clients at once. Endpoints that compute have it, and the limit of what one client may ask at once.
    /// </summary>
    public const string Work = "work";

    /// <summary>The path that has no limit.</summary>
    public const string HealthPath = "/health";

    /// <summary>Adds the limits.</summary>
    public static void Configure(RateLimiterOptions options, Settings settings)
    {
        options.GlobalLimiter = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HttpContext, IPAddress>(context => LimitRate(context, settings)),
            PartitionedRateLimiter.Create<HttpContext, IPAddress>(context => LimitClient(context, settings)));
        options.OnRejected = (rejected, _) => new ValueTask(RejectAsync(
            rejected, 429, rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan time) ? time : TimeSpan.FromSeconds(1)));
        options.AddPolicy(Work, new WorkPolicy(settings));
    }

    private static RateLimitPartition<IPAddress> LimitRate(HttpContext context, Settings settings)
    {
        if (context.Request.Path.Equals(HealthPath))
        {
            return RateLimitPartition.GetNoLimiter(IPAddress.None);
        }

        return RateLimitPartition.GetTokenBucketLimiter(ClientAddress.Of(context), _ =>
        {
            int tokens = Math.Max(1, (int)Math.Round(settings.RequestsPerSecond));
            return new()
            {
                TokenLimit = Math.Max(settings.Burst, tokens),
                TokensPerPeriod = tokens,
                ReplenishmentPeriod = TimeSpan.FromSeconds(tokens / settings.RequestsPerSecond),
            };
        });
    }

    private static RateLimitPartition<IPAddress> LimitClient(HttpContext context, Settings settings) =>
        context.GetEndpoint()?.Metadata.GetMetadata<EnableRateLimitingAttribute>() is null
            ? RateLimitPartition.GetNoLimiter(IPAddress.None)
            : RateLimitPartition.GetConcurrencyLimiter(
                ClientAddress.Of(context), _ => new() { PermitLimit = settings.MaxConcurrentRequestsPerAddress });

    private static Task RejectAsync(OnRejectedContext rejected, int status, TimeSpan time)
    {
        int seconds = (int)Math.Ceiling(time.TotalSeconds);
        rejected.HttpContext.Response.Headers.RetryAfter = $"{seconds}";
        string when = seconds == 1 ? "in a second" : $"in {seconds} seconds";
        return Problems.Create(status, $"{(status == 429 ? "Too many requests." : "The server is busy.")} Try again {when}.")
            .ExecuteAsync(rejected.HttpContext);
    }

    private sealed class WorkPolicy(Settings settings) : IRateLimiterPolicy<bool>
    {
        public Func<OnRejectedContext, CancellationToken, ValueTask> OnRejected =>
            (rejected, _) => new ValueTask(RejectAsync(rejected, 503, TimeSpan.FromSeconds(1)));

        public RateLimitPartition<bool> GetPartition(HttpContext httpContext) => RateLimitPartition.GetConcurrencyLimiter(true, _ => new()
        {
            PermitLimit = settings.MaxConcurrentRequests,
            QueueLimit = settings.MaxWaitingRequests,
        });
    }
}
