using NetGen.Serialization;

namespace NetGen.Models.Onnx;

/// <summary>A value of the graph that does not depend on the input: a tensor of known elements.</summary>
/// <param name="dimensions">The shape.</param>
/// <param name="values">The elements in row-major order: an array of float, double, long or string.</param>
/// <param name="type">The type that the file says they have.</param>
internal sealed class OnnxConstant(int[] dimensions, Array values, OnnxType type) : OnnxValue
{
    /// <summary>Stands for the number of samples in the shape of a value that depends on the input.</summary>
    public const long Batch = long.MinValue;

    private double[]? _doubles;

    /// <summary>What the graph calls the tensor that it comes from as it is.</summary>
    public string Name { get; init; } = "";

    public int[] Dimensions { get; } = dimensions;

    public Array Values { get; } = values;

    public OnnxType Type { get; } = type;

    public int Count => Values.Length;

    public bool IsText => Values is string[];

    /// <summary>The elements as double, which is exact for all types but 64-bit integers.</summary>
    public double[] Doubles => _doubles ??= Values switch
    {
        double[] numbers => numbers,
        float[] numbers => Array.ConvertAll(numbers, value => (double)value),
        long[] numbers => Array.ConvertAll(numbers, value => (double)value),
        _ => throw new InvalidOperationException("Texts are not numbers."),
    };

    public string ShapeText => MessageText.Shape(Dimensions.Select(length => (long)length));

    /// <summary>The same elements in another shape.</summary>
    public OnnxConstant Reshaped(int[] shape) => new(shape, Values, Type) { Name = Name };
}
