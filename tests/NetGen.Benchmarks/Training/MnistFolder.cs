using NetGen.Data;

namespace NetGen.Benchmarks.Training;

/// <summary>A folder with the IDX files of MNIST, each as it is or as .gz.</summary>
internal static class MnistFolder
{
    /// <summary>The training images that are trained with; the book keeps the 10,000 after them for validation.</summary>
    public const int TrainingCount = 50_000;

    /// <summary>Reads the images and labels of a name, <c>train</c> or <c>t10k</c>.</summary>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is not what its name says.</exception>
    public static DataSet<float> Read(DirectoryInfo folder, string name) =>
        IdxFile.ReadDataSet<float>(Find(folder, $"{name}-images-idx3-ubyte"), Find(folder, $"{name}-labels-idx1-ubyte"), classCount: 10);

    private static string Find(DirectoryInfo folder, string name)
    {
        string plain = Path.Combine(folder.ToString(), name);
        string compressed = plain + ".gz";
        return File.Exists(plain) ? plain
            : File.Exists(compressed) ? compressed
            : throw new FileNotFoundException($"{folder}: expected the file {name} or {name}.gz; found neither.");
    }
}
