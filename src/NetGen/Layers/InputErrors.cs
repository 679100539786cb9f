using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetGen.CompilerServices;
using NetGen.Layout;

namespace NetGen.Layers;

/// <summary>
/// The derivatives of costs with respect to the inputs of a network: from the errors of its first layer with trained parameters, back
/// through that layer and those before it.
/// </summary>
internal sealed class InputErrors<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // From the input to the first layer with trained parameters.
    private readonly LayerLoops<T>[] _layers;

    /// <summary>Takes what is to be known of a network.</summary>
    public InputErrors(NetworkTopology topology)
    {
        int first = topology.TrainedLayers.First().Index;
        _layers = [.. topology.Layers.Zip(NetworkLayout.Of(topology).Layers, LayerLoops<T>.Of).Take(first + 1)];
        int lanes = LayoutRules.LineBytes / Unsafe.SizeOf<T>();
        Stride = checked((topology.InputSize + lanes - 1) / lanes * lanes);
    }

    /// <summary>Elements of memory for each sample: its derivatives, padded.</summary>
    public int Stride { get; }

    /// <summary>Computes the derivatives for some samples.</summary>
    /// <param name="dropout">What decides what is dropped: from the first of the samples on.</param>
    /// <param name="parameters">The network's first parameter.</param>
    /// <param name="errors">The first error of the first layer with trained parameters, of the first sample.</param>
    /// <param name="errorStride">Elements from one sample's errors to the next's.</param>
    /// <param name="memory">The first of <see cref="Stride"/> elements for each sample.</param>
    /// <param name="results">Where the derivatives go, <c>[rows, InputSize]</c>.</param>
    /// <param name="rows">The number of samples.</param>
    public void Compute(
        in DropoutStep dropout, ref T parameters, ref T errors, nuint errorStride, ref T memory, ref T results, nuint rows)
    {
        nuint stride = (nuint)Stride;
        for (int i = _layers.Length - 1; i >= 0; i--)
        {
            _layers[i].CarryErrorsToInputs(in dropout, ref parameters, ref errors, errorStride, ref memory, stride, rows);
            errors = ref memory;
            errorStride = stride;
        }

        int inputs = _layers[0].Layout.Inputs;
        for (nuint row = 0; row < rows; row++)
        {
            MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref memory, row * stride), inputs)
                .CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref results, row * (nuint)inputs), inputs));
        }
    }
}
