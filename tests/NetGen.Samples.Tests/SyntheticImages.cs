using System.Buffers.Binary;
using System.IO.Compression;

namespace NetGen.Samples.Tests;

/// <summary>A folder with files as those of MNIST, in which each digit is a bright row.</summary>
internal static class SyntheticImages
{
    private const int Side = 28;

    /// <summary>Writes the four files.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="trainingCount">Images to train with; the last 10,000 are for validation.</param>
    /// <param name="testCount">Images to test with.</param>
    /// <param name="areCompressed">Whether they are .gz, as MNIST is published.</param>
    public static void Write(string folder, int trainingCount, int testCount, bool areCompressed = false)
    {
        foreach ((string name, int count) in new[] { ("train", trainingCount), ("t10k", testCount) })
        {
            byte[] images = new byte[16 + (count * Side * Side)];
            byte[] labels = new byte[8 + count];
            ((ReadOnlySpan<byte>)[0, 0, 8, 3]).CopyTo(images);
            ((ReadOnlySpan<byte>)[0, 0, 8, 1]).CopyTo(labels);
            BinaryPrimitives.WriteInt32BigEndian(images.AsSpan(4), count);
            BinaryPrimitives.WriteInt32BigEndian(images.AsSpan(8), Side);
            BinaryPrimitives.WriteInt32BigEndian(images.AsSpan(12), Side);
            BinaryPrimitives.WriteInt32BigEndian(labels.AsSpan(4), count);
            for (int i = 0; i < count; i++)
            {
                labels[8 + i] = (byte)(i % 10);
                images.AsSpan(16 + (i * Side * Side) + (2 * Side * (i % 10)), Side).Fill((byte)(100 + (i % 100)));
            }

            Write(Path.Combine(folder, name + "-images-idx3-ubyte"), images, areCompressed);
            Write(Path.Combine(folder, name + "-labels-idx1-ubyte"), labels, areCompressed);
        }
    }

    private static void Write(string file, byte[] content, bool isCompressed)
    {
        if (!isCompressed)
        {
            File.WriteAllBytes(file, content);
            return;
        }

        using var stream = new GZipStream(File.Create(file + ".gz"), CompressionLevel.Fastest);
        stream.Write(content);
    }
}
