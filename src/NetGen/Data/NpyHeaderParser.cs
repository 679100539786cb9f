using System.Globalization;
using System.Text;
using NetGen.Serialization;

namespace NetGen.Data;

/// <summary>
/// Reads the dictionary in the header of a .npy file: the keys descr, fortran_order and shape, each once and in any order, and no other.
/// </summary>
/// <param name="content">The file up to the end of the header.</param>
/// <param name="start">Where the dictionary begins.</param>
/// <param name="name">What to call the file in messages.</param>
/// <param name="maxCount">The most elements.</param>
internal ref struct NpyHeaderParser(ReadOnlySpan<byte> content, int start, string name, long maxCount)
{
    private readonly ReadOnlySpan<byte> _content = content;
    private int _position = start;
    private (ElementType Type, bool IsBigEndian, int Offset)? _type;
    private bool? _isFortranOrder;
    private (int[] Lengths, int Offset)? _shape;

    /// <exception cref="InvalidDataException">The header is damaged, or says that the elements are not numbers.</exception>
    public NpyHeader Parse()
    {
        Expect('{');
        while (!TryTake('}'))
        {
            ParseEntry();
            if (!TryTake(','))
            {
                Expect('}');
                break;
            }
        }

        SkipSpace();
        if (_position < _content.Length)
        {
            throw Unexpected("nothing but spaces after the dictionary");
        }

        return new NpyHeader(
            (_type ?? throw Missing("descr")).Type,
            _type.Value.IsBigEndian,
            _isFortranOrder ?? throw Missing("fortran_order"),
            (_shape ?? throw Missing("shape")).Lengths,
            _type.Value.Offset,
            _shape.Value.Offset,
            _content.Length);
    }

    private void ParseEntry()
    {
        SkipSpace();
        int offset = _position;
        string key = ParseString("a key in quotation marks");
        Expect(':');
        SkipSpace();
        switch (key)
        {
            case "descr" when _type is null:
                _type = ParseType();
                break;
            case "fortran_order" when _isFortranOrder is null:
                _isFortranOrder = ParseTruth();
                break;
            case "shape" when _shape is null:
                _shape = (ParseShape(), offset);
                break;
            default:
                throw FileElements.Error(
                    name, offset, $"expected the keys 'descr', 'fortran_order' and 'shape', each once; found {MessageText.Quote(key)}");
        }
    }

    private (ElementType Type, bool IsBigEndian, int Offset) ParseType()
    {
        int offset = _position;
        if (Peek() is '[' or '(' or '{')
        {
            throw NoNumbers(offset, "columns with names (a structured array)");
        }

        string text = ParseString("an element type in quotation marks");
        ElementType? type = text.Length == 0 ? null : text[1..] switch
        {
            "b1" => ElementType.Boolean,
            "u1" => ElementType.UInt8,
            "i1" => ElementType.Int8,
            "u2" => ElementType.UInt16,
            "i2" => ElementType.Int16,
            "u4" => ElementType.UInt32,
            "i4" => ElementType.Int32,
            "u8" => ElementType.UInt64,
            "i8" => ElementType.Int64,
            "f2" => ElementType.Float16,
            "f4" => ElementType.Float32,
            "f8" => ElementType.Float64,
            _ => null,
        };
        bool isOrdered = text is ['<' or '>', ..] || (text is ['|', ..] && type is ElementType t && FileElements.SizeOf(t) == 1);
        return type is not null && isOrdered
            ? (type.Value, text[0] == '>', offset)
            : throw NoNumbers(offset, DescribeType(text));
    }

    private static string DescribeType(string text) => text is ['<' or '>' or '|', char kind, ..]
        ? MessageText.Quote(text) + kind switch
        {
            'O' => ", Python objects",
            'c' => ", complex numbers",
            'S' or 'a' or 'U' => ", texts",
            'V' => ", raw bytes or columns with names",
            'M' or 'm' => ", dates or times",
            _ => "",
        }
        : MessageText.Quote(text);

    private readonly InvalidDataException NoNumbers(int offset, string found) => FileElements.Error(
        name,
        offset,
        "expected elements of bool, integers or floats of up to 64 bits, such as '<f4'; "
        + $"found {found}. Save numbers: array.astype('float32')");

    private bool ParseTruth()
    {
        ReadOnlySpan<byte> rest = _content[_position..];
        bool value = rest.StartsWith("True"u8);
        if (!value && !rest.StartsWith("False"u8))
        {
            throw Unexpected("True or False");
        }

        _position += value ? 4 : 5;
        return value;
    }

    private int[] ParseShape()
    {
        int offset = _position;
        var lengths = new List<int>();
        Expect('(');
        bool hasComma = false;
        while (!TryTake(')'))
        {
            if (lengths.Count > 0 && !hasComma)
            {
                throw Unexpected("',' or ')'");
            }

            lengths.Add(ParseLength());
            hasComma = TryTake(',');
        }

        if (lengths.Count == 1 && !hasComma)
        {
            throw FileElements.Error(name, offset, $"expected a tuple, such as ({lengths[0]},); found ({lengths[0]})");
        }

        if (lengths.Count > NpyHeader.MaxRank)
        {
            throw FileElements.Error(name, offset, $"expected at most {NpyHeader.MaxRank} dimensions; found {lengths.Count}");
        }

        return FileElements.CountElements(lengths, maxCount) is not null ? [.. lengths] : throw FileElements.Error(
            name, offset, $"expected at most {maxCount} elements; found the dimensions {FileElements.Format(lengths)}");
    }

    private int ParseLength()
    {
        SkipSpace();
        int offset = _position;
        long length = 0;
        while (Peek() is char digit && char.IsAsciiDigit(digit))
        {
            length = Math.Min((length * 10) + (digit - '0'), int.MaxValue);
            _position++;
        }

        if (_position == offset)
        {
            throw Unexpected("the length of a dimension, a whole number from 0 on,");
        }

        if (length > Array.MaxLength)
        {
            string digits = Encoding.ASCII.GetString(_content[offset..Math.Min(_position, offset + 20)]);
            throw FileElements.Error(name, offset, $"expected a dimension of at most {Array.MaxLength}; found {digits}");
        }

        // Python 2 writes an L after some integers.
        if (Peek() == 'L')
        {
            _position++;
        }

        return (int)length;
    }

    // Without escapes: what they could stand for is in none of the texts that are known.
    private string ParseString(string what)
    {
        if (Peek() is not ('\'' or '"'))
        {
            throw Unexpected(what);
        }

        ReadOnlySpan<byte> rest = _content[(_position + 1)..];
        int length = rest.IndexOf(_content[_position]);
        if (length < 0)
        {
            throw FileElements.Error(name, _position, "expected a text in quotation marks; found no end of it");
        }

        _position += length + 2;
        return Encoding.Latin1.GetString(rest[..length]);
    }

    private void SkipSpace()
    {
        while (Peek() is ' ' or '\t' or '\r' or '\n')
        {
            _position++;
        }
    }

    private bool TryTake(char character)
    {
        SkipSpace();
        if (Peek() != character)
        {
            return false;
        }

        _position++;
        return true;
    }

    private void Expect(char character)
    {
        if (!TryTake(character))
        {
            throw Unexpected($"'{character}'");
        }
    }

    private readonly char? Peek() => _position < _content.Length ? (char)_content[_position] : null;

    private readonly InvalidDataException Missing(string key) =>
        FileElements.Error(name, _position, $"expected the key '{key}' in the header; it is missing");

    private readonly InvalidDataException Unexpected(string expected) => FileElements.Error(
        name,
        _position,
        $"expected {expected} in the header; found "
        + (Peek() is char found ? MessageText.Quote(found.ToString(CultureInfo.InvariantCulture)) : "its end"));
}
