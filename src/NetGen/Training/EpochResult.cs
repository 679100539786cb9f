using System.Globalization;

namespace NetGen;

/// <summary>The result of one epoch of training.</summary>
public sealed class EpochResult
{
    /// <summary>The epoch's number, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>
    /// The cost averaged over the training samples, each computed with its mini-batch, before the step that follows from it.
    /// </summary>
    public required double TrainingCost { get; init; }

    /// <summary>The evaluation after the epoch; null without validation data.</summary>
    public Evaluation? Validation { get; init; }

    /// <summary>How long the epoch took, with its evaluation.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>
    /// The epoch in a line, as in <c>epoch  1: training cost 0.1843, validation cost 0.0871, 9464 of 10000 correct (94.64 %),
    /// 0.041 s</c>.
    /// </summary>
    public override string ToString()
    {
        string validation = Validation is null ? "" : $", validation {Validation}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"epoch {Epoch,2}: training cost {TrainingCost:0.0000}{validation}, {Elapsed.TotalSeconds:0.000} s");
    }
}
