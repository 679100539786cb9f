using System.Globalization;
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
        Assert.Equal(44 + (5 * 48_000 * 2), output.Length);
        Assert.Equal(input.AsSpan(0, 44), output.AsSpan(0, 44));
    }

    /// <summary>A file with a chunk of something else in it, and a last block that is shorter than the others.</summary>
    [Fact]
    public async Task It_reads_a_file_of_ones_own()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "mine.wav");
        byte[] file =
        [
            .. "RIFF"u8, .. BitConverter.GetBytes(36 + 12 + 200), .. "WAVELIST"u8, 3, 0, 0, 0, 1, 2, 3, 0,
            .. "fmt "u8, 16, 0, 0, 0, 1, 0, 1, 0, .. BitConverter.GetBytes(48_000), .. BitConverter.GetBytes(96_000), 2, 0, 16, 0,
            .. "data"u8, 200, 0, 0, 0, .. Enumerable.Repeat((byte)7, 200),
        ];
        await File.WriteAllBytesAsync(path, file, TestContext.Current.CancellationToken);
        SampleRun run = await SampleRun.SucceedAsync("Audio", folder.Path, "mine.wav");
        Assert.Contains("sound: 100 samples in 2 blocks of 64\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(44 + 200, new FileInfo(Path.Combine(folder.Path, "out.wav")).Length);
    }

    [Theory]
    [InlineData(1, 24, 2, 44_100, "24-bit samples of 2 channels at 44100 Hz")]
    [InlineData(3, 32, 1, 48_000, "32-bit samples of one channel at 48000 Hz in coding 3")]
    public async Task Another_format_is_refused_with_what_was_found(short coding, short bits, short channels, int rate, string found)
    {
        using var folder = new TemporaryFolder();
        byte[] file =
        [
            .. "RIFF"u8, .. BitConverter.GetBytes(36 + 8), .. "WAVEfmt "u8, 16, 0, 0, 0, .. BitConverter.GetBytes(coding),
            .. BitConverter.GetBytes(channels), .. BitConverter.GetBytes(rate), 0, 0, 0, 0, 4, 0, .. BitConverter.GetBytes(bits),
            .. "data"u8, 8, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8,
        ];
        await File.WriteAllBytesAsync(Path.Combine(folder.Path, "mine.wav"), file, TestContext.Current.CancellationToken);
        SampleRun run = await SampleRun.RunAsync("Audio", folder.Path, "mine.wav");
        Assert.Equal(
            (1, $"mine.wav: expected 16-bit samples of one channel at 48000 Hz; found {found}.\n"), (run.ExitCode, run.Errors));
    }

    [Theory]
    [InlineData(null, "Could not find file")]
    [InlineData("no sound", "mine.wav: expected a WAV file.")]
    public async Task A_file_that_cannot_be_read_is_named_in_a_line(string? content, string message)
    {
        using var folder = new TemporaryFolder();
        if (content is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(folder.Path, "mine.wav"), content, TestContext.Current.CancellationToken);
        }

        SampleRun run = await SampleRun.RunAsync("Audio", folder.Path, "mine.wav");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith(message, run.Errors, StringComparison.Ordinal);
        Assert.Single(run.Errors.TrimEnd().Split('\n'));
        Assert.False(File.Exists(Path.Combine(folder.Path, "out.wav")));
    }
}
