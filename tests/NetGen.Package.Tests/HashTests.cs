using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace NetGen.Package.Tests;

/// <summary>
/// The published hashes: what training runs end with on every machine. Of code compiled ahead of time, .ci/native checks them.
/// </summary>
public sealed partial class HashTests
{
    [LongTheory]
    [InlineData("", 1)]
    [InlineData("", 2)]
    [InlineData("", 3)]
    [InlineData("", 7)]
    [InlineData("DOTNET_EnableAVX512", 1)]
    [InlineData("DOTNET_EnableAVX2", 1)]
    [InlineData("DOTNET_EnableAVX2", 3)]
    [InlineData("DOTNET_EnableAVX", 1)]
    [InlineData("DOTNET_EnableHWIntrinsic", 1)]
    public async Task Trainings_end_with_the_published_hashes(string switchedOff, int threads)
    {
        string folder = Directory.CreateTempSubdirectory("netgen-hashes-").FullName;
        try
        {
            string program = Path.Combine(
                PackedLibrary.Repository, "tests", "NetGen.Native", "bin", PackedLibrary.Configuration, "net10.0", "NetGen.Native.dll");
            var start = new ProcessStartInfo("dotnet", [program, "train", folder, threads.ToString(CultureInfo.InvariantCulture)]);
            if (switchedOff.Length > 0)
            {
                start.Environment[switchedOff] = "0";
            }

            using Process process = Process.Start(start)!;
            await EndAsync(process, TestContext.Current.CancellationToken);
            Assert.Equal(0, process.ExitCode);
            var hashes = Directory.GetFiles(folder).ToDictionary(
                file => Path.GetFileName(file), file => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))));
            Assert.Equal(Published(), hashes);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A test that is cancelled, as by a limit of its time, leaves no process behind.</summary>
    [Fact]
    public async Task A_cancelled_run_ends_its_process()
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        using Process process = Process.Start("sleep", ["600"]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => EndAsync(process, cancellation.Token));
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(30)));
    }

    private static async Task EndAsync(Process process, CancellationToken cancellation)
    {
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static Dictionary<string, string> Published()
    {
        string page = File.ReadAllText(Path.Combine(PackedLibrary.Repository, "docs", "numerics.md"));
        var published = Row().Matches(page).ToDictionary(row => row.Groups["name"].Value, row => row.Groups["hash"].Value);
        Assert.NotEmpty(published);
        return published;
    }

    [GeneratedRegex("^\\| `(?<name>[a-z]+)` .*\\| `(?<hash>[0-9a-f]{64})` \\|\\r?$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
