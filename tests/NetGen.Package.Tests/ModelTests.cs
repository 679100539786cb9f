using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace NetGen.Package.Tests;

/// <summary>Files of models that the build of a project compiles, by the packed package.</summary>
public sealed partial class ModelTests(PackedLibrary library)
{
    internal const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <OutputType>Exe</OutputType>
            <UseAppHost>false</UseAppHost>
            <ImplicitUsings>enable</ImplicitUsings>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="NetGen" Version="VERSION" />
            <NetworkModel Include="models/line.safetensors" />
          </ItemGroup>
        </Project>
        """;

    // 2 -> 1: y = 3 x0 + 5 x1 + bias.
    internal const string Program = """
        using NetGen;

        float[] output = new float[1];
        LineNet.Pretrained.FeedForward([1, 10], output);
        Console.WriteLine(output[0]);
        LineNet further = LineNet.CreatePretrained();
        further.Parameters.SetBiases(0, [0]);
        further.FeedForward([1, 10], output);
        Console.WriteLine(output[0]);

        [Network(Model = "line.safetensors", Output = Activation.Identity)]
        public sealed partial class LineNet;
        """;

    [Fact]
    public async Task A_model_is_compiled_and_compiled_anew_only_when_it_changes()
    {
        string folder = library.Write("Line", ("Line.csproj", Project), ("Program.cs", Program));
        WriteModel(folder, 7);
        Assert.Equal("60\n53\n", await RunAsync(folder, "Line"));
        string parameters = Assert.Single(Directory.GetFiles(Path.Combine(folder, "obj"), "*.parameters", SearchOption.AllDirectories));
        DateTime written = File.GetLastWriteTimeUtc(parameters);

        Assert.Equal("60\n53\n", await RunAsync(folder, "Line"));
        Assert.Equal(written, File.GetLastWriteTimeUtc(parameters));

        // Another file counts also where it is older than what was made of the first.
        WriteModel(folder, 8);
        File.SetLastWriteTimeUtc(Path.Combine(folder, "models", "line.safetensors"), written.AddDays(-2));
        Assert.Equal("61\n53\n", await RunAsync(folder, "Line"));

        // So does another reader of models, though the task that calls it is the same.
        string task = Path.Combine(folder, "task", "NetGen.Tasks.dll");
        _ = Directory.CreateDirectory(Path.GetDirectoryName(task)!);
        string built = Path.Combine(
            PackedLibrary.Repository, "generator", "NetGen.Tasks", "bin", PackedLibrary.Configuration, "net10.0");
        File.Copy(Path.Combine(built, "NetGen.Tasks.dll"), task);
        string reader = Path.Combine(folder, "task", "NetGen.dll");
        File.Copy(Path.Combine(built, "NetGen.dll"), reader);
        string[] pack = ["msbuild", "-t:NetGenCompileModels", $"-p:_NetGenTaskAssembly={task}"];
        Assert.True((await library.RunAsync(folder, pack)).Succeeded);
        written = File.GetLastWriteTimeUtc(parameters);
        File.SetLastWriteTimeUtc(reader, DateTime.UtcNow);
        Assert.True((await library.RunAsync(folder, pack)).Succeeded);
        Assert.NotEqual(written, File.GetLastWriteTimeUtc(parameters));

        DotnetRun clean = await library.RunAsync(folder, "clean");
        Assert.True(clean.Succeeded, clean.Output);
        Assert.False(File.Exists(parameters));
    }

    [Fact]
    public async Task A_model_that_cannot_be_compiled_is_reported_at_the_file_and_at_the_network_each_time()
    {
        string folder = library.Write("Damaged", ("Damaged.csproj", Project), ("Program.cs", Program));
        WriteModel(folder, 7);
        string path = Path.Combine(folder, "models", "line.safetensors");
        byte[] content = File.ReadAllBytes(path);
        File.WriteAllBytes(path, content[..^3]);
        for (int i = 0; i < 2; i++)
        {
            DotnetRun build = await library.RunAsync(folder, "build");
            Assert.False(build.Succeeded);
            Assert.Equal(["NETGEN0033", "NETGEN1004"], build.Problems.Select(problem => problem[..10]).Order(StringComparer.Ordinal));
            Assert.All(
                build.Problems, problem => Assert.Contains("found only 9 bytes of data in the file", problem, StringComparison.Ordinal));
        }

        File.Delete(path);
        DotnetRun missing = await library.RunAsync(folder, "build");
        Assert.Equal(["NETGEN0033", "NETGEN1004"], missing.Problems.Select(problem => problem[..10]).Order(StringComparer.Ordinal));
        Assert.All(missing.Problems, problem => Assert.Contains("The file does not exist", problem, StringComparison.Ordinal));

        File.WriteAllBytes(path, content);
        Assert.Equal("60\n53\n", await RunAsync(folder, "Damaged"));
    }

    /// <summary>As an editor and a command line do: both succeed, and what they leave is whole.</summary>
    [LongFact]
    public async Task Two_builds_at_once_pack_the_same_model()
    {
        string folder = library.Write("Twice", ("Twice.csproj", Project), ("Program.cs", Program));
        WriteModel(folder, 7);
        DotnetRun restore = await library.RunAsync(folder, "restore");
        Assert.True(restore.Succeeded, restore.Output);
        string[] pack = ["msbuild", "-t:NetGenCompileModels", "-p:DesignTimeBuild=true"];
        DotnetRun[] runs = await Task.WhenAll(library.RunAsync(folder, pack), library.RunAsync(folder, pack));
        Assert.All(runs, run => Assert.True(run.Succeeded, run.Output));
        Assert.Empty(Directory.GetFiles(Path.Combine(folder, "obj"), "*.tmp", SearchOption.AllDirectories));
        Assert.Equal("60\n53\n", await RunAsync(folder, "Twice"));
    }

    [Fact]
    public async Task A_model_that_no_network_uses_is_named()
    {
        string folder = library.Write("Unused", ("Unused.csproj", Project.Replace(
            "line.safetensors\" />", "line.safetensors;models/left.safetensors\" />", StringComparison.Ordinal)), ("Program.cs", Program));
        WriteModel(folder, 7);
        WriteModel(Path.Combine(folder, "models", "left.safetensors"), [3, 5, 7]);
        DotnetRun build = await library.RunAsync(folder, "build", "-p:TreatWarningsAsErrors=false");
        Assert.True(build.Succeeded, build.Output);
        Assert.StartsWith(
            "NETGEN0038: No network of this project uses the model 'models/left.safetensors'", build.Problem, StringComparison.Ordinal);
    }

    /// <summary>An encoder and a decoder: without the sizes of the network, either may come first.</summary>
    [Fact]
    public async Task A_file_that_says_no_order_of_its_layers_is_compiled_by_the_sizes_of_its_item()
    {
        string folder = library.Write(
            "Sizes",
            ("Sizes.csproj", Project),
            ("Program.cs", """
                using NetGen;

