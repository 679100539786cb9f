using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using NetGen.Benchmarks.Measuring;
using NetGen.Benchmarks.Networks;
using NetGen.Benchmarks.Peers;

namespace NetGen.Benchmarks.Startup;

/// <summary>How long a fresh process takes to its first inference.</summary>
internal static class StartupCommand
{
    public static Command Create()
    {
        var runs = new Option<int>("--runs")
        {
            Description = "How many processes to start of each kind.",
            HelpName = "N",
            DefaultValueFactory = _ => 15,
        };
        runs.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("--runs: expected an integer from 1 on.");
            }
        });
        var command = new Command("startup", "Times the first inference of fresh processes: 784-30-10, JIT-compiled, and ONNX Runtime.")
        {
            runs,
        };
        command.SetAction(parsed =>
        {
            ThisMachine.Current.Print();
            Run(parsed.GetValue(runs));
        });
        return command;
    }

    /// <summary>Prints the medians over some processes of each kind; the result has them by kind.</summary>
    public static IReadOnlyDictionary<string, StartupTimes> Run(int runs)
    {
        string model = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(model, OnnxModel.Write<float>(Digits30.Create(1), batch: 1));
            string[] kinds = [StartupChild.Empty, StartupChild.NetGen, StartupChild.Zeros, StartupChild.Prepared, StartupChild.Onnx];
            Dictionary<string, List<StartupTimes>> times = kinds.ToDictionary(kind => kind, _ => new List<StartupTimes>());

            // The first round only brings the files into the system's cache.
            for (int round = 0; round <= runs; round++)
            {
                foreach (string kind in kinds)
                {
                    StartupTimes measured = StartChild(kind, model);
                    if (round > 0)
                    {
                        times[kind].Add(measured);
                    }
                }
            }

            Dictionary<string, StartupTimes> medians = kinds.ToDictionary(kind => kind, kind => StartupTimes.Median(times[kind]));
            Print(medians, runs);
            return medians;
        }
        finally
        {
            File.Delete(model);
        }
    }

    private static StartupTimes StartChild(string kind, string model)
    {
        string program = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this program is not known.");
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        }

        start.ArgumentList.Add(StartupChild.Verb);
        start.ArgumentList.Add(kind);
        start.ArgumentList.Add(Stopwatch.GetTimestamp().ToString(CultureInfo.InvariantCulture));
        start.ArgumentList.Add(model);
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? StartupTimes.Parse(output)
            : throw new InvalidOperationException($"The process for '{kind}' ended with code {process.ExitCode}.");
    }

    private static void Print(Dictionary<string, StartupTimes> medians, int runs)
    {
        StartupTimes empty = medians[StartupChild.Empty];
        Console.WriteLine($"Medians of {runs} processes, in milliseconds; network 784-30-10 float.");
        Console.WriteLine();
        Console.WriteLine($"{"",-38} {"NetGen",10} {"of zeros",10} {"prepared",10} {"ONNX",10} {"nothing",10}");
        Line("process start to Main", times => times.Entry);
        Line("construction / session creation", times => times.Construction);
        Line("first inference", times => times.FirstCall);
        Line("second inference", times => times.SecondCall);
        Line("first training step, batch 10", times => times.FirstStep);
        Line("process start to first output", times => times.Ready);
        Line("... less that of a process with nothing", times => times.Ready - empty.Ready);
        Line("JIT until first output", times => times.JitTime);
        Line("methods compiled until first output", times => times.JitMethods);

        void Line(string name, Func<StartupTimes, double> figure)
        {
            string[] kinds =
                [StartupChild.NetGen, StartupChild.Zeros, StartupChild.Prepared, StartupChild.Onnx, StartupChild.Empty];
            IEnumerable<string> columns =
                kinds.Select(kind => figure(medians[kind]).ToString("0.000", CultureInfo.InvariantCulture).PadLeft(10));
            Console.WriteLine($"{name,-38} {string.Join(' ', columns)}");
        }
    }
}
