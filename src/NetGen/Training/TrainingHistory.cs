using System.Collections.ObjectModel;
using System.Globalization;
using System.Text;
using NetGen.Serialization;

namespace NetGen;

/// <summary>The results of a training run, epoch by epoch.</summary>
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

    /// <summary>
    /// The history as CSV: a line with the names of the columns, then one for each epoch, all ended by <c>\n</c>. The columns are
    /// <c>epoch</c>, <c>training_cost</c>, <c>cost_on_training_data</c>, <c>accuracy_on_training_data</c>, <c>validation_cost</c>,
    /// <c>validation_accuracy</c>, <c>learning_rate</c>, <c>seconds</c>, <c>training_seconds</c> and <c>samples_per_second</c>. If norms
    /// were measured, there follow for each block columns such as <c>layers.0.weight.norm</c>, <c>layers.0.weight.update_norm</c> and
    /// <c>layers.0.weight.gradient_norm</c>.
    /// </summary>
    /// <remarks>
    /// The same in every culture. Numbers have the digits that give back their bits; costs that are not finite are <c>NaN</c>,
    /// <c>Infinity</c> or <c>-Infinity</c>. What an epoch does not have is an empty cell.
    /// </remarks>
    public string ToCsv()
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        WriteCsv(writer);
        return writer.ToString();
    }

    /// <summary>Writes what <see cref="ToCsv"/> returns.</summary>
    /// <param name="writer">Where to; stays open.</param>
    /// <exception cref="ArgumentNullException"><paramref name="writer"/> is null.</exception>
    public void WriteCsv(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        HistoryText.WriteCsv(this, writer);
    }

    /// <summary>
    /// Writes what <see cref="ToCsv"/> returns to a file in UTF-8, which takes the place of one of the same name only once it is whole.
    /// </summary>
    /// <param name="path">Where to; the folder must exist.</param>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    /// <exception cref="IOException">The file cannot be written; one that was there is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written; one that was there is as it was.</exception>
    public void WriteCsv(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            WriteCsv(writer);
        });
    }

    /// <summary>
    /// The history as JSON: an object with <c>stopReason</c>, <c>seconds</c>, <c>bestEpoch</c> and <c>epochs</c>. Each epoch is an object
    /// with <c>epoch</c>, <c>trainingCost</c>, <c>training</c>, <c>validation</c>, <c>learningRate</c>, <c>seconds</c>,
    /// <c>trainingSeconds</c>, <c>samplesPerSecond</c> and <c>norms</c>. An evaluation has <c>cost</c>, <c>correct</c>, <c>count</c> and
    /// <c>accuracy</c>; the norms of a block have <c>block</c>, <c>parameters</c>, <c>update</c> and <c>gradient</c>.
    /// </summary>
    /// <remarks>
    /// The same in every culture. Numbers have the digits that give back their bits; those that are not finite are the strings
    /// <c>"NaN"</c>, <c>"Infinity"</c> and <c>"-Infinity"</c>. What is not there is null.
    /// </remarks>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        WriteJson(stream);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>Writes what <see cref="ToJson"/> returns, in UTF-8.</summary>
    /// <param name="stream">Where to; stays open.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    public void WriteJson(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        HistoryText.WriteJson(this, stream);
    }

    /// <summary>
    /// Writes what <see cref="ToJson"/> returns to a file in UTF-8, which takes the place of one of the same name only once it is whole.
    /// </summary>
    /// <param name="path">Where to; the folder must exist.</param>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    /// <exception cref="IOException">The file cannot be written; one that was there is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written; one that was there is as it was.</exception>
    public void WriteJson(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, WriteJson);
    }

    /// <summary>The number of epochs, the time, why training ended if not because all epochs were done, and the last epoch.</summary>
    public override string ToString()
    {
        string epochs = Epochs.Count == 1 ? "epoch" : "epochs";
        string reason = StopReason switch
        {
            null or NetGen.StopReason.Completed => "",
            NetGen.StopReason.EarlyStopping => $", stopped early, best epoch {BestEpoch?.Epoch}",
            NetGen.StopReason.TargetReached => ", target reached",
            NetGen.StopReason.ScheduleEnded => ", schedule ended",
            NetGen.StopReason.TimeLimit => ", time limit reached",
            _ => $", {StopReason.Value.ToString().ToLowerInvariant()}",
        };
        string last = Epochs.Count == 0 ? "" : $"; {Epochs[^1]}";
        return string.Create(CultureInfo.InvariantCulture, $"{Epochs.Count} {epochs} in {Elapsed.TotalSeconds:0.000} s{reason}{last}");
    }
}
