using System.Numerics;
using NetGen.Serialization;

namespace NetGen.Data;

/// <summary>Fits data sets to networks.</summary>
internal static class NetworkData
{
    /// <summary>The samples with targets for a network, once it is checked that the network can take them.</summary>
    /// <param name="topology">The network's topology.</param>
    /// <param name="data">The samples; for a single output labels become the targets, and for the hinge cost −1 and 1.</param>
    /// <param name="parameterName">What the caller's caller calls the data set.</param>
    /// <exception cref="ArgumentException">
    /// The data set is empty, has other sizes than the network, a target that the cost cannot take, or missing features, and the network
    /// has no means to take for them.
    /// </exception>
    public static DataSet<T> For<T>(NetworkTopology topology, DataSet<T> data, string parameterName)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (data.InputSize != topology.InputSize)
        {
            throw OtherSizes(topology, data, "", parameterName);
        }

        if (data.HasLabels)
        {
            data = WithLabelsFor(topology, data, parameterName);
        }
        else if (data.TargetSize != topology.OutputSize)
        {
            throw OtherSizes(topology, data, "", parameterName);
        }

        if (data.Count == 0)
        {
            throw new ArgumentException("Expected at least one sample; the data set is empty.", parameterName);
        }

        CheckTargets(topology, data, parameterName);
        MissingFeatures.Check(topology, data, parameterName);
        return data.WithTargetsFor(topology.Cost);
    }

    private static DataSet<T> WithLabelsFor<T>(NetworkTopology topology, DataSet<T> data, string parameterName)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Activation output = topology.Layers[^1].Activation;
        bool isBinary = topology.OutputSize == 1 && CostTraits.IsBinary(topology.Cost, output) && data.TargetSize <= 2;
        if (isBinary || (topology.OutputSize == data.TargetSize && data.TargetSize > 1))
        {
            data = isBinary ? data.WithLabelsAsTargets() : data;
            return CostTraits.TargetsOf(topology.Cost) == TargetRange.Signs ? data.WithSignTargets() : data;
        }

        string remedy = data.TargetSize > topology.OutputSize && data.TargetSize > 2
            ? $"Labels of {data.TargetSize} classes need a network with {data.TargetSize} outputs. If they are numbers to be learned, "
                + "they are targets, not labels."
            : topology.OutputSize == 1
            ? $"Labels of two classes need a network with two outputs, or with one that is sigmoid or has the hinge cost; this one has one "
              + $"{output} output. "
              + $"Numbers to be learned as they are come from {nameof(DataSet)}.{nameof(DataSet.FromTargets)}."
            : "If there are more classes than the labels show, say how many when the data set is made.";
        throw OtherSizes(topology, data, remedy, parameterName);
    }

    private static void CheckTargets<T>(NetworkTopology topology, DataSet<T> data, string parameterName)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TargetRange range = CostTraits.TargetsOf(topology.Cost);
        if (data.FindTargetOutside(range) is not (int sample, int output))
        {
            return;
        }

        var target = new T[data.TargetSize];
        data.CopyTarget(sample, target);
        throw new ArgumentException(
            $"The cost {topology.Cost} takes {SampleChecks.TextOf(range)}; that of sample {sample}, output {output}, "
            + FormattableString.Invariant($"is {target[output]}."),
            parameterName);
    }

    private static ArgumentException OtherSizes(NetworkTopology topology, DataSet data, string remedy, string parameterName)
    {
        string targets = data.HasLabels ? $"labels of {MessageText.Count(data.TargetSize, "class")}"
            : data.TargetSize == 0 ? "no targets"
            : MessageText.Count(data.TargetSize, "target");
        return new ArgumentException(
            $"Expected samples of {MessageText.Count(topology.InputSize, "input")} and "
            + $"{MessageText.Count(topology.OutputSize, data.HasLabels ? "output" : "target")}, as the network has; "
            + $"found {MessageText.Count(data.InputSize, "input")} and {targets}.{(remedy.Length == 0 ? "" : " ")}{remedy}",
            parameterName);
    }
}
