using System.Buffers.Binary;
using System.Text;
using NetGen.Serialization;

namespace NetGen.Tests.Serialization;

public class SafeTensorsFuzzTests
{
    private const int Files = 20_000;

    private static readonly string[] Pieces =
    [
        "\"", "{", "}", "[", "]", ",", ":", "0", "1", "-", "-1", ".5", "e3", "00", "9223372036854775807", "18446744073709551616",
        "null", "true",
        "\\ud800", "\\u0061", "\\", "\ud83d\ude00", "\0", " ", "\n", "\"dtype\":\"F32\",", "\"shape\":[0],", "\"data_offsets\":[0,0],",
        "\"__metadata__\":{},", "\"z\":{\"dtype\":\"F64\",\"shape\":[0],\"data_offsets\":[0,0]},", "BF16", "F16", "F64", "I64",
    ];

    [Fact]
    public void A_damaged_file_is_read_as_the_format_says_or_refused_as_invalid_data()
    {
        var random = new Random(11);
        int valid = 0;
        for (int i = 0; i < Files; i++)
        {
            byte[] file = Damage(MakeFile(random), random);
            try
            {
                valid += Check(file) ? 1 : 0;
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"File {i}: {Convert.ToHexString(file)}", exception);
            }
        }

        // Both ends are met often enough to mean something.
        Assert.InRange(valid, Files / 20, Files / 2);
    }

    [Fact]
    public void A_network_takes_all_parameters_of_a_damaged_file_or_none()
    {
        var random = new Random(12);
        TinyNet network = TinyNet.Create(1);
        TinyNet other = TinyNet.Create(2);
        byte[] file = NetworkFileTests.BytesOf(other);
        int loaded = 0;
        for (int i = 0; i < Files; i++)
        {
            byte[] damaged = Damage([.. file], random);
            TinyNet before = network.Clone();
            try
            {
                network.LoadParameters(new MemoryStream(damaged));
                loaded++;
            }
            catch (InvalidDataException)
            {
                Assert.True(network.Parameters.BitwiseEquals(before.Parameters), $"File {i}: {Convert.ToHexString(damaged)}");
            }
        }

        // Bits of numbers and of texts that nothing reads may differ.
        Assert.InRange(loaded, Files / 50, Files / 2);
    }

    /// <summary>Checks that the library and the plain reader agree, and returns whether the file is valid.</summary>
    private static bool Check(byte[] file)
    {
        PlainSafeTensors? expected = PlainSafeTensors.Read(file);
        foreach (Stream stream in new Stream[] { new MemoryStream(file), new DribblingStream(file, 7) })
        {
            if (expected is null)
            {
                var exception = Assert.Throws<InvalidDataException>(() => SafeTensorsFile.Read(stream, "net"));
                Assert.StartsWith("net: ", exception.Message, StringComparison.Ordinal);
            }
            else
            {
                AssertSame(expected, SafeTensorsFile.Read(stream, "net"));
            }
        }

        return expected is not null;
    }

    private static void AssertSame(PlainSafeTensors expected, SafeTensorsFile actual)
    {
        Assert.Equal(expected.Metadata.ToDictionary(), actual.Metadata);
        Assert.Equal(expected.Tensors.Count, actual.Tensors.Count);
        foreach ((PlainTensor plain, SafeTensor tensor) in expected.Tensors.Zip(actual.Tensors))
        {
            Assert.Equal(plain.Name, tensor.Name);
            Assert.Equal(plain.Type, TensorElementTypes.NameOf(tensor.ElementType));
            Assert.Equal(plain.Shape, tensor.Shape);
            Assert.True(plain.Data.AsSpan().SequenceEqual(tensor.Data.Span));
        }
    }

    /// <summary>A valid file: some tensors of any type, some of them empty or scalar, in any order; with or without metadata.</summary>
    private static byte[] MakeFile(Random random)
    {
        var plain = new PlainSafeTensors();
        for (int i = random.Next(3); i > 0; i--)
        {
            plain.Metadata.Add(KeyValuePair.Create($"key{i}", new string('ä', random.Next(5))));
        }

        long begin = 0;
        for (int i = random.Next(1, 5); i > 0; i--)
        {
            (string type, int size) = random.GetItems([("F64", 8), ("F32", 4), ("F16", 2), ("BF16", 2)], 1)[0];
            long[] shape = [.. Enumerable.Range(0, random.Next(3)).Select(_ => (long)random.Next(4))];
            var data = new byte[size * shape.Aggregate(1L, (product, dimension) => product * dimension)];
            random.NextBytes(data);
            plain.Tensors.Add(new PlainTensor($"layers.{i}.weight", type, shape, begin, data));
            begin += data.Length;
        }

        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(plain.Tensors));
        return plain.Write();
    }

    private static byte[] Damage(byte[] file, Random random)
    {
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            file = random.Next(8) switch
            {
                0 => FlipBit(file, random),
                1 => file[..random.Next(file.Length + 1)],
                2 => Insert(file, random.Next(file.Length + 1), [(byte)random.Next(256)]),
                3 => ChangeHeaderLength(file, random),
                4 => [.. file, .. new byte[random.Next(3)]],
                _ => EditHeader(file, random),
            };
        }

        return file;
    }

    private static byte[] FlipBit(byte[] file, Random random)
    {
        if (file.Length > 0)
        {
            file[random.Next(file.Length)] ^= (byte)(1 << random.Next(8));
        }

        return file;
    }

    private static byte[] ChangeHeaderLength(byte[] file, Random random)
    {
        if (file.Length >= 8)
        {
            ulong length = BinaryPrimitives.ReadUInt64LittleEndian(file);
            ulong[] values =
                [0, 1, 2, length - 1, length + 1, (ulong)file.Length, (ulong)file.Length - 8, 99_999_999, 1UL << 31, ulong.MaxValue - 7];
            BinaryPrimitives.WriteUInt64LittleEndian(file, values[random.Next(values.Length)]);
        }

        return file;
    }

    /// <summary>Changes the text of the header and, mostly, its length with it.</summary>
    private static byte[] EditHeader(byte[] file, Random random)
    {
        if (file.Length < 9 || BinaryPrimitives.ReadUInt64LittleEndian(file) is var length && length > (ulong)(file.Length - 8))
        {
            return file;
        }

        string header = Encoding.UTF8.GetString(file, 8, (int)length);
        string edited = header.Length == 0 ? Pieces[random.Next(Pieces.Length)] : EditText(header, random);
        return PlainSafeTensors.File(edited, file[(8 + (int)length)..], random.Next(8) == 0 ? length : null);
    }

    private static string EditText(string text, Random random)
    {
        int at = random.Next(text.Length);
        int digit = text.AsSpan(at).IndexOfAnyInRange('0', '9');
        int comma = text.IndexOf(',', at);
        return random.Next(6) switch
        {
            0 => text.Insert(at, Pieces[random.Next(Pieces.Length)]),
            1 => text.Remove(at, Math.Min(random.Next(1, 4), text.Length - at)),
            2 when digit >= 0 => text.Remove(at + digit, 1).Insert(at + digit, $"{random.Next(10)}"),
            3 when comma >= 0 => text.Insert(comma + 1, Pieces[random.Next(Pieces.Length)]),
            4 => text + new string(' ', random.Next(1, 9)),
            _ => text.Insert(at, text[at..random.Next(at, text.Length)]),
        };
    }

    private static byte[] Insert(byte[] file, int at, byte[] bytes) => [.. file.AsSpan(0, at), .. bytes, .. file.AsSpan(at)];
}
