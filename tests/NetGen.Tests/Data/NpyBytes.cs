using System.Buffers.Binary;
using System.Text;

namespace NetGen.Tests.Data;

/// <summary>Makes .npy files byte by byte.</summary>
internal static class NpyBytes
{
    /// <summary>A file of version 1.0 with a dictionary as given, as it is, and data.</summary>
    public static byte[] WithHeader(string dictionary, params byte[] data) => WithVersion(1, dictionary, data);

    /// <summary>A file of some version with a dictionary as given, as it is, and data.</summary>
    public static byte[] WithVersion(byte version, string dictionary, params byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(dictionary);
        byte[] length = new byte[version == 1 ? 2 : 4];
        if (version == 1)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)text.Length);
        }
        else
        {
            BinaryPrimitives.WriteInt32LittleEndian(length, text.Length);
        }

        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. text, .. data];
    }

    /// <summary>A file with an element type, shape and data, in C order. Data begin at a multiple of 64, as NumPy has it.</summary>
    public static byte[] Of(string type, string shape, params byte[] data)
    {
        string dictionary = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}";
        int length = (10 + dictionary.Length + 1 + 63) / 64 * 64;
        return WithHeader(dictionary.PadRight(length - 11) + "\n", data);
    }

    /// <summary>A file of floats.</summary>
    public static byte[] Of(int[] shape, params float[] values)
    {
        var stream = new MemoryStream();
        NetGen.Data.NpyFile.Write<float>(stream, values, shape);
        return stream.ToArray();
    }
}
