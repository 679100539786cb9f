using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;
using NetGen.Machine;
using NetGen.Threading;

namespace NetGen;

/// <summary>Goes through training data epoch by epoch; all memory it needs is allocated at the start.</summary>
internal sealed class MiniBatches<T> : ITeamWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly DataSet<T> _training;
    private readonly SeededRandom _random;
    private readonly int[] _order;
    private readonly int _size;
    private readonly LearningRateSchedule _schedule;
    private readonly WorkerTeam? _workers;

    // For each thread a copy, which it packs for itself; or one for all, of which each packs a share.
    private readonly T[][] _inputs;
    private readonly T[] _targets;
    private int _first;
    private int _count;

    public MiniBatches(NetworkTopology topology, DataSet<T> training, TrainingOptions options, WorkerTeam? workers)
    {
        _training = training;
        _random = new SeededRandom(options.Seed);
        _schedule = options.Schedule;
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
        int copies = MachineModel.CopiesInputs((long)_size * training.InputSize * Unsafe.SizeOf<T>()) ? _workers?.Size ?? 1 : 1;
        _inputs = new T[copies][];
        for (int i = 0; i < copies; i++)
        {
            _inputs[i] = GC.AllocateArray<T>(_size * training.InputSize, pinned: true);
        }

        _targets = new T[_size * training.TargetSize];
        if (_workers is not null && copies > 1)
        {
            _workers.GetWork<BlockTraining<T>>().InputCopies = _inputs;
        }

        _order = new int[training.Count];
        for (int i = 0; i < _order.Length; i++)
        {
            _order[i] = i;
        }
    }

    /// <summary>The steps of an epoch.</summary>
    public int StepCount => (int)(((long)_order.Length + _size - 1) / _size);

    /// <summary>The last step of this epoch that was made, from 1.</summary>
    public int Step { get; private set; }

    /// <summary>Shuffles, and makes a step for each mini-batch.</summary>
    /// <returns>
    /// The cost averaged over the samples; the cost of the last mini-batch if that is no finite number, which ends the epoch; null if
    /// cancellation cut the epoch short.
    /// </returns>
    /// <param name="network">The network.</param>
    /// <param name="epoch">The epoch's number, from 0.</param>
    /// <param name="learningRate">The learning rate that the factors of the schedule are of.</param>
    /// <param name="workers">Threads to divide steps among.</param>
    /// <param name="cancellationToken">Checked before each step.</param>
    public double? TrainEpoch(
        ITrainableNetwork<T> network, int epoch, double learningRate, WorkerTeam? workers, CancellationToken cancellationToken)
    {
        _random.Shuffle(_order.AsSpan());
        double sum = 0;
        Step = 0;
        for (_first = 0; _first < _order.Length; _first += _count)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return null;
            }

            _count = Math.Min(_size, _order.Length - _first);
            if (_workers is null)
            {
                Run(0, 1);
            }
            else
            {
                _workers.Run(this);
            }

            ReadOnlySpan<T> inputs = _inputs[0].AsSpan(0, _count * _training.InputSize);
            ReadOnlySpan<T> targets = _targets.AsSpan(0, _count * _training.TargetSize);
            T rate = T.CreateTruncating(learningRate * _schedule.FactorAt(((long)epoch * StepCount) + Step, StepCount));
            double cost = double.CreateTruncating(network.TrainMiniBatch(inputs, targets, rate, workers));
            Step++;
            if (!double.IsFinite(cost))
            {
                return cost;
            }

            sum += cost * _count;
        }

        return sum / _order.Length;
    }

    /// <summary>Packs the inputs of the mini-batch into a worker's copy, or a share of them; and a share of the targets.</summary>
    public void Run(int worker, int workers)
    {
        (nuint first, nuint end) = WorkerTeam.Share((nuint)_count, worker, workers);
        int start = (int)first;
        int count = (int)(end - first);
        _training.GatherTargets(_order.AsSpan(_first + start, count), _targets.AsSpan(start * _training.TargetSize));
        bool copies = _inputs.Length > 1;
        (start, count) = copies ? (0, _count) : (start, count);
        _training.GatherInputs(_order.AsSpan(_first + start), count, _inputs[copies ? worker : 0].AsSpan(start * _training.InputSize));
    }
}
