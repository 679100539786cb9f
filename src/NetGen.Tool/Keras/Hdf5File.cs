using System.Globalization;
using NetGen.Serialization;
using PureHDF;

namespace NetGen.Tool.Keras;

/// <summary>An HDF5 file in memory, of which nothing is read that claims to be larger than the file.</summary>
internal sealed class Hdf5File
{
    private static readonly StringComparer ByNumbers =
        StringComparer.Create(CultureInfo.InvariantCulture, CompareOptions.NumericOrdering);

    private readonly IH5Group _root;
    private readonly long _length;
    private readonly string _path;

    private Hdf5File(IH5Group root, long length, string path) => (_root, _length, _path) = (root, length, path);

    /// <summary>Opens a file.</summary>
    /// <param name="content">All of it.</param>
    /// <param name="path">What it is called in messages.</param>
    public static Hdf5File Open(byte[] content, string path) =>
        new(H5File.Open(new MemoryStream(content, writable: false)), content.Length, path);

    /// <summary>Whether there is a group or a tensor.</summary>
    public bool Has(string path) => _root.LinkExists(path);

    /// <summary>The names in a group, in the order of numbers in them.</summary>
    public string[] NamesIn(string group) => [.. Group(group).Children().Select(child => child.Name).Order(ByNumbers)];

    /// <summary>A text among the attributes of a group; null if it has none of that name.</summary>
    public string? Text(string group, string attribute)
    {
        IH5Group holder = Group(group);
        return holder.AttributeExists(attribute) ? Checked(holder.Attribute(attribute), attribute).Read<string>() : null;
    }

    /// <summary>A list of texts among the attributes of a group, which Keras cuts into pieces with numbers if it is long.</summary>
    /// <returns>Null if the group has none of that name.</returns>
    public string[]? Texts(string group, string attribute)
    {
        IH5Group holder = Group(group);
        if (holder.AttributeExists(attribute))
        {
            return TextsOf(holder.Attribute(attribute), attribute);
        }

        var texts = new List<string>();
        int pieces = 0;
        for (; holder.AttributeExists(Piece(pieces)); pieces++)
        {
            texts.AddRange(TextsOf(holder.Attribute(Piece(pieces)), Piece(pieces)));
        }

        return pieces == 0 ? null : [.. texts];

        string Piece(int number) => attribute + number.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Reads a tensor; null for a counter, as layers keep of the samples that they have seen.</summary>
    public KerasTensor? Tensor(string path)
    {
        string place = $"{_path}, tensor {MessageText.Quote(path)}";
        IH5Dataset dataset = _root.Dataset(path);
        if (dataset is { Type.Class: H5DataTypeClass.FixedPoint, Space.Dimensions: [] })
        {
            return null;
        }

        long[] shape = [.. dataset.Space.Dimensions.Select(length => (long)Math.Min(length, long.MaxValue))];
        CheckSize(shape, dataset.Type.Size, place);
        int[] lengths = [.. shape.Select(length => (int)length)];
        bool isFloat = dataset.Type.Class == H5DataTypeClass.FloatingPoint;
        Array? values = (isFloat, dataset.Type.Size) switch
        {
            (true, 2) => Array.ConvertAll(ValuesOf<Half>(dataset, shape.Length), value => (float)value),
            (true, 4) => ValuesOf<float>(dataset, shape.Length),
            (true, 8) => ValuesOf<double>(dataset, shape.Length),
            _ => null,
        };
        return values is not null
            ? new KerasTensor(path, lengths, values)
            : throw new InvalidDataException(
                $"{place}: expected numbers of float16, float32 or float64; found {dataset.Type.Class} of {dataset.Type.Size} bytes. "
                + "Quantized layers and bfloat16 are not read.");
    }

    private static T[] ValuesOf<T>(IH5Dataset dataset, int rank) => rank == 0 ? [dataset.Read<T>()] : dataset.Read<T[]>();

    private IH5Group Group(string path) => path.Length == 0 ? _root : _root.Group(path);

    private string[] TextsOf(IH5Attribute attribute, string name) =>
        Checked(attribute, name) is { Space.Dimensions: [0] }
            or { Type.Class: not (H5DataTypeClass.String or H5DataTypeClass.VariableLength) }
            ? []
            : attribute.Read<string[]>();

    private IH5Attribute Checked(IH5Attribute attribute, string name)
    {
        CheckSize(
            [.. attribute.Space.Dimensions.Select(length => (long)Math.Min(length, long.MaxValue))], attribute.Type.Size,
            $"{_path}, attribute {MessageText.Quote(name)}");
        return attribute;
    }

    private void CheckSize(long[] shape, int size, string place)
    {
        decimal bytes = Math.Max(size, 1);
        foreach (long length in shape)
        {
            bytes *= length;
            if (bytes > _length)
            {
                throw new InvalidDataException($"{place}: the shape {MessageText.Shape(shape)} is larger than the file.");
            }
        }
    }
}

/// <summary>A tensor of a file.</summary>
/// <param name="Name">Its path in the file.</param>
/// <param name="Shape">Its dimensions, the slowest first.</param>
/// <param name="Values">An array of float or double.</param>
internal sealed record KerasTensor(string Name, int[] Shape, Array Values)
{
    /// <summary>The values as double.</summary>
    public double[] Doubles => Values as double[] ?? Array.ConvertAll((float[])Values, value => (double)value);

    /// <summary>Name and shape, as messages say them.</summary>
    public override string ToString() =>
        $"{MessageText.Quote(Name)} {MessageText.Shape(Shape.Select(length => (long)length))}";

    /// <summary>The values with rows and columns exchanged: Keras keeps weights as <c>[in, out]</c>.</summary>
    public Array Transposed() => Values is float[] floats ? Transposed(floats) : Transposed((double[])Values);

    private T[] Transposed<T>(T[] values)
    {
        (int rows, int columns) = (Shape[0], Shape[1]);
        var transposed = new T[values.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                transposed[(column * rows) + row] = values[(row * columns) + column];
            }
        }

        return transposed;
    }
}
