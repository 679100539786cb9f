using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;

namespace NetGen.Package.Tests;

/// <summary>What the build does by the metadata of items, by the format of a file and by the processor, and what it refuses.</summary>
public sealed class ModelBuildTests(PackedLibrary library)
{
    private const string Item = """<NetworkModel Include="models/line.safetensors" />""";

    /// <summary>A project that says nothing of the processor is told the line to add, where that line has an effect.</summary>
    [Fact]
    public async Task Native_AOT_without_fused_multiply_add_is_a_warning_with_the_line_to_add()
    {
        string folder = library.Write("Processor", ("Processor.csproj", WithItems("")), ("Program.cs", "return;"));
        DotnetRun restore = await library.RunAsync(folder, "restore");
        Assert.True(restore.Succeeded, restore.Output);
        string[] check = ["msbuild", "-t:NetGenCheckInstructionSet", "-p:PublishAot=true", "-p:TreatWarningsAsErrors=false"];

        DotnetRun run = await library.RunAsync(folder, [.. check, "-p:RuntimeIdentifier=linux-x64"]);
        Assert.True(run.Succeeded, run.Output);
        Assert.StartsWith("NETGEN1001: Native AOT compiles for x86-64-v2 unless told otherwise", run.Problem, StringComparison.Ordinal);
        Assert.Contains(
            "Add <IlcInstructionSet>x86-64-v3</IlcInstructionSet> to a PropertyGroup of the project file", run.Problem,
            StringComparison.Ordinal);

        foreach (string[] other in new string[][]
        {
            ["-p:RuntimeIdentifier=linux-x64", "-p:IlcInstructionSet=x86-64-v3"], ["-p:RuntimeIdentifier=linux-arm64"],
            ["-p:RuntimeIdentifier=linux-x64", "-p:PublishAot=false"],
        })
        {
            run = await library.RunAsync(folder, [.. check, .. other]);
            Assert.True(run.Succeeded, run.Output);
            Assert.Empty(run.Problems);
        }
    }

    /// <summary>Doubles are rounded, floats widened, and the decimal numbers of a text read as what the item says.</summary>
    [Fact]
    public async Task Parameters_have_the_type_of_the_item_and_those_of_texts_are_Single_without_one()
    {
        string folder = library.Write(
            "Types",
            ("Types.csproj", WithItems("""
                <NetworkModel Include="models/float.safetensors" NumericType="Double" />
                <NetworkModel Include="models/double.safetensors" NumericType="single" />
                <NetworkModel Include="models/book.json;models/book32.json" />
                <NetworkModel Update="models/book.json" NumericType="Double" />
                """)),
            ("Program.cs", """
                using System.Globalization;
                using NetGen;

                Show(WidenedNet.CreatePretrained());
                Show(RoundedNet.CreatePretrained());
                Show(BookNet.CreatePretrained());
                Show(Book32Net.CreatePretrained());
                float[] output = new float[1];
                Book32Net.Pretrained.FeedForward([1, 0], output);
                Console.WriteLine(output[0].ToString("F5", CultureInfo.InvariantCulture));

                static void Show<T>(ITrainableNetwork<T> net)
                    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
                {
                    T[] values = new T[net.Topology.ParameterCount];
                    net.Parameters.CopyTo(values);
                    Console.WriteLine($"{net.Topology}: " + string.Join(' ', values.Select(
                        value => double.CreateChecked(value).ToString("R", CultureInfo.InvariantCulture))));
                }

                [Network<double>(Model = "float.safetensors", Output = Activation.Identity)]
                public sealed partial class WidenedNet;

                [Network(Model = "double.safetensors", Output = Activation.Identity)]
                public sealed partial class RoundedNet;

                [Network<double>(Model = "book.json")]
                public sealed partial class BookNet;

                [Network(Model = "book32.json")]
                public sealed partial class Book32Net;
                """));
        WriteModelsOfTypes(Path.Combine(folder, "models"));
        const string Rounded = "0.10000000149011612 2 3";
        Assert.Equal(
            $"""
            2-1 Identity; Quadratic; Double: {Rounded}
            2-1 Identity; Quadratic; Single: {Rounded}
            2-1 Sigmoid; BinaryCrossEntropy; Double: 0.1 2 3
            2-1 Sigmoid; BinaryCrossEntropy; Single: {Rounded}
            0.95689

            """,
            await OutputAsync(folder, "Types"));
    }

