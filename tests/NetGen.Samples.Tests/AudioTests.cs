using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace NetGen.Samples.Tests;

/// <summary>The audio effect that a network has learned.</summary>
public class AudioTests
{
    [Fact]
    public async Task It_imitates_the_effect_and_writes_what_its_README_shows()
    {
        using var folder = new TemporaryFolder();
        SampleRun run = await SampleRun.SucceedAsync("Audio", folder.Path);
        string[] lines = run.Output.Split('\n');
        Assert.All(SampleRun.QuotedLines("Audio"), line => Assert.Contains(line, lines));
        Match speed = Regex.Match(
            run.Output, @"^speed: 5\.0 s of sound in [\d.]+ ms, (\d+) times real time$", RegexOptions.Multiline);
        Assert.True(speed.Success, run.Output);
        Assert.InRange(int.Parse(speed.Groups[1].Value, CultureInfo.InvariantCulture), 2, int.MaxValue);
        byte[] input = await File.ReadAllBytesAsync(Path.Combine(folder.Path, "in.wav"), TestContext.Current.CancellationToken);
        byte[] output = await File.ReadAllBytesAsync(Path.Combine(folder.Path, "out.wav"), TestContext.Current.CancellationToken);
        Assert.Equal(input.Length, output.Length);
        Assert.Equal(5 * 48_000, Samples(output).Length);
        Assert.All(Samples(output), sample => Assert.InRange(sample, -1.1f, 1.1f));
    }

    /// <summary>Two channels of 24 bits at another rate, a chunk of something else, and a last block that is not full.</summary>
    [Fact]
    public async Task It_reads_a_file_of_ones_own()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "mine.wav");
        byte[] file =
        [
            .. "RIFF"u8, .. BitConverter.GetBytes(36 + 12 + 600), .. "WAVELIST"u8, 3, 0, 0, 0, 1, 2, 3, 0,
            .. "fmt "u8, 16, 0, 0, 0, 1, 0, 2, 0, .. BitConverter.GetBytes(44_100), .. BitConverter.GetBytes(6 * 44_100), 6, 0, 24, 0,
            .. "data"u8, .. BitConverter.GetBytes(600),
            .. Enumerable.Repeat<byte[]>([0, 0, 32, 0, 0, 0], 100).SelectMany(frame => frame),
        ];
        await File.WriteAllBytesAsync(path, file, TestContext.Current.CancellationToken);
        SampleRun run = await SampleRun.SucceedAsync("Audio", folder.Path, "mine.wav");
        Assert.Contains("sound: 100 samples in 2 blocks of 64\n", run.Output, StringComparison.Ordinal);
        Assert.Contains(" ms of 1.45 ms\n", run.Output, StringComparison.Ordinal);
        byte[] output = await File.ReadAllBytesAsync(Path.Combine(folder.Path, "out.wav"), TestContext.Current.CancellationToken);
        Assert.Equal(44_100, BitConverter.ToInt32(output, 24));

        // The effect makes tanh(4 * 0.25) of a first channel of 0.25; the second channel is silent.
        Assert.Equal(100, Samples(output).Length);
        Assert.InRange(Samples(output)[50], 0.74f, 0.78f);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("no sound")]
    [InlineData("RIFF\b\0\0\0WAVEfmt \u0010")]
    [InlineData("RIFF(\0\0\0WAVEfmt \u0010\0\0\0\u0001\0\u0001\0@\u001f\0\0@\u001f\0\0\u0001\0\b\0data\0\0\0\0")]
    [InlineData("RIFF(\0\0\0WAVEfmt \u0010\0\0\0\u0006\0\u0001\0@\u001f\0\0@\u001f\0\0\u0001\0\b\0data\u0004\0\0\0abcd")]
    [InlineData("RIFF(\0\0\0WAVEfmt \u0010\0\0\0\u0001\0\0\0@\u001f\0\0@\u001f\0\0\0\0\b\0data\u0004\0\0\0abcd")]
    public async Task A_file_that_cannot_be_read_is_named_in_a_line(string? content)
    {
        using var folder = new TemporaryFolder();
        if (content is not null)
        {
            byte[] file = Encoding.ASCII.GetBytes(content);
            await File.WriteAllBytesAsync(Path.Combine(folder.Path, "mine.wav"), file, TestContext.Current.CancellationToken);
        }

        SampleRun run = await SampleRun.RunAsync("Audio", folder.Path, "mine.wav");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("mine.wav: ", run.Errors, StringComparison.Ordinal);
        Assert.Single(run.Errors.TrimEnd().Split('\n'));
        Assert.False(File.Exists(Path.Combine(folder.Path, "out.wav")));
    }

    // Of a file of 32-bit floating-point numbers: what its last chunk holds.
    private static float[] Samples(byte[] file) =>
        MemoryMarshal.Cast<byte, float>(file.AsSpan(file.AsSpan().IndexOf("data"u8) + 8)).ToArray();
}
