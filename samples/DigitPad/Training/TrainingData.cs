namespace NetGen.Samples.DigitPad.Training;

/// <summary>The digits that visitors train networks with.</summary>
/// <param name="Name">What they are, in words.</param>
/// <param name="Training">Those to train with.</param>
/// <param name="Validation">Those that are held out.</param>
internal sealed record TrainingData(string Name, DataSet<float> Training, DataSet<float> Validation)
{
    /// <summary>The digits in this program, of which 360 are held out.</summary>
    public static TrainingData ReadEmbedded()
    {
        (DataSet<float> validation, DataSet<float> training) = EmbeddedDigits.Read().Split(360);
        return new TrainingData("handwritten digits of 8 × 8 pixels", training, validation);
    }

    /// <summary>MNIST: the images to train with, and the last 10,000 of the training files to hold out.</summary>
    public static TrainingData ReadMnist(string folder)
    {
        (DataSet<float> training, DataSet<float> validation) = MnistFolder.ReadTraining(folder);
        return new TrainingData("MNIST digits of 28 × 28 pixels", training, validation);
    }
}
