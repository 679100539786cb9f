namespace NetGen.Data;

/// <summary>What the elements of an array in a file are, as <see cref="IdxFile"/> and <see cref="NpyFile"/> read them.</summary>
public enum ElementType
{
    /// <summary>Truth values of a byte each, 0 or 1.</summary>
    Boolean,

    /// <summary>Unsigned bytes, 0 to 255.</summary>
    UInt8,

    /// <summary>Signed bytes, −128 to 127.</summary>
    Int8,

    /// <summary>Unsigned integers of 16 bits.</summary>
    UInt16,

    /// <summary>Signed integers of 16 bits.</summary>
    Int16,

    /// <summary>Unsigned integers of 32 bits.</summary>
    UInt32,

    /// <summary>Signed integers of 32 bits.</summary>
    Int32,

    /// <summary>Unsigned integers of 64 bits.</summary>
    UInt64,

    /// <summary>Signed integers of 64 bits.</summary>
    Int64,

    /// <summary>IEEE numbers of 16 bits: <see cref="Half"/>.</summary>
    Float16,

    /// <summary>IEEE numbers of 32 bits: <see cref="float"/>.</summary>
    Float32,

    /// <summary>IEEE numbers of 64 bits: <see cref="double"/>.</summary>
    Float64,
}
