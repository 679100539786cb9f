using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen;

/// <summary>Argument checks of members that take spans of samples.</summary>
internal static class SampleChecks
{
    /// <summary>Checks the spans of one sample.</summary>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Sample(int inputLength, int inputSize, int outputLength, int outputSize)
    {
        Input(inputLength, inputSize);
        if (outputLength != outputSize)
        {
            ThrowLength("output", outputSize, outputLength);
        }
    }

    /// <summary>Checks the span of one sample's input.</summary>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(int inputLength, int inputSize)
    {
        if (inputLength != inputSize)
        {
            ThrowLength("input", inputSize, inputLength);
        }
    }

    /// <summary>Checks the spans of a batch for inference and counts its samples.</summary>
    /// <exception cref="ArgumentException">A length is not a multiple of its size, the counts differ, or the spans overlap.</exception>
    public static int Batch<T>(ReadOnlySpan<T> inputs, int inputSize, ReadOnlySpan<T> outputs, int outputSize)
    {
        int count = Count(inputs.Length, inputSize, outputs.Length, outputSize, nameof(outputs));
        return inputs.Overlaps(outputs) ? throw Overlap(nameof(outputs), nameof(inputs)) : count;
    }

    /// <summary>Checks the spans of a batch whose costs are wanted as well, and counts its samples.</summary>
    /// <exception cref="ArgumentException">
    /// A length is not a multiple of its size, the counts differ, the spans overlap, or the cost cannot take a target.
    /// </exception>
    public static int Batch<T>(
        NetworkTopology topology, ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<T> outputs, ReadOnlySpan<T> costs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = Batch(inputs, topology.InputSize, outputs, topology.OutputSize);
        _ = Count(inputs.Length, topology.InputSize, targets.Length, topology.OutputSize, nameof(targets));
        if (costs.Length != count)
        {
            throw NotOneForEach(count, costs.Length, nameof(costs));
        }

        Targets(topology, targets);
        return outputs.Overlaps(targets) ? throw Overlap(nameof(outputs), nameof(targets))
            : costs.Overlaps(inputs) ? throw Overlap(nameof(costs), nameof(inputs))
            : costs.Overlaps(targets) ? throw Overlap(nameof(costs), nameof(targets))
            : costs.Overlaps(outputs) ? throw Overlap(nameof(costs), nameof(outputs))
            : count;
    }

    /// <summary>Checks the spans of samples with targets, at least one, and counts them.</summary>
    /// <exception cref="ArgumentException">
    /// There is no sample, a length is not a multiple of its size, the counts differ, or the cost cannot take a target.
    /// </exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Samples<T>(NetworkTopology topology, ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = Count(inputs.Length, topology.InputSize, targets.Length, topology.OutputSize, nameof(targets));
        if (count == 0)
        {
            throw NoSamples("inputs");
        }

