using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace NetGen.Models.Onnx;

/// <summary>Writes a message in the wire format of Protocol Buffers: the fields in the order of the calls.</summary>
internal sealed class WireWriter
{
    private const int VarintType = 0;
    private const int LengthType = 2;
    private const int Fixed32Type = 5;
    private const int LongestVarint = 10;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    public WireWriter Integer(int field, long value)
    {
        Tag(field, VarintType);
        Varint((ulong)value);
        return this;
    }

    public WireWriter Single(int field, float value)
    {
        Tag(field, Fixed32Type);
        BinaryPrimitives.WriteSingleLittleEndian(_bytes.GetSpan(sizeof(float)), value);
        _bytes.Advance(sizeof(float));
        return this;
    }

    public WireWriter Text(int field, string value)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(value);
        Length(field, bytes.Length);
        _bytes.Write(bytes);
        return this;
    }

    public WireWriter Message(int field, WireWriter message)
    {
        Length(field, message.Bytes.Length);
        _bytes.Write(message.Bytes);
        return this;
    }

    /// <summary>The start of a field whose bytes come from elsewhere.</summary>
    public WireWriter Length(int field, long length)
    {
        Tag(field, LengthType);
        Varint((ulong)length);
        return this;
    }

    /// <summary>Bytes of fields that are written already.</summary>
    public WireWriter Raw(ReadOnlySpan<byte> bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    private void Tag(int field, int type) => Varint((ulong)((field << 3) | type));

    private void Varint(ulong value)
    {
        Span<byte> span = _bytes.GetSpan(LongestVarint);
        int count = 0;
        for (; value >= 0x80; value >>= 7)
        {
            span[count++] = (byte)(value | 0x80);
        }

        span[count++] = (byte)value;
        _bytes.Advance(count);
    }
}
