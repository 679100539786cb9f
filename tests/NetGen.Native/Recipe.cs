using System.Buffers.Binary;
using System.Numerics;
using NetGen.Data;

namespace NetGen.Native;

/// <summary>A training run whose result is published: the same parameters, to the bit, on every machine.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Train">Trains on a number of threads; all parameters in canonical order, as little-endian numbers.</param>
internal sealed record Recipe(string Name, Func<int, byte[]> Train)
{
    /// <summary>All recipes, in the order of the table in docs/numerics.md, which describes them.</summary>
    public static IReadOnlyList<Recipe> All { get; } =
    [
        new("book", threads => Run<BookNet, float>(
            Digits<float>(),
            new TrainingOptions { Epochs = 3, MiniBatchSize = 10, LearningRate = 3, Seed = 1, MaxDegreeOfParallelism = threads })),
        new("relu", threads => Run<ReLUNet, float>(
            Digits<float>(),
            new TrainingOptions
            {
                Epochs = 3, MiniBatchSize = 32, Optimizer = Optimizer.Adam(0.01), Seed = 1, MaxDegreeOfParallelism = threads,
            })),
        new("double", threads => Run<DoubleNet, double>(
            Digits<double>(),
            new TrainingOptions
            {
                Epochs = 2, MiniBatchSize = 100, Optimizer = Optimizer.Nesterov(0.5), L2 = 0.5, Seed = 1, MaxDegreeOfParallelism = threads,
            })),
        new("layers", threads => Run<LayersNet, float>(
            Digits<float>(),
            new TrainingOptions
            {
                Epochs = 3,
                MiniBatchSize = 50,
                Optimizer = Optimizer.AdamW(0.01),
                Schedule = LearningRateSchedule.Cosine(epochs: 3, warmUpEpochs: 1),
                Seed = 1,
                MaxDegreeOfParallelism = threads,
            })),
        new("regression", threads => Run<RegressionNet, float>(
            Sums(),
            new TrainingOptions
            {
                Epochs = 3, MiniBatchSize = 16, Optimizer = Optimizer.RMSprop(0.001), Seed = 1, MaxDegreeOfParallelism = threads,
            })),
    ];

    private static byte[] Run<TNetwork, T>(DataSet<T> data, TrainingOptions options)
        where TNetwork : class, ITrainableNetwork<TNetwork, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TNetwork net = TNetwork.Create(1);
        net.Train(data, options);
        var values = new T[TNetwork.Topology.ParameterCount];
        net.Parameters.CopyTo(values);
        return Bytes<T>(values);
    }

    private static byte[] Bytes<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int size = typeof(T) == typeof(float) ? sizeof(float) : sizeof(double);
        var bytes = new byte[values.Length * size];
        for (int i = 0; i < values.Length; i++)
        {
            Span<byte> place = bytes.AsSpan(i * size, size);
            if (typeof(T) == typeof(float))
            {
                BinaryPrimitives.WriteSingleLittleEndian(place, float.CreateTruncating(values[i]));
            }
            else
            {
                BinaryPrimitives.WriteDoubleLittleEndian(place, double.CreateTruncating(values[i]));
            }
        }

        return bytes;
    }

    private static DataSet<T> Digits<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Stream stream = typeof(Recipe).Assembly.GetManifestResourceStream("digits.csv.gz")
            ?? throw new InvalidOperationException("The digits are missing from the program.");
        return CsvFile.ReadDataSet<T>(
            stream, "digits.csv.gz", new CsvOptions { LabelColumn = ^1, ClassCount = 10, FeatureScale = 1.0 / 16 });
    }

    // The pixels of the digits, and as the target a sixteenth of the sum of all pixels.
    private static DataSet<float> Sums()
    {
        DataSet<float> digits = Digits<float>();
        var inputs = new float[digits.Count * 64];
        for (int sample = 0; sample < digits.Count; sample++)
        {
            digits.CopyInput(sample, inputs.AsSpan(sample * 64, 64));
        }

        return DataSet.FromTargets(inputs, 64, [.. inputs.Chunk(64).Select(pixels => pixels.Sum() / 16)], 1);
    }
}
