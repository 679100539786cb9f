using System.CommandLine;
using System.Globalization;
using NetGen.Benchmarks.Measuring;

namespace NetGen.Benchmarks.Models;

/// <summary>What models of all sizes cost: when the project is built, when the program starts, and while someone types.</summary>
internal static class ModelsCommand
{
    public static Command Create()
    {
        var filter = new Option<string>("--filter")
        {
            Description = "Only the models whose size and format contain this, such as '10 MB' or onnx.",
            HelpName = "TEXT",
            DefaultValueFactory = _ => "",
        };
        var quick = new Option<bool>("--quick") { Description = "One build and three starts of each in place of three and eleven." };
        var command = new Command(
            "models",
            "Builds projects with models of 1 KB to 200 MB. Prints the time of the task that packs them, of a build without a change, from "
            + "the start of a process to the first output, and of the generator after a keystroke.")
        {
            filter, quick,
        };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(filter), parsed.GetValue(quick)));
        return command;
    }

    private static void Run(string filter, bool isQuick)
    {
        ThisMachine.Current.Print();
        ModelCase[] cases =
            [.. ModelCase.All.Where(model => model.Name.Contains(filter, StringComparison.OrdinalIgnoreCase))];
        if (cases.Length == 0)
        {
            Console.WriteLine($"No model has '{filter}' in its name: {string.Join(", ", ModelCase.All.Select(model => model.Name))}.");
            return;
        }

        string folder = Directory.CreateTempSubdirectory("netgen-models-").FullName;
        try
        {
            // Builds what all of them refer to.
            _ = NewProject(folder, ModelCase.All[0]).Build();
            PrintHeader(isQuick ? 1 : 3, isQuick ? 3 : 11);
            foreach (ModelCase model in cases)
            {
                PrintRow(folder, model, isQuick ? 1 : 3, isQuick ? 3 : 11);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void PrintHeader(int builds, int starts)
    {
        Console.WriteLine($"Medians of {builds} builds from nothing, each with a second one without a change, and of {starts} starts to");
        Console.WriteLine("the first output, with the weights in the assembly and with those of the file beside it. A keystroke is the");
        Console.WriteLine("time of the generator, with the model and with the same sizes declared.");
        Console.WriteLine();
        Console.WriteLine(
            $"{"",-20} {"task, s",9} {"again, s",9} {"build again, s",15} {"pretrained, ms",15} {"file, ms",10} {"keystroke, ms",14} "
            + $"{"declared, ms",13}");
    }

    private static void PrintRow(string parent, ModelCase model, int builds, int starts)
    {
        var tasks = new List<double>();
        var again = new List<(double Whole, double Task)>();
        ModelProject project;
        do
        {
            project = NewProject(parent, model);
            tasks.Add(project.Build().Task);
            again.Add(project.Build());
        }
        while (tasks.Count < builds);

        // The first round only brings the files into the system's cache.
        var times = Enumerable.Range(0, starts + 1)
            .Select(_ => (Pretrained: project.Start(isPretrained: true), File: project.Start(isPretrained: false))).Skip(1).ToArray();
        double[] row =
        [
            Median(tasks), Median(again.Select(build => build.Task)), Median(again.Select(build => build.Whole)),
            Median(times.Select(time => time.Pretrained)), Median(times.Select(time => time.File)),
            Keystroke.Measure($"[Network(Model = \"{model.File}\")] public sealed partial class TypedNet;", project.Description),
            Keystroke.Measure($"[Network({model.Width}, {model.Width}, 10)] public sealed partial class TypedNet;", null),
        ];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{model.Name,-20} {row[0],9:F3} {row[1],9:F3} {row[2],15:F2} {row[3],15:F1} {row[4],10:F1} {row[5],14:F3} {row[6],13:F3}"));
    }

    private static ModelProject NewProject(string parent, ModelCase model)
    {
        string folder = Path.Combine(parent, "model");
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        var project = new ModelProject(folder, model);
        project.Write();
        return project;
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
