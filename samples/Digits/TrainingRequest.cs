namespace NetGen.Samples.Digits;

/// <summary>What the arguments say of a training run.</summary>
/// <param name="Options">How to train.</param>
/// <param name="Checkpoint">The file of a training run to go on with, or null.</param>
/// <param name="ReportFolder">Where to write a report, or null.</param>
internal sealed record TrainingRequest(TrainingOptions Options, string? Checkpoint, string? ReportFolder);
