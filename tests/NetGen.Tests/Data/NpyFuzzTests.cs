using System.Text;
using NetGen.Data;
using NetGen.Tests.Training;

namespace NetGen.Tests.Data;

/// <summary>Whatever is done to a file, it is read or refused as invalid, without allocating more than its size suggests.</summary>
public class NpyFuzzTests
{
    // Copies of the file, conversions, and messages.
    private const int MaxAllocated = 2 << 20;

    // Roughly: changes before it are taken for changes of the dictionary.
    private const int DictionaryEnd = 60;
    private const int LengthOffset = 8;
    private const string Valid = "valid";

    private static readonly string[] Tokens =
    [
        "'", "\"", "{", "}", "(", ")", ",", ":", "True", "False", "L", "-1", "99999999999999999999", "2147483647", "'descr'", "|O", ">i8",
        "\\", "\n", "0",
    ];

    private static readonly string[] MessageParts =
    [
        "NUMPY", "version", "header of", "compressed data", "'{'", "a key", "found no end", "':'", "the keys",
        "an element type", "up to 64 bits", "True or False", "'('", "',' or ')'", "the length of a dimension", "a dimension of at most",
        "nothing but spaces", "the file ends after", "found more",
    ];

    private static readonly byte[][] Seeds =
    [
        NpyBytes.Of([3, 2], 1, 2, 3, 4, 5, 6),
        NpyBytes.Of("|u1", "(6, 1)", 1, 2, 3, 4, 5, 6),
        NpyBytes.Of(">i8", "()", 0, 0, 0, 0, 0, 0, 0, 1),
        NpyBytes.WithVersion(2, "{'descr': '<f2', 'fortran_order': True, 'shape': (2, 1, 3), }  \n", new byte[12]),
        NpyBytes.WithVersion(3, "{\"shape\": (2L,), \"descr\": \"|b1\", \"fortran_order\": False}", 0, 1),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Changed_files_are_read_or_refused(int seed)
    {
        var random = new Random(seed);
        var messages = new List<string>();
        for (int i = 0; i < 2500; i++)
        {
            byte[] content = Mutate(Seeds[random.Next(Seeds.Length)], random);
            if (random.Next(8) == 0)
            {
                content = TemporaryFolder.Compress(content);
                content = random.Next(2) == 0 ? content : Mutate(content, random);
            }

            messages.Add(MessageOf(content));
        }

        // Every check has refused some, and some are valid.
        string[] unseen = [.. MessageParts.Where(part => !messages.Any(message => message.Contains(part, StringComparison.Ordinal)))];
        Assert.Equal([], unseen);
        Assert.Contains(Valid, messages);
    }

    [Fact]
    public void Files_cut_off_anywhere_are_refused()
    {
        foreach (byte[] content in Seeds)
        {
            for (int length = 0; length < content.Length; length++)
            {
                Assert.NotEqual(Valid, MessageOf(content[..length]));
            }

            Assert.Equal(Valid, MessageOf(content));
        }
    }

    private static string MessageOf(byte[] content)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            NpyFile file = NpyFile.Read(new MemoryStream(content), "file");
            int count = file.Shape.Aggregate(1, (product, length) => product * length);
            Assert.Equal(count, file.ToArray<float>().Length);
            Assert.Equal(count, file.ToArray<double>().Length);
            return Valid;
        }
        catch (InvalidDataException exception)
        {
            return exception.Message;
        }
        finally
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaxAllocated);
        }
    }

    private static byte[] Mutate(byte[] content, Random random)
    {
        List<byte> bytes = [.. content];
        int change = 0;
        for (int i = random.Next(3); i >= 0 && bytes.Count > 0; i--)
        {
            int position = random.Next(bytes.Count);
            int before = bytes.Count;
            switch (random.Next(6))
            {
                case 0:
                    bytes[position] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[position] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(position, Math.Min(random.Next(1, 4), bytes.Count - position));
                    break;
                case 3:
                    bytes.InsertRange(position, RandomToken(random));
                    break;
                case 4:
                    // A token in place of what is there: the lengths stay right.
                    byte[] token = RandomToken(random);
                    bytes.RemoveRange(position, Math.Min(token.Length, bytes.Count - position));
                    bytes.InsertRange(position, token);
                    break;
                default:
                    // Header lengths.
                    bytes[Math.Min(8 + random.Next(4), bytes.Count - 1)] = (byte)random.Next(256);
                    break;
            }

            change += position < DictionaryEnd ? bytes.Count - before : 0;
        }

        // Else hardly any dictionary would be read to its end.
        if (random.Next(4) > 0 && bytes.Count > LengthOffset)
        {
            bytes[LengthOffset] = (byte)(bytes[LengthOffset] + change);
        }

        return [.. bytes];
    }

    private static byte[] RandomToken(Random random) => Encoding.ASCII.GetBytes(Tokens[random.Next(Tokens.Length)]);
}
