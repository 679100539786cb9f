using System.Xml.Linq;

namespace NetGen.Package.Tests;

/// <summary>Measured coverage is that of the code in the project, not of what is generated.</summary>
public sealed class CoverageTests(PackedLibrary library)
{
    private const string Gates = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
          <ItemGroup><PackageReference Include="NetGen" Version="VERSION" /></ItemGroup>
        </Project>
        """;

    private const string Network = """
        using NetGen;

        [Network(2, 4, 1)]
        public sealed partial class XorNet
        {
            public bool Of(bool a, bool b)
            {
                float[] output = new float[OutputSize];
                FeedForward([a ? 1 : 0, b ? 1 : 0], output);
                return output[0] > 0.5f;
            }

            public string Unused()
            {
                return "unused";
            }
        }
        """;

    private const string Tests = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <OutputType>Exe</OutputType>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="xunit.v3" Version="4.0.2" />
            <PackageReference Include="coverlet.MTP" Version="10.1.0" />
            <ProjectReference Include="../Gates/Gates.csproj" />
          </ItemGroup>
        </Project>
        """;

    private const string Test = """
        using NetGen;
        using Xunit;

        public class XorNetTests
        {
            [Fact]
            public void Training_learns_xor()
            {
                XorNet net = XorNet.Create(seed: 1);
                DataSet<float> data = DataSet.FromTargets<float>([0, 0, 0, 1, 1, 0, 1, 1], 2, [0, 1, 1, 0], 1);
                net.Train(data, new TrainingOptions { Epochs = 2000, MiniBatchSize = 4, LearningRate = 5 });
                Assert.True(net.Of(false, true));
                Assert.False(net.Of(true, true));
            }
        }
        """;

    [LongFact]
    public async Task Coverage_counts_own_code_alone()
    {
        string folder = library.WriteOpen("Coverage", ("global.json", """{ "test": { "runner": "Microsoft.Testing.Platform" } }"""));
        _ = library.WriteOpen(Path.Combine("Coverage", "Gates"), ("Gates.csproj", Gates), ("XorNet.cs", Network));
        string tests = library.WriteOpen(
            Path.Combine("Coverage", "Gates.Tests"), ("Gates.Tests.csproj", Tests), ("XorNetTests.cs", Test));
        DotnetRun run = await library.RunAsync(
            folder, "test", "--project", tests, "--coverlet", "--coverlet-output-format", "cobertura", "--results-directory", folder);
        Assert.True(run.Succeeded, run.Output);
        Assert.Empty(run.Problems);
        XElement report = XElement.Load(Assert.Single(Directory.GetFiles(folder, "coverage.cobertura*.xml")));
        Assert.Equal("XorNet.cs", Path.GetFileName(ValueOf(Assert.Single(report.Descendants("class")), "filename")));
        Assert.Equal(
            [("Of", "1"), ("Unused", "0")],
            report.Descendants("method").Select(method => (ValueOf(method, "name"), ValueOf(method, "line-rate"))));
    }

    private static string ValueOf(XElement element, string attribute) => element.Attribute(attribute)!.Value;
}
