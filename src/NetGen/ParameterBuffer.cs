using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NetGen.Numerics;

namespace NetGen;

/// <summary>
/// One value for each weight and bias of a network: its parameters, or a gradient of the cost by them. Stored in the order in which
/// the kernels of the network stream it; read and written here in the canonical order, weights as <c>[out, in]</c> row-major.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class ParameterBuffer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T[] _storage;
    private readonly int _start;

    /// <summary>Makes a buffer of zeros for the networks of a topology.</summary>
    /// <param name="topology">The topology whose parameters the buffer holds.</param>
    /// <exception cref="ArgumentNullException"><paramref name="topology"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="topology"/> is of another numeric type than <typeparamref name="T"/>.</exception>
    public ParameterBuffer(NetworkTopology topology)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentChecks.NumericTypeIs<T>(topology);
        Topology = topology;

        // Pinned, so that the alignment found here stays true.
        int slack = LayerLayout.Alignment / Unsafe.SizeOf<T>();
        _storage = GC.AllocateArray<T>(topology.BufferLength + slack, pinned: true);
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(_storage, 0);
        _start = (int)((-address & (LayerLayout.Alignment - 1)) / Unsafe.SizeOf<T>());
    }

    /// <summary>The topology whose parameters the buffer holds.</summary>
    public NetworkTopology Topology { get; }

    /// <summary>The first element of the packed buffer, aligned to 64 bytes. For generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ref T Reference
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_storage), _start);
    }

    /// <summary>The packed buffer, padding included. Padding is zero and stays zero.</summary>
    internal Span<T> Packed => _storage.AsSpan(_start, Topology.BufferLength);

    /// <summary>Sets every value to zero.</summary>
    public void Clear() => Packed.Clear();

    /// <summary>Takes over all values of another buffer.</summary>
    /// <param name="source">The buffer to copy, for the same layer sizes.</param>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="source"/> has other layer sizes.</exception>
    public void CopyFrom(ParameterBuffer<T> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentChecks.SameSizes(Topology, source.Topology, nameof(source));
        source.Packed.CopyTo(Packed);
    }

    /// <summary>Adds a multiple of another buffer, by one fused multiply-add for each value.</summary>
    /// <param name="source">The buffer to add, for the same layer sizes.</param>
    /// <param name="factor">What to multiply it by.</param>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="source"/> has other layer sizes.</exception>
    public void AddScaled(ParameterBuffer<T> source, T factor)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentChecks.SameSizes(Topology, source.Topology, nameof(source));
        if (Vector512.IsHardwareAccelerated)
        {
            AddScaled<V512<T>>(ref source.Reference, factor);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            AddScaled<V256<T>>(ref source.Reference, factor);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            AddScaled<V128<T>>(ref source.Reference, factor);
        }
        else
        {
            AddScaled<V1<T>>(ref source.Reference, factor);
        }
    }

    /// <summary>Copies a layer's weights, <c>[out, in]</c> row-major.</summary>
    /// <param name="layer">The layer's index, from 0.</param>
    /// <param name="destination">Exactly <c>OutputSize * InputSize</c> elements of that layer.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="layer"/> is not a layer of the topology.</exception>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length.</exception>
    public void GetWeights(int layer, Span<T> destination)
    {
        LayerLayout layout = ArgumentChecks.WeightsLength(Topology, layer, destination.Length, nameof(destination));
        for (int output = 0; output < layout.Outputs; output++)
        {
            ReadOnlySpan<T> weights = WeightsOf(layout, output, out int stride);
            Span<T> row = destination.Slice(output * layout.Inputs, layout.Inputs);
            for (int input = 0; input < row.Length; input++)
            {
                row[input] = weights[input * stride];
            }
        }
    }

    /// <summary>Sets a layer's weights, <c>[out, in]</c> row-major.</summary>
    /// <param name="layer">The layer's index, from 0.</param>
    /// <param name="source">Exactly <c>OutputSize * InputSize</c> elements of that layer.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="layer"/> is not a layer of the topology.</exception>
    /// <exception cref="ArgumentException"><paramref name="source"/> has another length.</exception>
    public void SetWeights(int layer, ReadOnlySpan<T> source)
    {
        LayerLayout layout = ArgumentChecks.WeightsLength(Topology, layer, source.Length, nameof(source));
        for (int output = 0; output < layout.Outputs; output++)
        {
            Span<T> weights = WeightsOf(layout, output, out int stride);
            ReadOnlySpan<T> row = source.Slice(output * layout.Inputs, layout.Inputs);
            for (int input = 0; input < row.Length; input++)
            {
                weights[input * stride] = row[input];
            }
        }
    }

    /// <summary>Copies a layer's biases.</summary>
    /// <param name="layer">The layer's index, from 0.</param>
    /// <param name="destination">Exactly <c>OutputSize</c> elements of that layer.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="layer"/> is not a layer of the topology.</exception>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length.</exception>
    public void GetBiases(int layer, Span<T> destination) =>
        CheckedBiases(layer, destination.Length, nameof(destination)).CopyTo(destination);

    /// <summary>Sets a layer's biases.</summary>
    /// <param name="layer">The layer's index, from 0.</param>
    /// <param name="source">Exactly <c>OutputSize</c> elements of that layer.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="layer"/> is not a layer of the topology.</exception>
    /// <exception cref="ArgumentException"><paramref name="source"/> has another length.</exception>
    public void SetBiases(int layer, ReadOnlySpan<T> source) =>
        source.CopyTo(CheckedBiases(layer, source.Length, nameof(source)));

    /// <summary>The biases of a layer, in place.</summary>
    internal Span<T> BiasesOf(LayerLayout layout) => Packed.Slice((int)layout.BiasOffset, layout.Outputs);

    /// <summary>The weights of an output, in place: that of input i is element <c>i * stride</c>.</summary>
    internal Span<T> WeightsOf(LayerLayout layout, int output, out int stride)
    {
        stride = layout.WeightStride;
        return Packed[(int)layout.WeightIndex(output, 0)..((int)layout.WeightIndex(output, layout.Inputs - 1) + 1)];
    }

    // The buffer's length is a multiple of every vector's.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void AddScaled<TVector>(ref T source, T factor)
        where TVector : struct, ISimd<TVector, T>
    {
        TVector scale = TVector.Create(double.CreateChecked(factor));
        nuint lanes = (nuint)(Unsafe.SizeOf<TVector>() / Unsafe.SizeOf<T>());
        ref T destination = ref Reference;
        for (nuint i = 0; i < (nuint)Topology.BufferLength; i += lanes)
        {
            TVector addend = Unsafe.As<T, TVector>(ref Unsafe.Add(ref source, i));
            ref TVector sum = ref Unsafe.As<T, TVector>(ref Unsafe.Add(ref destination, i));
            sum = TVector.FusedMultiplyAdd(scale, addend, sum);
        }
    }

    private Span<T> CheckedBiases(int layer, int length, string parameterName) =>
        BiasesOf(ArgumentChecks.BiasesLength(Topology, layer, length, parameterName));
}
