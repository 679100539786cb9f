using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace NetGen.Models.Onnx;

/// <summary>
/// Reads the wire format of Protocol Buffers, field by field, from a message in memory. It allocates nothing but texts, which are as long
/// as their bytes in the file, and never calls itself.
/// </summary>
/// <remarks>
/// A message is a list of fields: a tag, which is the number of the field times 8 plus its wire type, and a value, which is a varint, 4 or
/// 8 bytes, a length with as many bytes, or the fields of a group up to its end.
/// </remarks>
internal struct WireReader
{
    private const int LongestVarint = 10;
    private const int DeepestGroup = 64;

    private readonly ReadOnlyMemory<byte> _message;
    private readonly string _file;
    private int _position;
    private WireType _type;

    /// <summary>Starts before the first field.</summary>
    /// <param name="message">The bytes of the message.</param>
    /// <param name="file">What the file is called in messages.</param>
    public WireReader(ReadOnlyMemory<byte> message, string file)
    {
        _message = message;
        _file = file;
    }

    /// <summary>The number of the field.</summary>
    public int Field { get; private set; }

    /// <summary>Goes to the next field, whose value must then be read or skipped; false at the end.</summary>
    public bool Next()
    {
        if (_position == _message.Length)
        {
            return false;
        }

        ReadTag();
        return true;
    }

    /// <summary>Passes over the value of the field, whatever its type.</summary>
    public void Skip()
    {
        int depth = 0;
        do
        {
            switch (_type)
            {
                case WireType.Varint:
                    _ = RawVarint();
                    break;
                case WireType.Fixed64:
                    _ = Take(sizeof(ulong));
                    break;
                case WireType.Length:
                    _ = TakeLength();
                    break;
                case WireType.Fixed32:
                    _ = Take(sizeof(uint));
                    break;
                default:
                    depth += _type == WireType.StartGroup ? 1 : -1;
                    break;
            }

            if (depth is < 0 or > DeepestGroup)
            {
                throw Damaged(depth < 0 ? "the end of a group that has not begun" : $"groups in groups, {depth} deep");
            }

            if (depth > 0)
            {
                ReadTag();
            }
        }
        while (depth > 0);
    }

    /// <summary>Reads an integer, or a number of an enumeration.</summary>
    public long Integer()
    {
        Expect(WireType.Varint);
        return (long)RawVarint();
    }

    /// <summary>Reads a 32-bit floating-point number.</summary>
    public float Single()
    {
        Expect(WireType.Fixed32);
        return BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)).Span);
    }

    /// <summary>Reads bytes, which stay where they are.</summary>
    public ReadOnlyMemory<byte> Bytes()
    {
        Expect(WireType.Length);
        return TakeLength();
    }

    /// <summary>Reads a text.</summary>
    public string Text() => Encoding.UTF8.GetString(Bytes().Span);

    /// <summary>A reader of the message that is the value of the field.</summary>
    public WireReader Message() => new(Bytes(), _file);

    /// <summary>Reads one of the integers of a repeated field, or many that are packed together.</summary>
    public void Integers(List<long> integers)
    {
        if (_type == WireType.Varint)
        {
            integers.Add((long)RawVarint());
            return;
        }

        WireReader packed = Message();
        while (packed._position < packed._message.Length)
        {
            integers.Add((long)packed.RawVarint());
        }
    }

    /// <summary>Reads the bytes of one of the numbers of fixed size of a repeated field, or of many that are packed together.</summary>
    /// <param name="numbers">Takes the bytes.</param>
    /// <param name="size">The bytes of a number: 4 or 8.</param>
    public void FixedNumbers(ArrayBufferWriter<byte> numbers, int size)
    {
        bool isSingle = _type == (size == sizeof(uint) ? WireType.Fixed32 : WireType.Fixed64);
        ReadOnlyMemory<byte> bytes = isSingle ? Take(size) : Bytes();
        if (bytes.Length % size != 0)
        {
            throw Damaged($"{bytes.Length} bytes for numbers of {size} bytes");
        }

        numbers.Write(bytes.Span);
    }

    private void ReadTag()
    {
        ulong tag = RawVarint();
        ulong field = tag >> 3;
        if (field is 0 or > int.MaxValue >> 3 || (tag & 7) > (ulong)WireType.Fixed32)
        {
            throw Damaged($"the tag {tag}, which no field has");
        }

        Field = (int)field;
        _type = (WireType)(tag & 7);
    }

    private ulong RawVarint()
    {
        ReadOnlySpan<byte> bytes = _message.Span[_position..];
        ulong value = 0;
        for (int i = 0; i < bytes.Length && i < LongestVarint; i++)
        {
            value |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] < 0x80)
            {
                _position += i + 1;
                return value;
            }
        }

        throw Damaged(bytes.Length < LongestVarint ? "the end of a message within a number" : "a number of more than ten bytes");
    }

    private ReadOnlyMemory<byte> TakeLength()
    {
        ulong length = RawVarint();
        return length <= (ulong)(_message.Length - _position)
            ? Take((int)length)
            : throw Damaged($"a length of {length} bytes where {_message.Length - _position} are left");
    }

    private ReadOnlyMemory<byte> Take(int length)
    {
        if (length > _message.Length - _position)
        {
            throw Damaged($"the end of a message within a number of {length} bytes");
        }

        ReadOnlyMemory<byte> bytes = _message.Slice(_position, length);
        _position += length;
        return bytes;
    }

    private readonly void Expect(WireType type)
    {
        if (_type != type)
        {
            throw Damaged($"field {Field} as {_type} where ONNX has {type}");
        }
    }

    private readonly InvalidDataException Damaged(string found) =>
        new($"{_file}: expected an ONNX model; found {found}. The file is damaged, cut short, or of another format.");

    private enum WireType
    {
        Varint,
        Fixed64,
        Length,
        StartGroup,
        EndGroup,
        Fixed32,
    }
}
