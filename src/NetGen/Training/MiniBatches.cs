using System.Numerics;

namespace NetGen;

/// <summary>Goes through training data epoch by epoch; all memory it needs is taken at the start.</summary>
internal sealed class MiniBatches<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly DataSet<T> _training;
    private readonly SeededRandom _random;
    private readonly int[] _order;
    private readonly int _size;
    private readonly T[] _inputs;
    private readonly T[] _targets;

    public MiniBatches(DataSet<T> training, TrainingOptions options)
    {
        _training = training;
        _random = new SeededRandom(options.Seed);
        _size = Math.Min(options.MiniBatchSize, training.Count);
        long elements = (long)_size * Math.Max(training.InputSize, training.TargetSize);
        if (elements > Array.MaxLength)
        {
            throw TrainingOptions.RangeError(
                nameof(options),
                options.MiniBatchSize,
                $"A mini-batch of the options' MiniBatchSize needs an array of {elements} elements; "
                + $"at most {Array.MaxLength} are possible.");
        }

        _inputs = new T[_size * training.InputSize];
        _targets = new T[_size * training.TargetSize];
        _order = new int[training.Count];
        for (int i = 0; i < _order.Length; i++)
        {
            _order[i] = i;
        }
    }

    /// <summary>Shuffles, and makes a step for each mini-batch; returns the cost averaged over the samples.</summary>
    public double TrainEpoch(INetwork<T> network, T learningRate, CancellationToken cancellationToken)
    {
        _random.Shuffle(_order.AsSpan());
        double cost = 0;
        for (int first = 0; first < _order.Length; first += _size)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(_size, _order.Length - first);
            Span<T> inputs = _inputs.AsSpan(0, count * _training.InputSize);
            Span<T> targets = _targets.AsSpan(0, count * _training.TargetSize);
            _training.Gather(_order.AsSpan(first), count, inputs, targets);
            cost += double.CreateTruncating(network.TrainMiniBatch(inputs, targets, learningRate)) * count;
        }

        return cost / _order.Length;
    }
}
