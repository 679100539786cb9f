using System.Buffers.Binary;

namespace NetGen.Serialization;

/// <summary>Reads one safetensors file.</summary>
internal sealed class SafeTensorsReader
{
    /// <summary>How much memory is taken at first for data whose length is only claimed.</summary>
    private const int FirstChunk = 1 << 16;

    private readonly Stream _stream;
    private readonly string _file;

    /// <summary>How many bytes the file has from here on; null when the stream cannot tell.</summary>
    private long? _left;

    public SafeTensorsReader(Stream stream, string file)
    {
        _stream = stream;
        _file = file;
        _left = stream.CanSeek ? Math.Max(stream.Length - stream.Position, 0) : null;
    }

    /// <summary>As <see cref="SafeTensorsFile.Read"/>.</summary>
    public SafeTensorsFile Read()
    {
        var header = SafeTensorsHeader.Parse(ReadHeader(), _file);
        CheckDataLength(header);
        var tensors = new SafeTensor[header.Tensors.Count];
        foreach (int i in header.DataOrder)
        {
            TensorEntry entry = header.Tensors[i];
            byte[] data = ReadBytes((int)entry.ByteLength, $"the data of tensor {MessageText.Quote(entry.Name)}");
            tensors[i] = new SafeTensor(entry.Name, entry.ElementType, entry.Shape, data);
        }

        if (_stream.ReadByte() >= 0)
        {
            throw Error($"expected the end of the file after {header.DataLength} bytes of data; found more");
        }

        return new SafeTensorsFile(header.Metadata, tensors);
    }

    private byte[] ReadHeader()
    {
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(ReadBytes(SafeTensorsFormat.PrefixLength, "the length of the header"));
        return length <= SafeTensorsFormat.MaximumHeaderLength
            ? ReadBytes((int)length, "the header")
            : throw Error($"expected a header of at most {SafeTensorsFormat.MaximumHeaderLength} bytes; found the length {length}");
    }

    /// <summary>Checks that the data are as long as the header says, as far as that can be known before they are read.</summary>
    private void CheckDataLength(SafeTensorsHeader header)
    {
        foreach (TensorEntry tensor in header.Tensors)
        {
            if (tensor.End > _left)
            {
                throw Error(
                    $"tensor {MessageText.Quote(tensor.Name)}: expected bytes {tensor.Begin} to {tensor.End} of the data; " +
                    $"found only {_left} bytes of data in the file");
            }

            if (tensor.ByteLength > Array.MaxLength)
            {
                throw Error(
                    $"tensor {MessageText.Quote(tensor.Name)}: expected at most {Array.MaxLength} bytes for one tensor; " +
                    $"found {tensor.ByteLength}");
            }
        }

        if (_left > header.DataLength)
        {
            throw Error($"expected {header.DataLength} bytes of data; found {_left}, of which the last belong to no tensor");
        }
    }

    /// <summary>Reads bytes. Takes memory for all only when the stream has them; otherwise as they come.</summary>
    private byte[] ReadBytes(int length, string what)
    {
        if (length > _left)
        {
            throw Truncated(length, (int)_left, what);
        }

        byte[] bytes = new byte[_left is null ? Math.Min(length, FirstChunk) : length];
        int filled = 0;
        while (filled < length)
        {
            if (filled == bytes.Length)
            {
                Array.Resize(ref bytes, (int)Math.Min(length, 2L * filled));
            }

            int read = _stream.Read(bytes.AsSpan(filled));
            if (read == 0)
            {
                throw Truncated(length, filled, what);
            }

            filled += read;
        }

        _left -= length;
        return bytes;
    }

    private InvalidDataException Truncated(int expected, int found, string what) =>
        Error($"expected {expected} bytes for {what}; found {found} before the end of the file");

    private InvalidDataException Error(string message) => new($"{_file}: {message}.");
}
