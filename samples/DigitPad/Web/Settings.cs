namespace NetGen.Samples.DigitPad.Web;

/// <summary>What can be configured: section <c>DigitPad</c> of the configuration, such as the variable <c>DigitPad__MaxRuns</c>.</summary>
internal sealed class Settings
{
    /// <summary>The name of the section.</summary>
    public const string Section = "DigitPad";

    /// <summary>A folder with MNIST to train with, in place of the digits in the program; empty for none.</summary>
    public string Data { get; set; } = "";

    /// <summary>The requests of one client in a second, on average. More are answered by 429.</summary>
    public int RequestsPerSecond { get; set; } = 100;

    /// <summary>The requests that one client may make at once after a pause.</summary>
    public int Burst { get; set; } = 200;

    /// <summary>The requests to be worked on at once for all clients. More wait, or are answered by 503.</summary>
    public int MaxConcurrentRequests { get; set; } = 32;

    /// <summary>The requests that may wait.</summary>
    public int MaxWaitingRequests { get; set; } = 64;

    /// <summary>The trainings that may run at once for all visitors. More are answered by 503.</summary>
    public int MaxRuns { get; set; } = 4;

    /// <summary>How long a training may take, in seconds.</summary>
    public double RunSeconds { get; set; } = 60;

    /// <summary>Why the settings cannot be used, or null.</summary>
    public string? FindError() =>
        RequestsPerSecond < 1 || Burst < 1 || MaxConcurrentRequests < 1 || MaxWaitingRequests < 0 || MaxRuns < 1
            ? $"{Section}: expected limits from 1 on; MaxWaitingRequests may be 0."
            : RunSeconds is > 0 and <= 86_400
                ? null
                : $"{Section}:RunSeconds: expected a number above 0, at most 86400.";
}
