using System.Numerics;

namespace NetGen.Tool.Models;

/// <summary>Random samples for a network, the same for a seed on every machine.</summary>
internal static class RandomSamples
{
    /// <summary>Inputs from −2 to 2; where the network standardizes them, that many deviations from their means.</summary>
    public static T[] Inputs<T>(INetwork<T> network, int count, int seed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        int size = network.Topology.InputSize;
        var (mean, scale) = Scaling(network);
        var inputs = new T[checked(count * size)];
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
        var targets = new T[checked(count * topology.OutputSize)];
        Array.Fill(targets, topology.Cost == CostFunction.Hinge ? -T.One : T.Zero);
        for (int i = 0; i < count; i++)
        {
            targets[(i * topology.OutputSize) + random.Next(topology.OutputSize)] = T.One;
        }

        return targets;
    }

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
