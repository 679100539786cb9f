using NetGen.Data;

namespace NetGen.Samples;

/// <summary>
/// A folder with the four files of MNIST, or of a data set of the same shape such as Fashion-MNIST, each plain or as .gz.
/// </summary>
internal static class MnistFolder
{
    /// <summary>Pixels along each side of an image.</summary>
    public const int Side = 28;

    private const int ValidationCount = 10_000;

    /// <summary>The images of the training files. The last 10,000 are for validation, as in the book.</summary>
    public static (DataSet<float> Training, DataSet<float> Validation) ReadTraining(string folder)
    {
        DataSet<float> all = Read(folder, "train-images-idx3-ubyte", "train-labels-idx1-ubyte");
        return all.Count > ValidationCount
            ? all.Split(all.Count - ValidationCount)
            : throw new InvalidDataException(
                $"{folder}: expected more than {ValidationCount} training images, of which {ValidationCount} are for validation; "
                + $"found {all.Count}.");
    }

    /// <summary>The 10,000 images to test with.</summary>
    public static DataSet<float> ReadTest(string folder) => Read(folder, "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte");

    private static DataSet<float> Read(string folder, string images, string labels)
    {
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"{folder}: there is no such folder.");
        }

        string path = Find(folder, images);
        DataSet<float> data = IdxFile.ReadDataSet<float>(path, Find(folder, labels), classCount: 10);
        return data.InputSize == Side * Side
            ? data
            : throw new InvalidDataException(
                $"{path}: expected images of {Side} x {Side} = {Side * Side} pixels; found {data.InputSize}.");
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
