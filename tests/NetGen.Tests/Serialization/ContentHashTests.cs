using NetGen.Serialization;

namespace NetGen.Tests.Serialization;

public class ContentHashTests
{
    /// <summary>Files keep hashes, so they must never change.</summary>
    [Fact]
    public void Hashes_are_pinned()
    {
        var hash = new ContentHash();
        Assert.Equal("0000000000000000", hash.ToString());
        hash.Add([]);
        Assert.Equal("b456bcfc34c2cb2c", hash.ToString());
        hash.Add("weights");
        Assert.Equal("4d1b13f3fad565ee", hash.ToString());
        hash.AddValues<double>([0.1, -0.0, double.NaN]);
        Assert.Equal("abb22c778da261b8", hash.ToString());
    }

    [Fact]
    public void Numbers_are_hashed_as_their_bytes()
    {
        var numbers = new ContentHash();
        numbers.AddValues<float>([1, 2, -3]);
        var bytes = new ContentHash();
        bytes.Add([0, 0, 0x80, 0x3f, 0, 0, 0, 0x40, 0, 0, 0x40, 0xc0]);
        Assert.Equal(bytes.ToString(), numbers.ToString());
    }

    [Fact]
    public void Other_content_has_another_hash()
    {
        byte[] content = new byte[67];
        new Random(1).NextBytes(content);
        var seen = new HashSet<string>();
        for (int length = 0; length <= content.Length; length++)
        {
            Assert.True(seen.Add(HashOf(content.AsSpan(0, length))));
            Assert.True(seen.Add(HashOf(new byte[length + 1])));
        }

        for (int bit = 0; bit < 8 * content.Length; bit++)
        {
            content[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(seen.Add(HashOf(content)));
            content[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        var apart = new ContentHash();
        apart.Add("ab");
        apart.Add("c");
        var other = new ContentHash();
        other.Add("a");
        other.Add("bc");
        Assert.NotEqual(apart.ToString(), other.ToString());
    }

    private static string HashOf(ReadOnlySpan<byte> content)
    {
        var hash = new ContentHash();
        hash.Add(content);
        return hash.ToString();
    }
}
