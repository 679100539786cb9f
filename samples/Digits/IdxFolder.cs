using NetGen.Data;

namespace NetGen.Samples.Digits;

/// <summary>
/// A folder with the four files of MNIST, or of a data set of the same shape such as Fashion-MNIST, each plain or as .gz.
/// </summary>
internal static class IdxFolder
{
    private const int Side = 28;
    private const int ValidationCount = 10_000;

    /// <summary>
    /// The last 10,000 of the training files are for validation, as in the book; the test files are the test set.
    /// </summary>
    public static Samples Load(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"{folder}: there is no such folder.");
        }

        DataSet<float> all = Read(folder, "train-images-idx3-ubyte", "train-labels-idx1-ubyte");
        DataSet<float> test = Read(folder, "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte");
        if (all.Count <= ValidationCount)
        {
            throw new InvalidDataException(
                $"{folder}: expected more than {ValidationCount} training samples, "
                + $"of which {ValidationCount} are for validation; found {all.Count}.");
        }

        (DataSet<float> training, DataSet<float> validation) = all.Split(all.Count - ValidationCount);
        return new Samples(training, validation, test, Side);
    }

    private static DataSet<float> Read(string folder, string images, string labels)
    {
        string imagesPath = Find(folder, images);
        DataSet<float> data = IdxFile.ReadDataSet<float>(imagesPath, Find(folder, labels), classCount: 10);
        return data.InputSize == Side * Side
            ? data
            : throw new InvalidDataException(
                $"{imagesPath}: expected images of {Side} x {Side} = {Side * Side} pixels; found {data.InputSize}.");
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
