using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.Data;
using NetGen.Machine;
using NetGen.Threading;

namespace NetGen;

/// <summary>Evaluates networks of one topology, in batches, with buffers that are made once; each thread of a team takes a batch.</summary>
internal sealed class Evaluator<T> : ITeamWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly DataSet<T> _data;
    private readonly NetworkTopology _topology;
    private readonly WorkerTeam? _workers;
    private readonly int _rows;
    private readonly T[] _inputs;
    private readonly T[] _targets;
    private readonly T[] _outputs;
    private readonly T[] _costs;
    private INetwork<T>? _network;
    private int _first;
    private int _count;

    /// <summary>Allocates the buffers.</summary>
    /// <param name="topology">The topology of the networks.</param>
    /// <param name="data">The samples, with the targets that the networks take: <see cref="Data.NetworkData"/>.</param>
    /// <param name="workers">Threads to divide the samples among.</param>
    public Evaluator(NetworkTopology topology, DataSet<T> data, WorkerTeam? workers)
    {
        _data = data;
        _topology = topology;
        _workers = workers;
        long perRow = data.InputSize + (2L * data.TargetSize);
        long rows = Math.Max(1, MachineModel.EvaluationBytes / (perRow * Unsafe.SizeOf<T>())) * (workers?.Size ?? 1);
        _rows = (int)Math.Min(Math.Min(data.Count, rows), Array.MaxLength / Math.Max(data.InputSize, data.TargetSize));
        _inputs = new T[_rows * data.InputSize];
        _targets = new T[_rows * data.TargetSize];
        _outputs = new T[_rows * data.TargetSize];
        _costs = new T[_rows];
    }

    public Evaluation Evaluate(INetwork<T> network)
    {
        double cost = 0;
        int correct = 0;
        _network = network;
        for (_first = 0; _first < _data.Count; _first += _rows)
        {
            _count = Math.Min(_rows, _data.Count - _first);
            if (_workers is null)
            {
                Run(0, 1);
            }
            else
            {
                _workers.Run(this);
            }

            ReadOnlySpan<T> weights = _data.SampleWeights(_first, _count);
            for (int i = 0; i < _count; i++)
            {
                cost += double.CreateTruncating(weights.IsEmpty ? _costs[i] : _costs[i] * weights[i]);
            }

            correct += _data.HasLabels ? CountCorrect(_outputs.AsSpan(0, _count * _data.TargetSize), _first) : 0;
        }

        return new Evaluation { Cost = cost / _data.Count, Correct = _data.HasLabels ? correct : null, Count = _data.Count };
    }

    /// <summary>Computes outputs and costs of a worker's share of the batch.</summary>
    public void Run(int worker, int workers)
    {
        (nuint share, nuint shareEnd) = WorkerTeam.Share((nuint)_count, worker, workers);
        int first = (int)share;
        int count = (int)shareEnd - first;
        SamplePiece<T> samples = _data.Read(
            _first + first,
            count,
            _inputs.AsSpan(first * _data.InputSize, count * _data.InputSize),
            _targets.AsSpan(first * _data.TargetSize, count * _data.TargetSize));
        _network!.FeedForwardBatch(
            samples.Inputs,
            samples.Targets,
            _outputs.AsSpan(first * _data.TargetSize, count * _data.TargetSize),
            _costs.AsSpan(first, count));
    }

    private int CountCorrect(ReadOnlySpan<T> outputs, int first)
    {
        int correct = 0;
        int count = outputs.Length / _data.TargetSize;
        for (int i = 0; i < count; i++)
        {
            int found = Classification.ClassOf(outputs.Slice(i * _data.TargetSize, _data.TargetSize), _topology);
            correct += found == _data.GetLabel(first + i) ? 1 : 0;
        }

        return correct;
    }
}
