using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NetGen.CompilerServices;
using NetGen.Layout;
using NetGen.Numerics;

namespace NetGen;

/// <summary>
/// One value for each parameter of a network, such as weights and biases: the parameters, or a gradient of the cost by them. Stored in the
/// order in which the kernels of the network stream it; read and written here in the canonical order, weights as <c>[out, in]</c>
/// row-major.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class ParameterBuffer<T> : IReadOnlyParameters<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int PageBytes = 4096;

    // Pinned. Of values that lie outside of it, in memory that is not the garbage collector's, it is empty and only gives a place to count
    // from, so that reading all buffers takes the same instructions.
    private readonly T[] _storage;
    private readonly int _length;

    // What keeps the memory of such values.
    private readonly object? _owner;

    // Bytes from the first element of the array to the values.
    private nint _offset;

    /// <summary>Makes a buffer of zeros for the networks of a topology.</summary>
    /// <param name="topology">The topology whose parameters the buffer holds.</param>
    /// <exception cref="ArgumentNullException"><paramref name="topology"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="topology"/> is of another numeric type than <typeparamref name="T"/>, or its parameters do not fit into one array.
    /// </exception>
    public ParameterBuffer(NetworkTopology topology)
        : this(topology, LayerLayout.Alignment)
    {
    }

    private ParameterBuffer(NetworkTopology topology, int slackBytes)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ParameterChecks.NumericTypeIs<T>(topology);
        Topology = topology;
        Layout = NetworkLayout.Of(topology);
        _length = Layout.BufferLength;

        _storage = GC.AllocateArray<T>(_length + (slackBytes / Unsafe.SizeOf<T>()), pinned: true);
        _offset = -Marshal.UnsafeAddrOfPinnedArrayElement(_storage, 0) & (LayerLayout.Alignment - 1);
    }

    /// <summary>Takes packed values in memory that nobody may write to, and that stays where it is while its owner lives.</summary>
    internal ParameterBuffer(NetworkTopology topology, nint address, object owner)
    {
        ParameterChecks.NumericTypeIs<T>(topology);
        Topology = topology;
        Layout = NetworkLayout.Of(topology);
        _length = Layout.BufferLength;
        _storage = GC.AllocateArray<T>(0, pinned: true);
        _offset = address - (nint)Unsafe.ByteOffset(ref Unsafe.NullRef<T>(), ref MemoryMarshal.GetArrayDataReference(_storage));
        _owner = owner;
    }

    /// <summary>The topology whose parameters the buffer holds.</summary>
    public NetworkTopology Topology { get; }

    /// <summary>
    /// The names of the inputs of the network that the parameters belong to, such as the columns of a CSV file: one for each; null if
    /// they have none. A network without names takes those of the data that it is trained with; they are saved and loaded with the
    /// parameters, and data whose features have other names are refused.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// There are more or fewer names than inputs, or one is null or not valid Unicode.
    /// </exception>
    public IReadOnlyList<string>? FeatureNames
    {
        get;
        set => field = NetGen.FeatureNames.Checked(value, Topology.InputSize, nameof(value));
    }

    /// <summary>Where the values lie in the packed buffer.</summary>
    internal NetworkLayout Layout { get; }

    /// <summary>The packed buffer, padding included, aligned to 64 bytes. Padding is zero and stays zero.</summary>
    internal Span<T> Packed
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => MemoryMarshal.CreateSpan(
            ref Unsafe.AddByteOffset(ref MemoryMarshal.GetArrayDataReference(_storage), _offset), _length);
    }

    /// <summary>The address of the packed buffer, which does not move.</summary>
    internal nint Address => Unsafe.ByteOffset(ref Unsafe.NullRef<T>(), ref MemoryMarshal.GetReference(Packed));

    // What writes to parameters from outside goes through here: memory that can only be read would end the process.
    private Span<T> Writable
    {
        get
        {
            CheckWritable();
            return Packed;
        }
    }

    /// <summary>Checks that the values can be changed.</summary>
    /// <exception cref="InvalidOperationException">They lie in memory that can only be read.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void CheckWritable()
    {
        if (_owner is not null)
        {
            ThrowReadOnly();
        }
    }

    private static void ThrowReadOnly() => throw new InvalidOperationException(
        "These parameters lie in the assembly and cannot be changed; change those of a copy.");

    /// <summary>Makes a buffer of zeros that <see cref="MoveApartFrom"/> can move.</summary>
    internal static ParameterBuffer<T> CreateMovable(NetworkTopology topology) => new(topology, LayerLayout.Alignment + PageBytes);

    /// <summary>
    /// Moves the values to where their addresses differ from those of another buffer by a number of bytes, but for whole pages of 4 KB. A
    /// processor takes a load for one of what was just stored if the last 12 bits of the addresses are equal, and waits.
    /// </summary>
    internal void MoveApartFrom(ParameterBuffer<T> other, int bytes)
    {
        nint offset = _offset + ((other.Address + bytes - Address) & (PageBytes - 1));
        nint room = (nint)(_storage.Length - _length) * Unsafe.SizeOf<T>();
        offset = offset > room ? offset - PageBytes : offset;
        if (offset == _offset)
        {
            return;
        }

        int start = (int)(offset / Unsafe.SizeOf<T>());
        Packed.CopyTo(_storage.AsSpan(start, _length));
        _offset = offset;
        _storage.AsSpan(0, start).Clear();
        _storage.AsSpan(start + _length).Clear();
    }

    /// <summary>Sets every value to zero.</summary>
    public void Clear() => Writable.Clear();

    /// <summary>Takes over all values of another buffer, and the names of the features.</summary>
    /// <param name="source">The buffer to copy, for the same layer sizes.</param>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="source"/> has other layer sizes.</exception>
    public void CopyFrom(ParameterBuffer<T> source)
    {
        CopyValuesFrom(source);
        FeatureNames = source.FeatureNames;
    }

    /// <summary>As <see cref="CopyFrom(ParameterBuffer{T})"/>, without the names.</summary>
    internal void CopyValuesFrom(ParameterBuffer<T> source)
    {
        ParameterChecks.SameLayout(this, source, nameof(source));
        source.Packed.CopyTo(Writable);
    }

    /// <inheritdoc/>
    public void CopyTo(Span<T> destination)
    {
        ParameterChecks.TotalLength(Topology, destination.Length, nameof(destination));
        for (int i = 0; i < Topology.ParameterBlocks.Count; i++)
        {
            ParameterBlock block = Topology.ParameterBlocks[i];
            if (block.IsTrained)
            {
                Read(block, destination[..(int)block.Count]);
                destination = destination[(int)block.Count..];
            }
        }
    }

    /// <inheritdoc/>
    public void CopyTo(string blockName, Span<T> destination)
    {
        ParameterBlock block = ParameterChecks.Block(Topology, blockName);
        ParameterChecks.BlockLength(block, destination.Length, nameof(destination));
        Read(block, destination);
    }

    /// <summary>Sets all trained values: block after block, each in canonical order.</summary>
    /// <param name="source">Exactly <see cref="NetworkTopology.ParameterCount"/> elements.</param>
    /// <exception cref="ArgumentException"><paramref name="source"/> has another length.</exception>
    public void CopyFrom(ReadOnlySpan<T> source)
    {
        ParameterChecks.TotalLength(Topology, source.Length, nameof(source));
        for (int i = 0; i < Topology.ParameterBlocks.Count; i++)
        {
            ParameterBlock block = Topology.ParameterBlocks[i];
            if (block.IsTrained)
            {
                Write(block, source[..(int)block.Count]);
                source = source[(int)block.Count..];
            }
        }
    }

    /// <summary>Sets the values of a block, in canonical order: row-major, the last dimension running fastest.</summary>
    /// <param name="blockName">The block's name, such as <c>layers.0.weight</c>.</param>
    /// <param name="source">Exactly as many elements as the block has.</param>
    /// <exception cref="ArgumentNullException"><paramref name="blockName"/> is null.</exception>
    /// <exception cref="ArgumentException">There is no such block, or <paramref name="source"/> has another length.</exception>
    public void CopyFrom(string blockName, ReadOnlySpan<T> source)
    {
        ParameterBlock block = ParameterChecks.Block(Topology, blockName);
        ParameterChecks.BlockLength(block, source.Length, nameof(source));
        Write(block, source);
    }

    /// <summary>
    /// Adds a multiple of another buffer, by one fused multiply-add for each value: also for those that training does not change.
    /// </summary>
    /// <param name="source">The buffer to add, for the same layer sizes.</param>
    /// <param name="factor">What to multiply it by; finite.</param>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="source"/> has other layer sizes.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="factor"/> is not finite.</exception>
    public void AddScaled(ParameterBuffer<T> source, T factor)
    {
        ParameterChecks.SameLayout(this, source, nameof(source));
        ParameterChecks.Finite(factor, nameof(factor));
        AddScaled(source, factor, 0, _length);
    }

    /// <summary>As <see cref="AddScaled(ParameterBuffer{T}, T)"/>, for the values that training changes; nothing is checked.</summary>
    internal void AddScaledToTrained(ParameterBuffer<T> source, T factor)
    {
        for (int i = 0; i < Topology.Layers.Count; i++)
        {
            if (Topology.Layers[i].IsTrained)
            {
                LayerLayout layout = Layout.Layers[i];
                AddScaled(source, factor, (int)layout.Offset, (int)layout.EndOffset);
            }
        }
    }

    /// <summary>Whether all values have the same bits as those of another buffer: NaN equals NaN of the same bits, +0 is not -0.</summary>
    /// <param name="other">The buffer to compare with.</param>
    /// <exception cref="ArgumentNullException"><paramref name="other"/> is null.</exception>
    public bool BitwiseEquals(ParameterBuffer<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Layout.Equals(other.Layout) && MemoryMarshal.AsBytes(Packed).SequenceEqual(MemoryMarshal.AsBytes(other.Packed));
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Computed in <typeparamref name="T"/>. The squares of a block are summed in as many lanes as 64 bytes hold, in the order in which the
    /// values are stored, and the lanes by a halving tree; the blocks are added in their order.
    /// </remarks>
    public T Norm()
    {
        T sum = T.Zero;
        for (int i = 0; i < Topology.ParameterBlocks.Count; i++)
        {
            ParameterBlock block = Topology.ParameterBlocks[i];
            sum += block.IsTrained ? SumOfSquares(block) : T.Zero;
        }

        return T.Sqrt(sum);
    }

    /// <inheritdoc/>
    public T Norm(string blockName) => T.Sqrt(SumOfSquares(ParameterChecks.Block(Topology, blockName)));

    /// <summary>Copies a layer's weights, <c>[out, in]</c> row-major.</summary>
    /// <param name="layer">The layer's number among those with weights, from 0.</param>
    /// <param name="destination">Exactly <c>OutputSize * InputSize</c> elements of that layer.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="layer"/> is not a layer with weights.</exception>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length.</exception>
    public void GetWeights(int layer, Span<T> destination) =>
        Read(Checked(layer, DenseTopology.Weight, destination.Length, nameof(destination)), destination);

    /// <summary>Sets a layer's weights, <c>[out, in]</c> row-major.</summary>
    /// <param name="layer">The layer's number among those with weights, from 0.</param>
    /// <param name="source">Exactly <c>OutputSize * InputSize</c> elements of that layer.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="layer"/> is not a layer with weights.</exception>
    /// <exception cref="ArgumentException"><paramref name="source"/> has another length.</exception>
    public void SetWeights(int layer, ReadOnlySpan<T> source) =>
        Write(Checked(layer, DenseTopology.Weight, source.Length, nameof(source)), source);

    /// <summary>Copies a layer's biases.</summary>
    /// <param name="layer">The layer's number among those with weights, from 0.</param>
    /// <param name="destination">Exactly <c>OutputSize</c> elements of that layer.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="layer"/> is not a layer with weights.</exception>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length.</exception>
    public void GetBiases(int layer, Span<T> destination) =>
        Read(Checked(layer, DenseTopology.Bias, destination.Length, nameof(destination)), destination);

    /// <summary>Sets a layer's biases.</summary>
    /// <param name="layer">The layer's number among those with weights, from 0.</param>
    /// <param name="source">Exactly <c>OutputSize</c> elements of that layer.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="layer"/> is not a layer with weights.</exception>
    /// <exception cref="ArgumentException"><paramref name="source"/> has another length.</exception>
    public void SetBiases(int layer, ReadOnlySpan<T> source) =>
        Write(Checked(layer, DenseTopology.Bias, source.Length, nameof(source)), source);

    /// <summary>A row of a block, in place: value i is element <c>i * stride</c>.</summary>
    internal Span<T> RowOf(ParameterBlock block, int row, out int stride)
    {
        (long offset, stride) = Layout.Layers[block.Layer].RowOf(block, row);
        return Packed.Slice((int)offset, ((block.RowLength - 1) * stride) + 1);
    }

    /// <summary>A copy of the values of a block, in canonical order.</summary>
    internal T[] Read(ParameterBlock block)
    {
        var values = new T[block.Count];
        Read(block, values);
        return values;
    }

    /// <summary>Copies the values of a block, whose length the destination has, in canonical order.</summary>
    internal void Read(ParameterBlock block, Span<T> destination)
    {
        for (int row = 0; row < block.RowCount; row++)
        {
            ReadOnlySpan<T> values = RowOf(block, row, out int stride);
            Span<T> copies = destination.Slice(row * block.RowLength, block.RowLength);
            for (int i = 0; i < copies.Length; i++)
            {
                copies[i] = values[i * stride];
            }
        }
    }

    /// <summary>Sets the values of a block, whose length the source has, in canonical order.</summary>
    // Optimized at once, as all weights of a network that is loaded are set here.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal void Write(ParameterBlock block, ReadOnlySpan<T> source)
    {
        CheckWritable();
        for (int row = 0; row < block.RowCount; row++)
        {
            Span<T> values = RowOf(block, row, out int stride);
            ReadOnlySpan<T> copies = source.Slice(row * block.RowLength, block.RowLength);
            for (int i = 0; i < copies.Length; i++)
            {
                values[i * stride] = copies[i];
            }
        }
    }

    /// <summary>Gives the parameters that training does not change the values that they have in a new network.</summary>
    internal void SetInitialValues()
    {
        for (int i = 0; i < Topology.ParameterBlocks.Count; i++)
        {
            ParameterBlock block = Topology.ParameterBlocks[i];
            if (!block.IsTrained)
            {
                RowOf(block, 0, out _).Fill(T.CreateTruncating(block.InitialValue));
            }
        }
    }

    private ParameterBlock Checked(int layer, string part, int length, string parameterName)
    {
        ParameterBlock block = ParameterChecks.Block(Topology, layer, part);
        ParameterChecks.BlockLength(block, length, parameterName);
        return block;
    }

    private T SumOfSquares(ParameterBlock block)
    {
        LayerLayout layout = Layout.Layers[block.Layer];
        (long start, long end) = layout.ExtentOf(block);
        Span<T> lanes = stackalloc T[layout.LaneCount];
        if (Vector512.IsHardwareAccelerated)
        {
            AddSquares<V512<T>>(lanes, (nuint)start, (nuint)end);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            AddSquares<V256<T>>(lanes, (nuint)start, (nuint)end);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            AddSquares<V128<T>>(lanes, (nuint)start, (nuint)end);
        }
        else
        {
            AddSquares<V1<T>>(lanes, (nuint)start, (nuint)end);
        }

        return HalvingTree.Sum(lanes);
    }

    // Some of the lanes at a time; blocks start and end at multiples of all of them.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void AddSquares<TVector>(Span<T> lanes, nuint start, nuint end)
        where TVector : struct, ISimd<TVector, T>
    {
        ref T values = ref MemoryMarshal.GetReference(Packed);
        ref T sums = ref MemoryMarshal.GetReference(lanes);
        nuint step = (nuint)lanes.Length;
        for (nuint lane = 0; lane < step; lane += LaneMask.Length<TVector, T>())
        {
            TVector sum = default;
            for (nuint i = start + lane; i < end; i += step)
            {
                TVector value = VectorMemory.At<TVector, T>(ref values, i);
                sum = TVector.FusedMultiplyAdd(value, value, sum);
            }

            VectorMemory.At<TVector, T>(ref sums, lane) = sum;
        }
    }

    // Layers start and end at multiples of every vector's length.
    private void AddScaled(ParameterBuffer<T> source, T factor, int start, int end)
    {
        CheckWritable();
        ref T from = ref MemoryMarshal.GetReference(source.Packed);
        if (Vector512.IsHardwareAccelerated)
        {
            AddScaled<V512<T>>(ref from, factor, (nuint)start, (nuint)end);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            AddScaled<V256<T>>(ref from, factor, (nuint)start, (nuint)end);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            AddScaled<V128<T>>(ref from, factor, (nuint)start, (nuint)end);
        }
        else
        {
            AddScaled<V1<T>>(ref from, factor, (nuint)start, (nuint)end);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void AddScaled<TVector>(ref T source, T factor, nuint start, nuint end)
        where TVector : struct, ISimd<TVector, T>
    {
        TVector scale = TVector.Broadcast(factor);
        nuint lanes = (nuint)(Unsafe.SizeOf<TVector>() / Unsafe.SizeOf<T>());
        ref T destination = ref MemoryMarshal.GetReference(Packed);
        for (nuint i = start; i < end; i += lanes)
        {
            TVector addend = Unsafe.As<T, TVector>(ref Unsafe.Add(ref source, i));
            ref TVector sum = ref Unsafe.As<T, TVector>(ref Unsafe.Add(ref destination, i));
            sum = TVector.FusedMultiplyAdd(scale, addend, sum);
        }
    }
}
