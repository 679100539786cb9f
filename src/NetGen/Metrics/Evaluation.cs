using System.Globalization;

namespace NetGen;

/// <summary>How well a network does on a data set.</summary>
public sealed class Evaluation
{
    /// <summary>The network's cost, averaged over the samples; that of a sample with a weight is multiplied by it.</summary>
    public required double Cost { get; init; }

    /// <summary>
    /// How many samples are classified as their labels say; null for data sets without labels (<see cref="DataSet.HasLabels"/>).
    /// </summary>
    /// <remarks>
    /// The class of outputs is the index of the largest, of equal ones the first. A single sigmoid output is class 1 from 0.5 on, and a
    /// single output with the hinge cost from 0 on; else it is class 0. NaN is never the largest, and outputs that are all NaN are never
    /// correct.
    /// </remarks>
    public int? Correct { get; init; }

    /// <summary>The number of samples.</summary>
    public required int Count { get; init; }

    /// <summary>The fraction of the samples that is classified correctly, from 0 to 1; null if <see cref="Correct"/> is.</summary>
    public double? Accuracy => (double?)Correct / Count;

    /// <summary>
    /// Cost and accuracy, as in <c>cost 0.0871, 9464 of 10000 correct (94.64 %)</c>; the cost alone, <c>cost 0.0871</c>, if
    /// <see cref="Correct"/> is null.
    /// </summary>
    public override string ToString()
    {
        string accuracy = Correct is null
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $", {Correct} of {Count} correct ({100 * Accuracy:0.00} %)");
        return string.Create(CultureInfo.InvariantCulture, $"cost {Cost:0.0000}{accuracy}");
    }
}
