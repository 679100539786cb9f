using System.Globalization;

namespace NetGen;

/// <summary>
/// The size of what one block of parameters is and does after an epoch, as Euclidean norms: the square root of the sum of squares. Those
/// of parameters and updates are computed in the numeric type of the network, as by <see cref="ParameterBuffer{T}.Norm(string)"/>, and are
/// the same, to the bit, on any number of threads.
/// </summary>
public sealed record BlockNorms
{
    /// <summary>The name of the block, such as <c>layers.0.weight</c>.</summary>
    public required string BlockName { get; init; }

    /// <summary>The norm of the block's parameters after the epoch.</summary>
    public required double Parameters { get; init; }

    /// <summary>The norm of the difference between the block's parameters after the epoch and before it.</summary>
    public required double Update { get; init; }

    /// <summary>
    /// The norm of the gradient of the cost, averaged over all training samples, by the block's parameters after the epoch: without
    /// dropout, and without the terms of <see cref="TrainingOptions.L2"/> and weight decay. Null unless
    /// <see cref="TrainingOptions.MeasureGradient"/> asks for it.
    /// </summary>
    public double? Gradient { get; init; }

    /// <summary>
    /// The norms in a line, the same in every culture: <c>layers.0.weight: norm 5.477, update 0.1028, gradient 0.0316</c>.
    /// </summary>
    public override string ToString()
    {
        string gradient = Gradient is double norm ? string.Create(CultureInfo.InvariantCulture, $", gradient {norm:G4}") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{BlockName}: norm {Parameters:G4}, update {Update:G4}{gradient}");
    }
}