        Targets(topology, targets);
        return count;
    }

    /// <summary>Checks the spans of backpropagation from targets or derivatives, and counts the samples.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="from"/> is not one of the enumeration's values.</exception>
    /// <exception cref="ArgumentException">
    /// There is no sample, a length does not fit, the input gradients overlap another span, nothing is asked for, or the cost cannot take a
    /// target.
    /// </exception>
    public static int Backprop<T>(
        NetworkTopology topology,
        BackpropFrom from,
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<T> values,
        ReadOnlySpan<T> inputGradients,
        bool hasGradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (from is < BackpropFrom.Targets or > BackpropFrom.OutputErrors)
        {
            throw new ArgumentOutOfRangeException(nameof(from), from, $"Expected a value of {nameof(BackpropFrom)}.");
        }

        int count = Count(inputs.Length, topology.InputSize, values.Length, topology.OutputSize, nameof(values));
        if (count == 0)
        {
            throw NoSamples("inputs");
        }

        if (from == BackpropFrom.Targets)
        {
            Targets(topology, values);
        }

        if (inputGradients.IsEmpty && !hasGradient && from != BackpropFrom.Targets)
        {
            throw new ArgumentException(
                "Expected a gradient of the parameters, or a span for those of the inputs.", nameof(inputGradients));
        }

        if (!inputGradients.IsEmpty && inputGradients.Length != inputs.Length)
        {
            throw new ArgumentException(
                $"Expected {inputs.Length} elements, one for each of inputs, or none; the span has {inputGradients.Length}.",
                nameof(inputGradients));
        }

        return inputGradients.Overlaps(inputs) ? throw Overlap("input gradients", nameof(inputs), nameof(inputGradients))
            : inputGradients.Overlaps(values) ? throw Overlap("input gradients", nameof(values), nameof(inputGradients))
            : count;
    }

    /// <summary>Checks the weights of samples; none are right too.</summary>
    /// <exception cref="ArgumentException">
    /// There are more or fewer weights than samples, or one is negative or not finite; the message names it.
    /// </exception>
    public static void Weights<T>(ReadOnlySpan<T> sampleWeights, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (sampleWeights.IsEmpty)
        {
            return;
        }

        if (sampleWeights.Length != count)
        {
            throw new ArgumentException(
                $"Expected {count} weights, one for each sample, or none; the span has {sampleWeights.Length}.", nameof(sampleWeights));
        }

        for (int i = 0; i < sampleWeights.Length; i++)
        {
            if (!(sampleWeights[i] >= T.Zero && T.IsFinite(sampleWeights[i])))
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"Expected finite weights of 0 or more; that of sample {i} is {sampleWeights[i]}."),
                    nameof(sampleWeights));
            }
        }
    }

    /// <summary>Checks that a network's cost can take targets, <c>[count, OutputSize]</c>.</summary>
    /// <exception cref="ArgumentException">It cannot; the message names the sample, the output and the target.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Targets<T>(NetworkTopology topology, ReadOnlySpan<T> targets)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TargetRange range = CostTraits.TargetsOf(topology.Cost);
        if (range != TargetRange.Any && FindOutside(range, targets) is int index and >= 0)
        {
            throw Outside(topology, range, index, targets[index], nameof(targets));
        }
    }

    /// <summary>What targets a range has, for messages.</summary>
    public static string TextOf(TargetRange range) => range == TargetRange.Signs ? "the targets -1 and 1" : "targets from 0 to 1";

    /// <summary>The index of the first value that does not lie in a range; -1 if there is none.</summary>
    public static int FindOutside<T>(TargetRange range, ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (range == TargetRange.Unit)
        {
            return FindOutsideUnit(values);
        }

        for (int i = 0; range == TargetRange.Signs && i < values.Length; i++)
        {
            if (T.Abs(values[i]) != T.One)
            {
                return i;
            }
        }

        return -1;
    }

    // NaN lies outside too.
    private static int FindOutsideUnit<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; i + Vector256<T>.Count <= values.Length; i += Vector256<T>.Count)
            {
                Vector256<T> several = Vector256.Create(values.Slice(i, Vector256<T>.Count));
                if (!Vector256.GreaterThanOrEqualAll(several, Vector256<T>.Zero)
                    || !Vector256.LessThanOrEqualAll(several, Vector256<T>.One))
                {
                    break;
                }
            }
        }

        for (; i < values.Length; i++)
        {
            if (!(values[i] >= T.Zero && values[i] <= T.One))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>What is thrown where a network of another's class gets weights.</summary>
    public static NotSupportedException NoWeights(Type network) => new(
        $"The network class {network.Name} does not support sample weights. Train it without, or implement the overloads of Backprop and "
        + "TrainMiniBatch that take them.");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Count(int inputsLength, int inputSize, int othersLength, int otherSize, string others)
    {
        // A division takes longer than what else is done of one sample here.
        int count = inputsLength == inputSize ? 1 : inputsLength / inputSize;
        if (count * inputSize != inputsLength)
        {
            throw NoWholeSamples(inputSize, inputsLength, "inputs");
        }

        if (othersLength != (long)count * otherSize)
        {
            throw OtherCount(count, otherSize, othersLength, others);
        }

        return count;
    }

    // Exceptions are made in methods of their own: the buffers of their texts would make the checks slower, which small networks feel.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ArgumentException OtherCount(int count, int size, int length, string what) => new(
        $"Expected {count} x {size} = {(long)count * size} elements, {size} for each sample of inputs; the span has {length}.", what);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ArgumentException NoSamples(string what) => new("Expected at least one sample; the span is empty.", what);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ArgumentException NotOneForEach(int count, int length, string what) =>
        new($"Expected {count} elements, one for each sample; the span has {length}.", what);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ArgumentException Outside<T>(NetworkTopology topology, TargetRange range, int index, T target, string what) => new(
        $"The cost {topology.Cost} takes {TextOf(range)}; that of sample {index / topology.OutputSize}, "
        + $"output {index % topology.OutputSize}, is {target}.",
        what);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ArgumentException NoWholeSamples(int size, int length, string what) =>
        new($"Expected a multiple of {size} elements, {size} for each sample; the span has {length}.", what);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ArgumentException Overlap(string what, string other, string? parameter = null) =>
        new($"The {what} overlap the {other}.", parameter ?? what);

    private static void ThrowLength(string parameterName, int expected, int actual) => throw new ArgumentException(
        $"Expected {expected} elements, one for each {parameterName} of the network; the span has {actual}.", parameterName);
}