                float[] output = new float[2];
                CoderNet.Pretrained.FeedForward([1, 10], output);
                Console.WriteLine($"{output[0]} {output[1]}");

                [Network(2, 1, 2, Hidden = Activation.Identity, Output = Activation.Identity, Weights = "line.safetensors")]
                public sealed partial class CoderNet;
                """));
        string path = Path.Combine(folder, "models", "line.safetensors");
        _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        float[] values = [3, 5, 7, 2, -1, 0.5f, 0.25f];
        int next = 0;
        WriteModel(path, [2, 1, 2], () => values[next++]);
        string text = Encoding.Latin1.GetString(File.ReadAllBytes(path));
        foreach ((string number, string name) in new[] { ("0", "e"), ("1", "d") })
        {
            text = text.Replace($"\"{number}.", $"\"{name}.", StringComparison.Ordinal);
        }

        File.WriteAllBytes(path, Encoding.Latin1.GetBytes(text));
        DotnetRun refused = await library.RunAsync(folder, "build");
        Assert.All(refused.Problems, problem => Assert.Contains("give the NetworkModel item Sizes", problem, StringComparison.Ordinal));
        Assert.NotEmpty(refused.Problems);

        _ = library.Write("Sizes", ("Sizes.csproj", Project.Replace(
            "line.safetensors\" />", "line.safetensors\" Sizes=\"2-1-2\" />", StringComparison.Ordinal)));
        Assert.Equal("120.5 -59.75\n", await RunAsync(folder, "Sizes"));

        _ = library.Write("Sizes", ("Sizes.csproj", Project.Replace(
            "line.safetensors\" />", "line.safetensors\" Sizes=\"2x1x2\" />", StringComparison.Ordinal)));
        DotnetRun wrong = await library.RunAsync(folder, "build");
        Assert.All(wrong.Problems, problem => Assert.Contains("Sizes is '2x1x2'; it must be", problem, StringComparison.Ordinal));
        Assert.NotEmpty(wrong.Problems);
    }

    /// <summary>With other metadata, or by another path.</summary>
    [Theory]
    [InlineData("""<NetworkModel Include="models/line.safetensors" Storage="Half" />""")]
    [InlineData("""<NetworkModel Include="./models/../models/line.safetensors" />""")]
    public async Task A_file_that_is_in_two_items_is_named(string item)
    {
        string folder = library.Write(
            "InTwoItems" + item.Length,
            ("InTwoItems.csproj", Project.Replace("</ItemGroup>", item + "</ItemGroup>", StringComparison.Ordinal)),
            ("Program.cs", Program));
        WriteModel(folder, 7);
        DotnetRun build = await library.RunAsync(folder, "build");
        Assert.False(build.Succeeded);
        Assert.StartsWith(
            "NETGEN1005: The file 'models/line.safetensors' is in more than one NetworkModel item. Keep one of them", build.Problem,
            StringComparison.Ordinal);
    }

    [LongFact]
    public async Task Editors_get_the_description_of_a_model_from_their_builds()
    {
        string folder = library.Write("Editor", ("Editor.csproj", Project), ("Program.cs", Program));
        WriteModel(folder, 7);
        DotnetRun restore = await library.RunAsync(folder, "restore");
        Assert.True(restore.Succeeded, restore.Output);
        DotnetRun build = await library.RunAsync(
            folder, "msbuild", "-t:Compile", "-p:DesignTimeBuild=true", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true",
            "-getItem:CscCommandLineArgs");
        Assert.True(build.Succeeded, build.Output);
        Assert.Matches(@"/additionalfile:[^""]*line\.safetensors\.[0-9a-f]{8}\.netgenmodel", build.Output);

        // What dotnet watch looks at.
        DotnetRun watched = await library.RunAsync(folder, "msbuild", "-getItem:Watch");
        Assert.Contains("models/line.safetensors", watched.Output.Replace('\\', '/'), StringComparison.Ordinal);
    }

    /// <summary>Spaces, apostrophes, letters of any language and a folder outside the project's.</summary>
    [LongFact]
    public async Task A_model_can_lie_under_any_path()
    {
        const string Model = "it's (1) für/line 1.safetensors";
        string folder = library.Write(
            Path.Combine("Paths", "App"),
            ("App.csproj", Project.Replace("models/line.safetensors", "../" + Model, StringComparison.Ordinal)),
            ("Program.cs", Program.Replace("line.safetensors", Model, StringComparison.Ordinal)));
        WriteModel(folder, 7);
        string path = Path.Combine(folder, "..", Model);
        _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Move(Path.Combine(folder, "models", "line.safetensors"), path);
        Assert.Equal("60\n53\n", await RunAsync(folder, "App"));
    }

    /// <summary>Central package management, a library of two frameworks for the network, and parameters of 16 bits.</summary>
    [LongFact]
    public async Task An_app_uses_a_model_of_a_class_library()
    {
        string folder = library.Write(
            "Central",
            ("Directory.Packages.props", """
                <Project>
                  <PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup>
                  <ItemGroup><PackageVersion Include="NetGen" Version="VERSION" /></ItemGroup>
                </Project>
                """));
        string networks = library.Write(
            Path.Combine("Central", "Networks"),
            ("Networks.csproj", """
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup>
                    <TargetFrameworks>net10.0;net10.0-windows</TargetFrameworks>
                    <EnableWindowsTargeting>true</EnableWindowsTargeting>
                    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                    <GenerateDocumentationFile>true</GenerateDocumentationFile>
                  </PropertyGroup>
                  <ItemGroup>
                    <!-- Not needed, and not on every machine. -->
                    <KnownFrameworkReference
                      Remove="@(KnownFrameworkReference->WithMetadataValue('TargetingPackName', 'Microsoft.WindowsDesktop.App.Ref'))" />
                    <PackageReference Include="NetGen" />
                    <NetworkModel Include="../models/line.safetensors" Storage="Half" />
                  </ItemGroup>
                </Project>
                """),
            ("LineNet.cs", """
                using NetGen;

