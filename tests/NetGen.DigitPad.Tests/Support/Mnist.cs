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
        SkipWhereMissing();
        return (ReadFile("t10k-images-idx3-ubyte.gz"), ReadFile("t10k-labels-idx1-ubyte.gz"));
    }

    /// <summary>Skips a test that needs the folder, where there is none.</summary>
    public static void SkipWhereMissing()
    {
        if (!File.Exists(Path.Combine(Folder, "t10k-images-idx3-ubyte.gz")))
        {
            Assert.Skip($"{Folder}: the test needs MNIST, which is not there. The variable NETGEN_MNIST can name another folder.");
        }
    }

    private static byte[] ReadFile(string name) => IdxFile.Read(Path.Combine(Folder, name)).Data.ToArray();

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
