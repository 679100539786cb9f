using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace NetGen.Samples.DigitPad.Web;

/// <summary>Limits the requests of a client in a second (429), and those of all clients at once (503).</summary>
internal static class RequestLimits
{
    /// <summary>Adds the limits for all paths of the API.</summary>
    public static void Configure(RateLimiterOptions options, Settings settings)
    {
        options.GlobalLimiter = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HttpContext, IPAddress>(context => LimitClient(context, settings)),
            PartitionedRateLimiter.Create<HttpContext, bool>(context => LimitAll(context, settings)));
        options.OnRejected = (rejected, _) => new ValueTask(RejectAsync(rejected));
    }

    private static RateLimitPartition<IPAddress> LimitClient(HttpContext context, Settings settings) =>
        context.Request.Path.StartsWithSegments("/api")
            ? RateLimitPartition.GetTokenBucketLimiter(context.Connection.RemoteIpAddress ?? IPAddress.None, _ => new()
            {
                TokenLimit = Math.Max(settings.Burst, settings.RequestsPerSecond),
                TokensPerPeriod = settings.RequestsPerSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            })
            : RateLimitPartition.GetNoLimiter(IPAddress.None);

    // A training lasts long and has a limit of its own.
    private static RateLimitPartition<bool> LimitAll(HttpContext context, Settings settings) =>
        context.Request.Path.StartsWithSegments("/api") && !context.Request.Path.StartsWithSegments(TrainingEndpoints.Path)
            ? RateLimitPartition.GetConcurrencyLimiter(true, _ => new()
            {
                PermitLimit = settings.MaxConcurrentRequests,
                QueueLimit = settings.MaxWaitingRequests,
            })
            : RateLimitPartition.GetNoLimiter(false);

    // Only the limiter of a client knows when to come again.
    private static Task RejectAsync(OnRejectedContext rejected)
    {
        bool client = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out _);
        rejected.HttpContext.Response.Headers.RetryAfter = "1";
        IResult problem = client
            ? Problems.Create(429, "Too many requests. Try again in a second.")
            : Problems.Create(503, "The server is busy. Try again in a second.");
        return problem.ExecuteAsync(rejected.HttpContext);
    }
}
