namespace NetGen.Tests;

/// <summary>A method that the just-in-time compiler has compiled.</summary>
/// <param name="Type">The full name of its type.</param>
/// <param name="Method">Its name and its signature.</param>
/// <param name="IsOptimized">Whether it has all optimizations from the start, as kernels have.</param>
internal sealed record CompiledMethod(string Type, string Method, bool IsOptimized)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Type}.{Method}";
}
