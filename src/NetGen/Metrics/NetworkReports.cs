using System.Numerics;
using NetGen.Data;
using NetGen.Metrics;

namespace NetGen;

/// <summary>Reports on how well any network does on a data set.</summary>
public static class NetworkReports
{
    /// <summary>
    /// Classifies the samples of a data set and compares with their labels: accuracy, confusion matrix, precision, recall and F1, area
    /// under the ROC curve.
    /// </summary>
    /// <param name="network">The network; its class names, or else those of the data, name the classes of the report.</param>
    /// <param name="data">The samples with labels; of the network's sizes.</param>
    /// <param name="workers">Threads to divide the samples among; the same bits with any or none.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <remarks>
    /// All outputs are kept at once, <c>[Count, OutputSize]</c>, and sorted class by class for the areas.
    /// <see cref="NetworkTraining.Evaluate{T}"/> gives cost and accuracy in less time and memory.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> or <paramref name="data"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The data set is empty, has no labels (<see cref="DataSet.HasLabels"/>), other sizes or other names of classes than the network, or
    /// missing features, and the network does not standardize them; the outputs do not fit into an array, or there are more than 46340
    /// classes.
    /// </exception>
    /// <exception cref="InvalidOperationException"><paramref name="workers"/> are at work for another thread.</exception>
    /// <exception cref="ObjectDisposedException"><paramref name="workers"/> have been disposed of.</exception>
    public static ClassificationReport EvaluateClassification<T>(
        this INetwork<T> network, DataSet<T> data, WorkerTeam? workers = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        if (!data.HasLabels)
        {
            throw new ArgumentException(
                $"A classification report needs labels, and the samples have none; {nameof(DataSet)}.{nameof(DataSet.FromLabels)} takes "
                + "the class of each sample, which is the index of the 1 in a one-hot target.",
                nameof(data));
        }

        NetworkClasses.Compare(network.ClassNames, data, nameof(data));
        IReadOnlyList<string>? names = network.ClassNames ?? data.ClassNames;
        data = NetworkData.For(network.Topology, data, nameof(data));
        if (network.Topology.OutputSize > ConfusionMatrix.MaxClassCount)
        {
            throw new ArgumentException(
                $"A confusion matrix of {network.Topology.OutputSize} classes does not fit into an array; at most "
                + $"{ConfusionMatrix.MaxClassCount} do.",
                nameof(network));
        }

        T[] outputs = DataSetOutputs<T>.Compute(network, data, workers);
        var labels = new int[data.Count];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = data.GetLabel(i);
        }

        return ClassificationReport.Of<T>(labels, outputs, network.Topology, names);
    }

    /// <summary>Compares a network's outputs with the targets of a data set: R², MAE, MSE and RMSE of each output.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">The samples with targets; of the network's sizes.</param>
    /// <param name="workers">Threads to divide the samples among; the same bits with any or none.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> or <paramref name="data"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The data set is empty, has labels (<see cref="DataSet.HasLabels"/>), other sizes than the network, or a target that the network's
    /// cost cannot take; or the outputs do not fit into an array.
    /// </exception>
    /// <exception cref="InvalidOperationException"><paramref name="workers"/> are at work for another thread.</exception>
    /// <exception cref="ObjectDisposedException"><paramref name="workers"/> have been disposed of.</exception>
    public static RegressionReport EvaluateRegression<T>(this INetwork<T> network, DataSet<T> data, WorkerTeam? workers = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        if (data.HasLabels)
        {
            throw new ArgumentException(
                $"The samples have labels of classes, on which {nameof(EvaluateClassification)} reports; numbers to compare outputs with "
                + $"come from {nameof(DataSet)}.{nameof(DataSet.FromTargets)}.",
                nameof(data));
        }

        data = NetworkData.For(network.Topology, data, nameof(data));
        T[] outputs = DataSetOutputs<T>.Compute(network, data, workers);
        ReadOnlySpan<T> targets = data.Targets(0, data.Count, new T[outputs.Length]);
        return RegressionReport.Of(targets, outputs, network.Topology.OutputSize);
    }
}
