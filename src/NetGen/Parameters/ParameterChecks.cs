using System.Numerics;

namespace NetGen;

/// <summary>Argument checks of members that take parameters, or spans for them.</summary>
internal static class ParameterChecks
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
            ThrowNumericType(topology, NumericTypeOf<T>());
        }
    }

    public static void Finite<T>(T value, string parameterName)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!T.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(parameterName, value, "Expected a finite number.");
        }
    }

    public static ParameterBlock Block(NetworkTopology topology, string blockName)
    {
        ArgumentNullException.ThrowIfNull(blockName);
        for (int i = 0; i < topology.ParameterBlocks.Count; i++)
        {
            ParameterBlock block = topology.ParameterBlocks[i];
            if (block.Name == blockName)
            {
                return block;
            }
        }

        throw new ArgumentException(
            $"The network has no block '{blockName}'; it has {string.Join(", ", topology.ParameterBlocks.Select(block => block.Name))}.",
            nameof(blockName));
    }

    /// <summary>The weights or biases of a layer, by its number among those that have them.</summary>
    public static ParameterBlock Block(NetworkTopology topology, int layer, string part)
    {
        int count = 0;
        for (int i = 0; i < topology.ParameterBlocks.Count; i++)
        {
            ParameterBlock block = topology.ParameterBlocks[i];
            if (block.Part == part && count++ == layer)
            {
                return block;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(layer), layer, $"The network has layers 0 to {count - 1}.");
    }

    public static void BlockLength(ParameterBlock block, int length, string parameterName)
    {
        if (length != block.Count)
        {
            throw new ArgumentException(
                $"The block {block} has {string.Join(" x ", block.Shape)}{(block.Shape.Count > 1 ? $" = {block.Count}" : "")} values; "
                + $"the span has {length} elements.",
                parameterName);
        }
    }

    public static void TotalLength(NetworkTopology topology, int length, string parameterName)
    {
        if (length != topology.ParameterCount)
        {
            throw new ArgumentException(
                $"The network has {topology.ParameterCount} parameters; the span has {length} elements.", parameterName);
        }
    }

    /// <summary>Checks that a buffer is there and lies as another one does.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    /// <exception cref="ArgumentException">It is for other layer sizes.</exception>
    public static void SameLayout<T>(ParameterBuffer<T> expected, ParameterBuffer<T> actual, string parameterName)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(actual, parameterName);
        if (!expected.Layout.Equals(actual.Layout))
        {
            throw OtherSizes(expected.Topology, actual.Topology, parameterName);
        }
    }

    public static ArgumentException OtherSizes(NetworkTopology expected, NetworkTopology actual, string parameterName) =>
        new($"Expected the layer sizes of {expected}; found those of {actual}.", parameterName);

    // Apart, so that no message is compiled before a network's first output.
    private static void ThrowNumericType(NetworkTopology topology, NumericType expected) => throw new ArgumentException(
        $"The topology is of numeric type {topology.NumericType}; expected {expected}.", nameof(topology));
}
