using System.ComponentModel;
using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetGen.Layout;
using NetGen.Numerics;

namespace NetGen.CompilerServices;

/// <summary>Parameters that the build has packed into the assembly, as a resource.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PretrainedParameters
{
    // Reading in place what does not start at a cache line costs a small network a third of its speed and a large one next to nothing;
    // copying a small one takes less than a millisecond.
    private const int MinBytesInPlace = 1 << 20;

    private const int Chunk = 1 << 14;

    /// <summary>
    /// The parameters for inference: in the memory of the assembly where that is as fast, else a copy of them. They cannot be changed.
    /// </summary>
    /// <param name="topology">The network's topology.</param>
    /// <param name="kernels">A type of the assembly that has the resource.</param>
    /// <param name="resource">The name of the resource.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidOperationException">The assembly has no such resource, or that of another network.</exception>
    public static unsafe ParameterBuffer<T> Open<T>(NetworkTopology topology, Type kernels, string resource)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Stream stream = OpenResource(topology, kernels, resource);
        if (stream is UnmanagedMemoryStream memory && BitConverter.IsLittleEndian
            && IsHalf(memory.Length, topology) == false)
        {
            nint address = (nint)memory.PositionPointer;
            // What .NET puts into an assembly starts at a multiple of 4, which processors read doubles at too.
            bool isAligned = address % LayoutRules.LineBytes == 0;
            if (isAligned || (memory.Length >= MinBytesInPlace && address % sizeof(float) == 0))
            {
                return new ParameterBuffer<T>(topology, address, memory);
            }
        }

        using (stream)
        {
            var parameters = new ParameterBuffer<T>(topology);
            Read(parameters, stream);
            return parameters;
        }
    }

    /// <summary>Copies the parameters into those of a network.</summary>
    /// <param name="parameters">The network's parameters.</param>
    /// <param name="kernels">A type of the assembly that has the resource.</param>
    /// <param name="resource">The name of the resource.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidOperationException">The assembly has no such resource, or that of another network.</exception>
    public static void CopyTo<T>(ParameterBuffer<T> parameters, Type kernels, string resource)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(parameters);
        using Stream stream = OpenResource(parameters.Topology, kernels, resource);
        Read(parameters, stream);
    }

    /// <summary>Writes parameters as the resource of an assembly has them: as they are packed, in little-endian order.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="asHalf">
    /// Whether to write those that are trained as numbers of 16 bits, rounded to the nearest. Means and factors of features stay as they
    /// are: they are few, and an error of one is that of a feature in every sample.
    /// </param>
    /// <param name="stream">Where to.</param>
    /// <exception cref="InvalidDataException">A parameter is too large for 16 bits.</exception>
    internal static void Write<T>(ParameterBuffer<T> parameters, bool asHalf, Stream stream)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int full = asHalf ? LengthInFull(parameters.Topology) : parameters.Packed.Length;
        byte[] bytes = new byte[Chunk * Unsafe.SizeOf<T>()];
        for (ReadOnlySpan<T> left = parameters.Packed[..full]; !left.IsEmpty; left = left[Math.Min(Chunk, left.Length)..])
        {
            ReadOnlySpan<T> values = left[..Math.Min(Chunk, left.Length)];
            Span<byte> destination = bytes.AsSpan(0, values.Length * Unsafe.SizeOf<T>());
            LittleEndian.Write(values, destination);
            stream.Write(destination);
        }

        var halves = new Half[asHalf ? Chunk : 0];
        for (ReadOnlySpan<T> left = parameters.Packed[full..]; !left.IsEmpty; left = left[Math.Min(Chunk, left.Length)..])
        {
            ReadOnlySpan<T> values = left[..Math.Min(Chunk, left.Length)];
            Round(values, halves);
            Span<byte> destination = bytes.AsSpan(0, values.Length * sizeof(ushort));
            LittleEndian.Write<Half>(halves.AsSpan(0, values.Length), destination);
            stream.Write(destination);
        }
    }

    private static void Round<T>(ReadOnlySpan<T> values, Span<Half> halves)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < values.Length; i++)
        {
            halves[i] = Half.CreateTruncating(values[i]);
            if (Half.IsInfinity(halves[i]) && T.IsFinite(values[i]))
            {
                throw new InvalidDataException(
                    $"The parameter {values[i]} is too large for 16 bits, whose largest number is {Half.MaxValue}. Leave out the Storage "
                    + "of the NetworkModel item.");
            }
        }
    }

    /// <summary>Reads parameters that were written in either way, told by their length.</summary>
    /// <param name="parameters">Takes them.</param>
    /// <param name="stream">Where from.</param>
    internal static void Read<T>(ParameterBuffer<T> parameters, Stream stream)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> packed = parameters.Packed;
        int full = IsHalf(stream.Length, parameters.Topology) == true ? LengthInFull(parameters.Topology) : packed.Length;
        Span<byte> bytes = MemoryMarshal.AsBytes(packed[..full]);
        stream.ReadExactly(bytes);
        if (!BitConverter.IsLittleEndian)
        {
            LittleEndian.ReverseElements(bytes, Unsafe.SizeOf<T>());
        }

        if (full == packed.Length)
        {
            return;
        }

        byte[] buffer = new byte[Chunk * sizeof(ushort)];
        var halves = new Half[Chunk];
        for (Span<T> left = packed[full..]; !left.IsEmpty; left = left[Math.Min(Chunk, left.Length)..])
        {
            int count = Math.Min(Chunk, left.Length);
            stream.ReadExactly(buffer, 0, count * sizeof(ushort));
            LittleEndian.Read<Half>(buffer.AsSpan(0, count * sizeof(ushort)), halves.AsSpan(0, count));
            for (int i = 0; i < count; i++)
            {
                left[i] = T.CreateTruncating(halves[i]);
            }
        }
    }

    // Whether the resource has numbers of 16 bits; null if it is not as long as the network's parameters are.
    private static bool? IsHalf(long length, NetworkTopology topology)
    {
        long count = NetworkLayout.Of(topology).BufferLength;
        long full = LengthInFull(topology);
        int size = topology.NumericType == NumericType.Single ? sizeof(float) : sizeof(double);
        return length == count * size ? false
            : length == (full * size) + ((count - full) * sizeof(ushort)) ? true
            : null;
    }

    // The elements, from the first on, that are never rounded: those of layers before the first one that is trained.
    private static int LengthInFull(NetworkTopology topology)
    {
        int layers = topology.Layers.TakeWhile(layer => layer.ParameterBlocks.All(block => !block.IsTrained)).Count();
        return layers == 0 ? 0 : (int)NetworkLayout.Of(topology).Layers[layers - 1].EndOffset;
    }

    private static Stream OpenResource(NetworkTopology topology, Type kernels, string resource)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(kernels);
        ArgumentNullException.ThrowIfNull(resource);
        Assembly assembly = kernels.Assembly;
        Stream stream = assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException(
                $"The assembly {assembly.GetName().Name} has no resource '{resource}' with the parameters of {topology}. Rebuild it.");
        if (IsHalf(stream.Length, topology) is null)
        {
            long found = stream.Length;
            stream.Dispose();
            throw new InvalidOperationException(
                $"The resource '{resource}' of the assembly {assembly.GetName().Name} has {found} bytes, which is not what the parameters "
                + $"of {topology} take. Rebuild it.");
        }

        return stream;
    }
}