    private static void WriteModelsOfTypes(string folder)
    {
        _ = Directory.CreateDirectory(folder);
        ModelTests.WriteModel(Path.Combine(folder, "float.safetensors"), [0.1f, 2, 3]);
        WriteDoubles(Path.Combine(folder, "double.safetensors"), [0.1, 2, 3]);
        const string Book = """
            {"sizes": [2, 1], "weights": [[[0.1, 2.0]]], "biases": [[[3.0]]], "cost": "CrossEntropyCost"}
            """;
        File.WriteAllText(Path.Combine(folder, "book.json"), Book);
        File.WriteAllText(Path.Combine(folder, "book32.json"), Book);
    }

    [Fact]
    public async Task A_wrong_word_in_an_item_is_an_error_that_lists_the_right_ones()
    {
        string folder = library.Write("Words", ("Words.csproj", WithItems("""
            <NetworkModel Include="models/line.safetensors" Storage="Quarter" />
            <NetworkModel Include="models/other.safetensors" NumericType="Half" />
            """)), ("Program.cs", ModelTests.Program + """


                [Network(Model = "other.safetensors", Output = Activation.Identity)]
                public sealed partial class OtherNet;
                """));
        _ = Directory.CreateDirectory(Path.Combine(folder, "models"));
        ModelTests.WriteModel(Path.Combine(folder, "models", "line.safetensors"), [3, 5, 7]);
        ModelTests.WriteModel(Path.Combine(folder, "models", "other.safetensors"), [3, 5, 7]);
        DotnetRun build = await library.RunAsync(folder, "build");
        Assert.False(build.Succeeded);
        const string Storage = "Storage is 'Quarter'; it must be Full or Half.";
        const string NumericType = "NumericType is 'Half'; it must be Single or Double.";
        string[] packed = [.. build.Problems.Where(problem => problem.StartsWith("NETGEN1004", StringComparison.Ordinal))];
        Assert.Equal(2, packed.Length);
        Assert.Contains(packed, problem => problem.Contains(Storage, StringComparison.Ordinal));
        Assert.Contains(packed, problem => problem.Contains(NumericType, StringComparison.Ordinal));
        string[] declared = [.. build.Problems.Where(problem => problem.StartsWith("NETGEN0033", StringComparison.Ordinal))];
        Assert.Equal(2, declared.Length);
        Assert.Contains(declared, problem => problem.Contains(Storage.TrimEnd('.'), StringComparison.Ordinal));
        Assert.Contains(declared, problem => problem.Contains(NumericType.TrimEnd('.'), StringComparison.Ordinal));
        Assert.Equal(4, build.Problems.Count);
    }

    [Fact]
    public async Task An_operator_that_is_not_supported_is_named_at_the_attribute_with_file_node_and_position()
    {
        string folder = library.Write(
            "Operator",
            ("Operator.csproj", WithItems("""<NetworkModel Include="models/sinh.onnx" />""")),
            ("Program.cs", """
                using NetGen;

                Console.WriteLine(WaveNet.InputSize);

                [Network(Model = "sinh.onnx")]
                public sealed partial class WaveNet;
                """));
        _ = Directory.CreateDirectory(Path.Combine(folder, "models"));
        string text = Encoding.Latin1.GetString(
            File.ReadAllBytes(Path.Combine(PackedLibrary.Repository, "samples", "Embedded", "digits.onnx")));
        File.WriteAllBytes(
            Path.Combine(folder, "models", "sinh.onnx"), Encoding.Latin1.GetBytes(text.Replace("Relu", "Sinh", StringComparison.Ordinal)));
        DotnetRun build = await library.RunAsync(folder, "build");
        Assert.False(build.Succeeded);
        const string Message = "node 1 '/layers.0/Sinh_1' (Sinh): the operator is not supported here. Supported are Gemm, ";
        Assert.Contains("Program.cs(5,10): error NETGEN0033: ", build.Output, StringComparison.Ordinal);
        string declared = Assert.Single(build.Problems, problem => problem.StartsWith("NETGEN0033", StringComparison.Ordinal));
        Assert.Contains("models/sinh.onnx", declared, StringComparison.Ordinal);
        Assert.Contains(Message, declared, StringComparison.Ordinal);
        Assert.Contains($"sinh.onnx : error NETGEN1004: {Message}", build.Output, StringComparison.Ordinal);
    }

