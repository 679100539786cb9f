using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NetGen.Benchmarks.Measuring;

/// <summary>The machine and the runtime that figures come from.</summary>
/// <param name="Processor">The processor's name, where the system tells it.</param>
/// <param name="Caches">The data and unified caches of one core, the smallest first, where the system tells them.</param>
/// <param name="Runtime">The version of .NET.</param>
/// <param name="System">The operating system and the architecture.</param>
/// <param name="VectorBits">The widths that vectors are accelerated in.</param>
/// <param name="Load">How busy the machine was at the start, where the system tells it.</param>
internal sealed record ThisMachine(
    string Processor, IReadOnlyList<Cache> Caches, string Runtime, string System, IReadOnlyList<int> VectorBits, string Load)
{
    public static ThisMachine Current { get; } = new(
        FindProcessor(),
        FindCaches(),
        RuntimeInformation.FrameworkDescription,
        $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}",
        [.. Widths()],
        FirstLine("/proc/loadavg") ?? "unknown");

    public void Print()
    {
        string caches = string.Join(", ", Caches.Select(cache => $"L{cache.Level} {cache.Bytes / 1024} KB"));
        Console.WriteLine($"{Processor}; {Environment.ProcessorCount} processors; {(caches.Length > 0 ? caches : "caches unknown")}");
        Console.WriteLine($"{Runtime}; {System}");
        Console.WriteLine($"accelerated vectors: {string.Join(", ", VectorBits)} bits; load {Load}");
        Console.WriteLine();
    }

    private static IEnumerable<int> Widths()
    {
        if (Vector512.IsHardwareAccelerated)
        {
            yield return 512;
        }

        if (Vector256.IsHardwareAccelerated)
        {
            yield return 256;
        }

        if (Vector128.IsHardwareAccelerated)
        {
            yield return 128;
        }
    }

    private static string FindProcessor()
    {
        const string Key = "model name";
        string? line = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(text => text.StartsWith(Key, StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
            ?? "unknown processor";
    }

    private static Cache[] FindCaches()
    {
        const string Root = "/sys/devices/system/cpu/cpu0/cache";
        if (!Directory.Exists(Root))
        {
            return [];
        }

        var caches = new List<Cache>();
        foreach (string folder in Directory.GetDirectories(Root, "index*"))
        {
            string? size = FirstLine(Path.Combine(folder, "size"));
            if (size is not null
                && FirstLine(Path.Combine(folder, "type")) is not "Instruction"
                && int.TryParse(FirstLine(Path.Combine(folder, "level")), CultureInfo.InvariantCulture, out int level)
                && long.TryParse(size.TrimEnd('K', 'M'), CultureInfo.InvariantCulture, out long amount))
            {
                caches.Add(new Cache(level, amount * (size.EndsWith('M') ? 1 << 20 : 1 << 10)));
            }
        }

        return [.. caches.OrderBy(cache => cache.Level)];
    }

    private static string? FirstLine(string path) => File.Exists(path) ? File.ReadLines(path).FirstOrDefault() : null;
}
