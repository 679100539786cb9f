namespace NetGen.Models.Onnx;

/// <summary>The element types of ONNX's tensors that are read, by their numbers in <c>TensorProto.DataType</c>.</summary>
internal enum OnnxType
{
    Undefined,
    Float,
    UInt8,
    Int8,
    UInt16,
    Int16,
    Int32,
    Int64,
    String,
    Bool,
    Float16,
    Double,
    UInt32,
    UInt64,
    BFloat16 = 16,
}
