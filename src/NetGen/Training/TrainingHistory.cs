using System.Collections.ObjectModel;
using System.Globalization;

namespace NetGen;

/// <summary>The results of a training, epoch by epoch.</summary>
public sealed class TrainingHistory
{
    internal TrainingHistory(IList<EpochResult> epochs, StopReason? stopReason, TimeSpan elapsed)
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

    /// <summary>
    /// The epoch with the lowest validation cost, of equal ones the first; null without validation data, or without an epoch.
    /// </summary>
    public EpochResult? BestEpoch => Epochs.Where(epoch => epoch.Validation is not null && !double.IsNaN(epoch.Validation.Cost))
        .MinBy(epoch => epoch.Validation!.Cost);

    /// <summary>Why training ended; null if it has not, as between the epochs of a <see cref="Trainer{T}"/>.</summary>
    public StopReason? StopReason { get; }

    /// <summary>How long the training took, with evaluations and progress calls; without the time between the calls of a trainer.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>The number of epochs, the time, why training ended if not because all epochs were done, and the last epoch.</summary>
    public override string ToString()
    {
        string epochs = Epochs.Count == 1 ? "epoch" : "epochs";
        string reason = StopReason switch
        {
            null or NetGen.StopReason.Completed => "",
            NetGen.StopReason.EarlyStopping => $", stopped early, best epoch {BestEpoch?.Epoch}",
            _ => $", {StopReason.Value.ToString().ToLowerInvariant()}",
        };
        string last = Epochs.Count == 0 ? "" : $"; {Epochs[^1]}";
        return string.Create(CultureInfo.InvariantCulture, $"{Epochs.Count} {epochs} in {Elapsed.TotalSeconds:0.000} s{reason}{last}");
    }
}
