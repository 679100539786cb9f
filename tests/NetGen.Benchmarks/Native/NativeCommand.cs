using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using NetGen.Benchmarks.Measuring;

namespace NetGen.Benchmarks.Native;

/// <summary>Programs published by Native AOT: beside ONNX Runtime, and beside the same code compiled just in time.</summary>
internal static class NativeCommand
{
    private const string Embedded = "samples/Embedded";
    private const string EmbeddedOnnxRuntime = "samples/EmbeddedOnnxRuntime";
    private const string Networks = "tests/NetGen.Native";

    public static Command Create()
    {
        var runs = new Option<int>("--runs")
        {
            Description = "How many processes of each kind to time, in turn.",
            HelpName = "N",
            DefaultValueFactory = _ => 5,
        };
        var published = new Option<string>("--published")
        {
            Description = "A folder of programs that are published already, in place of publishing them: x64-v2 and x64-v3 with "
                + "NetGen.Native and Embedded, and onnx with EmbeddedOnnxRuntime. tests/NetGen.Native is built too.",
            HelpName = "DIR",
        };
        var quick = new Option<bool>("--quick") { Description = "One short measurement of each: shows that all of it runs." };
        var command = new Command(
            "native",
            "Publishes programs by Native AOT for x86-64-v3. Prints size and time to the first output of samples/Embedded beside the same "
            + "program with ONNX Runtime, and the times of networks beside those of just-in-time compilation with AVX2, of x86-64-v2, and "
            + "of the library's plain loops on x86-64-v2. Needs clang or gcc.")
        {
            runs, published, quick,
        };
        command.SetAction(parsed =>
        {
            ThisMachine.Current.Print();
            bool isQuick = parsed.GetValue(quick);
            int processes = isQuick ? 1 : Math.Max(1, parsed.GetValue(runs));
            if (parsed.GetValue(published) is string folder)
            {
                Print(folder, isQuick, processes);
                return;
            }

            folder = Directory.CreateTempSubdirectory("netgen-native-").FullName;
            try
            {
                PublishAll(folder);
                Print(folder, isQuick, processes);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        });
        return command;
    }

    private static void PublishAll(string folder)
    {
        foreach (string instructionSet in (string[])["v2", "v3"])
        {
            Publish(Networks, Path.Combine(folder, "x64-" + instructionSet), instructionSet);
        }

        Publish(Embedded, Path.Combine(folder, "x64-v3"), "v3");
        Publish(EmbeddedOnnxRuntime, Path.Combine(folder, "onnx"), "v3");
        Output("dotnet", "build", Path.Combine(Repository.Root, Networks), "-c", "Release");
    }

    private static void Print(string folder, bool isQuick, int runs)
    {
        PrintSamples(folder, isQuick ? 1 : 21);
        PrintTimes(folder, runs, isQuick ? ["times", "quick"] : ["times"]);
    }

    private static void PrintSamples(string folder, int starts)
    {
        (string Name, string Program)[] samples =
        [
            ("NetGen", ProgramOf(Embedded, Path.Combine(folder, "x64-v3"))),
            ("ONNX Runtime", ProgramOf(EmbeddedOnnxRuntime, Path.Combine(folder, "onnx"))),
        ];
        Console.WriteLine($"A program that reads one digit, 64-32-10; medians of {starts} processes in turn.");
        Console.WriteLine();
        Console.WriteLine($"{"",-14} {"files, MB",10} {"process, ms",12} {"first output, ms",17}");
        var times = samples.ToDictionary(sample => sample.Name, _ => (Process: new List<double>(), First: new List<double>()));
        for (int start = 0; start <= starts; start++)
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
                .Where(file => Path.GetFileNameWithoutExtension(file.Name) != Path.GetFileName(Networks))
                .Where(file => file.Extension is "" or ".so" or ".onnx" or ".dll" or ".exe").Sum(file => file.Length);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-14} {bytes / 1e6,10:F1} {Median(times[name].Process),12:F1} {Median(times[name].First),17:F2}"));
        }

        Console.WriteLine();
    }

    private static void PrintTimes(string folder, int runs, string[] arguments)
    {
        string ahead = ProgramOf(Networks, Path.Combine(folder, "x64-v3"));
        string emulating = ProgramOf(Networks, Path.Combine(folder, "x64-v2"));
        string justInTime = Path.Combine(Repository.Root, Networks, "bin", "Release", "net10.0", "NetGen.Native.dll");
        string[][] programs =
        [
            [ahead, .. arguments], ["dotnet", justInTime, .. arguments], [emulating, .. arguments], [emulating, .. arguments, "loops"],
        ];
        var times = new Dictionary<string, List<double>[]>();
        for (int run = 0; run < runs; run++)
        {
            foreach ((int program, string[] command) in programs.Index())
            {
                string output = Output(command[0], command[1..]);
                foreach (string[] line in output.Split('\n').Select(line => line.Split('\t')).Where(line => line.Length == 2))
                {
                    times.TryAdd(line[0], [[], [], [], []]);
                    times[line[0]][program].Add(double.Parse(line[1], CultureInfo.InvariantCulture));
                }
            }
        }

        // Not the medians: on some machines whole processes are faster or slower.
        Console.WriteLine($"Nanoseconds for a sample, the fastest of {runs} processes in turn: ahead of time for x86-64-v3,");
        Console.WriteLine("just in time with AVX2, ahead of time for x86-64-v2, and the same with the library's plain loops.");
        Console.WriteLine();
        Console.WriteLine(
            $"{"",-28} {"v3",12} {"just in time",14} {"v3 to it",9} {"v2",12} {"v2 to v3",9} {"loops, v2",12} {"v2 to loops",12}");
        foreach ((string name, List<double>[] all) in times)
        {
            double[] fastest = [.. all.Select(runsOfKind => runsOfKind.Min())];
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-28} {fastest[0],12:N1} {fastest[1],14:N1} {fastest[0] / fastest[1],9:F2} {fastest[2],12:N1} "
                + $"{fastest[2] / fastest[0],9:F1} {fastest[3],12:N1} {fastest[2] / fastest[3],12:F2}"));
        }
    }

    private static void Publish(string project, string folder, string instructionSet) => Output(
        "dotnet", "publish", Path.Combine(Repository.Root, project), "-c", "Release", "--use-current-runtime", "-o", folder,
        $"-p:IlcInstructionSet=x86-64-{instructionSet}");

    private static string ProgramOf(string project, string folder) =>
        Path.Combine(folder, Path.GetFileName(project) + (OperatingSystem.IsWindows() ? ".exe" : ""));

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
}
