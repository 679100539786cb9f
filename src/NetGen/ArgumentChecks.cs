using System.Numerics;

namespace NetGen;

/// <summary>Argument checks that several public members share.</summary>
internal static class ArgumentChecks
{
    /// <summary>The numeric type that stands for <typeparamref name="T"/>.</summary>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public static NumericType NumericTypeOf<T>() =>
        typeof(T) == typeof(float) ? NumericType.Single
        : typeof(T) == typeof(double) ? NumericType.Double
        : throw new NotSupportedException($"Networks are of float or double; {typeof(T)} is neither.");

    public static void NumericTypeIs<T>(NetworkTopology topology)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (NumericTypeOf<T>() != topology.NumericType)
        {
            throw new ArgumentException(
                $"The topology is of numeric type {topology.NumericType}; expected {NumericTypeOf<T>()}.", nameof(topology));
        }
    }

    public static LayerLayout Layer(NetworkTopology topology, int layer)
    {
        if ((uint)layer >= (uint)topology.Layers.Count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(layer), layer, $"The network has layers 0 to {topology.Layers.Count - 1}.");
        }

        return topology.Layers[layer].Layout;
    }

    public static LayerLayout WeightsLength(NetworkTopology topology, int layer, int length, string parameterName)
    {
        LayerLayout layout = Layer(topology, layer);
        long expected = (long)layout.Outputs * layout.Inputs;
        return length == expected
            ? layout
            : throw new ArgumentException(
                $"Layer {layer} has {layout.Outputs} x {layout.Inputs} = {expected} weights; the span has {length} elements.",
                parameterName);
    }

    public static LayerLayout BiasesLength(NetworkTopology topology, int layer, int length, string parameterName)
    {
        LayerLayout layout = Layer(topology, layer);
        return length == layout.Outputs
            ? layout
            : throw new ArgumentException($"Layer {layer} has {layout.Outputs} biases; the span has {length} elements.", parameterName);
    }

    public static void SameSizes(NetworkTopology expected, NetworkTopology actual, string parameterName)
    {
        bool same = ReferenceEquals(expected, actual) || (expected.Layers.Count == actual.Layers.Count && SizesEqual(expected, actual));
        if (!same)
        {
            throw new ArgumentException($"Expected the layer sizes of {expected}; found those of {actual}.", parameterName);
        }
    }

    private static bool SizesEqual(NetworkTopology expected, NetworkTopology actual)
    {
        for (int i = 0; i < expected.Layers.Count; i++)
        {
            if (!expected.Layers[i].Layout.Equals(actual.Layers[i].Layout))
            {
                return false;
            }
        }

        return true;
    }
}
