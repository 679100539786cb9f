using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetGen.Layout;

namespace NetGen.CompilerServices;

/// <summary>
/// What follows the last layer's weighted inputs z: for each sample the output activations a, the cost and the output error ∂C/∂z.
/// Generated code makes one with <see cref="OutputHeads"/>; it has no state.
/// </summary>
/// <remarks>
/// A sample's row of z is padded to the layer's lanes. Sums over units run in the layer's virtual lanes, unit j in lane j mod lanes, and
/// the lanes are added by a halving tree; padding takes no part.
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class OutputHead<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private protected OutputHead(int outputs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        int laneCount = LayoutRules.LineBytes / Unsafe.SizeOf<T>();
        Outputs = (nuint)outputs;
        Lanes = (nuint)LayoutRules.PaddedOutputs(outputs, laneCount);
        VirtualLanes = Math.Min(Lanes, (nuint)laneCount);
    }

    /// <summary>The number of output units.</summary>
    internal nuint Outputs { get; }

    /// <summary>The units padded to whole vectors.</summary>
    internal nuint Lanes { get; }

    /// <summary>Lanes of the sums over units: 16, 32 or 64 bytes of them.</summary>
    internal nuint VirtualLanes { get; }

    /// <summary>Replaces the weighted inputs of samples by their activations.</summary>
    /// <param name="rows">The samples' rows, each padded to the layer's lanes.</param>
    /// <param name="stride">Elements from one row to the next.</param>
    /// <param name="count">The number of samples.</param>
    /// <exception cref="ArgumentException">The rows do not lie in the span.</exception>
    public void Activate(Span<T> rows, int stride, int count)
    {
        CheckRows(rows, stride, count);
        ActivateRows(ref MemoryMarshal.GetReference(rows), (nuint)stride, (nuint)count);
    }

    /// <summary>Computes the activations of samples from their weighted inputs.</summary>
    /// <param name="rows">The samples' rows, each padded to the layer's lanes; without meaning afterwards.</param>
    /// <param name="stride">Elements from one row to the next.</param>
    /// <param name="outputs">Where the activations go, <c>[count, outputs]</c>, without padding.</param>
    /// <param name="count">The number of samples.</param>
    /// <exception cref="ArgumentException">
    /// The rows do not lie in their span, the activations not in theirs, or the spans overlap.
    /// </exception>
    public void Activate(Span<T> rows, int stride, Span<T> outputs, int count)
    {
        CheckRows(rows, stride, count);
        if ((long)count * (long)Outputs > outputs.Length)
        {
            throw new ArgumentException($"{count} x {Outputs} activations need more than the {outputs.Length} elements given.",
                nameof(outputs));
        }

        if (outputs.Overlaps(rows))
        {
            throw new ArgumentException("The outputs overlap the rows.", nameof(outputs));
        }

        ActivateTo(ref MemoryMarshal.GetReference(rows), (nuint)stride, ref MemoryMarshal.GetReference(outputs), (nuint)count);
    }

    /// <summary>Replaces weighted inputs by activations.</summary>
    internal abstract void ActivateRows(ref T rows, nuint stride, nuint count);

    /// <summary>Computes activations, <c>[count, outputs]</c>, from weighted inputs, which are without meaning afterwards.</summary>
    internal virtual void ActivateTo(ref T rows, nuint stride, ref T outputs, nuint count)
    {
        ActivateRows(ref rows, stride, count);
        CopyOutputs(ref rows, stride, ref outputs, count);
    }

    /// <summary>The cost of each sample and, if asked for, its output error and its activations.</summary>
    /// <param name="rows">The first weighted input of the first sample; replaced by the activations, if they are asked for.</param>
    /// <param name="stride">Elements from one sample's row to the next's, and from one sample's errors to the next's.</param>
    /// <param name="targets">The first target of the first sample; the targets are <c>[count, outputs]</c>.</param>
    /// <param name="errors">
    /// Where the errors go, with zeros in the padding; apart from the rows and the targets. A null reference for none.
    /// </param>
    /// <param name="count">The number of samples.</param>
    /// <param name="costs">Where the costs go; apart from all the others, as it holds intermediate values meanwhile.</param>
    /// <param name="keepsActivations">Whether the rows are to hold the activations afterwards.</param>
    internal abstract void Evaluate(
        ref T rows, nuint stride, ref T targets, ref T errors, nuint count, ref T costs, bool keepsActivations);

    /// <summary>The output errors ∂C/∂z of samples, from the derivatives ∂C/∂a of a cost that the caller knows.</summary>
    /// <param name="rows">The first weighted input of the first sample; the rows are without meaning afterwards.</param>
    /// <param name="stride">Elements from one sample's row to the next's, and from one sample's errors to the next's.</param>
    /// <param name="gradients">The first derivative of the first sample; they are <c>[count, outputs]</c>.</param>
    /// <param name="errors">Where the errors go, with zeros in the padding.</param>
    /// <param name="count">The number of samples.</param>
    internal abstract void CarryBack(ref T rows, nuint stride, ref T gradients, ref T errors, nuint count);

    /// <summary>Copies rows without their padding.</summary>
    internal void CopyOutputs(ref T rows, nuint stride, ref T outputs, nuint count)
    {
        for (nuint sample = 0; sample < count; sample++)
        {
            MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref rows, sample * stride), (int)Outputs)
                .CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref outputs, sample * Outputs), (int)Outputs));
        }
    }

    private void CheckRows(Span<T> rows, int stride, int count)
    {
        if (count < 0 || stride < (int)Lanes || (count > 0 && ((long)(count - 1) * stride) + (long)Lanes > rows.Length))
        {
            throw new ArgumentException($"{count} rows, {stride} elements apart, need more than the {rows.Length} elements given.",
                nameof(rows));
        }
    }
}
