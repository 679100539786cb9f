namespace NetGen.Models;

/// <summary>An output of a file that a network computes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsSecondOfTwo">Whether the file has two columns for classes, of which the network computes the second.</param>
internal sealed record ModelOutput(string Name, bool IsSecondOfTwo);
