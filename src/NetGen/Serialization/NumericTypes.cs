namespace NetGen.Serialization;

/// <summary>The error for a file whose numbers are of another type than the network's.</summary>
internal static class NumericTypes
{
    /// <summary>Makes it.</summary>
    /// <param name="source">What the file is called in messages.</param>
    /// <param name="expected">The type of the network.</param>
    /// <param name="found">The type of the file.</param>
    public static InvalidDataException Mismatch(string source, NumericType expected, NumericType found) => new(
        $"{source}: expected parameters of {Keyword(expected)}, as the network has them; found {Keyword(found)}. Use a network of "
        + $"{Keyword(found)}, or convert the file's by NetworkModel.Read and WithNumericType(NumericType.{expected}).");

    private static string Keyword(NumericType type) => type == NumericType.Single ? "float" : "double";
}
