using NetGen.Numerics;
using NetGen.Serialization;

namespace NetGen.Models;

/// <summary>A named tensor of a file of a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its dimensions, the slowest first, each at least 1.</param>
/// <param name="Values">An array of float or double.</param>
/// <param name="Note">What was changed in reading it; null if nothing.</param>
internal sealed record ModelTensor(string Name, int[] Shape, Array Values, string? Note)
{
    /// <summary>Takes a tensor of a safetensors file.</summary>
    /// <exception cref="InvalidDataException">It has no elements.</exception>
    public static ModelTensor Of(SafeTensor tensor, string file)
    {
        string quoted = MessageText.Quote(tensor.Name);
        if (tensor.Shape.Any(length => length is < 1 or > int.MaxValue))
        {
            throw new InvalidDataException($"{file}, tensor {quoted}: the shape {MessageText.Shape(tensor.Shape)} has no elements.");
        }

        int[] shape = [.. tensor.Shape.Select(length => (int)length)];
        ReadOnlySpan<byte> data = tensor.Data.Span;
        int count = data.Length / TensorElementTypes.SizeOf(tensor.ElementType);
        switch (tensor.ElementType)
        {
            case TensorElementType.F64:
                var doubles = new double[count];
                LittleEndian.Read<double>(data, doubles);
                return new ModelTensor(tensor.Name, shape, doubles, null);
            case TensorElementType.F32:
                var singles = new float[count];
                LittleEndian.Read<float>(data, singles);
                return new ModelTensor(tensor.Name, shape, singles, null);
            default:
                var bits = new ushort[count];
                LittleEndian.Read<ushort>(data, bits);
                bool isHalf = tensor.ElementType == TensorElementType.F16;
                float[] widened = Array.ConvertAll(
                    bits,
                    value => isHalf ? (float)BitConverter.UInt16BitsToHalf(value) : BitConverter.UInt32BitsToSingle((uint)value << 16));
                string type = TensorElementTypes.NameOf(tensor.ElementType);
                return new ModelTensor(tensor.Name, shape, widened, $"The tensors of {type} were widened to float, which is exact.");
        }
    }
}
