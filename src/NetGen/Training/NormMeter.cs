using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.Data;
using NetGen.Machine;

namespace NetGen;

/// <summary>Measures the norms of parameters, updates and gradients after an epoch, with buffers that are allocated once.</summary>
internal sealed class NormMeter<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly DataSet<T> _training;
    private readonly ParameterBlock[] _blocks;
    private readonly ParameterBuffer<T> _values;
    private readonly T[]? _inputs;
    private readonly T[] _targets = [];
    private readonly int _rows;

    private NormMeter(NetworkTopology topology, DataSet<T> training, bool measuresGradient)
    {
        _training = training;
        _blocks = [.. topology.ParameterBlocks.Where(block => block.IsTrained)];
        _values = new ParameterBuffer<T>(topology);
        if (measuresGradient)
        {
            // Samples are added one after another, so that the bits do not depend on the rows of a call.
            long perRow = training.InputSize + (long)training.TargetSize;
            long rows = Math.Clamp(MachineModel.EvaluationBytes / (perRow * Unsafe.SizeOf<T>()), 1, training.Count);
            _rows = (int)rows;
            _inputs = new T[_rows * training.InputSize];
            _targets = new T[_rows * training.TargetSize];
        }
    }

    /// <summary>One that measures what options ask for; null if that is nothing.</summary>
    /// <param name="topology">The topology of the network.</param>
    /// <param name="training">The training data, with the targets that the network takes.</param>
    /// <param name="options">The options.</param>
    public static NormMeter<T>? For(NetworkTopology topology, DataSet<T> training, TrainingOptions options) =>
        options.MeasureNorms || options.MeasureGradient ? new NormMeter<T>(topology, training, options.MeasureGradient) : null;

    /// <summary>Measures a network, block by block.</summary>
    /// <param name="network">The network after the epoch.</param>
    /// <param name="before">Its parameters before the epoch.</param>
    public IReadOnlyList<BlockNorms> Measure(ITrainableNetwork<T> network, ParameterBuffer<T> before)
    {
        double[] parameters = NormsOf(network.Parameters);
        _values.CopyFrom(network.Parameters);
        _values.AddScaledToTrained(before, T.NegativeOne);
        double[] updates = NormsOf(_values);
        double[]? gradients = null;
        if (_inputs is not null)
        {
            AddGradient(network);
            gradients = NormsOf(_values);
        }

        var norms = new BlockNorms[_blocks.Length];
        for (int i = 0; i < norms.Length; i++)
        {
            norms[i] = new BlockNorms
            {
                BlockName = _blocks[i].Name,
                Parameters = parameters[i],
                Update = updates[i],
                Gradient = gradients?[i] / _training.Count,
            };
        }

        return Array.AsReadOnly(norms);
    }

    private double[] NormsOf(ParameterBuffer<T> values) =>
        Array.ConvertAll(_blocks, block => double.CreateTruncating(values.Norm(block.Name)));

    private void AddGradient(ITrainableNetwork<T> network)
    {
        _values.Clear();
        for (int first = 0; first < _training.Count; first += _rows)
        {
            int count = Math.Min(_rows, _training.Count - first);
            SamplePiece<T> samples = _training.Read(first, count, _inputs, _targets);
            _ = network.Backprop(samples.Inputs, samples.Targets, _training.SampleWeights(first, count), _values);
        }
    }
}
