using System.Text;
using System.Text.Unicode;

namespace NetGen.Data;

/// <summary>Recognizes files that are not text in UTF-8.</summary>
internal static class CsvEncoding
{
    private const int BytesLookedAt = 64;

    /// <summary>Checks the beginning of a file, and that it is valid UTF-8 unless a byte order mark says that it is UTF-16.</summary>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public static void Check(ReadOnlySpan<byte> content, string name)
    {
        if (content is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            return;
        }

        string? other = content switch
        {
            [(byte)'P', (byte)'K', 3, 4, ..] => "a ZIP archive, such as an .xlsx file. Save the sheet as CSV",
            [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..] => "a file of NumPy. Read it by NpyFile",
            _ when MayBeUtf16(content) => "what may be UTF-16 without a byte order mark. Save the file as UTF-8",
            _ => null,
        };
        if (other is not null)
        {
            throw new InvalidDataException($"{name}, byte 0: expected text; found {other}.");
        }

        if (!Utf8.IsValid(content))
        {
            int offset = FindInvalid(content);
            throw CsvFile.Error(
                name,
                content[..offset].Count((byte)'\n') + 1,
                $"expected text in UTF-8; found the byte 0x{content[offset]:X2}. Save the file as UTF-8, or read it by a StreamReader of "
                + "its encoding, such as Encoding.Latin1");
        }
    }

    // Every other byte of simple text is 0 there.
    private static bool MayBeUtf16(ReadOnlySpan<byte> content)
    {
        ReadOnlySpan<byte> start = content[..Math.Min(content.Length, BytesLookedAt)];
        return start.Length >= 4 && start.Count((byte)0) * 3 > start.Length;
    }

    private static int FindInvalid(ReadOnlySpan<byte> content)
    {
        int offset = 0;
        while (Rune.DecodeFromUtf8(content[offset..], out _, out int length) == System.Buffers.OperationStatus.Done)
        {
            offset += length;
        }

        return offset;
    }
}
