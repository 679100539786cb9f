using System.Globalization;
using NetGen.Serialization;

namespace NetGen.Models.Onnx;

/// <summary>Computes nodes whose inputs are all constants.</summary>
internal static class OnnxFolding
{
    private const int MostDimensions = 8;

    /// <summary>The result of a node; null if its operator is not one of these.</summary>
    public static OnnxConstant? Fold(OnnxNode node, OnnxConstant?[] inputs, long version, OnnxContext context)
    {
        if (node.Operator == "Constant")
        {
            return Constant(node, context);
        }

        if (inputs.Length == 0 || inputs[0] is not OnnxConstant first || first.Dimensions.Length > MostDimensions)
        {
            return null;
        }

        if (inputs.Any(input => input?.Dimensions.Length > MostDimensions))
        {
            return null;
        }

        context.Use(inputs.Sum(input => (long)(input?.Count ?? 0)), node);
        switch (node.Operator)
        {
            case "Identity" or "Dropout":
                return first;
            case "Cast" when !first.IsText:
                return Cast(first, (OnnxType)node.Integer("to", 0));
            case "CastLike" when !first.IsText && inputs is [_, OnnxConstant like]:
                return Cast(first, like.Type);
            case "Transpose":
                return Transpose(node, first, context);
            case "Reshape" or "Flatten" or "Squeeze" or "Unsqueeze":
                return Reshape(node, first, inputs, context);
            case "Shape":
                long[] shape = PartOfShape(node, Array.ConvertAll(first.Dimensions, length => (long)length));
                return new OnnxConstant([shape.Length], shape, OnnxType.Int64);
            case "Concat" or "Gather" or "Slice":
                return List(node, first, inputs, version);
            default:
                return Elementwise(node, first, inputs, context);
        }
    }

    /// <summary>Combines two constants by the operator of a node.</summary>
    public static OnnxConstant Combine(OnnxNode node, OnnxConstant left, OnnxConstant right, OnnxContext context)
    {
        Func<double, double, double> function = OnnxFunctions.FindBinary(node.Operator)!;
        int rank = Math.Max(left.Dimensions.Length, right.Dimensions.Length);
        var shape = new int[rank];
        long count = 1;
        for (int i = 1; i <= rank; i++)
        {
            int one = i <= left.Dimensions.Length ? left.Dimensions[^i] : 1;
            int other = i <= right.Dimensions.Length ? right.Dimensions[^i] : 1;
            if (one != other && one != 1 && other != 1)
            {
                throw context.Error(node, $"expected constants that fit each other; found {left.ShapeText} and {right.ShapeText}");
            }

            shape[^i] = one == 1 ? other : one;
            count = Math.Min(count * shape[^i], int.MaxValue);
        }

        context.Use(count, node);
        double[] x = Broadcast(left.Doubles, left.Dimensions, shape, (int)count);
        double[] y = Broadcast(right.Doubles, right.Dimensions, shape, (int)count);
        var values = new double[count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = function(x[i], y[i]);
        }

        return Rounded(shape, values, left.Type);
    }

    /// <summary>Repeats a tensor along the dimensions of length 1 and those that it lacks.</summary>
    /// <param name="values">The elements.</param>
    /// <param name="dimensions">Their shape.</param>
    /// <param name="shape">The shape of the result, which fits.</param>
    /// <param name="count">The product of <paramref name="shape"/>.</param>
    public static double[] Broadcast(double[] values, int[] dimensions, int[] shape, int count)
    {
        if (values.Length == count)
        {
            return values;
        }

        var result = new double[count];
        var strides = new int[shape.Length];
        int stride = 1;
        for (int i = 1; i <= dimensions.Length; i++)
        {
            strides[^i] = dimensions[^i] == 1 ? 0 : stride;
            stride *= dimensions[^i];
        }

        for (int i = 0; i < count; i++)
        {
            int rest = i;
            int source = 0;
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                source += rest % shape[axis] * strides[axis];
                rest /= shape[axis];
            }

            result[i] = values[source];
        }

