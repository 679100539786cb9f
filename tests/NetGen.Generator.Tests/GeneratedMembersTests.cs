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
            $"using NetGen;\n[{attribute}] public sealed partial class Net {{ private Net(int x) => X = x; private int X {{ get; }} }}");
        INamedTypeSymbol type = run.Output.GetTypeByMetadataName("Net")!;
        NumericType numericType = run.Spec.NumericType;
        foreach (ISymbol member in type.GetMembers().Where(IsGeneratedMember))
        {
            Assert.True(GeneratedMembers.ClashesWith(member, numericType), $"The generated member {member} is not listed.");
            if (member is IPropertySymbol)
            {
                Assert.Contains("get_" + member.Name, GeneratedMembers.Names);
                Assert.Contains("set_" + member.Name, GeneratedMembers.Names);
            }
        }
    }

    [Fact]
    public void The_members_of_the_interfaces_are_listed_with_their_parameters()
    {
        Compilation compilation = TestCompilation.Create([""]);
        INamedTypeSymbol number = compilation.GetSpecialType(SpecialType.System_Single);
        INamedTypeSymbol self = compilation.GetSpecialType(SpecialType.System_Object);
        INamedTypeSymbol[] interfaces =
        [
            compilation.GetTypeByMetadataName("NetGen.INetwork`1")!.Construct(number),
            compilation.GetTypeByMetadataName("NetGen.ITrainableNetwork`1")!.Construct(number),
            compilation.GetTypeByMetadataName("NetGen.ITrainableNetwork`2")!.Construct(self, number),
        ];
        ISymbol[] members = [.. interfaces.SelectMany(type => type.GetMembers()).Where(member => member.CanBeReferencedByName)];
        Assert.True(members.Length > 10);
        foreach (ISymbol member in members)
        {
            Assert.True(GeneratedMembers.Contains(member.Name), $"{member} is not listed.");

            // What CopyFrom takes is the class itself, which the interface is not.
            Assert.True(
                member.Name == "CopyFrom" || GeneratedMembers.ClashesWith(member, NumericType.Single), $"{member} is listed differently.");
        }
    }

    private static bool IsGeneratedMember(ISymbol member) =>
        member is not IMethodSymbol { MethodKind: not MethodKind.Ordinary }
        && !member.IsImplicitlyDeclared
        && member.CanBeReferencedByName
        && member.DeclaringSyntaxReferences[0].SyntaxTree.FilePath.Contains(nameof(NetworkGenerator), StringComparison.Ordinal);
}
