namespace NetGen.Reporting;

/// <summary>A sample that a network gets wrong.</summary>
/// <param name="Index">Its index in the data set.</param>
/// <param name="Actual">The name of its class, or its target.</param>
/// <param name="Predicted">What the network says.</param>
/// <param name="Size">
/// How wrong that is. For classes the output of the predicted class minus that of the actual one, or how far a single output is from the
/// border between them; for numbers the largest absolute error. Infinite where an output is NaN.
/// </param>
/// <param name="Image">The sample as a picture, or null if it is none.</param>
public sealed record Mistake(int Index, string Actual, string Predicted, double Size, PixelImage? Image);
