using System.Collections.ObjectModel;
using System.Globalization;

namespace NetGen;

/// <summary>The results of a training, epoch by epoch.</summary>
public sealed class TrainingHistory
{
    internal TrainingHistory(IList<EpochResult> epochs, StopReason stopReason, TimeSpan elapsed)
    {
        Epochs = new ReadOnlyCollection<EpochResult>(epochs);
        StopReason = stopReason;
        Elapsed = elapsed;
    }

    /// <summary>
    /// The epochs that were done, in their order. None if training was cancelled or diverged in the first; the epoch that was cut short is
    /// not among them.
    /// </summary>
    public ReadOnlyCollection<EpochResult> Epochs { get; }

    /// <summary>Why training ended.</summary>
    public StopReason StopReason { get; }

    /// <summary>How long the training took, with evaluations and progress calls.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>The number of epochs, the time, why training ended if not because all epochs were done, and the last epoch.</summary>
    public override string ToString()
    {
        string epochs = Epochs.Count == 1 ? "epoch" : "epochs";
        string reason = StopReason == StopReason.Completed ? "" : $", {StopReason.ToString().ToLowerInvariant()}";
        string last = Epochs.Count == 0 ? "" : $"; {Epochs[^1]}";
        return string.Create(CultureInfo.InvariantCulture, $"{Epochs.Count} {epochs} in {Elapsed.TotalSeconds:0.000} s{reason}{last}");
    }
}
