using System.Globalization;

namespace NetGen;

/// <summary>How well a network does on a data set.</summary>
/// <param name="Cost">The network's cost, averaged over the samples.</param>
/// <param name="Correct">
/// Samples whose largest output activation, of equal ones the first, is that of the sample's label
/// (<see cref="DataSet.GetLabel"/>); null for networks with a single output, which tell no classes apart.
/// </param>
/// <param name="Count">The number of samples.</param>
public sealed record Evaluation(double Cost, int? Correct, int Count)
{
    /// <summary>The part of the samples that is classified correctly, from 0 to 1; null if <see cref="Correct"/> is.</summary>
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
