using System.Collections.ObjectModel;
using System.Globalization;

namespace NetGen;

/// <summary>What a training came to, epoch by epoch.</summary>
public sealed class TrainingHistory
{
    internal TrainingHistory(EpochResult[] epochs, TimeSpan elapsed)
    {
        Epochs = new ReadOnlyCollection<EpochResult>(epochs);
        Elapsed = elapsed;
    }

    /// <summary>The epochs in their order; at least one.</summary>
    public ReadOnlyCollection<EpochResult> Epochs { get; }

    /// <summary>How long the training took, with evaluations and calls of <see cref="TrainingOptions.Progress"/>.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>The number of epochs, the time and the last epoch.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Epochs.Count} epochs in {Elapsed.TotalSeconds:0.000} s; {Epochs[^1]}");
}
