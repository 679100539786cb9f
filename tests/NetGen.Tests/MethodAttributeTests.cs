using System.Reflection;

namespace NetGen.Tests;

public class MethodAttributeTests
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>Where a caller took such a method in, the compiler's budget for inlining would end within a kernel.</summary>
    [Fact]
    public void Methods_that_are_optimized_at_once_are_never_inlined()
    {
        MethodInfo[] optimized =
        [
            .. typeof(ParameterBuffer<>).Assembly.GetTypes().SelectMany(type => type.GetMethods(All))
                .Where(method => method.MethodImplementationFlags.HasFlag(MethodImplAttributes.AggressiveOptimization)),
        ];
        Assert.NotEmpty(optimized);
        Assert.DoesNotContain(optimized, method => !method.MethodImplementationFlags.HasFlag(MethodImplAttributes.NoInlining));
    }
}
