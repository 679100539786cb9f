using System.ComponentModel;

namespace NetGen.CompilerServices;

/// <summary>Sizes that the plan of a network settles: of its blocks of samples and of scratch memory, in elements.</summary>
/// <remarks>
/// The scratch of a block holds a row for each sample and layer: weighted inputs, activations, and errors as far as a pass needs them.
/// Offsets count from its start.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct KernelSizes
{
    /// <summary>The most samples that go through the layers together.</summary>
    public required int BlockRows { get; init; }

    /// <summary>The scratch of a block for outputs.</summary>
    public required int InferenceScratch { get; init; }

    /// <summary>The scratch of a block for costs and training.</summary>
    public required int TrainingScratch { get; init; }

    /// <summary>Where the last layer's weighted inputs start in the scratch of a block.</summary>
    public required int OutputOffset { get; init; }

    /// <summary>Where its errors start.</summary>
    public required int ErrorOffset { get; init; }

    /// <summary>From one sample's row of the last layer to the next's.</summary>
    public required int OutputStride { get; init; }

    /// <summary>Where the errors of the first layer with trained parameters start.</summary>
    public required int FirstErrorOffset { get; init; }

    /// <summary>From one sample's errors of that layer to the next's.</summary>
    public required int FirstErrorStride { get; init; }

    /// <summary>The fewest samples of a training step that are worth dividing among threads.</summary>
    public required int MinParallelRows { get; init; }
}
