using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Tests;

/// <summary>The list of generated names, which the diagnostics rely on, is that of what is really generated.</summary>
public sealed class GeneratedMembersTests
{
    [Theory]
    [InlineData("Network(2, 4, 1)")]
    [InlineData("Network(784, 30, 10)")]
    [InlineData("Network<double>(100, 1)")]
    [InlineData("Network<double>(17, 9, 40, 3, Hidden = Activation.ReLU)")]
    public async Task Nothing_else_is_generated(string attribute)
    {
        GeneratorRun run = await GeneratorRun.CheckAsync(
            $"using NetGen;\n[{attribute}] public sealed partial class Net {{ public Net(int x) => X = x; private int X {{ get; }} }}");
        INamedTypeSymbol type = run.Output.GetTypeByMetadataName("Net")!;
        NumericType numericType = run.Spec.NumericType;
        foreach (ISymbol member in type.GetMembers().Where(IsGeneratedMember))
        {
            Assert.True(GeneratedMembers.ClashesWith(member, numericType), $"The generated member {member} is not listed.");
        }
    }

    private static bool IsGeneratedMember(ISymbol member) =>
        member is not IMethodSymbol { MethodKind: not MethodKind.Ordinary }
        && !member.IsImplicitlyDeclared
        && member.CanBeReferencedByName
        && member.DeclaringSyntaxReferences[0].SyntaxTree.FilePath.Contains(nameof(NetworkGenerator), StringComparison.Ordinal);
}
