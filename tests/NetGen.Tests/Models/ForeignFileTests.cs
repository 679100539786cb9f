using System.IO.Compression;
using System.Text;

namespace NetGen.Tests.Models;

/// <summary>Files that are no models are named, and what to do about them, whoever reads them.</summary>
public sealed class ForeignFileTests
{
    private const string Keras =
        "convert it by 'netgen export FILE model.safetensors', a command of the .NET tool NetGen.Tool, or save the weights as .npz.";

    private const string PyTorch = "export the model to ONNX, or save its weights as safetensors.";

    public static TheoryData<byte[], string> Files => new()
    {
        {
            Encoding.ASCII.GetBytes("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"),
            "a pointer of Git LFS that stands for the file: get the file itself with 'git lfs pull'."
        },
        { Encoding.UTF8.GetBytes("<!DOCTYPE html>\n<html lang=\"en\"></html>"), Page },
        { Encoding.UTF8.GetBytes("\uFEFF \r\n<HTML><body>404</body></HTML>"), Page },
        { [0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, (byte)'.'], Pickle },
        { [0x80, 4, 0x95, 0x6E, 1, 1, 0, 0, 0, 0, 0, 0x8C, 8], Pickle },
        { [0x89, (byte)'H', (byte)'D', (byte)'F', 13, 10, 26, 10, 0, 0, 0, 0], $"an HDF5 file, as Keras writes: {Keras}" },
        { Archive("model/data.pkl", "model/data/0"), $"a file of PyTorch, which holds a pickle that can run any code: {PyTorch}" },
        { Archive("metadata.json", "config.json", "model.weights.h5"), $"a file of Keras: {Keras}" },
    };

    private static string Page => "a web page (HTML), which some links give in place of a file: download the file itself.";

    private static string Pickle => $"a pickle of Python, such as PyTorch once wrote, which can run any code: {PyTorch}";

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_is_named(byte[] content, string expected)
    {
        string message = $"The stream: {expected}";
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => NetworkModel.Read(new MemoryStream(content))).Message);
        RuntimeNetwork<float> network = RuntimeNetwork<float>.Create(new NetworkTopology([2, 1], [Activation.Sigmoid]), 1);
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => network.LoadParameters(new MemoryStream(content))).Message);
    }

    private static byte[] Archive(params string[] entries)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (string entry in entries)
            {
                using Stream content = archive.CreateEntry(entry).Open();
                content.WriteByte(1);
            }
        }

        return stream.ToArray();
    }
}
