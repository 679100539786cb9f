using System.Numerics;
using NetGen.Numerics;

namespace NetGen;

/// <summary>Evaluates networks of one topology, in batches, with buffers that are made once.</summary>
internal sealed class Evaluator<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Elements of inputs, targets and outputs that a batch may take: small enough to stay in a second-level cache beside the
    // weights.
    private const int BatchElements = 64 * 1024;

    private readonly DataSet<T> _data;
    private readonly int _rows;
    private readonly T[] _inputs;
    private readonly T[] _targets;
    private readonly T[] _outputs;

    public Evaluator(DataSet<T> data)
    {
        _data = data;
        long perRow = data.InputSize + (2L * data.TargetSize);
        _rows = (int)Math.Min(data.Count, Math.Max(1, BatchElements / perRow));
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
        for (int first = 0; first < _data.Count; first += _rows)
        {
            int count = Math.Min(_rows, _data.Count - first);
            ReadOnlySpan<T> inputs = _data.Inputs(first, count, _inputs);
            ReadOnlySpan<T> targets = _data.Targets(first, count, _targets);
            Span<T> outputs = _outputs.AsSpan(0, count * _data.TargetSize);
            network.FeedForwardBatch(inputs, outputs);
            for (int i = 0; i < outputs.Length; i++)
            {
                cost += double.CreateTruncating(costFunction.Value(outputs[i], targets[i]));
            }

            correct += hasClasses ? CountCorrect(outputs, first) : 0;
        }

        return new Evaluation(cost / _data.Count, hasClasses ? correct : null, _data.Count);
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
