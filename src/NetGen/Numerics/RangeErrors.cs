namespace NetGen;

/// <summary>Exceptions about values of properties and options, which are not parameters of the member that refuses them.</summary>
internal static class RangeErrors
{
    /// <summary>A value out of its range.</summary>
    public static ArgumentOutOfRangeException Of(string name, object value, string message) => new(name, value, message);
}
