using System.Numerics;
using NetGen.Data;

namespace NetGen;

/// <summary>Fits networks that standardize their inputs to data.</summary>
public static class NetworkStandardization
{
    /// <summary>
    /// Sets the means and deviations of a network with a <see cref="StandardizeAttribute"/> layer to those of the features of a data set.
    /// <see cref="Trainer{T}"/> does so by itself the first time: while all means are 0 and all deviations 1, as in a new
    /// network. Call this to fit the network to other data than those.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="data">The samples whose features count, usually those to train with; not those kept for tests.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <remarks>
    /// The deviation of n values is √(Σ (x − mean)² / n); missing ones are left out. A feature that never varies, or so little that the inverse is infinite in
    /// <typeparamref name="T"/>, gets the deviation 1. Computed in double, in the order of the samples, by the updating formulas of
    /// B. P. Welford, "Note on a method for calculating corrected sums of squares and products" (1962).
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> or <paramref name="data"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The network does not standardize its inputs, or the data are empty, have another number of features than the network has inputs, or
    /// a feature that is missing in all samples or varies more than <typeparamref name="T"/> can hold.
    /// </exception>
    public static void FitStandardization<T>(this ITrainableNetwork<T> network, DataSet<T> data)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        StandardizeTopology layer = CheckStandardizes(network.Topology, nameof(network));
        if (data.InputSize != network.Topology.InputSize)
        {
            throw new ArgumentException(
                $"Expected samples of {network.Topology.InputSize} features, as the network has; found {data.InputSize}.", nameof(data));
        }

        if (data.Count == 0)
        {
            throw new ArgumentException("Expected at least one sample; the data set is empty.", nameof(data));
        }

        Fit(network.Parameters, layer, data);
    }

    /// <summary>
    /// Puts the means of a network's standardization into the places of missing features, NaN; a data set with missing values
    /// (<see cref="DataSet.HasMissing"/>) needs no call, this is for inputs of one's own.
    /// </summary>
    /// <param name="network">A network that standardizes its inputs.</param>
    /// <param name="inputs">One or more samples, one after another, <c>[count, InputSize]</c>.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The network does not standardize its inputs, or the length of <paramref name="inputs"/> is no multiple of its input size.
    /// </exception>
    public static void FillMissing<T>(this INetwork<T> network, Span<T> inputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        CheckStandardizes(network.Topology, nameof(network));
        int size = network.Topology.InputSize;
        if (inputs.Length % size != 0)
        {
            throw new ArgumentException(
                $"Expected whole samples of {size} elements; found {inputs.Length} elements.", nameof(inputs));
        }

        var means = new T[size];
        CopyMeans(network, means);
        Samples<T>.SubstituteMissing(inputs, means);
    }

    /// <summary>Whether networks of a topology standardize their inputs.</summary>
    internal static bool IsIn(NetworkTopology topology) => LayerOf(topology) is not null;

    /// <summary>Copies the means of a network that standardizes its inputs.</summary>
    internal static void CopyMeans<T>(INetwork<T> network, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ParameterBlock block = LayerOf(network.Topology)!.ParameterBlocks.First(block => block.Part == StandardizeTopology.Mean);
        network.Parameters.CopyTo(block.Name, destination);
    }

    /// <summary>Fits a network that standardizes its inputs and has not been fitted yet; leaves others as they are.</summary>
    internal static void FitIfNew<T>(ITrainableNetwork<T> network, DataSet<T> data)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (LayerOf(network.Topology) is StandardizeTopology layer
            && layer.ParameterBlocks.All(block =>
                Read(network.Parameters, block).All(value => value == T.CreateChecked(block.InitialValue))))
        {
            Fit(network.Parameters, layer, data);
        }
    }

    private static StandardizeTopology? LayerOf(NetworkTopology topology) => topology.Layers[0] as StandardizeTopology;

    private static StandardizeTopology CheckStandardizes(NetworkTopology topology, string parameterName) =>
        LayerOf(topology) ?? throw new ArgumentException(
            $"The network {topology} does not standardize its inputs; its first layer must be Standardize.", parameterName);

    private static T[] Read<T>(ParameterBuffer<T> parameters, ParameterBlock block)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = new T[block.Count];
        parameters.Read(block, values);
        return values;
    }

    private static void Fit<T>(ParameterBuffer<T> parameters, StandardizeTopology layer, DataSet<T> data)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var sample = new T[layer.InputSize];
        var counts = new int[sample.Length];
        var means = new double[sample.Length];
        var squares = new double[sample.Length];
        for (int i = 0; i < data.Count; i++)
        {
            data.CopyInput(i, sample);
            for (int feature = 0; feature < sample.Length; feature++)
            {
                if (!T.IsNaN(sample[feature]))
                {
                    double difference = double.CreateChecked(sample[feature]) - means[feature];
                    means[feature] += difference / ++counts[feature];
                    squares[feature] += difference * (double.CreateChecked(sample[feature]) - means[feature]);
                }
            }
        }

        if (Array.IndexOf(counts, 0) is int missing and >= 0)
        {
            throw new ArgumentException(
                $"{data.DescribeFeature(missing)} is missing in all samples, so it has no mean. Leave it out of the data.", nameof(data));
        }

        var inverseDeviations = new T[sample.Length];
        for (int feature = 0; feature < sample.Length; feature++)
        {
            inverseDeviations[feature] = InverseDeviation(squares[feature] / counts[feature], feature, data);
        }

        foreach (ParameterBlock block in layer.ParameterBlocks)
        {
            parameters.Write(
                block, block.Part == StandardizeTopology.Mean ? [.. means.Select(T.CreateChecked)] : inverseDeviations);
        }
    }

    private static T InverseDeviation<T>(double variance, int feature, DataSet<T> data)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T inverse = T.CreateChecked(1 / Math.Sqrt(variance));
        return variance == 0 || T.IsPositiveInfinity(inverse) ? T.One
            : T.IsNormal(inverse) ? inverse
            : throw new ArgumentException(
                FormattableString.Invariant($"{data.DescribeFeature(feature)} of the data has the variance {variance:G4}, more than ")
                + $"{typeof(T).Name} can standardize. Divide it by a large number first.",
                nameof(data));
    }
}
