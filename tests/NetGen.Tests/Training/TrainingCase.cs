using System.Numerics;

namespace NetGen.Tests.Training;

/// <summary>Small training runs of any network, whose costs rise and fall.</summary>
internal static class TrainingCase
{
    /// <summary>Samples without much sense: each some numbers and a label that follows from few of them.</summary>
    public static DataSet<T> Samples<T>(int inputs, int classes, int count, long seed = 5)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new SeededRandom(seed);
        var features = new T[inputs * count];
        var labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            for (int feature = 0; feature < inputs; feature++)
            {
                features[(i * inputs) + feature] = T.CreateChecked(random.NextNormal());
            }

            labels[i] = features[i * inputs] > T.Zero ? random.NextInt32(classes) : i % classes;
        }

        return DataSet.FromLabels(features, inputs, labels, classes);
    }

    /// <summary>Two histories tell the same, but for the time.</summary>
    public static void AssertSame(TrainingHistory expected, TrainingHistory actual)
    {
        Assert.Equal(expected.Epochs.Select(Numbers), actual.Epochs.Select(Numbers));
        Assert.Equal(expected.BestEpoch?.Epoch, actual.BestEpoch?.Epoch);

        static (int, double, double?, int?, int?) Numbers(EpochResult epoch) =>
            (epoch.Epoch, epoch.TrainingCost, epoch.Validation?.Cost, epoch.Validation?.Correct, epoch.Validation?.Count);
    }
}
