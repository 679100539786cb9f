using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.Data;
using NetGen.Machine;

namespace NetGen;

// Samples that are read from a source when they are needed.
public sealed partial class DataSet<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Their indices lie on the stack.
    private const int MaxSamplesOfRead = 1024;

    /// <summary>Whether samples are read when they are needed, and take time then.</summary>
    internal bool HasSource => _samples.Source is not null;

    /// <summary>Whether one thread at a time reads from a source.</summary>
    internal bool IsReadByOneThread => _samples.Source is { AllowsConcurrentReads: false };

    /// <summary>Whether targets are read with the features.</summary>
    internal bool HasTargetsInSource => _samples.TargetsAreInSource;

    /// <summary>The number that a sample has in the source.</summary>
    internal int NumberInSource(int index) => Sample(index);

    /// <summary>Packs the inputs and the targets of samples; of a source that has both, at once.</summary>
    internal void Gather(ReadOnlySpan<int> indices, Span<T> inputs, Span<T> targets)
    {
        if (_samples.TargetsAreInSource)
        {
            ReadSource(0, indices, indices.Length, inputs, targets);
            return;
        }

        GatherTargets(indices, targets);
        GatherInputs(indices, indices.Length, inputs);
    }

    /// <summary>
    /// The inputs and the targets of consecutive samples, as <see cref="Inputs"/>; of a source that has both, read at once.
    /// </summary>
    internal SamplePiece<T> Read(int first, int count, Span<T> inputBuffer, Span<T> targetBuffer)
    {
        if (!_samples.TargetsAreInSource)
        {
            return new SamplePiece<T>(Inputs(first, count, inputBuffer), Targets(first, count, targetBuffer));
        }

        Span<T> inputs = inputBuffer[..(count * InputSize)];
        Span<T> targets = targetBuffer[..(count * TargetSize)];
        ReadSource(first, default, count, inputs, targets);
        return new SamplePiece<T>(inputs, targets);
    }

    /// <summary>The same samples, whose targets are checked for a network's cost when they are read from a source.</summary>
    internal DataSet<T> WithTargetsFor(CostFunction cost) => With(_samples with { Cost = cost });

    /// <summary>Reads samples from the source.</summary>
    /// <param name="first">The first of consecutive samples.</param>
    /// <param name="indices">The samples, if they are not consecutive; else empty.</param>
    /// <param name="count">The number of samples.</param>
    /// <param name="inputs">Where the inputs go; empty for nowhere.</param>
    /// <param name="targets">Where the targets go, if the source has them; empty for nowhere.</param>
    private void ReadSource(int first, ReadOnlySpan<int> indices, int count, Span<T> inputs, Span<T> targets)
    {
        int targetSize = _samples.TargetsAreInSource ? TargetSize : 0;
        Span<int> samples = stackalloc int[Math.Min(count, SamplesOfRead(inputs.IsEmpty, targets.IsEmpty))];
        for (int start = 0; start < count; start += samples.Length)
        {
            Span<int> piece = samples[..Math.Min(samples.Length, count - start)];
            for (int i = 0; i < piece.Length; i++)
            {
                piece[i] = Sample(indices.IsEmpty ? first + start + i : indices[start + i]);
            }

            ReadPiece(
                piece,
                inputs.IsEmpty ? inputs : inputs.Slice(start * InputSize, piece.Length * InputSize),
                targets.IsEmpty ? targets : targets.Slice(start * targetSize, piece.Length * targetSize));
        }
    }

    // Of what nobody asked for, only as much is read at once as evaluations take.
    private int SamplesOfRead(bool dropsInputs, bool dropsTargets)
    {
        long dropped = Math.Max(dropsInputs ? InputSize : 0, dropsTargets && _samples.TargetsAreInSource ? TargetSize : 0);
        return dropped == 0
            ? MaxSamplesOfRead
            : (int)Math.Clamp(MachineModel.EvaluationBytes / (dropped * Unsafe.SizeOf<T>()), 1, MaxSamplesOfRead);
    }

    // A source reads inputs and targets together: what nobody asked for goes into memory that is given back.
    private void ReadPiece(ReadOnlySpan<int> samples, Span<T> inputs, Span<T> targets)
    {
        int inputLength = checked(samples.Length * InputSize);
        int targetLength = _samples.TargetsAreInSource ? checked(samples.Length * TargetSize) : 0;
        T[]? otherInputs = inputs.IsEmpty ? ArrayPool<T>.Shared.Rent(inputLength) : null;
        T[]? otherTargets = targets.IsEmpty && targetLength > 0 ? ArrayPool<T>.Shared.Rent(targetLength) : null;
        try
        {
            _samples.Read(
                samples,
                otherInputs is null ? inputs : otherInputs.AsSpan(0, inputLength),
                otherTargets is null ? targets : otherTargets.AsSpan(0, targetLength));
        }
        finally
        {
            if (otherInputs is not null)
            {
                ArrayPool<T>.Shared.Return(otherInputs);
            }

            if (otherTargets is not null)
            {
                ArrayPool<T>.Shared.Return(otherTargets);
            }
        }
    }

    private void RefuseSource(string remedy, [CallerMemberName] string method = "")
    {
        if (HasSource)
        {
            throw new NotSupportedException(
                $"{method} copies features, and these come from a {nameof(SampleSource<>)}, which may have more than the memory holds. "
                + remedy);
        }
    }
}
