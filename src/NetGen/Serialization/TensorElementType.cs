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
}
