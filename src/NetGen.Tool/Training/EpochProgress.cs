using System.Globalization;
using NetGen.Reporting.Terminal;

namespace NetGen.Tool.Training;

/// <summary>Shows epochs as they end: on a terminal as a panel that changes, else a line for each.</summary>
internal static class EpochProgress
{
    /// <summary>Trains, and shows the progress.</summary>
    /// <param name="isQuiet">Whether to show nothing.</param>
    /// <param name="epochs">The number of epochs, at most.</param>
    /// <param name="earlier">What was trained before, if the training is resumed.</param>
    /// <param name="train">Trains, and calls what it gets after each epoch.</param>
    public static TrainingHistory Show(
        bool isQuiet, int epochs, TrainingHistory earlier, Func<Action<EpochResult>?, TrainingHistory> train)
    {
        if (isQuiet)
        {
            return train(null);
        }

        var display = new TrainingDisplay(epochs)
        {
            Earlier = [.. earlier.Epochs], Line = TextOf, Hint = "Ctrl+C stops, and saves the network and the training.",
        };
        return display.Show(train);
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
