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

    /// <summary>
    /// The evaluation on the training data after the epoch; null unless <see cref="TrainingOptions.EvaluateTraining"/> asks for it.
    /// </summary>
    public Evaluation? Training { get; init; }

    /// <summary>The evaluation after the epoch; null without validation data.</summary>
    public Evaluation? Validation { get; init; }

    /// <summary>
    /// The learning rate of the epoch's last step; null if it is not known, as in a checkpoint of a version that did not save it.
    /// </summary>
    public double? LearningRate { get; init; }

    /// <summary>
    /// The norms of the blocks that training changes, in their order; null unless <see cref="TrainingOptions.MeasureNorms"/> or
    /// <see cref="TrainingOptions.MeasureGradient"/> asks for them.
    /// </summary>
    public IReadOnlyList<BlockNorms>? Norms { get; init; }

    /// <summary>How long the epoch took, with its evaluations.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The part of <see cref="Elapsed"/> that the steps took; zero if it is not known.</summary>
    public TimeSpan TrainingTime { get; init; }

    /// <summary>The number of training samples.</summary>
    public int SampleCount { get; init; }

    /// <summary>
    /// The samples that were trained with per second of <see cref="TrainingTime"/>; null if that is zero.
    /// </summary>
    public double? SamplesPerSecond => TrainingTime > TimeSpan.Zero ? SampleCount / TrainingTime.TotalSeconds : null;

    /// <summary>
    /// The epoch in a line, as in <c>epoch  1: training cost 0.1843, validation cost 0.0871, 9464 of 10000 correct (94.64 %),
    /// 0.041 s</c>; before the validation, what was evaluated on the training data.
    /// </summary>
    public override string ToString()
    {
        string training = Training is null ? "" : $", on training data {Training}";
        string validation = Validation is null ? "" : $", validation {Validation}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"epoch {Epoch,2}: training cost {TrainingCost:0.0000}{training}{validation}, {Elapsed.TotalSeconds:0.000} s");
    }
}
