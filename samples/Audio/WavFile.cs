using System.Buffers.Binary;

namespace NetGen.Samples.Audio;

/// <summary>WAV files of 16 bits and one channel.</summary>
internal static class WavFile
{
    private const int HeaderSize = 44;

    /// <summary>Reads the samples, from -1 to 1.</summary>
    /// <exception cref="InvalidDataException">
    /// The file is no WAV file of 16 bits, one channel and this rate, or has no samples.
    /// </exception>
    public static float[] Read(string path, int sampleRate)
    {
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(path);
        if (bytes.Length < HeaderSize || !bytes.StartsWith("RIFF"u8) || !bytes[8..].StartsWith("WAVE"u8))
        {
            throw new InvalidDataException($"{path}: expected a WAV file.");
        }

        string? format = null;
        string expected = Describe(coding: 1, bits: 16, channels: 1, sampleRate);
        ReadOnlySpan<byte> rest = bytes[12..];
        while (rest.Length >= 8)
        {
            long size = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
            ReadOnlySpan<byte> chunk = rest[8..(int)Math.Min(8 + size, rest.Length)];
            if (rest.StartsWith("fmt "u8) && chunk.Length >= 16)
            {
                format = Describe(
                    BinaryPrimitives.ReadUInt16LittleEndian(chunk), BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]),
                    BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]), BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]));
            }
            else if (rest.StartsWith("data"u8) && format == expected)
            {
                return chunk.Length >= 2 ? Samples(chunk) : throw new InvalidDataException($"{path}: expected samples; found none.");
            }

            rest = rest[(int)Math.Min(8 + size + (size % 2), rest.Length)..];
        }

        string found = format is null ? "no format" : format == expected ? "no samples" : format;
        throw new InvalidDataException($"{path}: expected {expected}; found {found}.");
    }

    private static string Describe(int coding, int bits, int channels, long sampleRate) =>
        $"{bits}-bit samples of {(channels == 1 ? "one channel" : $"{channels} channels")} at {sampleRate} Hz"
        + (coding == 1 ? "" : $" in coding {coding}");

    /// <summary>Writes samples, of which those beyond -1 and 1 are cut off.</summary>
    public static void Write(string path, ReadOnlySpan<float> samples, int sampleRate)
    {
        var bytes = new byte[HeaderSize + (2 * samples.Length)];
        Span<byte> header = bytes;
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], bytes.Length - 8);
        "WAVEfmt "u8.CopyTo(header[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(header[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(header[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], sampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(header[28..], 2 * sampleRate);
        BinaryPrimitives.WriteInt16LittleEndian(header[32..], 2);
        BinaryPrimitives.WriteInt16LittleEndian(header[34..], 16);
        "data"u8.CopyTo(header[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[40..], 2 * samples.Length);
        for (int i = 0; i < samples.Length; i++)
        {
            short value = (short)MathF.Round(Math.Clamp(samples[i], -1, 1) * short.MaxValue);
            BinaryPrimitives.WriteInt16LittleEndian(header[(HeaderSize + (2 * i))..], value);
        }

        File.WriteAllBytes(path, bytes);
    }

    private static float[] Samples(ReadOnlySpan<byte> data)
    {
        var samples = new float[data.Length / 2];
        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(data[(2 * i)..]) / (float)short.MaxValue;
        }

        return samples;
    }
}
