using System.Numerics;

namespace NetGen.Tool.Models;

/// <summary>Random samples for a network, the same for a seed on every machine.</summary>
internal static class RandomSamples
{
    // A gigabyte of float.
    private const int MostNumbers = 1 << 28;

    /// <summary>Whether there is room for samples of a network: for all of their inputs, and for all of their outputs.</summary>
    public static bool Fits(NetworkTopology topology, int samples) => samples <= MostOf(topology);

    /// <summary>Checks that there is room for samples of a network.</summary>
    /// <exception cref="ToolException">There is not.</exception>
    public static void Check(NetworkTopology topology, int samples)
    {
        if (!Fits(topology, samples))
        {
            throw new ToolException(
                $"{samples} samples of {topology.InputSize} inputs and {topology.OutputSize} outputs take too much memory. "
                + $"Give --samples {MostOf(topology)} or less.");
        }
    }

    /// <summary>Inputs from −2 to 2; where the network standardizes them, that many deviations from their means.</summary>
    public static T[] Inputs<T>(INetwork<T> network, int count, int seed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        int size = network.Topology.InputSize;
        var (mean, scale) = Scaling(network);
        var inputs = new T[count * size];
        for (int i = 0; i < inputs.Length; i++)
        {
            T value = T.CreateTruncating((4 * random.NextDouble()) - 2);
            inputs[i] = mean is null ? value : mean[i % size] + (value / scale![i % size]);
        }

        return inputs;
    }

    /// <summary>Targets that every cost takes: one output of each sample is 1, and the others are 0, or −1 for the hinge cost.</summary>
    public static T[] Targets<T>(NetworkTopology topology, int count, int seed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        var targets = new T[count * topology.OutputSize];
        Array.Fill(targets, topology.Cost == CostFunction.Hinge ? -T.One : T.Zero);
        for (int i = 0; i < count; i++)
        {
            targets[(i * topology.OutputSize) + random.Next(topology.OutputSize)] = T.One;
        }

        return targets;
    }

    private static int MostOf(NetworkTopology topology) => Math.Max(MostNumbers / Math.Max(topology.InputSize, topology.OutputSize), 1);

    private static (T[]? Mean, T[]? Scale) Scaling<T>(INetwork<T> network)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (network.Topology.Layers[0].Kind is not ("Standardize" or "MinMaxScale"))
        {
            return (null, null);
        }

        int size = network.Topology.InputSize;
        (T[] mean, T[] scale) = (new T[size], new T[size]);
        network.Parameters.CopyTo(network.Topology.ParameterBlocks[0].Name, mean);
        network.Parameters.CopyTo(network.Topology.ParameterBlocks[1].Name, scale);
        return (mean, scale);
    }
}
