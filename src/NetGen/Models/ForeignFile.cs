using System.IO.Compression;
using System.Text;

namespace NetGen.Models;

/// <summary>Recognizes files that are often given where a model is expected, and says what to do about each.</summary>
internal static class ForeignFile
{
    private const string KerasRemedy =
        "convert it by 'netgen export FILE model.safetensors', a command of the .NET tool NetGen.Tool, or save the weights as .npz.";

    private const string PyTorchRemedy = "export the model to ONNX, or save its weights as safetensors.";

    // Spaces and a byte order mark may come before a page.
    private const int PageStartLength = 64;

    private static ReadOnlySpan<byte> LfsPointer => "version https://git-lfs.github.com/spec/"u8;

    private static ReadOnlySpan<byte> Hdf5Signature => [0x89, (byte)'H', (byte)'D', (byte)'F', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];

    /// <summary>What a file is and what to do, as the rest of a sentence about it, or null if it is none of these.</summary>
    /// <param name="content">The file, or its first 64 bytes and more.</param>
    public static string? Describe(ReadOnlySpan<byte> content) =>
        content.StartsWith(LfsPointer) ? "a pointer of Git LFS that stands for the file: get the file itself with 'git lfs pull'."
            : content.StartsWith(Hdf5Signature) ? $"an HDF5 file, as Keras writes: {KerasRemedy}"
            : IsPickle(content) ? $"a pickle of Python, such as PyTorch once wrote, which can run any code: {PyTorchRemedy}"
            : IsPage(content) ? "a web page (HTML), which some links give in place of a file: download the file itself."
            : null;

    /// <summary>As <see cref="Describe(ReadOnlySpan{byte})"/>, of an archive by what is in it.</summary>
    /// <param name="archive">The archive.</param>
    public static string? Describe(ZipArchive archive)
    {
        string[] entries = [.. archive.Entries.Select(entry => entry.FullName)];
        return entries.Any(entry => entry.EndsWith("/data.pkl", StringComparison.Ordinal))
            ? $"a file of PyTorch, which holds a pickle that can run any code: {PyTorchRemedy}"
            : entries.Contains("model.weights.h5") ? $"a file of Keras: {KerasRemedy}"
            : null;
    }

    // Two bytes are the protocol, 2 to 5; then comes an opcode that may stand first in objects of models.
    private static bool IsPickle(ReadOnlySpan<byte> content) =>
        content.Length > 2 && content[0] == 0x80 && content[1] is >= 2 and <= 5
        && content[2] is 0x8A or 0x95 or (byte)'}' or (byte)']' or (byte)'(' or (byte)'c';

    private static bool IsPage(ReadOnlySpan<byte> content)
    {
        ReadOnlySpan<byte> start = WithoutSpace(content[..Math.Min(content.Length, PageStartLength)]);
        return StartsWith(start, "<!doctype"u8) || StartsWith(start, "<html"u8);
    }

    private static ReadOnlySpan<byte> WithoutSpace(ReadOnlySpan<byte> text) => text.TrimStart("\uFEFF \t\r\n"u8);

    private static bool StartsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lowerCase) =>
        text.Length >= lowerCase.Length && Ascii.EqualsIgnoreCase(text[..lowerCase.Length], lowerCase);
}