                /// <summary>A line.</summary>
                [Network(2, 1, Output = Activation.Identity, Weights = "line.safetensors")]
                public sealed partial class LineNet;
                """));
        _ = library.Write(
            Path.Combine("Central", "App"),
            ("App.csproj", """
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup>
                    <TargetFramework>net10.0</TargetFramework>
                    <OutputType>Exe</OutputType>
                    <UseAppHost>false</UseAppHost>
                    <ImplicitUsings>enable</ImplicitUsings>
                  </PropertyGroup>
                  <ItemGroup><ProjectReference Include="../Networks/Networks.csproj" /></ItemGroup>
                </Project>
                """),
            ("Program.cs", """
                float[] output = new float[1];
                LineNet.Pretrained.FeedForward([1, 10], output);
                Console.WriteLine(output[0]);
                """));
        WriteModel(folder, 7);
        Assert.Equal("60\n", await RunAsync(Path.Combine(folder, "App"), "App"));
        Assert.True((await library.RunAsync(networks, "build")).Succeeded);
        string[] parameters = Directory.GetFiles(Path.Combine(networks, "obj"), "*.parameters", SearchOption.AllDirectories);
        Assert.Equal(2, parameters.Length);
        Assert.All(parameters, file => Assert.Equal(2 * (16 + 16), new FileInfo(file).Length));
    }

    /// <summary>The item, the declarations and the calls of the page, with files that the package has written.</summary>
    [LongFact]
    public async Task The_examples_of_the_page_on_deployment_run()
    {
        const string Page = "docs/deployment.md";
        string[] blocks = [.. Pages.Of(Page, "csharp fragment").Select(block => block.Text)];
        string items = Pages.TheOnly(Page, "xml").Text;
        Assert.Equal(items, Pages.TheOnly("docs/diagnostics/NETGEN0032.md", "xml").Text);
        string[] declarations = [.. blocks.Where(block => block.Contains("[Network(", StringComparison.Ordinal))];
        string calls = Assert.Single(blocks, block => block.Contains("CreatePretrained", StringComparison.Ordinal));
        Assert.Equal(3, declarations.Length);
        Assert.Equal(4, blocks.Length);

        const string Name = "Deployment";
        string folder = library.Write(
            Name,
            ("Deployment.csproj", Project.Replace("""<NetworkModel Include="models/line.safetensors" />""", "", StringComparison.Ordinal)),
            ("Program.cs", """
                using NetGen;

