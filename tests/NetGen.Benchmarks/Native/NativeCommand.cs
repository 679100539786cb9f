using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using NetGen.Benchmarks.Measuring;

namespace NetGen.Benchmarks.Native;

/// <summary>Programs published by Native AOT: beside ONNX Runtime, and beside the same code compiled just in time.</summary>
internal static class NativeCommand
{
    private const int Starts = 21;

    public static Command Create()
    {
        var runs = new Option<int>("--runs")
        {
            Description = "How many processes of each kind to time, in turn.",
            HelpName = "N",
            DefaultValueFactory = _ => 5,
        };
        var command = new Command(
            "native",
            "Publishes programs by Native AOT for x86-64-v3. Prints size and time to the first output of samples/Embedded beside the same "
            + "program with ONNX Runtime, and the times of networks beside those of just-in-time compilation with AVX2, and of x86-64-v2. "
            + "Needs clang or gcc.")
        {
            runs,
        };
        command.SetAction(parsed => Run(Math.Max(1, parsed.GetValue(runs))));
        return command;
    }

    private static void Run(int runs)
    {
        ThisMachine.Current.Print();
        string folder = Directory.CreateTempSubdirectory("netgen-native-").FullName;
        try
        {
            PrintSamples(folder);
            PrintTimes(folder, runs);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void PrintSamples(string folder)
    {
        (string Name, string Program)[] samples =
        [
            ("NetGen", Publish("samples/Embedded", Path.Combine(folder, "netgen"))),
            ("ONNX Runtime", Publish("samples/EmbeddedOnnxRuntime", Path.Combine(folder, "onnx"))),
        ];
        Console.WriteLine($"A program that reads one digit, 64-32-10; medians of {Starts} processes in turn.");
        Console.WriteLine();
        Console.WriteLine($"{"",-14} {"files, MB",10} {"process, ms",12} {"first output, ms",17}");
        var times = samples.ToDictionary(sample => sample.Name, _ => (Process: new List<double>(), First: new List<double>()));
        for (int start = 0; start <= Starts; start++)
        {
            foreach ((string name, string program) in samples)
            {
                long began = Stopwatch.GetTimestamp();
                string output = Output(program);
                double milliseconds = Stopwatch.GetElapsedTime(began).TotalMilliseconds;

                // The first round only brings the files into the system's cache.
                if (start > 0)
                {
                    times[name].Process.Add(milliseconds);
                    times[name].First.Add(Figure(output, "First output after ") / 1000);
                }
            }
        }

        foreach ((string name, string program) in samples)
        {
            double bytes = new DirectoryInfo(Path.GetDirectoryName(program)!).EnumerateFiles()
                .Where(file => file.Extension is "" or ".so" or ".onnx" or ".dll" or ".exe").Sum(file => file.Length);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-14} {bytes / 1e6,10:F1} {Median(times[name].Process),12:F1} {Median(times[name].First),17:F2}"));
        }

        Console.WriteLine();
    }

    private static void PrintTimes(string folder, int runs)
    {
        string ahead = Publish("tests/NetGen.Native", Path.Combine(folder, "v3"));
        string emulating = Publish("tests/NetGen.Native", Path.Combine(folder, "v2"), "x86-64-v2");
        Output("dotnet", "build", Path.Combine(Repository(), "tests", "NetGen.Native"), "-c", "Release");
        string justInTime = Path.Combine(Repository(), "tests", "NetGen.Native", "bin", "Release", "net10.0", "NetGen.Native.dll");
        string[][] programs = [[ahead, "times"], ["dotnet", justInTime, "times"], [emulating, "times"]];
        var times = new Dictionary<string, List<double>[]>();
        for (int run = 0; run < runs; run++)
        {
            foreach ((int program, string[] command) in programs.Index())
            {
                string output = Output(command[0], command[1..]);
                foreach (string[] line in output.Split('\n').Select(line => line.Split('\t')).Where(line => line.Length == 2))
                {
                    times.TryAdd(line[0], [[], [], []]);
                    times[line[0]][program].Add(double.Parse(line[1], CultureInfo.InvariantCulture));
                }
            }
        }

        Console.WriteLine($"Nanoseconds for a sample, float, medians of {runs} processes in turn: ahead of time for x86-64-v3,");
        Console.WriteLine("just in time with AVX2, and ahead of time for x86-64-v2.");
        Console.WriteLine();
        Console.WriteLine($"{"",-28} {"v3",12} {"just in time",14} {"v3 to it",9} {"v2",12} {"v2 to v3",9}");
        foreach ((string name, List<double>[] all) in times)
        {
            double[] medians = [.. all.Select(Median)];
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-28} {medians[0],12:N1} {medians[1],14:N1} {medians[0] / medians[1],9:F2} {medians[2],12:N1} "
                + $"{medians[2] / medians[0],9:F1}"));
        }
    }

    // The program's path.
    private static string Publish(string project, string folder, string instructionSet = "x86-64-v3")
    {
        Output(
            "dotnet", "publish", Path.Combine(Repository(), project), "-c", "Release", "--use-current-runtime", "-o", folder,
            $"-p:IlcInstructionSet={instructionSet}");
        return Path.Combine(folder, Path.GetFileName(project) + (OperatingSystem.IsWindows() ? ".exe" : ""));
    }

    private static string Output(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        start.Environment["DOTNET_EnableAVX512"] = "0";
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with code {process.ExitCode}: {output}");
    }

    private static double Figure(string output, string before)
    {
        int start = output.IndexOf(before, StringComparison.Ordinal) + before.Length;
        return double.Parse(output.AsSpan(start, output.IndexOf(' ', start) - start), CultureInfo.InvariantCulture);
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "NetGen.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("No folder above this program holds NetGen.sln.");
    }
}
