using System.Buffers;
using System.Text;

namespace NetGen.Serialization;

/// <summary>
/// The safetensors format. A file is the length of the header (8 bytes, little-endian), the header (a JSON object in UTF-8, filled up
/// with spaces) and the data. The header says of each tensor <c>{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}</c>,
/// where offsets count from the start of the data; each byte of the data belongs to one tensor.
/// Source: the description of the format at https://github.com/huggingface/safetensors.
/// </summary>
internal static class SafeTensorsFormat
{
    /// <summary>The number of bytes of the header's length.</summary>
    public const int PrefixLength = 8;

    /// <summary>The data start at a multiple of this, so that numbers in a mapped file are aligned.</summary>
    public const int DataAlignment = 8;

    /// <summary>The longest header that is read or written, which is the limit of other readers as well.</summary>
    public const int MaximumHeaderLength = 100_000_000;

    /// <summary>The most dimensions of a tensor. The format has no limit; array libraries stop here or before.</summary>
    public const int MaximumRank = 64;

    /// <summary>The key of the metadata among the names of the tensors.</summary>
    public const string MetadataKey = "__metadata__";

    public const string ElementTypeKey = "dtype";

    public const string ShapeKey = "shape";

    public const string OffsetsKey = "data_offsets";

    /// <summary>Whether a text can be written as UTF-8 and read back: it has no surrogate without its partner.</summary>
    public static bool IsValidText(string text)
    {
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out int consumed) != OperationStatus.Done)
            {
                return false;
            }

            rest = rest[consumed..];
        }

        return true;
    }
}
