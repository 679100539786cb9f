using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.Numerics;

namespace NetGen;

/// <summary>Evaluates networks of one topology, in batches, with buffers that are made once; each thread of a team takes a batch.</summary>
internal sealed class Evaluator<T> : ITeamWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly DataSet<T> _data;
    private readonly WorkerTeam? _workers;
    private readonly int _rows;
    private readonly T[] _inputs;
    private readonly T[] _targets;
    private readonly T[] _outputs;
    private INetwork<T>? _network;
    private int _first;
    private int _count;

    public Evaluator(DataSet<T> data, WorkerTeam? workers)
    {
        _data = data;
        _workers = workers;
        long perRow = data.InputSize + (2L * data.TargetSize);
        long rows = Math.Max(1, CostModel.EvaluationBytes / (perRow * Unsafe.SizeOf<T>())) * (workers?.Size ?? 1);
        _rows = (int)Math.Min(Math.Min(data.Count, rows), Array.MaxLength / Math.Max(data.InputSize, data.TargetSize));
        _inputs = new T[_rows * data.InputSize];
        _targets = new T[_rows * data.TargetSize];
        _outputs = new T[_rows * data.TargetSize];
    }

    public Evaluation Evaluate(INetwork<T> network)
    {
        ScalarCost<T> costFunction = CostRegistry.Find<T>(network.Topology.Cost);
        double cost = 0;
        bool hasClasses = _data.TargetSize > 1;
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

            ReadOnlySpan<T> targets = _data.Targets(_first, _count, _targets);
            ReadOnlySpan<T> outputs = _outputs.AsSpan(0, _count * _data.TargetSize);
            for (int i = 0; i < outputs.Length; i++)
            {
                cost += double.CreateTruncating(costFunction.Value(outputs[i], targets[i]));
            }

            correct += hasClasses ? CountCorrect(outputs, _first) : 0;
        }

        return new Evaluation(cost / _data.Count, hasClasses ? correct : null, _data.Count);
    }

    /// <summary>Computes the outputs of a part of the batch.</summary>
    public void Run(int part, int parts)
    {
        (nuint share, nuint shareEnd) = WorkerTeam.Share((nuint)_count, part, parts);
        int first = (int)share;
        int count = (int)shareEnd - first;
        Span<T> buffer = _inputs.AsSpan(first * _data.InputSize, count * _data.InputSize);
        _network!.FeedForwardBatch(
            _data.Inputs(_first + first, count, buffer), _outputs.AsSpan(first * _data.TargetSize, count * _data.TargetSize));
    }

    private int CountCorrect(ReadOnlySpan<T> outputs, int first)
    {
        int correct = 0;
        int count = outputs.Length / _data.TargetSize;
        for (int i = 0; i < count; i++)
        {
            int best = ArgMax.Of<T>(outputs.Slice(i * _data.TargetSize, _data.TargetSize));
            correct += best == _data.GetLabel(first + i) ? 1 : 0;
        }

        return correct;
    }
}
