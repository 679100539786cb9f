using System.Globalization;
using System.Numerics;
using NetGen.Numerics;

namespace NetGen;

/// <summary>A parameter that is NaN or infinite, and its block.</summary>
internal sealed record NonFiniteParameter(ParameterBlock Block, double Value)
{
    /// <summary>The first of a network's, layer by layer; null if all are finite.</summary>
    public static NonFiniteParameter? Find<T>(ParameterBuffer<T> parameters)
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
        return new NonFiniteParameter(block, double.CreateTruncating(parameters.Packed[index]));
    }

    /// <summary>The block and the value, as in <c>layers.1.weight has a value that is NaN</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Block.Name} has a value that is {Value}");
}
