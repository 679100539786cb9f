namespace NetGen.Package.Tests;

/// <summary>
/// A C# class library with a network whose weights a file gives, in a strict project, and a console program over it that has run:
/// what other programs over the library must give too.
/// </summary>
public sealed class Applications(PackedLibrary library) : IAsyncLifetime
{
    /// <summary>The properties of a program.</summary>
    public const string Program = "<OutputType>Exe</OutputType>";

    private const string Root = "Applications";

    private const string Networks = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            <AnalysisMode>All</AnalysisMode>
            <GenerateDocumentationFile>true</GenerateDocumentationFile>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="NetGen" Version="VERSION" />
            <NetworkModel Include="images.safetensors" />
          </ItemGroup>
        </Project>
        """;

    private const string Network = """
        using System;
        using System.Runtime.InteropServices;
        using NetGen;

        [assembly: CLSCompliant(true)]

        namespace Networks;

        /// <summary>Tells images of two kinds apart.</summary>
        [Network(64, 20, 2, Hidden = Activation.GELU, Output = Activation.Softmax, Weights = "images.safetensors")]
        public sealed partial class ImageNet
        {
            /// <summary>The bits of outputs for an image.</summary>
            public static string BitsOf(float scale)
            {
                float[] output = new float[OutputSize];
                Pretrained.FeedForward(ImageOf(scale), output);
                return Convert.ToHexString(MemoryMarshal.AsBytes<float>(output));
            }

            /// <summary>An image.</summary>
            public static float[] ImageOf(float scale)
            {
                float[] image = new float[InputSize];
                for (int i = 0; i < image.Length; i++)
                {
                    image[i] = scale * ((i % 7) - 3);
                }

                return image;
            }
        }
        """;

    private const string Code = """
        using System.Runtime.InteropServices;
        using NetGen;
        using Networks;

        Console.WriteLine(ImageNet.BitsOf(0.5f));
        ImageNet net = ImageNet.CreatePretrained();
        float[] images = [.. ImageNet.ImageOf(0.25f), .. ImageNet.ImageOf(-0.75f)];
        DataSet<float> data = DataSet.FromLabels<float>(images, featureCount: 64, new int[] { 0, 1 }, classCount: 2);
        net.Train(data, new TrainingOptions { Epochs = 20, MiniBatchSize = 2 });
        float[] output = new float[4];
        net.FeedForwardBatch(images, output);
        Console.WriteLine(Convert.ToHexString(MemoryMarshal.AsBytes<float>(output)));
        """;

    /// <summary>What the console program writes.</summary>
    public string Output { get; private set; } = "";

    /// <summary>The bits of outputs of the network for the image of scale 0.5.</summary>
    public string Bits => Output.Split('\n')[0];

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        string networks = library.WriteOpen(Path.Combine(Root, "Networks"), ("Networks.csproj", Networks), ("ImageNet.cs", Network));
        WriteWeights(Path.Combine(networks, "images.safetensors"));
        string folder = WriteConsole("Console", "");
        DotnetRun build = await library.RunAsync(folder, "build", "-c", "Release");
        Assert.True(build.Succeeded, build.Output);
        Assert.Empty(build.Problems);
        DotnetRun run = await library.RunAsync(folder, Path.Combine("bin", "Release", "net10.0", "Console.dll"));
        Output = run.Output.ReplaceLineEndings("\n");
        Assert.Matches("^[0-9A-F]{16}\n[0-9A-F]{32}\n$", Output);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The console program, in a project of its own.</summary>
    public string WriteConsole(string name, string properties) =>
        Write(name, name + ".csproj", Program + properties, ("Program.cs", Code));

    /// <summary>A project that uses the library.</summary>
    public string Write(string name, string project, string properties, params (string Name, string Content)[] files) =>
        library.WriteOpen(Path.Combine(Root, name), [.. files, (project, $"""
            <Project Sdk="Microsoft.NET.Sdk{(name == "Web" ? ".Web" : "")}">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                {properties}
              </PropertyGroup>
              <ItemGroup><ProjectReference Include="../Networks/Networks.csproj" /></ItemGroup>
              {(project.EndsWith(".fsproj", StringComparison.Ordinal) ? """<ItemGroup><Compile Include="Program.fs" /></ItemGroup>""" : "")}
            </Project>
            """)]);

    private static void WriteWeights(string path)
    {
        var random = new Random(1);
        ModelTests.WriteModel(path, [64, 20, 2], () => random.NextSingle() - 0.5f);
    }
}
