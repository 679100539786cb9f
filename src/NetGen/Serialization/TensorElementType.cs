namespace NetGen.Serialization;

/// <summary>The element types of tensors in files, by the names that safetensors gives them.</summary>
internal enum TensorElementType
{
    /// <summary>The upper half of a 32-bit IEEE number.</summary>
    BF16,

    /// <summary>16-bit IEEE numbers: <see cref="Half"/>.</summary>
    F16,

    /// <summary>32-bit IEEE numbers: <see cref="float"/>.</summary>
    F32,

    /// <summary>64-bit IEEE numbers: <see cref="double"/>.</summary>
    F64,

    /// <summary>Truth values of 8 bits.</summary>
    BOOL,

    /// <summary>Whole numbers of 8 bits from 0 on.</summary>
    U8,

    /// <summary>Whole numbers of 8 bits.</summary>
    I8,

    /// <summary>Whole numbers of 16 bits from 0 on.</summary>
    U16,

    /// <summary>Whole numbers of 16 bits.</summary>
    I16,

    /// <summary>Whole numbers of 32 bits from 0 on.</summary>
    U32,

    /// <summary>Whole numbers of 32 bits.</summary>
    I32,

    /// <summary>Whole numbers of 64 bits from 0 on.</summary>
    U64,

    /// <summary>Whole numbers of 64 bits.</summary>
    I64,
}
