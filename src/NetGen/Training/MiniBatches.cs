using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;
using NetGen.Machine;
using NetGen.Threading;

namespace NetGen;

/// <summary>
/// The mini-batches of training data, epoch after epoch, in an order that the seed determines; all memory is allocated at the start.
/// </summary>
internal sealed class MiniBatches<T> : ITeamWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly DataSet<T> _training;
    private readonly SeededRandom _random;
    private readonly int[] _order;
    private readonly int _size;
    private readonly WorkerTeam? _workers;

    // For each thread a copy, which it packs for itself; or one for all, of which each packs a share.
    private readonly T[][] _inputs;
    private readonly T[] _targets;

    // Empty if the samples have no weights.
    private readonly T[] _sampleWeights;
    private int _first;
    private int _count;

    public MiniBatches(NetworkTopology topology, DataSet<T> training, TrainingOptions options, WorkerTeam? workers)
    {
        _training = training;
        _random = new SeededRandom(options.Seed);
        _size = Math.Min(options.MiniBatchSize, training.Count);
        long elements = (long)_size * Math.Max(training.InputSize, training.TargetSize);
        if (elements > Array.MaxLength)
        {
            throw RangeErrors.Of(
                nameof(options),
                options.MiniBatchSize,
                $"A mini-batch of the options' MiniBatchSize needs an array of {elements} elements; "
                + $"at most {Array.MaxLength} are possible.");
        }

        // Threads pack what they divide the steps of; of a shorter mini-batch at the end they pack what one of them trains with.
        bool divides = workers is not null && (workers.DividesAll || _size >= MachineModel.MinParallelRows(topology.ParameterCount));
        _workers = divides ? workers : null;
        // What comes from a source is read once.
        bool copiesInputs = !training.HasSource && MachineModel.CopiesInputs((long)_size * training.InputSize * Unsafe.SizeOf<T>());
        int copies = copiesInputs ? _workers?.Size ?? 1 : 1;
        _inputs = new T[copies][];
        for (int i = 0; i < copies; i++)
        {
            _inputs[i] = GC.AllocateArray<T>(_size * training.InputSize, pinned: true);
        }

        _targets = new T[_size * training.TargetSize];
        _sampleWeights = training.HasSampleWeights ? new T[_size] : [];
        if (_workers is not null && copies > 1)
        {
            _workers.GetWork<BlockTraining<T>>().InputCopies = _inputs;
        }

        StepCount = (int)(((long)training.Count + _size - 1) / _size);
        _order = new int[training.Count];
        for (int i = 0; i < _order.Length; i++)
        {
            _order[i] = i;
        }

        _random.Shuffle(_order.AsSpan());
    }

    /// <summary>The steps of an epoch.</summary>
    public int StepCount { get; }

    /// <summary>The mini-batches of this epoch that are done; <see cref="StepCount"/> at its end.</summary>
    public int Step { get; private set; }

    /// <summary>The samples of the current mini-batch.</summary>
    public int Count => _count;

    /// <summary>The inputs of the current mini-batch.</summary>
    public ReadOnlySpan<T> Inputs => _inputs[0].AsSpan(0, _count * _training.InputSize);

    /// <summary>The targets of the current mini-batch.</summary>
    public ReadOnlySpan<T> Targets => _targets.AsSpan(0, _count * _training.TargetSize);

    /// <summary>The weights of the samples of the current mini-batch; empty if they have none.</summary>
    public ReadOnlySpan<T> SampleWeights => _sampleWeights.Length == 0 ? default : _sampleWeights.AsSpan(0, _count);

    /// <summary>Takes the next mini-batch of the epoch.</summary>
    public void Take()
    {
        _first = Step * _size;
        _count = Math.Min(_size, _order.Length - _first);

        // Threads that wait for each other would only cut the mini-batch into smaller reads.
        if (_workers is null || _training.IsReadByOneThread)
        {
            Run(0, 1);
        }
        else
        {
            _workers.Run(this);
        }
    }

    /// <summary>Counts the mini-batch that was taken, after its step.</summary>
    public void Complete() => Step++;

    /// <summary>Starts the next epoch: shuffles the order that this one had.</summary>
    public void StartEpoch()
    {
        _random.Shuffle(_order.AsSpan());
        Step = 0;
    }

    /// <summary>Goes from the start to a later place, by shuffling as often as training has.</summary>
    /// <param name="epochs">The whole epochs before it.</param>
    /// <param name="step">The mini-batches of its epoch that were done before it.</param>
    public void MoveTo(int epochs, int step)
    {
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            StartEpoch();
        }

        Step = step;
    }

    /// <summary>Packs the inputs of the mini-batch into a worker's copy, or a share; and a share of the targets and weights.</summary>
    public void Run(int worker, int workers)
    {
        (nuint first, nuint end) = WorkerTeam.Share((nuint)_count, worker, workers);
        int start = (int)first;
        int count = (int)(end - first);
        if (_sampleWeights.Length > 0)
        {
            _training.GatherSampleWeights(_order.AsSpan(_first + start, count), _sampleWeights.AsSpan(start));
        }

        if (_training.HasSource)
        {
            _training.Gather(
                _order.AsSpan(_first + start, count),
                _inputs[0].AsSpan(start * _training.InputSize, count * _training.InputSize),
                _targets.AsSpan(start * _training.TargetSize, count * _training.TargetSize));
            return;
        }

        _training.GatherTargets(_order.AsSpan(_first + start, count), _targets.AsSpan(start * _training.TargetSize));
        bool copies = _inputs.Length > 1;
        (start, count) = copies ? (0, _count) : (start, count);
        _training.GatherInputs(_order.AsSpan(_first + start), count, _inputs[copies ? worker : 0].AsSpan(start * _training.InputSize));
    }
}
