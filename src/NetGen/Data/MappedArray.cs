using System.Buffers;
using System.Collections.ObjectModel;
using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

namespace NetGen.Data;

/// <summary>
/// The elements of a .npy file, mapped into memory by <see cref="NpyFile.Map{T}"/>: the operating system reads them when they are used, and
/// forgets those not used for long when it needs the memory. A data set takes <see cref="Memory"/> without a copy, or the
/// rows, of any number of elements together, as a source: <see cref="SampleSource"/>.
/// </summary>
/// <remarks>
/// <para>
/// The file must not be changed or cut off while it is mapped, and the disk must stay where it is: what is missing when it is used ends
/// the process.
/// </para>
/// <para>
/// After <see cref="Dispose"/>, taking a span of <see cref="Memory"/>, as data sets do for every batch, throws an
/// <see cref="ObjectDisposedException"/>. Spans taken before stay readable as long as something refers to the memory; the file is let go
/// when nothing does any more, at the garbage collection after that.
/// </para>
/// </remarks>
/// <typeparam name="T"><see cref="float"/>, <see cref="double"/> or <see cref="byte"/>.</typeparam>
public sealed class MappedArray<T> : IDisposable
    where T : unmanaged
{
    private readonly MappedMemory _memory;

    private MappedArray(string name, int[] shape, MappedMemory memory)
    {
        Name = name;
        Shape = new ReadOnlyCollection<int>(shape);
        _memory = memory;

        // The rows of an empty array may have any length.
        RowLength = FileElements.CountElements(shape.Skip(1), NpyHeader.MaxMapped) ?? long.MaxValue;
    }

    /// <summary>The path of the file.</summary>
    public string Name { get; }

    /// <summary>The length of each dimension. Empty for a single element, which NumPy calls a 0-dimensional array.</summary>
    public ReadOnlyCollection<int> Shape { get; }

    /// <summary>The number of elements.</summary>
    public long Length => _memory.Length;

    /// <summary>The elements, the last dimension running fastest; up to <see cref="int.MaxValue"/> of them.</summary>
    /// <exception cref="InvalidOperationException">There are more elements; <see cref="GetRow"/> gives some of them.</exception>
    /// <exception cref="ObjectDisposedException">The array is disposed of.</exception>
    public ReadOnlyMemory<T> Memory => Length <= int.MaxValue
        ? _memory.Memory
        : throw new InvalidOperationException(
            $"{Name} has {Length} elements; memory holds at most {int.MaxValue}. {nameof(GetRow)} gives a row of them, and "
            + $"{nameof(SampleSource)}.{nameof(SampleSource.FromMapped)} a source for data sets.");

    /// <summary>The elements of each row.</summary>
    internal long RowLength { get; }

    /// <summary>
    /// A row: the elements whose first index is <paramref name="index"/>. Readable as long as something refers to the array.
    /// </summary>
    /// <param name="index">The index, from 0 to the length of the first dimension - 1.</param>
    /// <exception cref="InvalidOperationException">
    /// The array has no dimensions, or its rows have more than <see cref="int.MaxValue"/> elements.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no row <paramref name="index"/>.</exception>
    /// <exception cref="ObjectDisposedException">The array is disposed of.</exception>
    public ReadOnlySpan<T> GetRow(int index)
    {
        if (Shape.Count == 0 || RowLength > int.MaxValue)
        {
            throw new InvalidOperationException(
                $"{Name} has no rows of at most {int.MaxValue} elements; its dimensions are {FileElements.Format(Shape)}.");
        }

        if ((uint)index >= (uint)Shape[0])
        {
            throw new ArgumentOutOfRangeException(
                nameof(index), index, Shape[0] == 0 ? "The array is empty." : $"Expected an index from 0 to {Shape[0] - 1}.");
        }

        return _memory.Slice(index * RowLength, (int)RowLength);
    }

    /// <summary>Ends the use of the array and of all data sets that have its memory.</summary>
    public void Dispose() => ((IDisposable)_memory).Dispose();

    internal static MappedArray<T> Open(string path)
    {
        ElementType type = ElementTypeOfT();
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        byte[] start = new byte[(int)Math.Min(stream.Length, NpyHeader.MaxLength)];
        stream.ReadExactly(start);
        if (start is [0x1F, 0x8B, ..])
        {
            throw FileElements.Error(path, 0, "expected a file that is not compressed, to map it; found gzip. Decompress it first");
        }

        NpyHeader header = NpyHeader.Parse(start, path, NpyHeader.MaxMapped);
        FileElements.CheckLength(path, stream.Length, header.Length, header.Shape, header.Type);
        CheckLayout(header, type, path);
        using var file = MemoryMappedFile.CreateFromFile(
            stream, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);

        // The view outlives its accessor's scope: the memory keeps the handle.
        MemoryMappedViewAccessor view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        return new MappedArray<T>(path, header.Shape, new MappedMemory(view.SafeMemoryMappedViewHandle, header.Length, header.Count));
    }

    private static ElementType ElementTypeOfT() =>
        !BitConverter.IsLittleEndian
        ? throw new NotSupportedException($"Only little-endian machines can map files; use {nameof(NpyFile)}.{nameof(NpyFile.Read)}.")
        : typeof(T) == typeof(byte) ? ElementType.UInt8
        : typeof(T) == typeof(float) ? ElementType.Float32
        : typeof(T) == typeof(double) ? ElementType.Float64
        : throw new NotSupportedException($"Files of float, double or byte can be mapped; {typeof(T)} is neither.");

    private static void CheckLayout(NpyHeader header, ElementType type, string name)
    {
        int size = Unsafe.SizeOf<T>();
        if (header.Type != type || (header.IsBigEndian && size > 1))
        {
            throw FileElements.Error(
                name,
                header.TypeOffset,
                $"expected elements of {type}{(size > 1 ? " in little-endian bytes" : "")}, to map them; "
                + $"found {header.Type}{(header.IsBigEndian ? " in big-endian bytes" : "")}. {Remedy}");
        }

        if (header.IsFortranOrder && header.Shape.Count(length => length != 1) > 1)
        {
            throw FileElements.Error(
                name, header.ShapeOffset, $"expected elements in C order, to map them; found Fortran order. {Remedy}");
        }

        if (header.Length % size != 0)
        {
            throw FileElements.Error(
                name, header.Length, $"expected elements to begin at a multiple of {size}, to map them; found {header.Length}. {Remedy}");
        }
    }

    private static string Remedy => $"{nameof(NpyFile)}.{nameof(NpyFile.Read)} converts them";

    /// <summary>
    /// Memory of a mapped file. Disposing of it only closes it for further use: other threads may be reading spans of it, which nobody
    /// counts, and a read of memory that is no longer mapped ends the process. The handle unmaps the file in its own finalizer, once
    /// nothing refers to this object.
    /// </summary>
    private sealed unsafe class MappedMemory(SafeMemoryMappedViewHandle view, int offset, long length) : MemoryManager<T>
    {
        // No reference to the handle is counted, as that would keep its finalizer from unmapping.
        private readonly T* _first = (T*)((byte*)view.DangerousGetHandle() + offset);

        // Never closed here, but kept from being finalized as long as this object is.
        private readonly SafeMemoryMappedViewHandle _view = view;
        private volatile bool _isDisposed;

        public long Length => length;

        public override Span<T> GetSpan()
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(MappedArray<T>));
            return new Span<T>(_first, checked((int)length));
        }

        public ReadOnlySpan<T> Slice(long start, int count)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(MappedArray<T>));
            return new ReadOnlySpan<T>(_first + start, count);
        }

        public override MemoryHandle Pin(int elementIndex = 0)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(MappedArray<T>));
            ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (ulong)length, nameof(elementIndex));
            return new MemoryHandle(_first + elementIndex, pinnable: this);
        }

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing) => _isDisposed = true;
    }
}
