using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using NetGen.Tests.Support;

namespace NetGen.Package.Tests;

/// <summary>Programs of all kinds over a class library with a network compute the same bits.</summary>
public sealed partial class ApplicationTests(PackedLibrary library, Applications applications) : IClassFixture<Applications>
{
    [LongFact]
    public async Task A_program_of_Native_AOT_gives_the_same_bits_without_a_warning()
    {
        if (OperatingSystem.IsLinux() && !IsOnPath("clang") && !IsOnPath("gcc"))
        {
            Python.SkipOrFail("No clang and no gcc on the PATH to link with. On Debian: apt-get install gcc libc6-dev.");
        }

        string template = File.ReadAllText(
            Path.Combine(PackedLibrary.Repository, "src", "NetGen.Templates", "content", "netgen", "NetGenApp", "NetGenApp.csproj"));
        string instructionSet = Regex.Match(template, "<IlcInstructionSet.*</IlcInstructionSet>").Value;
        Assert.NotEmpty(instructionSet);
        await PublishAsync("Native", "<PublishAot>true</PublishAot>" + instructionSet);
    }

    [LongFact]
    public Task A_trimmed_single_file_gives_the_same_bits_without_a_warning() => PublishAsync("Single", """
        <PublishTrimmed>true</PublishTrimmed>
        <PublishSingleFile>true</PublishSingleFile>
        <DebugType>embedded</DebugType>
        """);

    [LongFact]
    public async Task A_minimal_API_serves_a_network()
    {
        string folder = applications.Write("Web", "Web.csproj", "", ("Program.cs", """
            using Networks;

            WebApplication app = WebApplication.Create(args);
            app.MapGet("/bits/{scale}", (float scale) => ImageNet.BitsOf(scale));
            app.Run();
            """));
        await BuildAsync(folder);
        using Process server = library.Start(
            folder, "dotnet", Path.Combine("bin", "Release", "net10.0", "Web.dll"), "--urls", "http://127.0.0.1:0");
        try
        {
            CancellationToken cancellation = TestContext.Current.CancellationToken;
            Task<string> errors = server.StandardError.ReadToEndAsync(cancellation);
            using var client = new HttpClient();
            var address = new Uri(await AddressOfAsync(server) + "/bits/0.5");
            Assert.Equal(applications.Bits, await client.GetStringAsync(address, cancellation));
            using (Process kill = Process.Start("kill", ["-TERM", server.Id.ToString(CultureInfo.InvariantCulture)]))
            {
                await kill.WaitForExitAsync(cancellation);
            }

            string rest = await server.StandardOutput.ReadToEndAsync(cancellation) + await errors;
            await server.WaitForExitAsync(cancellation);
            Assert.True(server.ExitCode == 0, rest);
        }
        finally
        {
            server.Kill();
        }
    }

    [LongFact]
    public async Task FSharp_uses_a_network_of_a_library()
    {
        string folder = applications.Write("FSharp", "FSharp.fsproj", Applications.Program, ("Program.fs", """
            open System
            open Networks

            let output = Array.zeroCreate<float32> ImageNet.OutputSize
            ImageNet.Pretrained.FeedForward(ImageNet.ImageOf 0.5f, output)
            let bits = output |> Array.map BitConverter.GetBytes |> Array.concat |> Convert.ToHexString
            printfn $"{bits}"
            """));
        await RunAsync(folder, "FSharp");
    }

    [LongFact]
    public async Task Visual_Basic_uses_a_network_of_a_library()
    {
        string folder = applications.Write("Basic", "Basic.vbproj", Applications.Program, ("Program.vb", """
            Imports NetGen
            Imports Networks

            Module Program
                Sub Main()
                    Dim net = RuntimeNetwork(Of Single).CopyOf(ImageNet.CreatePretrained())
                    Dim output As Single() = net.FeedForward(ImageNet.ImageOf(0.5))
                    Console.WriteLine(Convert.ToHexString(output.SelectMany(AddressOf BitConverter.GetBytes).ToArray()))
                    Console.WriteLine(ImageNet.BitsOf(0.5))
                End Sub
            End Module
            """));
        await RunAsync(folder, "Basic");
    }

    private static bool IsOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    [GeneratedRegex(@"Now listening on: (?<address>http://127\.0\.0\.1:\d+)")]
    private static partial Regex Listening();

    private static async Task<string> AddressOfAsync(Process server)
    {
        while (true)
        {
            string? line = await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.NotNull(line);
            if (Listening().Match(line) is { Success: true } listening)
            {
                return listening.Groups["address"].Value;
            }
        }
    }

    private async Task PublishAsync(string name, string properties)
    {
        string folder = applications.WriteConsole(name, properties);
        string target = Path.Combine(folder, "published");
        DotnetRun publish = await library.RunAsync(folder, "publish", "--use-current-runtime", "-o", target);
        Assert.True(publish.Succeeded, publish.Output);
        Assert.Empty(publish.Problems);
        Assert.DoesNotContain(Directory.GetFiles(target), file => file.EndsWith(".dll", StringComparison.Ordinal));
        DotnetRun run = await library.RunProgramAsync(folder, Path.Combine(target, name));
        Assert.Equal(applications.Output, run.Output.ReplaceLineEndings("\n"));
    }

    private async Task RunAsync(string folder, string name)
    {
        await BuildAsync(folder);
        DotnetRun run = await library.RunAsync(folder, Path.Combine("bin", "Release", "net10.0", name + ".dll"));
        Assert.Equal([applications.Bits], run.Output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').Distinct());
    }

    private async Task BuildAsync(string folder)
    {
        DotnetRun build = await library.RunAsync(folder, "build", "-c", "Release");
        Assert.True(build.Succeeded, build.Output);
        Assert.Empty(build.Problems);
    }
}
