using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace NetGen.Package.Tests;

/// <summary>How the package behaves in projects of all kinds: they build, or one error says what to do.</summary>
public sealed class PackageTests(PackedLibrary library)
{
    private const string Network = "[NetGen.Network(2, 4, 1)] public partial class XorNet;";

    private const string Reference = """<ItemGroup><PackageReference Include="NetGen" Version="VERSION" /></ItemGroup>""";

    [Fact]
    public void The_package_is_complete()
    {
        using ZipArchive package = library.OpenPackage("nupkg");
        string[] names = [.. package.Entries.Select(entry => entry.FullName)];
        Assert.Equal(
            [
                "LICENSE", "README.md", "analyzers/dotnet/cs/NetGen.CodeFixes.dll", "analyzers/dotnet/cs/NetGen.Generator.dll",
                "buildTransitive/net10.0/NetGen.targets", "icon.png",
                "lib/net10.0/NetGen.dll", "lib/net10.0/NetGen.xml", "tasks/net10.0/NetGen.Tasks.dll", "tasks/net10.0/NetGen.dll",
            ],
            names.Where(name => !name.StartsWith('_') && !name.StartsWith('[') && !name.StartsWith("package/", StringComparison.Ordinal)
                && !name.EndsWith(".nuspec", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        string specification = Read(package, "NetGen.nuspec");
        Assert.Contains("<icon>icon.png</icon>", specification, StringComparison.Ordinal);
        Assert.Contains("<readme>README.md</readme>", specification, StringComparison.Ordinal);
        Assert.Contains("""<license type="expression">MIT</license>""", specification, StringComparison.Ordinal);
        Assert.Contains("<projectUrl>https://host/netgen</projectUrl>", specification, StringComparison.Ordinal);
        Assert.Matches("""<repository type="git" url="https://host/netgen"[^>]*/>""", specification);
        Assert.Contains("<releaseNotes>", specification, StringComparison.Ordinal);

        using ZipArchive symbols = library.OpenPackage("snupkg");
        Assert.Contains(symbols.Entries, entry => entry.FullName == "lib/net10.0/NetGen.pdb");
    }

    [Fact]
    public void The_read_me_of_the_package_links_to_nothing_that_the_package_lacks()
    {
        using ZipArchive package = library.OpenPackage("nupkg");
        string page = Read(package, "README.md");
        Assert.Equal(File.ReadAllText(Path.Combine(PackedLibrary.Repository, "src/NetGen/README.md")), page);
        Assert.DoesNotMatch(@"\]\((?!https://)", page);
    }

    [Fact]
    public async Task Other_frameworks_are_told_which_one_is_needed()
    {
        string folder = library.Write("Old", ("Old.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFrameworks>net10.0;net9.0;netstandard2.0</TargetFrameworks>
                <DisableImplicitFrameworkReferences>true</DisableImplicitFrameworkReferences>
              </PropertyGroup>
              {Reference}
            </Project>
            """));
        DotnetRun run = await library.RunAsync(folder, "restore");
        Assert.False(run.Succeeded);
        Assert.Equal(2, run.Problems.Count);
        Assert.All(run.Problems, problem => Assert.Matches("^NU1202: .*net10.0", problem));
    }

    [Fact]
    public async Task The_first_network_runs_in_a_strict_project_that_keeps_generated_files()
    {
        string program = Pages.TheOnly("src/NetGen/README.md", "csharp").Text;
        string folder = library.Write(
            "Strict",
            ("Strict.csproj", $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup>
                    <TargetFramework>net10.0</TargetFramework>
                    <OutputType>Exe</OutputType>
                    <UseAppHost>false</UseAppHost>
                    <ImplicitUsings>enable</ImplicitUsings>
                    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                    <AnalysisMode>All</AnalysisMode>
                    <NoWarn>$(NoWarn);CA1050;CA1303;CA1305;CA1515</NoWarn>
                    <EmitCompilerGeneratedFiles>true</EmitCompilerGeneratedFiles>
                    <CompilerGeneratedFilesOutputPath>Generated/$(Configuration)</CompilerGeneratedFilesOutputPath>
                  </PropertyGroup>
                  {Reference}
                </Project>
                """),
            ("Program.cs", program),
            ("Assembly.cs", "[assembly: System.CLSCompliant(true)]"));
        foreach (string configuration in new[] { "Debug", "Debug", "Release" })
        {
            // The files of one build are there in the next one.
            DotnetRun build = await library.RunAsync(folder, "build", "-c", configuration);
            Assert.True(build.Succeeded, build.Output);
            Assert.Empty(build.Problems);
        }

        Assert.NotEmpty(Directory.GetFiles(Path.Combine(folder, "Generated", "Debug"), "XorNet.g.cs", SearchOption.AllDirectories));
        DotnetRun run = await library.RunAsync(folder, Path.Combine("bin", "Release", "net10.0", "Strict.dll"));
        Assert.Equal("0 xor 1 = 0.98\n", run.Output.ReplaceLineEndings("\n"));
    }

    [LongFact]
    public async Task A_reference_with_aliases_works()
    {
        string folder = library.Write(
            "Aliased",
            ("Aliased.csproj", """
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup>
                    <TargetFramework>net10.0</TargetFramework>
                    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                  </PropertyGroup>
                  <ItemGroup><PackageReference Include="NetGen" Version="VERSION" Aliases="networks" /></ItemGroup>
                </Project>
                """),
            ("Net.cs", "extern alias networks;\nusing networks::NetGen;\n[Network(2, 4, 1)] public partial class XorNet;"));
        DotnetRun build = await library.RunAsync(folder, "build");
        Assert.True(build.Succeeded, build.Output);
        Assert.Empty(build.Problems);
    }

    /// <summary>The library has all that a project without networks gets, and what was compiled says nothing of it.</summary>
    [LongFact]
    public async Task A_project_without_a_network_gets_no_code()
    {
        string folder = library.Write(
            "Without",
            ("Without.csproj", $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup>
                    <TargetFramework>net10.0</TargetFramework>
                    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                    <EmitCompilerGeneratedFiles>true</EmitCompilerGeneratedFiles>
                    <CompilerGeneratedFilesOutputPath>generated</CompilerGeneratedFilesOutputPath>
                  </PropertyGroup>
                  {Reference}
                </Project>
                """),
            ("Plain.cs", "public static class Plain;"));
        DotnetRun build = await library.RunAsync(folder, "build");
        Assert.True(build.Succeeded, build.Output);
        Assert.Empty(build.Problems);
        Assert.Empty(Directory.GetFiles(Path.Combine(folder, "generated"), "*", SearchOption.AllDirectories));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(folder, "obj"), "netgen", SearchOption.AllDirectories));
        using var compiled = new PEReader(File.OpenRead(Path.Combine(folder, "bin", "Debug", "net10.0", "Without.dll")));
        MetadataReader metadata = compiled.GetMetadataReader();
        Assert.DoesNotContain(
            metadata.AssemblyReferences, handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name) == "NetGen");
        Assert.Empty(metadata.ManifestResources);
    }

    [LongFact]
    public async Task A_file_is_a_program()
    {
        string program = Pages.TheOnly("src/NetGen/README.md", "csharp").Text;
        string folder = library.WriteOpen("File", ("xor.cs", "#:package NetGen@VERSION\n" + program));
        DotnetRun run = await library.RunAsync(folder, "run", "xor.cs");
        Assert.Equal("0 xor 1 = 0.98\n", run.Output.ReplaceLineEndings("\n"));
    }

    [LongFact]
    public async Task A_network_in_a_Razor_file_is_sent_to_a_file_of_its_own()
    {
        string folder = library.Write(
            "Pages",
            ("Pages.csproj", $"""
                <Project Sdk="Microsoft.NET.Sdk.Razor">
                  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
                  <ItemGroup><FrameworkReference Include="Microsoft.AspNetCore.App" /></ItemGroup>
                  {Reference}
                </Project>
                """),
            ("Page.razor", "<p>A page</p>\n@code {\n    [NetGen.Network(2, 4, 1)]\n    partial class XorNet;\n}\n"));
        DotnetRun build = await library.RunAsync(folder, "build");
        Assert.False(build.Succeeded);
        Assert.StartsWith("NETGEN0019: The network 'XorNet'", build.Problem, StringComparison.Ordinal);
        Assert.Contains("Page.razor(3,6): error NETGEN0019", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_class_that_is_not_partial_is_the_first_error_of_a_build()
    {
        string folder = library.Write(
            "NotPartial",
            ("NotPartial.csproj", $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup><TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType></PropertyGroup>
                  {Reference}
                </Project>
                """),
            ("Program.cs", """
                using NetGen;

                XorNet network = XorNet.Create(seed: 1);
                System.Console.WriteLine(network.Classify([0, 1]));

                [Network(2, 4, 1)]
                public sealed class XorNet;
                """));
        DotnetRun build = await library.RunAsync(folder, "build");
        Assert.False(build.Succeeded);
        Assert.Equal(["NETGEN0001", "CS0260"], build.Problems.Select(problem => problem.Split(':')[0]));
    }

    [LongFact]
    public async Task Package_and_generator_together_are_one_error()
    {
        string generator = Path.Combine(
            PackedLibrary.Repository, "generator", "NetGen.Generator", "bin", PackedLibrary.Configuration, "netstandard2.0",
            "NetGen.Generator.dll");
        string folder = library.Write(
            "Twice",
            ("Twice.csproj", $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
                  <ItemGroup><Analyzer Include="{generator}" /></ItemGroup>
                  {Reference}
                </Project>
                """),
            ("Net.cs", Network));
        DotnetRun build = await library.RunAsync(folder, "build");
        Assert.False(build.Succeeded);
        Assert.StartsWith("NETGEN1002: The generator of NetGen is there more than once", build.Problem, StringComparison.Ordinal);
    }

    [LongFact]
    public async Task A_project_reference_needs_the_generator_beside_it()
    {
        string project = Path.Combine(PackedLibrary.Repository, "src", "NetGen", "NetGen.csproj");

        // The line of the page, which stands for a clone beside the project.
        string page = Pages.TheOnly("docs/start.md", "xml").Text;
        Assert.Contains("\"../NetGen/", page, StringComparison.Ordinal);
        string import = page.Replace("../NetGen/", PackedLibrary.Repository + "/", StringComparison.Ordinal)
            .Replace("<Import ", "<Import Condition=\"'$(Forgotten)' != 'true'\" ", StringComparison.Ordinal);
        string folder = library.Write(
            "Beside",
            ("Beside.csproj", $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
                  <ItemGroup Condition="'$(Forgotten)' == 'true'">
                    <ProjectReference Include="{project}" />
                  </ItemGroup>
                  {import}
                  <Import Project="{Path.Combine(PackedLibrary.Repository, "Directory.Build.targets")}" />
                </Project>
                """),
            ("Net.cs", Network + "\npublic static class Uses { public static XorNet Make() => XorNet.Create(1); }"));

        // Only this project is restored and built: the others are, and belong to the build around the tests.
        string[] arguments =
            ["build", "-c", PackedLibrary.Configuration, "-p:RestoreRecursive=false", "-p:BuildProjectReferences=false"];
        DotnetRun forgotten = await library.RunAsync(folder, [.. arguments, "-p:Forgotten=true"]);
        Assert.False(forgotten.Succeeded);
        Assert.StartsWith("NETGEN1003: The project refers to NetGen.csproj but not to its generator", forgotten.Problem,
            StringComparison.Ordinal);

        DotnetRun build = await library.RunAsync(folder, arguments);
        Assert.True(build.Succeeded, build.Output);
    }

    private static string Read(ZipArchive package, string name)
    {
        using var reader = new StreamReader(package.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }
}
