using NetGen.Data;

namespace NetGen.Tool.Training;

/// <summary>What the arguments of <c>train</c> say.</summary>
internal sealed record TrainingRequest
{
    /// <summary>The file with the samples.</summary>
    public required string Path { get; init; }

    /// <summary>How it is laid out.</summary>
    public required CsvOptions Layout { get; init; }

    /// <summary>The sizes of the dense layers.</summary>
    public required IReadOnlyList<int> Sizes { get; init; }

    /// <summary>The activation of the hidden layers.</summary>
    public required Activation Hidden { get; init; }

    /// <summary>That of the output layer; null for what goes with the data.</summary>
    public required Activation? Output { get; init; }

    /// <summary>The cost; null for what goes with the output.</summary>
    public required CostFunction? Cost { get; init; }

    /// <summary>Whether the network standardizes its inputs.</summary>
    public required bool Standardize { get; init; }

    /// <summary>The fraction of the hidden units to drop; 0 for none.</summary>
    public required double Dropout { get; init; }

    /// <summary>The fraction of the samples for validation.</summary>
    public required double Validation { get; init; }

    /// <summary>The fraction of the samples for the test.</summary>
    public required double Test { get; init; }

    /// <summary>Decides parameters and split.</summary>
    public required long Seed { get; init; }

    /// <summary>Epochs to wait for a lower validation cost.</summary>
    public required int Patience { get; init; }

    /// <summary>All else.</summary>
    public required TrainingOptions Options { get; init; }

    /// <summary>Where to save.</summary>
    public required string File { get; init; }

    /// <summary>The file of a training run to go on with, or null.</summary>
    public required string? Checkpoint { get; init; }

    /// <summary>Where an interrupted training run is saved.</summary>
    public string InterruptedFile => Checkpoint ?? CheckpointOf(File);

    /// <summary>Where to write a report, or null.</summary>
    public required string? ReportFolder { get; init; }

    /// <summary>Pixels in a row, if the features are a picture; else null.</summary>
    public required int? ImageWidth { get; init; }

    /// <summary>Whether to write JSON.</summary>
    public required bool Json { get; init; }

    /// <summary>Where an interrupted training run is saved beside the network's file, unless it was resumed from another one.</summary>
    public static string CheckpointOf(string file) => System.IO.Path.ChangeExtension(file, ".training.safetensors");
}
