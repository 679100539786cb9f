using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using NetGen.Benchmarks.Measuring;

namespace NetGen.Benchmarks.Models;

/// <summary>A project with a model, in a folder of its own beside the file.</summary>
/// <param name="folder">The folder.</param>
/// <param name="model">The model.</param>
internal sealed partial class ModelProject(string folder, ModelCase model)
{
    private const string Program = """
        using System.Diagnostics;
        using NetGen;

        float[] input = new float[ModelNet.InputSize], output = new float[ModelNet.OutputSize];
        if (args[1] == "pretrained")
        {
            ModelNet.Pretrained.FeedForward(input, output);
        }
        else
        {
            ModelNet.Inference.Load(args[1]).FeedForward(input, output);
        }

        Console.WriteLine(Stopwatch.GetElapsedTime(long.Parse(args[0])).TotalMilliseconds.ToString("R"));

        [Network(Model = "FILE")]
        public sealed partial class ModelNet;
        """;

    /// <summary>The description of the model that the build has written for the generator.</summary>
    public string Description => Directory.GetFiles(Path.Combine(folder, "obj"), "*.netgenmodel", SearchOption.AllDirectories).Single();

    /// <summary>Writes the project and the model.</summary>
    public void Write()
    {
        _ = Directory.CreateDirectory(folder);
        model.Write(folder);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), Program.Replace("FILE", model.File, StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(folder, "Models.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>Exe</OutputType>
                <UseAppHost>false</UseAppHost>
                <ImplicitUsings>enable</ImplicitUsings>
                <InvariantGlobalization>true</InvariantGlobalization>
              </PropertyGroup>
              <ItemGroup><NetworkModel Include="{model.File}" /></ItemGroup>
              <Import Project="{Repository.Root}/src/NetGen/UseNetGen.targets" />
            </Project>
            """);
    }

    /// <summary>Builds the project.</summary>
    /// <returns>The seconds of the whole and of the task that packs models: 0 where it had nothing to do.</returns>
    public (double Whole, double Task) Build()
    {
        long start = Stopwatch.GetTimestamp();
        string output = Output("dotnet", "build", "-c", "Release", "-tl:off", "-clp:PerformanceSummary");
        double whole = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Match task = TaskTime().Match(output);
        return (whole, task.Success ? double.Parse(task.Groups[1].Value, CultureInfo.InvariantCulture) / 1000 : 0);
    }

    /// <summary>The milliseconds from the start of a process to the first output.</summary>
    /// <param name="isPretrained">Whether the weights are those in the assembly; else they are loaded from the file.</param>
    public double Start(bool isPretrained) => double.Parse(
        Output(
            "dotnet", Path.Combine("bin", "Release", "net10.0", "Models.dll"),
            Stopwatch.GetTimestamp().ToString(CultureInfo.InvariantCulture), isPretrained ? "pretrained" : model.File),
        CultureInfo.InvariantCulture);

    private string Output(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, WorkingDirectory = folder };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with code {process.ExitCode}: {output}");
    }

    [GeneratedRegex(@"(\d+) ms +PackNetworkModel +\d+ calls")]
    private static partial Regex TaskTime();
}
