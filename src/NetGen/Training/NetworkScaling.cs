using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.Data;
using NetGen.Machine;
using NetGen.Serialization;

namespace NetGen;

/// <summary>Fits networks that standardize their inputs, or scale them, to data.</summary>
public static class NetworkScaling
{
    /// <summary>
    /// Sets the means and deviations of a network with a <see cref="StandardizeAttribute"/> layer, or the smallest values and ranges of one
    /// with a <see cref="MinMaxScaleAttribute"/> layer, to those of the features of a data set.
    /// <see cref="Trainer{T}"/> does so by itself the first time: while all means, or smallest values, are 0 and all
    /// deviations, or ranges, 1, as in a new network. Call this to fit the network to other data than those.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="data">The samples whose features count, usually those to train with; not those kept for tests.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <remarks>
    /// The deviation of n values is √(Σ (x − mean)² / n); missing ones are left out. A feature that never varies, or so little that
    /// the inverse is infinite in <typeparamref name="T"/>, gets the deviation 1. Computed in double, in the order of the samples, by the
    /// updating formulas of B. P. Welford, "Note on a method for calculating corrected sums of squares and products" (1962). The inverse
    /// of a range is computed in double and rounded; that of a feature that never varies is 1.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> or <paramref name="data"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The network does not standardize its inputs, or the data are empty, have features that differ from the network's inputs in number or
    /// name, or one that is missing in all samples or varies more than <typeparamref name="T"/> can hold.
    /// </exception>
    public static void FitScaling<T>(this ITrainableNetwork<T> network, DataSet<T> data)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        StandardizeTopology layer = CheckScales(network.Topology, nameof(network));
        if (data.InputSize != network.Topology.InputSize)
        {
            throw new ArgumentException(
                $"Expected samples of {MessageText.Count(network.Topology.InputSize, "feature")}, as the network has; found "
                + $"{data.InputSize}.",
                nameof(data));
        }

        NetworkClasses.CompareFeatures(network.Parameters.FeatureNames, data, nameof(data));
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
    /// The network does not standardize its inputs, or the length of <paramref name="inputs"/> is not a multiple of its input size.
    /// </exception>
    public static void FillMissing<T>(this INetwork<T> network, Span<T> inputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        if (MissingFeatures.LayerOf(network.Topology) is null)
        {
            throw new ArgumentException(
                $"The network {network.Topology} has no means; its first layer must be Standardize.", nameof(network));
        }

        int size = network.Topology.InputSize;
        if (inputs.Length % size != 0)
        {
            throw new ArgumentException(
                $"Expected whole samples of {MessageText.Count(size, "element")}; found {MessageText.Count(inputs.Length, "element")}.",
                nameof(inputs));
        }

        T[] rented = ArrayPool<T>.Shared.Rent(size);
        Span<T> means = rented.AsSpan(0, size);
        MissingFeatures.CopyMeans(network, means);
        Samples<T>.SubstituteMissing(inputs, means);
        ArrayPool<T>.Shared.Return(rented);
    }

    /// <summary>Fits a network that standardizes its inputs and has not been fitted yet; leaves others as they are.</summary>
    internal static void FitIfNew<T>(ITrainableNetwork<T> network, DataSet<T> data)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (network.Topology.Layers[0] is StandardizeTopology layer
            && layer.ParameterBlocks.All(block =>
                network.Parameters.Read(block).All(value => value == T.CreateChecked(block.InitialValue))))
        {
            Fit(network.Parameters, layer, data);
        }
    }

    private static StandardizeTopology CheckScales(NetworkTopology topology, string parameterName) =>
        topology.Layers[0] as StandardizeTopology ?? throw new ArgumentException(
            $"The network {topology} does not standardize its inputs; its first layer must be Standardize or MinMaxScale.", parameterName);

    private static void Fit<T>(ParameterBuffer<T> parameters, StandardizeTopology layer, DataSet<T> data)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var features = new FeatureStatistics[layer.InputSize];
        int rows = (int)Math.Clamp(MachineModel.EvaluationBytes / ((long)features.Length * Unsafe.SizeOf<T>()), 1, data.Count);
        var buffer = new T[rows * features.Length];
        for (int first = 0; first < data.Count; first += rows)
        {
            ReadOnlySpan<T> samples = data.Inputs(first, Math.Min(rows, data.Count - first), buffer);
            for (; !samples.IsEmpty; samples = samples[features.Length..])
            {
                for (int feature = 0; feature < features.Length; feature++)
                {
                    if (!T.IsNaN(samples[feature]))
                    {
                        features[feature].Add(double.CreateChecked(samples[feature]));
                    }
                }
            }
        }

        if (Array.FindIndex(features, feature => feature.Count == 0) is int missing and >= 0)
        {
            throw new ArgumentException(
                $"{data.DescribeFeature(missing)} is missing in all samples, so there is nothing to scale it by. Leave it out of the data.",
                nameof(data));
        }

        var subtracted = new T[features.Length];
        var factors = new T[features.Length];
        for (int feature = 0; feature < features.Length; feature++)
        {
            subtracted[feature] = T.CreateChecked(layer.IsMinMax ? features[feature].Minimum : features[feature].Mean);
            factors[feature] = layer.IsMinMax
                ? Inverse(features[feature].Maximum - features[feature].Minimum, feature, data, "range")
                : Inverse(Math.Sqrt(features[feature].Variance), feature, data, "standard deviation");
        }

        foreach (ParameterBlock block in layer.ParameterBlocks)
        {
            parameters.Write(block, block.Part == StandardizeTopology.Mean ? subtracted : factors);
        }
    }

    private static T Inverse<T>(double spread, int feature, DataSet<T> data, string what)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T inverse = T.CreateChecked(1 / spread);
        return spread == 0 || T.IsPositiveInfinity(inverse) ? T.One
            : T.IsNormal(inverse) ? inverse
            : throw new ArgumentException(
                FormattableString.Invariant($"{data.DescribeFeature(feature)} of the data has the {what} {spread:G4}, more than ")
                + $"{typeof(T).Name} can scale. Divide it by a large number first.",
                nameof(data));
    }
}
