using NetGen.Data;
using NetGen.Samples.DigitPad.Networks;

namespace NetGen.Samples.DigitPad.Training;

/// <summary>The digits that visitors train networks with.</summary>
/// <param name="Name">What they are, in words.</param>
/// <param name="Training">Those to train with.</param>
/// <param name="Validation">Those that are held out.</param>
internal sealed record TrainingData(string Name, DataSet<float> Training, DataSet<float> Validation)
{
    // Decides only which digits are held out.
    private const long SplitSeed = 1;

    /// <summary>The 1,797 digits of 8 x 8 pixels in this program; samples/Digits/data states their source and licence.</summary>
    public static TrainingData ReadEmbedded()
    {
        using Stream stream = typeof(TrainingData).Assembly.GetManifestResourceStream("digits.csv.gz")
            ?? throw new InvalidOperationException("The digits are missing from the program.");
        var layout = new CsvOptions { LabelColumn = ^1, ClassCount = 10, FeatureScale = 1.0 / 16 };
        DataSet<float> all = CsvFile.ReadDataSet<float>(stream, "digits.csv.gz", layout).Shuffle(SplitSeed);
        (DataSet<float> validation, DataSet<float> training) = all.Split(360);
        return new TrainingData("handwritten digits of 8 x 8 pixels", training, validation);
    }

    /// <summary>MNIST: the images to train with, and the last 10,000 of the training files to hold out.</summary>
    public static TrainingData ReadMnist(string folder)
    {
        (DataSet<float> training, DataSet<float> validation) = MnistFolder.ReadTraining(folder);
        return new TrainingData("MNIST digits of 28 x 28 pixels", training, validation);
    }
}
