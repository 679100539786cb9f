using System.Globalization;
using System.Numerics;
using NetGen.Numerics;

namespace NetGen;

/// <summary>A parameter that is NaN or infinite, or what an optimizer keeps for it, and its block.</summary>
internal sealed record NonFiniteParameter(ParameterBlock Block, double Value, string Of)
{
    /// <summary>The first of a network's, layer by layer; null if all are finite.</summary>
    /// <param name="parameters">Its parameters, or what an optimizer keeps for them.</param>
    /// <param name="of">What the text says before the name of the block.</param>
    public static NonFiniteParameter? Find<T>(ParameterBuffer<T> parameters, string of = "")
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int index = FiniteNumbers.FindOther<T>(parameters.Packed);
        if (index < 0)
        {
            return null;
        }

        ParameterBlock block = parameters.Topology.ParameterBlocks.First(block =>
        {
            (long start, long end) = parameters.Layout.Layers[block.Layer].ExtentOf(block);
            return index >= start && index < end;
        });
        return new NonFiniteParameter(block, double.CreateTruncating(parameters.Packed[index]), of);
    }

    /// <summary>The block and the value, as in <c>layers.1.weight has a value that is NaN</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Of}{Block.Name} has a value that is {Value}");
}
