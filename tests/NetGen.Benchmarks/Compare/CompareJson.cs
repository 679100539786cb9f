using System.Text.Json;
using System.Text.Json.Serialization;
using NetGen.Benchmarks.Limits;
using NetGen.Benchmarks.Measuring;
using NetGen.Benchmarks.Startup;

namespace NetGen.Benchmarks.Compare;

/// <summary>The figures of <see cref="CompareCommand"/> for programs.</summary>
internal static class CompareJson
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static void Write(FileInfo file, IEnumerable<MachineLimits> limits, IEnumerable<Result> results,
        IReadOnlyDictionary<string, StartupTimes>? startup)
    {
        using FileStream stream = file.Create();
        JsonSerializer.Serialize(stream,
            new { Machine = ThisMachine.Current, Limits = limits, Results = results, StartupMilliseconds = startup }, s_options);
    }
}
