namespace NetGen.Samples.DigitPad.Web;

/// <summary>What can be configured: section <c>DigitPad</c> of the configuration, such as the variable <c>DigitPad__MaxRuns</c>.</summary>
internal sealed class Settings
{
    /// <summary>The name of the section.</summary>
    public const string Section = "DigitPad";

    /// <summary>A folder with MNIST to train with, in place of the digits in the program; empty for none.</summary>
    public string Data { get; set; } = "";

    /// <summary>The requests of one client in a second, on average. More are answered by 429.</summary>
    public double RequestsPerSecond { get; set; } = 200;

    /// <summary>The requests that one client may make at once after a pause.</summary>
    public int Burst { get; set; } = 400;

    /// <summary>The requests to be worked on at once for all clients. More wait, or are answered by 503.</summary>
    public int MaxConcurrentRequests { get; set; } = 32;

    /// <summary>The requests of one client to be worked on at once. More are answered by 429.</summary>
    public int MaxConcurrentRequestsPerAddress { get; set; } = 16;

    /// <summary>The requests that may wait.</summary>
    public int MaxWaitingRequests { get; set; } = 64;

    /// <summary>How fast the body of a request must come, after five seconds; 0 for no limit. A slower one is answered by 408.</summary>
    public int MinBodyBytesPerSecond { get; set; } = 16 * 1024;

    /// <summary>The training runs that there may be at once for all visitors. More are answered by 503.</summary>
    public int MaxRuns { get; set; } = 4;

    /// <summary>
    /// The training runs that there may be at once for visitors of one address; unless set, half of all. More are answered by 429.
    /// </summary>
    public int? MaxRunsPerAddress { get; set; }

    /// <summary>The epochs that a training run may ask for.</summary>
    public int MaxEpochs { get; set; } = 1_000;

    /// <summary>How long a training run may take, in seconds.</summary>
    public double RunSeconds { get; set; } = 60;

    /// <summary>The training runs of one address that there may be at once.</summary>
    public int RunsPerAddress => MaxRunsPerAddress ?? Math.Max(1, MaxRuns / 2);

    /// <summary>Why the settings cannot be used, or null.</summary>
    public string? FindError() =>
        Burst < 1 || MaxConcurrentRequests < 1 || MaxConcurrentRequestsPerAddress < 1 || MaxWaitingRequests < 0
            || MinBodyBytesPerSecond < 0 || MaxRuns < 1 || MaxRunsPerAddress < 1 || MaxEpochs < 1
            ? $"{Section}: expected limits from 1 on; MaxWaitingRequests and MinBodyBytesPerSecond may be 0."
            : RequestsPerSecond is not (>= 0.0001 and <= 1_000_000_000)
                ? $"{Section}:RequestsPerSecond: expected a number from 0.0001 to 1000000000."
            : RunSeconds is not (> 0 and <= 86_400)
                ? $"{Section}:RunSeconds: expected a number above 0, at most 86400."
                : null;
}
