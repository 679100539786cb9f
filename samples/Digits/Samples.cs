namespace NetGen.Samples.Digits;

/// <summary>The samples of a run, and how its images are drawn.</summary>
/// <param name="Training">What the network learns from.</param>
/// <param name="Validation">What it is tried on after each epoch.</param>
/// <param name="Test">What it is tried on once, at the end.</param>
/// <param name="Side">Pixels along each side of an image.</param>
internal sealed record Samples(DataSet<float> Training, DataSet<float> Validation, DataSet<float> Test, int Side);
