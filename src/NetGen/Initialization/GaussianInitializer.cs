using System.Numerics;
using NetGen.Layout;

namespace NetGen;

/// <summary>Normal deviates for all parameters, the weights divided by the square root of the fan-in or not.</summary>
internal sealed class GaussianInitializer(bool divideByFanIn) : Initializer
{
    /// <inheritdoc/>
    public override void Initialize<T>(ParameterBuffer<T> parameters, long seed)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var random = new SeededRandom(seed);
        foreach (LayerLayout layer in parameters.Layout.Layers)
        {
            Fill(parameters.BiasesOf(layer), 1, random, 1.0);
            double divisor = divideByFanIn ? Math.Sqrt(layer.Inputs) : 1.0;
            for (int output = 0; output < layer.Outputs; output++)
            {
                Span<T> weights = parameters.WeightsOf(layer, output, out int stride);
                Fill(weights, stride, random, divisor);
            }
        }
    }

    private static void Fill<T>(Span<T> values, int stride, SeededRandom random, double divisor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < values.Length; i += stride)
        {
            values[i] = T.CreateTruncating(random.NextNormal() / divisor);
        }
    }
}