    /// <summary>A file that no array can hold: refused by its length, not read.</summary>
    [Fact]
    public async Task A_file_of_3_GB_is_refused_at_once()
    {
        string folder = library.Write("Huge", ("Huge.csproj", WithItems(Item)), ("Program.cs", ModelTests.Program));
        _ = Directory.CreateDirectory(Path.Combine(folder, "models"));
        using (FileStream stream = File.Create(Path.Combine(folder, "models", "line.safetensors")))
        {
            // Takes no disk: nothing is written.
            stream.SetLength(3L << 30);
        }

        DotnetRun build = await library.RunAsync(folder, "build");
        Assert.False(build.Succeeded);
        Assert.Equal(["NETGEN0033", "NETGEN1004"], build.Problems.Select(problem => problem[..10]).Order(StringComparer.Ordinal));
        Assert.All(build.Problems, problem => Assert.Contains(
            $"expected at most {Array.MaxLength} bytes; found {3L << 30}", problem, StringComparison.Ordinal));
        Assert.DoesNotContain("memory", build.Output, StringComparison.OrdinalIgnoreCase);
    }

    [LongFact]
    public async Task Dotnet_watch_builds_anew_when_a_model_changes()
    {
        string folder = library.Write("Watched", ("Watched.csproj", WithItems(Item)), ("Program.cs", ModelTests.Program));
        string path = Path.Combine(folder, "models", "line.safetensors");
        _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        ModelTests.WriteModel(path, [3, 5, 7]);
        using Process watch = library.Start(folder, "dotnet", "watch", "--non-interactive", "--no-hot-reload", "run");
        try
        {
            Task<string> errors = watch.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await WaitForLineAsync(watch, "60");
            await WaitForLineAsync(watch, "53");
            ModelTests.WriteModel(path, [3, 5, 8]);
            await WaitForLineAsync(watch, "61");
        }
        finally
        {
            watch.Kill(entireProcessTree: true);
        }
    }

    private static async Task WaitForLineAsync(Process process, string expected)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(3));
        var lines = new StringBuilder();
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is string line)
        {
            if (line == expected)
            {
                return;
            }

            _ = lines.AppendLine(line);
        }

        Assert.Fail($"The program ended without the line '{expected}':\n{lines}");
    }

    private static string WithItems(string items) => ModelTests.Project.Replace(Item, items, StringComparison.Ordinal);

    // As WriteModel of ModelTests, in double.
    private static void WriteDoubles(string path, double[] values)
    {
        const string Header = """
            {"0.weight":{"dtype":"F64","shape":[1,2],"data_offsets":[0,16]},"0.bias":{"dtype":"F64","shape":[1],"data_offsets":[16,24]}}
            """;
        byte[] content = new byte[8 + Header.Length + (8 * values.Length)];
        BinaryPrimitives.WriteInt64LittleEndian(content, Header.Length);
        Encoding.ASCII.GetBytes(Header, content.AsSpan(8));
        foreach ((int i, double value) in values.Index())
        {
            BinaryPrimitives.WriteDoubleLittleEndian(content.AsSpan(8 + Header.Length + (8 * i)), value);
        }

        File.WriteAllBytes(path, content);
    }

    private async Task<string> OutputAsync(string folder, string name)
    {
        DotnetRun build = await library.RunAsync(folder, "build");
        Assert.True(build.Succeeded, build.Output);
        Assert.Empty(build.Problems);
        return (await library.RunAsync(folder, Path.Combine("bin", "Debug", "net10.0", name + ".dll"))).Output.ReplaceLineEndings("\n");
    }
}
