using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using NetGen.Samples;
using NetGen.Samples.DigitPad.Commands;

namespace NetGen.DigitPad.Tests.Api;

/// <summary>What cannot be done is said in a line.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("netgen-digitpad-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("http://192.0.2.1:5080")]
    [InlineData("http://127.0.0.1:99999")]
    [InlineData("http://[1:2")]
    [InlineData("nothing")]
    [InlineData("https://127.0.0.1:0")]
    public async Task An_address_that_cannot_be_used_is_refused_in_a_line(string url) => await ExpectLineAsync(url, null);

    /// <summary>In another process, since variables belong to a whole one.</summary>
    [Theory]
    [InlineData("ASPNETCORE_URLS", "http://127.0.0.1:0", null)]
    [InlineData("ASPNETCORE_URLS", "http://192.0.2.1:1", "http://127.0.0.1:0")]
    [InlineData("Kestrel__Endpoints__Pad__Url", "http://127.0.0.1:0", null)]
    public async Task The_address_is_that_of_the_option_or_else_of_the_configuration(string variable, string value, string? option)
    {
        using var process = Process.Start(StartInfo(variable, value, option))!;
        try
        {
            string line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)
                ?? await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            Assert.Matches(@"^Digit pad: http://127\.0\.0\.1:[1-9]\d* \(", line);
            Assert.DoesNotContain(":5080 ", line, StringComparison.Ordinal);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task A_configured_address_that_cannot_be_used_is_refused_in_a_line()
    {
        using var process = Process.Start(StartInfo("ASPNETCORE_URLS", "http://192.0.2.1:5080", null))!;
        string[] lines = (await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)).TrimEnd().Split('\n');
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, process.ExitCode);
        Assert.StartsWith("The configured address: ", Assert.Single(lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_refused_in_a_line()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        await ExpectLineAsync($"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}", null);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10_000)]
    public async Task Too_few_images_are_refused_in_a_line(int count)
    {
        WriteImages(count);
        string line = await ExpectLineAsync("http://127.0.0.1:0", _folder);
        Assert.Contains("expected more than 10000 training images", line, StringComparison.Ordinal);
        Assert.Contains($"found {count}.", line, StringComparison.Ordinal);
    }

    [Fact]
    public void All_but_the_last_10_000_images_are_for_training()
    {
        WriteImages(10_003);
        (DataSet<float> training, DataSet<float> validation) = MnistFolder.ReadTraining(_folder);
        Assert.Equal((3, 10_000), (training.Count, validation.Count));
    }

    private static async Task<string> ExpectLineAsync(string url, string? data)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        Assert.Equal(1, await ServeCommand.RunAsync(url, data, output, error, TestContext.Current.CancellationToken));
        Assert.Equal("", output.ToString());
        Assert.Single(error.ToString().TrimEnd().Split('\n'));
        Assert.NotEqual("", error.ToString().Trim());
        return error.ToString();
    }

    private static ProcessStartInfo StartInfo(string variable, string value, string? option)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "DigitPad.dll");
        return new("dotnet", option is null ? [program] : [program, "--urls", option])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [variable] = value },
        };
    }

    private void WriteImages(int count)
    {
        var images = new byte[16 + (count * 784)];
        images[2] = 8;
        images[3] = 3;
        BinaryPrimitives.WriteInt32BigEndian(images.AsSpan(4), count);
        images[11] = 28;
        images[15] = 28;
        var labels = new byte[8 + count];
        labels[2] = 8;
        labels[3] = 1;
        BinaryPrimitives.WriteInt32BigEndian(labels.AsSpan(4), count);
        File.WriteAllBytes(Path.Combine(_folder, "train-images-idx3-ubyte"), images);
        File.WriteAllBytes(Path.Combine(_folder, "train-labels-idx1-ubyte"), labels);
    }
}
