namespace NetGen.Tests.Data;

/// <summary>A data set, and how networks of both libraries are trained on it.</summary>
/// <param name="File">What is read.</param>
/// <param name="Epochs">How many epochs each network is trained for.</param>
/// <param name="Create">A new network of <see cref="HiddenUnits"/> hidden ReLU units, by its seed.</param>
internal sealed record RealDataCase(RealDataFile File, int Epochs, Func<long, ITrainableNetwork<float>> Create)
{
    public const int HiddenUnits = 32;
    public const int MiniBatchSize = 10;
    public const double LearningRate = 0.003;

    /// <summary>Each is that of a split, of the initial parameters and of the order of the training samples.</summary>
    public static IReadOnlyList<int> Seeds { get; } = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

    public static IReadOnlyList<RealDataCase> All { get; } =
    [
        new(RealDataFile.Of("iris with names"), 50, seed => IrisNet.Create(seed)),
        new(RealDataFile.Of("wine"), 20, seed => WineNet.Create(seed)),
        new(RealDataFile.Of("breast cancer with names"), 20, seed => BreastCancerNet.Create(seed)),
        new(RealDataFile.Of("digits"), 20, seed => DigitsNet.Create(seed)),
        new(RealDataFile.Of("diabetes"), 50, seed => DiabetesNet.Create(seed)),
    ];

    /// <summary>The indices of the training samples, and of a fifth of the samples, which are for the test.</summary>
    public static (int[] Training, int[] Test) Split(DataSet<float> data, int seed)
    {
        // A data set of the same labels, with the index of each sample for its feature.
        float[] indices = [.. Enumerable.Range(0, data.Count).Select(index => (float)index)];
        DataSet<float> numbered = data.HasLabels
            ? DataSet.FromLabels(indices, 1, data.Labels(), data.TargetSize)
            : DataSet.FromInputs(indices, 1);
        (DataSet<float> test, DataSet<float> training) = data.HasLabels
            ? numbered.SplitStratified(data.Count / 5, seed)
            : numbered.Shuffle(seed).Split(data.Count / 5);
        return (Indices(training), Indices(test));

        static int[] Indices(DataSet<float> part) => [.. part.Inputs().Select(input => (int)input[0])];
    }

    /// <summary>Trains a network on one split; its accuracy for the test samples, or R² if they have no labels.</summary>
    public double Score(DataSet<float> data, int seed)
    {
        (int[] training, int[] test) = Split(data, seed);
        ITrainableNetwork<float> network = Create(seed);
        network.Train(data.Subset(training), new TrainingOptions
        {
            Epochs = Epochs,
            MiniBatchSize = MiniBatchSize,
            Optimizer = Optimizer.Adam(LearningRate),
            Seed = seed,
        });
        return data.HasLabels
            ? network.EvaluateClassification(data.Subset(test)).Accuracy
            : network.EvaluateRegression(data.Subset(test)).R2;
    }
}

[Network(InputShape = [4])]
[Standardize]
[Dense(RealDataCase.HiddenUnits, Activation.ReLU)]
[Dense(3, Activation.Softmax)]
internal sealed partial class IrisNet;

[Network(InputShape = [13])]
[Standardize]
[Dense(RealDataCase.HiddenUnits, Activation.ReLU)]
[Dense(3, Activation.Softmax)]
internal sealed partial class WineNet;

[Network(InputShape = [30])]
[Standardize]
[Dense(RealDataCase.HiddenUnits, Activation.ReLU)]
[Dense(2, Activation.Softmax)]
internal sealed partial class BreastCancerNet;

[Network(InputShape = [64])]
[Standardize]
[Dense(RealDataCase.HiddenUnits, Activation.ReLU)]
[Dense(10, Activation.Softmax)]
internal sealed partial class DigitsNet;

[Network(InputShape = [10])]
[Standardize]
[Dense(RealDataCase.HiddenUnits, Activation.ReLU)]
[Dense(1, Activation.Identity)]
internal sealed partial class DiabetesNet;
