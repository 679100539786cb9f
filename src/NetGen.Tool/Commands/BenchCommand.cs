using System.CommandLine;
using System.Globalization;
using NetGen.Tool.Models;

namespace NetGen.Tool.Commands;

/// <summary>Times a network.</summary>
internal static class BenchCommand
{
    private const string Remark =
        "RuntimeNetwork on one thread; the code that NetGen generates for a declared network is as fast or faster.";

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("bench", "Times inference and training steps on this machine.");
        var model = new ModelArguments(command);
        var seconds = new Option<double>("--seconds")
        {
            Description = "How long to measure each row.", HelpName = "SECONDS", DefaultValueFactory = _ => 0.5,
            CustomParser = NumberText.Parse,
        };
        seconds.Validators.Add(result =>
        {
            if (result.GetValue(seconds) is not (> 0 and <= 60))
            {
                result.AddError("Expected a number of seconds, more than 0 and at most 60, for --seconds.");
            }
        });
        Option<bool> json = CommandRunner.JsonOption();
        command.Add(seconds);
        command.Add(json);
        return command.With(arguments =>
        {
            NetworkModel read = model.Read(arguments);
            IReadOnlyList<Timing> timings = new Timings(arguments.GetValue(seconds)).With(read);
            if (arguments.GetValue(json))
            {
                Output.Json(new { file = read.Source, network = read.Topology.ToString(), remark = Remark, timings });
                return ExitCodes.Success;
            }

            Output.Line($"{read.Source}: {read.Topology}");
            Output.Table(
                ["what ", "samples", "per sample", "least", "samples/s"],
                timings.Select(timing => (string[])
                [
                    timing.What, timing.Samples.ToString(CultureInfo.InvariantCulture), Output.Time(timing.NanosecondsPerSample),
                    Output.Time(timing.LeastNanosecondsPerSample), Output.Count((long)(1e9 / timing.NanosecondsPerSample)),
                ]));
            Output.Line("Medians and least times. " + Remark);
            return ExitCodes.Success;
        });
    }
}
