namespace NetGen.Serialization;

/// <summary>Names and sizes of element types, and the sizes of tensors made of them.</summary>
internal static class TensorElementTypes
{
    /// <summary>The names of the element types that parameters can have, for messages.</summary>
    public const string Names = "BF16, F16, F32 or F64";

    /// <summary>The element type of <typeparamref name="T"/>.</summary>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public static TensorElementType Of<T>() =>
        ParameterChecks.NumericTypeOf<T>() == NumericType.Single ? TensorElementType.F32 : TensorElementType.F64;

    /// <summary>Whether the elements are whole numbers, as counters beside parameters are.</summary>
    public static bool IsInteger(TensorElementType type) => type >= TensorElementType.BOOL;

    /// <summary>The name of an element type in files.</summary>
    public static string NameOf(TensorElementType type) => type.ToString();

    /// <summary>The number of bytes of one element.</summary>
    public static int SizeOf(TensorElementType type) => type switch
    {
        TensorElementType.BOOL or TensorElementType.U8 or TensorElementType.I8 => 1,
        TensorElementType.BF16 or TensorElementType.F16 or TensorElementType.U16 or TensorElementType.I16 => 2,
        TensorElementType.F32 or TensorElementType.U32 or TensorElementType.I32 => 4,
        TensorElementType.F64 or TensorElementType.U64 or TensorElementType.I64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "The format has no such element type."),
    };

    /// <summary>Finds an element type by its name in files.</summary>
    /// <returns>Whether there is one of that name.</returns>
    public static bool TryParse(string name, out TensorElementType type) =>
        Enum.TryParse(name, out type) && Enum.IsDefined(type) && NameOf(type) == name;

    /// <summary>Computes how many bytes a tensor takes. A tensor without dimensions has one element.</summary>
    /// <param name="type">The type of its elements.</param>
    /// <param name="shape">Its dimensions, none of them negative.</param>
    /// <param name="length">The number of bytes.</param>
    /// <returns>Whether the number of bytes fits into a <see cref="long"/>.</returns>
    public static bool TryGetByteLength(TensorElementType type, ReadOnlySpan<long> shape, out long length)
    {
        length = 0;
        foreach (long dimension in shape)
        {
            if (dimension == 0)
            {
                return true;
            }
        }

        long product = SizeOf(type);
        foreach (long dimension in shape)
        {
            if (dimension > long.MaxValue / product)
            {
                return false;
            }

            product *= dimension;
        }

        length = product;
        return true;
    }

    /// <summary>Checks that an element type is that of <typeparamref name="T"/>.</summary>
    /// <exception cref="InvalidOperationException">It is another one.</exception>
    public static void CheckIs<T>(TensorElementType type, string tensor)
        where T : unmanaged
    {
        if (type != Of<T>())
        {
            throw new InvalidOperationException(
                $"Tensor {MessageText.Quote(tensor)} has elements of {NameOf(type)}; the span has elements of {NameOf(Of<T>())}.");
        }
    }
}
