using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using NetGen.Serialization;

namespace NetGen.Data;

/// <summary>
/// The beginning of a .npy file, which says what its elements are: a magic string, the format's version, and a dictionary in Python's
/// notation, as in NumPy's documentation of the format (numpy.lib.format).
/// </summary>
/// <param name="Type">What the elements are.</param>
/// <param name="IsBigEndian">Whether the first byte of each element is its most significant one.</param>
/// <param name="IsFortranOrder">Whether the first dimension runs fastest; else the last one does.</param>
/// <param name="Shape">The length of each dimension; empty for a single element.</param>
/// <param name="TypeOffset">Where the file says what the elements are.</param>
/// <param name="ShapeOffset">Where the file says how long the dimensions are.</param>
/// <param name="Length">The number of bytes before the first element.</param>
internal sealed record NpyHeader(
    ElementType Type, bool IsBigEndian, bool IsFortranOrder, int[] Shape, int TypeOffset, int ShapeOffset, int Length)
{
    /// <summary>The most dimensions that an array of NumPy can have.</summary>
    public const int MaxRank = 64;

    // Version 2.0 is for dictionaries of more than 64 KiB, which only the names of many columns need.
    private const int MaxDictionaryLength = 1 << 20;

    // The first element is at a multiple of this.
    private const int Alignment = 64;

    /// <summary>The most bytes that <see cref="Parse"/> looks at.</summary>
    public const int MaxLength = 12 + MaxDictionaryLength;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>The number of elements.</summary>
    public long Count => FileElements.CountElements(Shape, MaxMapped)!.Value;

    /// <summary>The most elements of a file that is not read as a whole; their bytes can be counted.</summary>
    public const long MaxMapped = long.MaxValue / sizeof(double) / 2;

    /// <summary>Reads the beginning of a file.</summary>
    /// <param name="content">The file, or at least <see cref="MaxLength"/> bytes of it.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="maxCount">The most elements.</param>
    /// <exception cref="InvalidDataException">
    /// The header is damaged, or says that the elements are not numbers, or are too many.
    /// </exception>
    public static NpyHeader Parse(ReadOnlySpan<byte> content, string name, long? maxCount = null)
    {
        if (!content.StartsWith(Magic))
        {
            string found = content.StartsWith("PK"u8)
                ? "a ZIP archive, as .npz files are; unpack it"
                : MessageText.Quote(Encoding.Latin1.GetString(content[..Math.Min(content.Length, Magic.Length)]));
            throw FileElements.Error(name, 0, $"expected a .npy file, which starts with '\\x93NUMPY'; found {found}");
        }

        ReadOnlySpan<byte> version = Take(content, Magic.Length, 2, "a version of 2 bytes", name);
        if (version is not ([1 or 2 or 3, 0]))
        {
            throw FileElements.Error(
                name, Magic.Length, $"expected version 1.0, 2.0 or 3.0 of the format; found {version[0]}.{version[1]}");
        }

        int lengthOffset = Magic.Length + 2;
        int lengthSize = version[0] == 1 ? 2 : 4;
        ReadOnlySpan<byte> word = Take(content, lengthOffset, lengthSize, $"the header's length of {lengthSize} bytes", name);
        uint length = lengthSize == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(word) : BinaryPrimitives.ReadUInt32LittleEndian(word);
        if (length > MaxDictionaryLength)
        {
            throw FileElements.Error(
                name, lengthOffset, $"expected a header of at most {MaxDictionaryLength} bytes; found {length}");
        }

        int start = lengthOffset + lengthSize;
        Take(content, start, (int)length, $"a header of {length} bytes", name);
        return new NpyHeaderParser(content[..(start + (int)length)], start, name, maxCount ?? Array.MaxLength).Parse();
    }

    /// <summary>The beginning of a file of elements in C order and little-endian bytes, in version 1.0 of the format.</summary>
    public static byte[] Format(ElementType type, ReadOnlySpan<int> shape)
    {
        var text = new StringBuilder("{'descr': '").Append(type == ElementType.Float32 ? "<f4" : "<f8");
        text.Append("', 'fortran_order': False, 'shape': (");
        for (int i = 0; i < shape.Length; i++)
        {
            text.Append(i == 0 ? "" : " ").Append(shape[i].ToString(CultureInfo.InvariantCulture)).Append(',');
        }

        // A comma after a single element makes it a tuple in Python.
        text.Length -= shape.Length > 1 ? 1 : 0;
        text.Append("), }");
        int start = Magic.Length + 4;
        int length = (start + text.Length + 1 + Alignment - 1) / Alignment * Alignment;
        text.Append(' ', length - start - text.Length - 1).Append('\n');
        byte[] header = new byte[length];
        Magic.CopyTo(header);
        header[Magic.Length] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(Magic.Length + 2), (ushort)(length - start));
        Encoding.ASCII.GetBytes(text.ToString(), header.AsSpan(start));
        return header;
    }

    private static ReadOnlySpan<byte> Take(ReadOnlySpan<byte> content, int offset, int length, string what, string name) =>
        content.Length - offset >= length
            ? content.Slice(offset, length)
            : throw FileElements.Error(name, content.Length, $"expected {what}; the file ends here");
}
