using System.Numerics;

namespace NetGen.Data;

/// <summary>Missing features of data sets and the means that take their places: those of a network that standardizes its inputs.</summary>
internal static class MissingFeatures
{
    /// <summary>What to do where NaN is refused.</summary>
    public const string Remedy = "If NaN stands for a missing value, say by missingValues what to do about it.";

    /// <summary>The layer of a topology that has the means; null if there is none.</summary>
    public static StandardizeTopology? LayerOf(NetworkTopology topology) =>
        topology.Layers[0] is StandardizeTopology { IsMinMax: false } layer ? layer : null;

    /// <summary>Checks that a network has means to take for missing features.</summary>
    /// <exception cref="ArgumentException">Features are missing, and it has none.</exception>
    public static void Check(NetworkTopology topology, DataSet data, string parameterName)
    {
        if (data.HasMissing && LayerOf(topology) is null)
        {
            throw new ArgumentException(
                "Some features are missing (or may be, in data from a source) and are to be filled with the mean of the training data, but "
                + $"the network {topology} does not keep means. Make Standardize its first layer, or leave out incomplete rows with "
                + "MissingValues.SkipRows.",
                parameterName);
        }
    }

    /// <summary>The samples with a network's means in the places of missing features.</summary>
    /// <param name="network">The network; it has means if features are missing.</param>
    /// <param name="data">The samples; returned as they are if no features are missing.</param>
    public static DataSet<T> Fill<T>(INetwork<T> network, DataSet<T> data)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!data.HasMissing)
        {
            return data;
        }

        var means = new T[data.InputSize];
        CopyMeans(network, means);
        return data.WithSubstitutes(means);
    }

    /// <summary>Copies the means of a network that standardizes its inputs.</summary>
    public static void CopyMeans<T>(INetwork<T> network, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        network.Parameters.CopyTo(LayerOf(network.Topology)!.MeanBlock.Name, destination);
}
