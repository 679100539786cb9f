using System.Numerics;
using NetGen.Data;

namespace NetGen.Tests.Training;

/// <summary>What networks must learn with the defaults.</summary>
internal static class DefaultsData
{
    /// <summary>The first digits of the sample's data.</summary>
    public static DataSet<T> Digits<T>(int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Stream stream = typeof(DefaultsData).Assembly.GetManifestResourceStream("digits.csv.gz")!;
        DataSet<double> data = CsvFile.ReadDataSet<double>(stream, "digits.csv.gz", new CsvOptions { LabelColumn = ^1 }).Slice(0, count);
        double[] features = new double[count * data.InputSize];
        for (int sample = 0; sample < count; sample++)
        {
            data.CopyInput(sample, features.AsSpan(sample * data.InputSize, data.InputSize));
        }

        Standardize(features, data.InputSize);
        int[] labels = [.. Enumerable.Range(0, count).Select(data.GetLabel)];
        return DataSet.FromLabels(Array.ConvertAll(features, T.CreateTruncating), data.InputSize, labels, 10);
    }

    /// <summary>sin 3u cos 2v at 500 points of the square [-1, 1] x [-1, 1], scaled into the range of the output.</summary>
    public static DataSet<T> Function<T>(double middle, double scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new SeededRandom(7);
        double[] features = [.. Enumerable.Range(0, 1000).Select(_ => (2 * random.NextDouble()) - 1)];
        double[] targets = [.. features.Chunk(2).Select(point => middle + (scale * Math.Sin(3 * point[0]) * Math.Cos(2 * point[1])))];
        Standardize(features, 2);
        return DataSet.FromTargets(Array.ConvertAll(features, T.CreateTruncating), 2, Array.ConvertAll(targets, T.CreateTruncating), 1);
    }

    /// <summary>Each feature minus its mean, divided by its standard deviation; by 1 if it never varies.</summary>
    private static void Standardize(double[] features, int size)
    {
        int count = features.Length / size;
        for (int feature = 0; feature < size; feature++)
        {
            double[] column = [.. Enumerable.Range(0, count).Select(sample => features[(sample * size) + feature])];
            double mean = column.Average();
            double deviation = Math.Sqrt(column.Average(value => (value - mean) * (value - mean)));
            for (int sample = 0; sample < count; sample++)
            {
                features[(sample * size) + feature] = (column[sample] - mean) / (deviation == 0 ? 1 : deviation);
            }
        }
    }
}