                MadeNet net = MadeNet.Create(1);
                net.SaveOnnx("digits.onnx");
                net.Save("digits.safetensors");
                net.SaveNpz("state.safetensors");

                [Network(784, 30, 10, Hidden = Activation.ReLU, Output = Activation.Softmax)]
                public sealed partial class MadeNet;
                """));
        _ = await RunAsync(folder, Name);
        const string Others = """<ItemGroup><NetworkModel Include="digits.safetensors;state.safetensors" /></ItemGroup>""";
        string files = Project.Replace("""<NetworkModel Include="models/line.safetensors" />""", "", StringComparison.Ordinal)
            .Replace("</Project>", items + Others + "</Project>", StringComparison.Ordinal);
        string networks = string.Concat(declarations.Select((declaration, i) => $"namespace N{i}\n{{\n{declaration}}}\n"));
        _ = library.Write(Name, ("Deployment.csproj", files), ("Networks.cs", "using NetGen;\n" + networks), ("Program.cs", $"""
            using N0;

            float[] input = new float[784], output = new float[10], others = new float[10];
            input[100] = 1;
            {calls}
            further.FeedForward(input, others);
            Console.WriteLine(output.AsSpan().SequenceEqual(others));
            N1.DigitNet.Pretrained.FeedForward(input, others);
            Console.WriteLine(output.AsSpan().SequenceEqual(others));
            N2.DigitNet.Pretrained.FeedForward(input, others);
            Console.WriteLine(output.AsSpan().SequenceEqual(others));
            """));
        Assert.Equal("True\nTrue\nTrue\n", await RunAsync(folder, Name));

        await CheckExampleOfReadMeAsync(folder, Name);
    }

    /// <summary>The same in the README, where a declaration comes before calls.</summary>
    private async Task CheckExampleOfReadMeAsync(string folder, string name)
    {
        string few = Pages.TheOnly("README.md", "csharp fragment").Text;
        int end = few.IndexOf(";\n", StringComparison.Ordinal) + 2;
        File.Delete(Path.Combine(folder, "Networks.cs"));
        string item = Project.Replace("""<NetworkModel Include="models/line.safetensors" />""", "", StringComparison.Ordinal)
            .Replace("</Project>", Pages.TheOnly("README.md", "xml").Text + "</Project>", StringComparison.Ordinal);
        _ = library.Write(name, ("Deployment.csproj", item), ("Program.cs", $"""
            using NetGen;

