using System.Numerics;

namespace NetGen.Reporting;

/// <summary>What the units of the first dense layer look for: their weights in the form of the input.</summary>
internal static class UnitImages
{
    // More would be a page of noise.
    private const int MaxCount = 128;

    /// <summary>The weights of the first units, up to 128, each as a picture.</summary>
    public static IReadOnlyList<PixelImage> Of<T>(INetwork<T> network, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // [out, in]
        ParameterBlock weights = network.Topology.ParameterBlocks.First(block => block.IsTrained && block.Shape.Count == 2);
        (int units, int inputs) = (weights.Shape[0], weights.Shape[1]);
        var values = new T[weights.Count];
        network.Parameters.CopyTo(weights.Name, values);
        return
        [
            .. Enumerable.Range(0, Math.Min(units, MaxCount)).Select(unit => new PixelImage(
                width, Array.ConvertAll(values[(unit * inputs)..((unit + 1) * inputs)], double.CreateTruncating), PixelScale.Diverging)),
        ];
    }
}
