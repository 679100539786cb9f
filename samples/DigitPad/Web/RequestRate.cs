using System.Net;
using System.Threading.RateLimiting;

namespace NetGen.Samples.DigitPad.Web;

/// <summary>Limits the requests of a client in a second (429). A client is an address.</summary>
/// <remarks>
/// Apart from the other limits: those of ASP.NET are asked a second time for a request that waits, and it would count twice.
/// </remarks>
internal sealed class RequestRate(Settings settings) : IDisposable
{
    /// <summary>The path that has no limit.</summary>
    public const string HealthPath = "/health";

    private readonly PartitionedRateLimiter<HttpContext> _limiter =
        PartitionedRateLimiter.Create<HttpContext, IPAddress>(context => Limit(context, settings));

    /// <summary>Lets a request pass, or answers it.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        using RateLimitLease lease = _limiter.AttemptAcquire(context);
        if (lease.IsAcquired)
        {
            await next(context);
        }
        else
        {
            await RequestLimits.RejectAsync(
                context, 429, lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan time) ? time : TimeSpan.FromSeconds(1));
        }
    }

    public void Dispose() => _limiter.Dispose();

    private static RateLimitPartition<IPAddress> Limit(HttpContext context, Settings settings)
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
}
