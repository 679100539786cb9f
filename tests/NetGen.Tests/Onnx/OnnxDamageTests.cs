using System.Buffers.Binary;

namespace NetGen.Tests.Onnx;

/// <summary>Damaged models are refused or read; nothing else happens, and none takes much memory.</summary>
public sealed class OnnxDamageTests
{
    private const int Mutations = 20_000;

    [Fact]
    public void Of_mutated_models_only_InvalidDataException_comes_out()
    {
        byte[][] originals = [.. Originals()];
        var random = new Random(7);
        int refused = 0;
        for (int i = 0; i < Mutations; i++)
        {
            byte[] content = Mutated(originals[i % originals.Length], random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                _ = NetGen.Models.Onnx.OnnxModel.Read(content, "m");
            }
            catch (InvalidDataException exception)
            {
                Assert.StartsWith("m", exception.Message, StringComparison.Ordinal);
                refused++;
            }

            // A thousand times what a whole model takes, far below what a length may claim.
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000_000);
        }

        Assert.InRange(refused, Mutations / 4, Mutations);
    }

    [Fact]
    public void A_model_cut_at_any_byte_of_its_graph_is_refused()
    {
        byte[] whole = Originals().First();
        int graph = whole.AsSpan().LastIndexOf("netgen.activations"u8) - 40;
        for (int length = 0; length < graph; length++)
        {
            byte[] content = whole[..length];
            Assert.Throws<InvalidDataException>(() => NetGen.Models.Onnx.OnnxModel.Read(content, "m"));
            Assert.Throws<InvalidDataException>(() => NetworkModel.Read(new MemoryStream(content)));
        }
    }

    private static IEnumerable<byte[]> Originals()
    {
        foreach (NetworkTopology topology in OnnxNetworks.All(NumericType.Single).Where((_, i) => i % 5 == 0))
        {
            yield return OnnxNetworks.BytesOf(OnnxNetworks.Random<float>(topology, 1));
        }

        foreach (NetworkTopology topology in OnnxNetworks.All(NumericType.Double).Where((_, i) => i % 7 == 0))
        {
            yield return OnnxNetworks.BytesOf(OnnxNetworks.Random<double>(topology, 1));
        }

        foreach (OnnxBuilder builder in OnnxSpellings.All())
        {
            yield return builder.Build();
        }
    }

    private static byte[] Mutated(byte[] original, Random random)
    {
        byte[] content = [.. original];
        for (int times = random.Next(1, 4); times > 0; times--)
        {
            int position = random.Next(content.Length);
            switch (random.Next(6))
            {
                case 0:
                    content[position] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    content[position] = (byte)random.Next(256);
                    break;
                case 2:
                    content = content[..Math.Max(position, 1)];
                    break;
                case 3 when position + 4 <= content.Length:
                    BinaryPrimitives.WriteUInt32LittleEndian(content.AsSpan(position), uint.MaxValue);
                    break;
                case 4:
                    // A length or a dimension of up to 2^35.
                    byte[] length = [0xFF, 0xFF, 0xFF, 0xFF, (byte)random.Next(128)];
                    content = [.. content[..position], .. length, .. content[(position + 1)..]];
                    break;
                default:
                    int end = random.Next(position, Math.Min(content.Length, position + 40));
                    content = [.. content[..end], .. content[position..]];
                    break;
            }
        }

        return content;
    }
}
