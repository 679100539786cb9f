namespace NetGen.Samples.Digits;

/// <summary>The samples of a run, and how its images are drawn.</summary>
/// <param name="Training">What the network learns from.</param>
/// <param name="Validation">What it is tried on after each epoch.</param>
/// <param name="Test">What it is tried on once, at the end.</param>
/// <param name="Side">Pixels along each side of an image.</param>
internal sealed record Samples(DataSet<float> Training, DataSet<float> Validation, DataSet<float> Test, int Side)
{
    /// <summary>The digits in the program: a fifth is held out as the test set, and a tenth of the rest for validation.</summary>
    public static Samples ReadEmbedded()
    {
        DataSet<float> all = EmbeddedDigits.Read();
        (DataSet<float> test, DataSet<float> rest) = all.Split((all.Count + 4) / 5);
        (DataSet<float> validation, DataSet<float> training) = rest.Split(rest.Count / 10);
        return new Samples(training, validation, test, Side: 8);
    }

    /// <summary>Those of MNIST: the last 10,000 of the training files are for validation, as in the book.</summary>
    public static Samples ReadMnist(string folder)
    {
        (DataSet<float> training, DataSet<float> validation) = MnistFolder.ReadTraining(folder);
        return new Samples(training, validation, MnistFolder.ReadTest(folder), MnistFolder.Side);
    }
}
