using System.Collections.ObjectModel;
using NetGen.Metrics;

namespace NetGen;

/// <summary>
/// How the gradient of backpropagation compares with finite differences: made by <see cref="GradientChecking"/>.
/// </summary>
public sealed class GradientCheck
{
    internal GradientCheck(IList<BlockGradientCheck> blocks) => Blocks = new(blocks);

    /// <summary>The blocks of trained parameters, from the input to the output; the inputs last.</summary>
    public ReadOnlyCollection<BlockGradientCheck> Blocks { get; }

    /// <summary>
    /// The largest <see cref="BlockGradientCheck.RelativeError"/>. Of a right gradient it is about 10⁻⁵ or less for
    /// <see cref="float"/> and 10⁻⁷ or less for <see cref="double"/>, where no weighted input lies near the kink of a ReLU; of a wrong one
    /// it is about 1. Infinite where a derivative is not a number.
    /// </summary>
    public double RelativeError => Blocks.Max(block => double.IsNaN(block.RelativeError) ? double.PositiveInfinity : block.RelativeError);

    /// <summary>A table with a line for each block.</summary>
    public override string ToString()
    {
        var table = new TextTable("block", "compared", "relative error", "worst at", "backpropagation", "difference");
        foreach (BlockGradientCheck block in Blocks)
        {
            table.Add(
                block.Name,
                TextTable.Count(block.Count),
                TextTable.Number(block.RelativeError),
                block.WorstIndex.ToString(System.Globalization.CultureInfo.InvariantCulture),
                TextTable.Number(block.WorstBackprop),
                TextTable.Number(block.WorstDifference));
        }

        return table.ToString();
    }
}
