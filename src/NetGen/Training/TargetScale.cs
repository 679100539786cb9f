using System.Numerics;
using NetGen.Data;
using NetGen.Serialization;

namespace NetGen;

/// <summary>
/// The means and standard deviations of the targets of a regression. A network learns targets of about the size of 1 much more easily than
/// prices or years: train it with scaled targets, and then fold the scale into its last layer, so that it gives the numbers as they are.
/// </summary>
/// <example>
/// <code>
/// var scale = TargetScale.Of(training);
/// net.Train(scale.Apply(training), options, scale.Apply(validation));
/// scale.FoldInto(net);
/// Console.WriteLine(net.EvaluateRegression(test));
/// </code>
/// </example>
public sealed class TargetScale
{
    private readonly double[] _means;
    private readonly double[] _deviations;

    private TargetScale(double[] means, double[] deviations)
    {
        (_means, _deviations) = (means, deviations);
        Means = Array.AsReadOnly(means);
        Deviations = Array.AsReadOnly(deviations);
    }

    /// <summary>The mean of each target.</summary>
    public IReadOnlyList<double> Means { get; }

    /// <summary>The standard deviation of each target, √(Σ (y − mean)² / n); 1 for one that never varies.</summary>
    public IReadOnlyList<double> Deviations { get; }

    /// <summary>The scale of the targets of a data set, computed in double in the order of the samples.</summary>
    /// <param name="data">The samples, usually those to train with; not those kept for tests.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="data"/> is null.</exception>
    /// <exception cref="ArgumentException">The data are empty, or have labels or nothing in the place of targets.</exception>
    /// <exception cref="NotSupportedException">The targets come from a source.</exception>
    public static TargetScale Of<T>(DataSet<T> data)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckTargets(data);
        if (data.Count == 0)
        {
            throw new ArgumentException("Expected at least one sample; the data set is empty.", nameof(data));
        }

        var statistics = new FeatureStatistics[data.TargetSize];
        var target = new T[data.TargetSize];
        for (int sample = 0; sample < data.Count; sample++)
        {
            data.CopyTarget(sample, target);
            for (int output = 0; output < target.Length; output++)
            {
                statistics[output].Add(double.CreateChecked(target[output]));
            }
        }

        return new TargetScale(
            Array.ConvertAll(statistics, values => values.Mean),
            Array.ConvertAll(statistics, values => values.Variance > 0 ? Math.Sqrt(values.Variance) : 1));
    }

    /// <summary>The same samples with scaled targets, <c>(y − mean) / deviation</c>, computed in double and rounded once.</summary>
    /// <param name="data">The samples.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="data"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The data have another number of targets, or labels or nothing in the place of targets.
    /// </exception>
    /// <exception cref="NotSupportedException">The targets come from a source.</exception>
    public DataSet<T> Apply<T>(DataSet<T> data)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckTargets(data);
        return data.TargetSize == _means.Length ? data.WithMappedTargets(Scaled)
            : throw new ArgumentException(
                $"The scale is that of {MessageText.Count(_means.Length, "target")}; found samples of {data.TargetSize}.", nameof(data));

        T Scaled(T value, int output)
        {
            T scaled = T.CreateTruncating((double.CreateChecked(value) - _means[output]) / _deviations[output]);
            return T.IsFinite(scaled) ? scaled
                : throw new ArgumentException(
                    FormattableString.Invariant($"The target {value}, divided by the deviation {_deviations[output]:G4}, is not finite in ")
                    + $"{typeof(T).Name}.",
                    nameof(data));
        }
    }

    /// <summary>
    /// Turns scaled outputs into the numbers that they stand for, <c>y · deviation + mean</c>, computed in double and rounded once: for a
    /// network that <see cref="FoldInto"/> cannot change.
    /// </summary>
    /// <param name="outputs">The outputs of one or more samples, one after another, <c>[count, targets]</c>.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentException">The length is not a multiple of the number of targets.</exception>
    public void Restore<T>(Span<T> outputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (outputs.Length % _means.Length != 0)
        {
            throw new ArgumentException(
                $"Expected a multiple of {_means.Length} outputs; found {outputs.Length}.", nameof(outputs));
        }

        for (int i = 0; i < outputs.Length; i++)
        {
            int output = i % _means.Length;
            outputs[i] = T.CreateTruncating(Restored(double.CreateChecked(outputs[i]), output));
        }
    }

    /// <summary>
    /// Multiplies weights and biases of the last layer by the deviations, and adds the means to its biases, so that a network that has
    /// learned scaled targets gives the numbers as they are. Computed in double and rounded once. Call it once, after training; to train
    /// the network further, take targets that are not scaled.
    /// </summary>
    /// <param name="network">The network, whose outputs have the activation <see cref="Activation.Identity"/>.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The network has another number of outputs or another output activation, or a product or a sum is not finite; the network is then as
    /// it was.
    /// </exception>
    public void FoldInto<T>(ITrainableNetwork<T> network)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        NetworkTopology topology = network.Topology;
        if (topology.OutputSize != _means.Length)
        {
            throw new ArgumentException(
                $"The scale is that of {MessageText.Count(_means.Length, "target")}; the network {topology} has "
                + $"{MessageText.Count(topology.OutputSize, "output")}.",
                nameof(network));
        }

        if (topology.Layers[^1] is not DenseTopology { Activation: Activation.Identity } last)
        {
            throw new ArgumentException(
                $"The outputs of {topology} have the activation {topology.Layers[^1].Activation}, after which no layer can scale. Use "
                + "Identity, or call Restore for the outputs.",
                nameof(network));
        }

        T[] weights = network.Parameters.Read(last.Weights);
        T[] biases = network.Parameters.Read(last.Biases);
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = T.CreateTruncating(double.CreateChecked(weights[i]) * _deviations[i / last.InputSize]);
        }

        for (int output = 0; output < biases.Length; output++)
        {
            biases[output] = T.CreateTruncating(Restored(double.CreateChecked(biases[output]), output));
        }

        if (!Array.TrueForAll(weights, T.IsFinite) || !Array.TrueForAll(biases, T.IsFinite))
        {
            throw new ArgumentException(
                $"A parameter of the last layer of {topology} is not finite in {typeof(T).Name} when it is scaled.", nameof(network));
        }

        network.Parameters.Write(last.Weights, weights);
        network.Parameters.Write(last.Biases, biases);
    }

    private static void CheckTargets<T>(DataSet<T> data)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.HasLabels || data.TargetSize == 0)
        {
            throw new ArgumentException(
                $"Expected samples with targets, which are numbers to learn; found {(data.HasLabels ? "labels" : "features alone")}.",
                nameof(data));
        }

        if (data.HasTargetsInSource)
        {
            throw new NotSupportedException(
                $"The targets come from a {nameof(SampleSource<>)}. Have the source scale them when it reads a sample.");
        }
    }

    private double Restored(double value, int output) => (value * _deviations[output]) + _means[output];
}