        return result;
    }

    /// <summary>The elements as texts.</summary>
    public static string[] TextsOf(OnnxConstant constant) => constant.Values switch
    {
        string[] texts => texts,
        long[] integers => Array.ConvertAll(integers, TextOf),
        _ => Array.ConvertAll(constant.Doubles, value => value.ToString("R", CultureInfo.InvariantCulture)),
    };

    /// <summary>The dimensions that a node takes of a shape: all, or those from a start to an end.</summary>
    public static long[] PartOfShape(OnnxNode node, long[] shape)
    {
        int start = Position(node.Integer("start", 0), shape.Length);
        int end = Position(node.Integer("end", shape.Length), shape.Length);
        return shape[start..Math.Max(start, end)];
    }

    public static string TextOf(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static OnnxConstant Constant(OnnxNode node, OnnxContext context)
    {
        if (node.Find("value")?.Tensor is OnnxTensor tensor)
        {
            OnnxConstant constant = tensor.ToConstant();
            return new OnnxConstant(constant.Dimensions, constant.Values, constant.Type) { Name = node.Outputs[0] };
        }

        return node.Find("value_float") is OnnxAttribute number ? new OnnxConstant([], new[] { number.Single }, OnnxType.Float)
            : node.Find("value_floats") is OnnxAttribute numbers
                ? new OnnxConstant([numbers.Singles.Length], numbers.Singles, OnnxType.Float)
            : node.Find("value_int") is OnnxAttribute integer ? new OnnxConstant([], new[] { integer.Integer }, OnnxType.Int64)
            : node.Find("value_ints") is OnnxAttribute integers
                ? new OnnxConstant([integers.Integers.Count], integers.Integers.ToArray(), OnnxType.Int64)
            : node.Find("value_string") is OnnxAttribute text ? new OnnxConstant([], new[] { text.Text }, OnnxType.String)
            : node.Find("value_strings") is OnnxAttribute texts
                ? new OnnxConstant([texts.Texts.Count], texts.Texts.ToArray(), OnnxType.String)
            : throw context.Error(node, "expected a constant as a tensor, numbers or texts; found none of them");
    }

    private static OnnxConstant? Cast(OnnxConstant constant, OnnxType type) => type switch
    {
        OnnxType.Float or OnnxType.Float16 or OnnxType.BFloat16 or OnnxType.Double => constant.Type == type
            ? constant
            : Rounded(constant.Dimensions, constant.Doubles, type),
        OnnxType.Int64 or OnnxType.Int32 => constant.Values is long[]
            ? new OnnxConstant(constant.Dimensions, constant.Values, type)
            : new OnnxConstant(constant.Dimensions, Array.ConvertAll(constant.Doubles, value => (long)value), type),
        _ => null,
    };

    private static OnnxConstant Rounded(int[] shape, double[] values, OnnxType type) => type switch
    {
        OnnxType.Float => new OnnxConstant(shape, Array.ConvertAll(values, value => (float)value), type),
        OnnxType.Float16 => new OnnxConstant(shape, Array.ConvertAll(values, value => (float)(Half)value), type),
        OnnxType.Double or OnnxType.BFloat16 => new OnnxConstant(shape, values, type),
        _ => new OnnxConstant(shape, Array.ConvertAll(values, value => (long)value), type),
    };

    private static OnnxConstant Transpose(OnnxNode node, OnnxConstant constant, OnnxContext context)
    {
        int rank = constant.Dimensions.Length;
        List<long> order = node.Find("perm")?.Integers ?? [.. Enumerable.Range(0, rank).Reverse().Select(axis => (long)axis)];
        if (order.Count != rank || order.Distinct().Count() != rank || order.Exists(axis => axis < 0 || axis >= rank))
        {
            throw context.Error(node, $"expected an order of {rank} dimensions; found {MessageText.Shape(order)}");
        }

        int[] shape = [.. order.Select(axis => constant.Dimensions[axis])];
        var strides = new int[rank];
        int stride = 1;
        for (int i = rank - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= constant.Dimensions[i];
        }

        var source = new int[constant.Count];
        for (int i = 0; i < source.Length; i++)
        {
            int rest = i;
            for (int axis = rank - 1; axis >= 0; axis--)
            {
                source[i] += rest % shape[axis] * strides[order[axis]];
                rest /= shape[axis];
            }
        }

        return new OnnxConstant(shape, Permuted(constant.Values, source), constant.Type) { Name = constant.Name };
    }

    private static Array Permuted(Array values, int[] source) => values switch
    {
        float[] numbers => Array.ConvertAll(source, i => numbers[i]),
        double[] numbers => Array.ConvertAll(source, i => numbers[i]),
        long[] numbers => Array.ConvertAll(source, i => numbers[i]),
        _ => Array.ConvertAll(source, i => ((string[])values)[i]),
    };

    private static OnnxConstant Reshape(OnnxNode node, OnnxConstant constant, OnnxConstant?[] inputs, OnnxContext context)
    {
        int[]? shape = node.Operator switch
        {
            "Reshape" => inputs.Length > 1 && inputs[1]?.Values is long[] target ? Filled(target, constant) : null,
            "Flatten" => Flattened(node.Integer("axis", 1), constant),
            "Squeeze" => Squeezed(Axes(node, inputs), constant),
            _ => Unsqueezed(Axes(node, inputs), constant),
        };
        return shape is not null
            ? constant.Reshaped(shape)
            : throw context.Error(node, $"expected a shape for the elements of {constant.ShapeText}; found another one");
    }

    private static long[]? Axes(OnnxNode node, OnnxConstant?[] inputs) =>
        inputs.Length > 1 && inputs[1]?.Values is long[] axes ? axes : node.Find("axes")?.Integers.ToArray();

    private static int[]? Filled(long[] target, OnnxConstant constant)
    {
        if (target.Length > MostDimensions)
        {
            return null;
        }

        var shape = new int[target.Length];
        int open = -1;
        long product = 1;
        for (int i = 0; i < shape.Length; i++)
        {
            long length = target[i] == 0 && i < constant.Dimensions.Length ? constant.Dimensions[i] : target[i];
            if (length == -1 && open < 0)
            {
                open = i;
                continue;
            }

            if (length is < 1 or > int.MaxValue || product * length > int.MaxValue)
            {
                return null;
            }

            product *= length;
            shape[i] = (int)length;
        }

        if (open >= 0)
        {
            shape[open] = (int)(constant.Count / product);
            product *= shape[open];
        }

        return product == constant.Count ? shape : null;
    }

    private static int[]? Flattened(long axis, OnnxConstant constant)
    {
        int rank = constant.Dimensions.Length;
        axis += axis < 0 ? rank : 0;
        if (axis < 0 || axis > rank)
        {
            return null;
        }

        int rows = constant.Dimensions.Take((int)axis).Aggregate(1, (product, length) => product * length);
        return [rows, rows == 0 ? 0 : constant.Count / rows];
    }

    private static int[]? Squeezed(long[]? axes, OnnxConstant constant)
    {
        int rank = constant.Dimensions.Length;
        var dropped = axes?.Select(axis => axis < 0 ? axis + rank : axis).ToHashSet();
        return dropped is not null && dropped.Any(axis => axis < 0 || axis >= rank || constant.Dimensions[axis] != 1)
            ? null
            : [.. constant.Dimensions.Where((length, i) => dropped is null ? length != 1 : !dropped.Contains(i))];
    }

    private static int[]? Unsqueezed(long[]? axes, OnnxConstant constant)
    {
        int rank = constant.Dimensions.Length + (axes?.Length ?? 0);
        var added = (axes ?? []).Select(axis => axis < 0 ? axis + rank : axis).ToHashSet();
        if (rank > MostDimensions || added.Count != (axes?.Length ?? 0) || added.Any(axis => axis < 0 || axis >= rank))
        {
            return null;
        }

        var old = new Queue<int>(constant.Dimensions);
        return [.. Enumerable.Range(0, rank).Select(i => added.Contains(i) ? 1 : old.Dequeue())];
    }

    // Of lists of integers, with which graphs compute shapes.
    private static OnnxConstant? List(OnnxNode node, OnnxConstant first, OnnxConstant?[] inputs, long version)
    {
        if (first.Values is not long[] values || first.Dimensions.Length > 1)
        {
            return null;
        }

        switch (node.Operator)
        {
            case "Concat":
                long[]?[] parts = [.. inputs.Select(input => input is { Dimensions.Length: 1 } ? input.Values as long[] : null)];
                return parts.Any(part => part is null) ? null
                    : new OnnxConstant([parts.Sum(part => part!.Length)], parts.SelectMany(part => part!).ToArray(), first.Type);
            case "Gather" when inputs.Length > 1 && inputs[1]?.Values is long[] indices:
                if (indices.Any(index => index < -values.Length || index >= values.Length))
                {
                    return null;
                }

                long[] gathered = Array.ConvertAll(indices, index => values[index < 0 ? index + values.Length : index]);
                return new OnnxConstant(inputs[1]!.Dimensions, gathered, first.Type);
            case "Slice":
                long? start = Bound(node, inputs, 1, "starts", version);
                long? end = Bound(node, inputs, 2, "ends", version);
                if (start is null || end is null || (inputs.Length > 4 && inputs[4]?.Values is not (long[] and [1])))
                {
                    return null;
                }

                int from = Position(start.Value, values.Length);
                int to = Math.Max(from, Position(end.Value, values.Length));
                return new OnnxConstant([to - from], values[from..to], first.Type);
            default:
                return null;
        }
    }

    private static long? Bound(OnnxNode node, OnnxConstant?[] inputs, int index, string attribute, long version) => version < 10
        ? node.Find(attribute)?.Integers is [long only] ? only : null
        : index < inputs.Length && inputs[index]?.Values is long[] and [long value] ? value : null;

    private static int Position(long value, int length) => (int)Math.Clamp(value < 0 ? value + length : value, 0, length);

    private static OnnxConstant? Elementwise(OnnxNode node, OnnxConstant first, OnnxConstant?[] inputs, OnnxContext context)
    {
        if (inputs.Any(input => input is null || input.IsText || (input.Values is long[] list && list.Contains(OnnxConstant.Batch))))
        {
            return null;
        }

        if (OnnxFunctions.FindBinary(node.Operator) is not null)
        {
            return inputs.Skip(1).Aggregate(first, (left, right) => Combine(node, left, right!, context));
        }

        return inputs.Length == 1 && OnnxFunctions.FindUnary(node) is (Func<double, double> function, _)
            ? Rounded(first.Dimensions, Array.ConvertAll(first.Doubles, value => function(value)), first.Type)
            : null;
    }
}
