using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using NetGen.Numerics;
using NetGen.Serialization;

namespace NetGen.Models.Onnx;

/// <summary>A <c>TensorProto</c>: a tensor as the file has it. Its values are taken out when they are needed.</summary>
internal sealed class OnnxTensor
{
    private readonly string _file;
    private readonly List<long> _dimensions = [];
    private readonly ArrayBufferWriter<byte> _floats = new();
    private readonly ArrayBufferWriter<byte> _doubles = new();
    private readonly List<long> _integers = [];
    private readonly List<ReadOnlyMemory<byte>> _texts = [];
    private ReadOnlyMemory<byte>? _raw;
    private bool _isExternal;
    private OnnxConstant? _constant;

    private OnnxTensor(string file) => _file = file;

    /// <summary>What the graph calls it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The type of its elements.</summary>
    public OnnxType Type { get; private set; }

    /// <summary>Reads the message.</summary>
    public static OnnxTensor Read(WireReader reader, string file)
    {
        var tensor = new OnnxTensor(file);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    reader.Integers(tensor._dimensions);
                    break;
                case 2:
                    tensor.Type = (OnnxType)reader.Integer();
                    break;
                case 4:
                    reader.FixedNumbers(tensor._floats, sizeof(float));
                    break;
                case 5 or 7 or 11:
                    reader.Integers(tensor._integers);
                    break;
                case 6:
                    tensor._texts.Add(reader.Bytes());
                    break;
                case 8:
                    tensor.Name = reader.Text();
                    break;
                case 9:
                    tensor._raw = reader.Bytes();
                    break;
                case 10:
                    reader.FixedNumbers(tensor._doubles, sizeof(double));
                    break;
                case 14:
                    tensor._isExternal |= reader.Integer() == 1;
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return tensor;
    }

    /// <summary>The shape and the values.</summary>
    /// <exception cref="InvalidDataException">
    /// They lie in another file, do not fit each other, or are of a type that is not read.
    /// </exception>
    public OnnxConstant ToConstant() => _constant ??= CreateConstant();

    private OnnxConstant CreateConstant()
    {
        if (_isExternal)
        {
            throw Error(
                "its values lie in another file. Save the model with its data inside, as "
                + "onnx.save_model(onnx.load('model.onnx'), 'whole.onnx') does in Python, or export it with external_data=False");
        }

        int[] dimensions = [.. _dimensions.Select(length => length is >= 0 and <= int.MaxValue
            ? (int)length
            : throw Error($"found the shape {MessageText.Shape(_dimensions)}"))];
        long count = 1;
        foreach (int length in dimensions)
        {
            // Each factor is at most int.MaxValue, and so is what has passed the check: no product overflows.
            count = length == 0 ? 0 : count * length;
            if (count > Array.MaxLength)
            {
                throw Error($"found the shape {MessageText.Shape(_dimensions)}, which is larger than an array can be");
            }
        }

        return new OnnxConstant(dimensions, Values(count), Type) { Name = Name };
    }

    private Array Values(long count) => Type switch
    {
        OnnxType.Float => Numbers<float>(count, _floats),
        OnnxType.Double => Numbers<double>(count, _doubles),
        OnnxType.Float16 => Array.ConvertAll(Bits(count), bits => (float)BitConverter.UInt16BitsToHalf(bits)),
        OnnxType.BFloat16 => Array.ConvertAll(Bits(count), bits => BitConverter.UInt32BitsToSingle((uint)bits << 16)),
        OnnxType.Int64 or OnnxType.UInt64 => Integers<long>(count, value => value),
        OnnxType.Int32 => Integers<int>(count, value => value),
        OnnxType.UInt32 => Integers<uint>(count, value => value),
        OnnxType.Int16 => Integers<short>(count, value => value),
        OnnxType.UInt16 => Integers<ushort>(count, value => value),
        OnnxType.Int8 => Integers<sbyte>(count, value => value),
        OnnxType.UInt8 or OnnxType.Bool => Integers<byte>(count, value => value),
        OnnxType.String => Check(count, _texts.Count) ? _texts.Select(text => Encoding.UTF8.GetString(text.Span)).ToArray() : [],
        _ => throw Error(
            $"has elements of the type {(int)Type} of ONNX; only FLOAT, DOUBLE, FLOAT16, BFLOAT16, integers and texts are read"),
    };

    private T[] Numbers<T>(long count, ArrayBufferWriter<byte> field)
        where T : unmanaged
    {
        ReadOnlySpan<byte> bytes = _raw is ReadOnlyMemory<byte> raw ? raw.Span : field.WrittenSpan;
        CheckBytes(count, bytes.Length, Unsafe.SizeOf<T>());
        var values = new T[count];
        LittleEndian.Read<T>(bytes, values);
        return values;
    }

    private ushort[] Bits(long count) => _raw is null
        ? Check(count, _integers.Count) ? [.. _integers.Select(value => (ushort)value)] : []
        : Numbers<ushort>(count, _floats);

    private long[] Integers<T>(long count, Converter<T, long> convert)
        where T : unmanaged => _raw is null
        ? Check(count, _integers.Count) ? [.. _integers] : []
        : Array.ConvertAll(Numbers<T>(count, _floats), convert);

    private void CheckBytes(long count, int bytes, int size)
    {
        if (bytes % size != 0 || !Check(count, bytes / size))
        {
            throw Error($"expected {count * size} bytes for the shape {MessageText.Shape(_dimensions)}; found {bytes}");
        }
    }

    private bool Check(long count, int found) => found == count
        ? true
        : throw Error($"expected {count} values for the shape {MessageText.Shape(_dimensions)}; found {found}");

    private InvalidDataException Error(string text) => new($"{_file}, tensor {MessageText.Quote(Name)}: {text}.");
}
