using System.Globalization;
using Spectre.Console;

namespace NetGen.Tool.Training;

/// <summary>Shows epochs as they end: on a terminal in one line that changes, else a line for each.</summary>
internal static class EpochProgress
{
    private const int BarWidth = 16;

    /// <summary>Trains, and shows the progress.</summary>
    /// <param name="isQuiet">Whether to show nothing.</param>
    /// <param name="epochs">The number of epochs, at most.</param>
    /// <param name="train">Trains, and calls what it gets after each epoch.</param>
    public static TrainingHistory Show(bool isQuiet, int epochs, Func<Action<EpochResult>?, TrainingHistory> train)
    {
        if (isQuiet)
        {
            return train(null);
        }

        if (Console.IsOutputRedirected)
        {
            return train(result => Output.Line(TextOf(result)));
        }

        return AnsiConsole.Progress()
            .Columns(
                new ProgressBarColumn { Width = BarWidth }, new PercentageColumn(),
                new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context =>
            {
                ProgressTask task = context.AddTask("epoch 1", maxValue: epochs);
                return train(result =>
                {
                    task.Description = Markup.Escape(ShortTextOf(result));
                    task.Increment(1);
                });
            });
    }

    // What fits beside the bar in a line of 80 characters.
    private static string ShortTextOf(EpochResult result)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"epoch {result.Epoch}: cost {result.TrainingCost:G4}");
        text += result.Validation is { } one ? string.Create(CultureInfo.InvariantCulture, $", validation {one.Cost:G4}") : "";
        return result.Validation?.Accuracy is double accuracy
            ? text + string.Create(CultureInfo.InvariantCulture, $", {100 * accuracy:0.00} %")
            : text;
    }

    private static string TextOf(EpochResult result)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"epoch {result.Epoch}: training cost {result.TrainingCost:G5}");
        if (result.Validation is not { } validation)
        {
            return text;
        }

        text += string.Create(CultureInfo.InvariantCulture, $", validation cost {validation.Cost:G5}");
        return validation.Accuracy is double accuracy
            ? text + string.Create(CultureInfo.InvariantCulture, $", accuracy {100 * accuracy:0.00} %")
            : text;
    }
}
