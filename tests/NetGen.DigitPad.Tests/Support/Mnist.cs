using NetGen.Data;

namespace NetGen.DigitPad.Tests.Support;

/// <summary>Images of MNIST and their digits.</summary>
internal static class Mnist
{
    /// <summary>The folder that may have all of MNIST: that of the variable <c>NETGEN_MNIST</c>, or one beside the repository.</summary>
    public static string Folder { get; } = Environment.GetEnvironmentVariable("NETGEN_MNIST")
        ?? Path.GetFullPath(Path.Combine(Root(), "..", "shared", "data", "mnist"));

    /// <summary>The first 100 test images.</summary>
    public static (byte[] Images, byte[] Labels) ReadFew() => (Read("images.idx3.gz"), Read("labels.idx1.gz"));

    /// <summary>All 10,000 test images; the test is skipped where they are missing.</summary>
    public static (byte[] Images, byte[] Labels) ReadAll()
    {
        string images = Path.Combine(Folder, "t10k-images-idx3-ubyte.gz");
        if (!File.Exists(images))
        {
            Assert.Skip($"{images}: there is no such file, so the test has no images of MNIST.");
        }

        return (IdxFile.Read(images).Data.ToArray(), IdxFile.Read(Path.Combine(Folder, "t10k-labels-idx1-ubyte.gz")).Data.ToArray());
    }

    private static byte[] Read(string name)
    {
        using Stream stream = typeof(Mnist).Assembly.GetManifestResourceStream(name)!;
        return IdxFile.Read(stream, name).Data.ToArray();
    }

    private static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "NetGen.sln")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException($"No NetGen.sln above {AppContext.BaseDirectory}.");
        }

        return folder;
    }
}
