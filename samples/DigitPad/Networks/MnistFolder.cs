using NetGen.Data;

namespace NetGen.Samples.DigitPad.Networks;

/// <summary>A folder with the four files of MNIST, each plain or as .gz.</summary>
internal static class MnistFolder
{
    private const int Pixels = 784;

    /// <summary>The 60,000 images to train with.</summary>
    public static DataSet<float> ReadTraining(string folder) => Read(folder, "train-images-idx3-ubyte", "train-labels-idx1-ubyte");

    /// <summary>The 10,000 images to test with.</summary>
    public static DataSet<float> ReadTest(string folder) => Read(folder, "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte");

    private static DataSet<float> Read(string folder, string images, string labels)
    {
        string path = Find(folder, images);
        DataSet<float> data = IdxFile.ReadDataSet<float>(path, Find(folder, labels), classCount: 10);
        return data.InputSize == Pixels
            ? data
            : throw new InvalidDataException($"{path}: expected images of 28 x 28 = {Pixels} pixels; found {data.InputSize}.");
    }

    private static string Find(string folder, string name)
    {
        string plain = Path.Combine(folder, name);
        string compressed = plain + ".gz";
        return File.Exists(plain) ? plain
            : File.Exists(compressed) ? compressed
            : throw new FileNotFoundException($"{folder}: expected the file {name} or {name}.gz; found neither.");
    }
}