            float[] image = new float[784];
            image[100] = 1;
            {few[end..]}
            Console.WriteLine(digit == further.Classify(image));

            {few[..end]}
            """));
        Assert.Equal("True\n", await RunAsync(folder, name));
    }

    private async Task<string> RunAsync(string folder, string name)
    {
        DotnetRun build = await library.RunAsync(folder, "build");
        Assert.True(build.Succeeded, build.Output);
        Assert.Empty(build.Problems);
        return (await library.RunAsync(folder, Path.Combine("bin", "Debug", "net10.0", name + ".dll"))).Output.ReplaceLineEndings("\n");
    }

    /// <summary>Writes a safetensors file of one layer, 2 -> 1, of two weights and a bias.</summary>
    internal static void WriteModel(string path, float[] values)
    {
        int i = 0;
        WriteModel(path, [2, 1], () => values[i++]);
    }

    /// <summary>Writes a safetensors file of layers of weights and biases.</summary>
    internal static void WriteModel(string path, int[] sizes, Func<float> next)
    {
        var header = new StringBuilder();
        int end = 0;
        for (int i = 1; i < sizes.Length; i++)
        {
            (int inputs, int outputs) = (sizes[i - 1], sizes[i]);
            AddTensor(string.Create(CultureInfo.InvariantCulture, $"{i - 1}.weight"), $"{outputs},{inputs}", outputs * inputs);
            AddTensor(string.Create(CultureInfo.InvariantCulture, $"{i - 1}.bias"), $"{outputs}", outputs);
        }

        byte[] content = new byte[8 + header.Length + 1 + end];
        BinaryPrimitives.WriteInt64LittleEndian(content, header.Length + 1);
        Encoding.ASCII.GetBytes($"{header}}}", content.AsSpan(8));
        for (int i = content.Length - end; i < content.Length; i += sizeof(float))
        {
            BinaryPrimitives.WriteSingleLittleEndian(content.AsSpan(i), next());
        }

        File.WriteAllBytes(path, content);

        void AddTensor(string name, string shape, int length)
        {
            int start = end;
            end += sizeof(float) * length;
            _ = header.Append(header.Length == 0 ? '{' : ',')
                .Append(CultureInfo.InvariantCulture, $$"""
                    "{{name}}":{"dtype":"F32","shape":[{{shape}}],"data_offsets":[{{start}},{{end}}]}
                    """);
        }
    }

    private static void WriteModel(string folder, float bias)
    {
        _ = Directory.CreateDirectory(Path.Combine(folder, "models"));
        WriteModel(Path.Combine(folder, "models", "line.safetensors"), [3, 5, bias]);
    }
}
