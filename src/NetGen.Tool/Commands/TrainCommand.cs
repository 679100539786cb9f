using System.CommandLine;
using NetGen.Tool.Training;

namespace NetGen.Tool.Commands;

/// <summary>Trains a network on a CSV file.</summary>
internal static class TrainCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("train", "Trains a network on a CSV file, reports on samples that were held out, and saves it.");
        var train = new TrainArguments(command);
        return command.With(arguments =>
        {
            TrainingRequest request = train.RequestIn(arguments);
            return train.IsDouble(arguments) ? new TrainingRun<double>(request).Run() : new TrainingRun<float>(request).Run();
        });
    }
}
