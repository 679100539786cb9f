using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.Data;
using NetGen.Machine;
using NetGen.Serialization;
using NetGen.Threading;

namespace NetGen.Metrics;

/// <summary>Computes a network's outputs for all samples of a data set; each thread of a team takes a share, in batches.</summary>
internal sealed class DataSetOutputs<T> : ITeamWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly INetwork<T> _network;
    private readonly DataSet<T> _data;
    private readonly int _outputSize;
    private readonly T[] _outputs;

    private DataSetOutputs(INetwork<T> network, DataSet<T> data)
    {
        _network = network;
        _data = data;
        _outputSize = network.Topology.OutputSize;
        _outputs = new T[data.Count * _outputSize];
    }

    /// <summary>The outputs, <c>[Count, OutputSize]</c>; the data set's labels or targets are not looked at.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">The samples, called as in the public methods.</param>
    /// <param name="workers">Threads to divide the samples among.</param>
    /// <exception cref="ArgumentException">
    /// The samples have features that differ from the network's inputs in number or name, or missing ones, and the network does not
    /// standardize them; or the outputs do not fit into an array.
    /// </exception>
    /// <exception cref="InvalidOperationException">The workers are at work for another thread.</exception>
    /// <exception cref="ObjectDisposedException">The workers have been disposed of.</exception>
    public static T[] Compute(INetwork<T> network, DataSet<T> data, WorkerTeam? workers)
    {
        NetworkTopology topology = network.Topology;
        if (data.InputSize != topology.InputSize)
        {
            throw new ArgumentException(
                $"Expected samples of {MessageText.Count(topology.InputSize, "input")}, as the network has; found {data.InputSize}.",
                nameof(data));
        }

        if ((long)data.Count * topology.OutputSize > Array.MaxLength)
        {
            throw new ArgumentException(
                $"{data.Count} samples of {topology.OutputSize} outputs do not fit into an array; take slices of the data set.",
                nameof(data));
        }

        NetworkClasses.CompareFeatures(network.Parameters.FeatureNames, data, nameof(data));
        MissingFeatures.Check(topology, data, nameof(data));
        workers?.Acquire();
        try
        {
            var work = new DataSetOutputs<T>(network, MissingFeatures.Fill(network, data));
            if (workers is null)
            {
                work.Run(0, 1);
            }
            else
            {
                workers.Run(work);
            }

            return work._outputs;
        }
        finally
        {
            workers?.Release();
        }
    }

    /// <summary>Computes the outputs of a worker's share of the samples.</summary>
    public void Run(int worker, int workers)
    {
        (nuint first, nuint end) = WorkerTeam.Share((nuint)_data.Count, worker, workers);
        int rows = BatchRows((int)(end - first));
        var buffer = new T[rows * _data.InputSize];
        for (int i = (int)first; i < (int)end; i += rows)
        {
            int count = Math.Min(rows, (int)end - i);
            _network.FeedForwardBatch(
                _data.Inputs(i, count, buffer), _outputs.AsSpan(i * _outputSize, count * _outputSize));
        }
    }

    private int BatchRows(int count)
    {
        long perRow = (long)(_data.InputSize + (long)_outputSize) * Unsafe.SizeOf<T>();
        long rows = Math.Max(1, MachineModel.EvaluationBytes / perRow);
        return (int)Math.Min(count, rows);
    }
}
