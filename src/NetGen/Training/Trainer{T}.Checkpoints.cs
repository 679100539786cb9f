using System.Numerics;
using NetGen.Data;
using NetGen.Serialization;

namespace NetGen;

// What is saved and resumed. All state that later steps depend on goes through State, ParameterSets and Restore.
public sealed partial class Trainer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private (DataFingerprint Training, DataFingerprint? Validation)? _fingerprints;

    /// <summary>
    /// Saves the training to a file, which takes the place of one of the same name only once it is whole: all that
    /// <see cref="Trainer.Resume{T}(ITrainableNetwork{T}, string, DataSet{T}, TrainingOptions?, DataSet{T}?)"/> needs to go on to the
    /// bit, but for the samples. Possible after any step; also in a progress call, and after the trainer has been disposed of.
    /// </summary>
    /// <remarks>
    /// A safetensors file with the network's parameters as <see cref="NetworkFile"/> saves them, so that a network's <c>Load</c> reads it
    /// too, and the tensors and texts of the training under names that begin with <c>netgen.training</c>. The first call takes the hashes
    /// of the samples, which later ones use again.
    /// </remarks>
    /// <param name="path">Where to; the folder must exist.</param>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    /// <exception cref="InvalidOperationException">The training has diverged.</exception>
    /// <exception cref="IOException">The file cannot be written; one that was there is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written; one that was there is as it was.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ThrowIfDiverged();
        AtomicFile.Write(path, Save);
    }

    /// <summary>Saves the training to a stream, as <see cref="Save(string)"/> does to a file.</summary>
    /// <param name="stream">Where to; stays open, and is not flushed.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The training has diverged.</exception>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ThrowIfDiverged();
        CheckpointFile.Write(stream, _network, ParameterSets(_hasBest ? _current! : _network.Parameters), State());
    }

    /// <summary>Takes over a checkpoint; on any error trainer and network are as they were.</summary>
    /// <exception cref="ArgumentException">Options or data are not those of the checkpoint.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is not one of this training.</exception>
    internal void Restore(CheckpointFile file)
    {
        TrainingState state = file.State;
        CheckpointOptions.Check(state.Options, CheckpointOptions.Of(_options, _learningRate), "options");
        (DataFingerprint training, DataFingerprint? validation) = Fingerprints();
        DataFingerprint.Check(state.Training, training, nameof(training));
        DataFingerprint.Check(state.Validation, validation, nameof(validation));
        if (state.StepOfEpoch > _batches.StepCount)
        {
            throw file.Error($"expected a step of an epoch up to {_batches.StepCount}; found {state.StepOfEpoch}");
        }

        if (state.OptimizerSteps != ((long)state.Epochs.Count * _batches.StepCount) + state.StepOfEpoch)
        {
            throw file.Error($"expected as many steps of the optimizer as of the training; found {state.OptimizerSteps}");
        }

        CheckFeatures(file.FeatureNames, _training, _validation);
        CheckNames(file.ClassNames, _training, _validation);
        file.Read(_network, ParameterSets(_network.Parameters));
        NetworkClasses.Give(_network, _training);
        _optimizer.StepCount = state.OptimizerSteps;
        _epochs.AddRange(state.Epochs);
        _batches.MoveTo(state.Epochs.Count, state.StepOfEpoch);
        _costSum = state.CostSum;
        _bestCost = state.BestCost;
        foreach (EpochResult epoch in _epochs)
        {
            if (epoch.Validation is Evaluation evaluation)
            {
                _earlyStopping.Add(evaluation.Cost);
            }
        }

        _isTargetReached = _epochs.Exists(ReachesTarget);
        _schedule = _options.Schedule.StateAfter(_epochs);
        _clock.Set(state.Elapsed);
        _epochStarted = state.EpochStarted;
    }

    // All values that go into a checkpoint and come out of it, by the prefix of their tensors.
    private List<(string Prefix, ParameterBuffer<T> Values)> ParameterSets(ParameterBuffer<T> parameters)
    {
        List<(string Prefix, ParameterBuffer<T> Values)> sets =
        [
            ("", parameters),
            (CheckpointFile.PrefixOf("lastGood"), _lastGood),
        ];
        if (_best is not null)
        {
            sets.Add((CheckpointFile.PrefixOf("best"), _best));
        }

        foreach ((string name, ParameterBuffer<T> values) in _optimizer.Buffers)
        {
            sets.Add((CheckpointFile.PrefixOf($"optimizer.{name}"), values));
        }

        return sets;
    }

    private TrainingState State()
    {
        (DataFingerprint training, DataFingerprint? validation) = Fingerprints();
        return new TrainingState
        {
            Options = CheckpointOptions.Of(_options, _learningRate),
            Training = training,
            Validation = validation,
            Epochs = _epochs,
            StepOfEpoch = _batches.Step,
            CostSum = _costSum,
            BestCost = _bestCost,
            OptimizerSteps = _optimizer.StepCount,
            Elapsed = Elapsed,
            EpochStarted = _epochStarted,
        };
    }

    private (DataFingerprint Training, DataFingerprint? Validation) Fingerprints() => _fingerprints ??=
        (DataFingerprint.Of(_training), _validation is null ? null : DataFingerprint.Of(_validation));
}
