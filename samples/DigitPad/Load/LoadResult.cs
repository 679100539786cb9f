using System.Globalization;

namespace NetGen.Samples.DigitPad.Load;

/// <summary>What the server answered.</summary>
/// <param name="Statuses">For each status how often; 0 stands for connections that failed.</param>
/// <param name="Times">The time of each request in microseconds, from the shortest to the longest.</param>
/// <param name="Seconds">How long all took.</param>
/// <param name="Bytes">What the process allocated meanwhile.</param>
internal sealed record LoadResult(IReadOnlyDictionary<int, int> Statuses, float[] Times, double Seconds, long Bytes)
{
    /// <summary>The requests in a second.</summary>
    public double RequestsPerSecond => Times.Length / Seconds;

    /// <summary>The bytes allocated for a request by server and client; the client allocates nearly nothing.</summary>
    public double BytesPerRequest => Bytes / (double)Math.Max(1, Times.Length);

    /// <summary>The time in microseconds that a part of the requests stays below.</summary>
    public float Percentile(double part) => Times.Length == 0 ? 0 : Times[(int)(part * (Times.Length - 1))];

    /// <summary>Whether there were requests, and no other statuses.</summary>
    public bool HasOnly(params ReadOnlySpan<int> allowed)
    {
        foreach (int status in Statuses.Keys)
        {
            if (!allowed.Contains(status))
            {
                return false;
            }
        }

        return Statuses.Count > 0;
    }

    /// <summary>The statuses and their counts.</summary>
    public string DescribeStatuses() => string.Join(", ", Statuses.OrderBy(status => status.Key).Select(status =>
        string.Create(CultureInfo.InvariantCulture, $"{(status.Key == 0 ? "no answer" : status.Key)}: {status.Value:N0}")));
}
