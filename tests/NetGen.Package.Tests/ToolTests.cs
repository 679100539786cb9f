using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using NetGen.Tests.Support;

namespace NetGen.Package.Tests;

/// <summary>The commands of the installed tool: texts, JSON, files, exit codes and errors.</summary>
public sealed partial class ToolTests(PackedLibrary library, InstalledTool tool) : IClassFixture<InstalledTool>
{
    private static readonly string[] s_layout =
    [
        "penguins.csv", "--label", "species", "--ignore", "year", "--one-hot", "island=Biscoe,Dream,Torgersen", "--one-hot",
        "sex=female,male", "--missing", "FillWithMean",
    ];

    [Fact]
    public async Task The_examples_of_the_page_run_and_give_what_it_says()
    {
        const string Page = "docs/cli.md";
        string page = File.ReadAllText(Path.Combine(PackedLibrary.Repository, Page)).ReplaceLineEndings("\n");
        string folder = tool.NewFolder("ToolExamples");
        MatchCollection examples = Example().Matches(page);
        Assert.Equal(Pages.Of(Page, "sh").Length, examples.Count);
        Assert.Equal(Pages.Of(Page, "text").Length, examples.Count);
        Assert.True(examples.Count > 10, "The page has lost its examples.");
        foreach (Match example in examples)
        {
            string lines = example.Groups["lines"].Value;
            ToolRun run = await tool.ShellAsync(folder, lines);
            Assert.True(run.ExitCode == 0, lines + run.Output + run.Errors);
            Assert.Equal(Comparable(lines, example.Groups["output"].Value), Comparable(lines, run.Output));
        }
    }

    [Fact]
    public async Task The_tool_has_the_version_of_its_package()
    {
        ToolRun run = await tool.RunAsync(tool.NewFolder("ToolVersion"), "--version");
        Assert.Equal(library.Version, run.Output.TrimEnd().Split('+')[0]);
    }

    /// <summary>The page says where its figure comes from: the same network from the same data.</summary>
    [Fact]
    public async Task The_model_of_the_embedded_sample_can_be_trained()
    {
        string folder = tool.NewFolder("ToolEmbedded");
        string data = Path.Combine(folder, "samples", "Digits", "data");
        _ = Directory.CreateDirectory(data);
        File.Move(Path.Combine(folder, "digits.csv.gz"), Path.Combine(data, "digits.csv.gz"));
        const string Page = "samples/Embedded/README.md";
        ToolRun run = await tool.ShellAsync(folder, Pages.TheOnly(Page, "sh").Text);
        Assert.True(run.ExitCode == 0, run.Output);
        Match accuracy = Regex.Match(run.Output, @"^accuracy (0\.\d+) ", RegexOptions.Multiline);
        string percent = (100 * decimal.Parse(accuracy.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture))
            .ToString("0.0", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Contains(
            $"It gets {percent} % of the digits", File.ReadAllText(Path.Combine(PackedLibrary.Repository, Page)), StringComparison.Ordinal);
        JsonElement trained = await JsonAsync(folder, "inspect", "digits.onnx", "--json");
        File.Copy(Path.Combine(PackedLibrary.Repository, "samples", "Embedded", "digits.onnx"), Path.Combine(folder, "sample.onnx"));
        JsonElement sample = await JsonAsync(folder, "inspect", "sample.onnx", "--json");
        Assert.Equal(sample.GetProperty("sha256").GetString(), trained.GetProperty("sha256").GetString());
    }

    [Fact]
    public async Task The_commands_of_the_package_s_page_run()
    {
        string folder = tool.NewFolder("ToolPackage");
        _ = await JsonAsync(
            folder, "train", "digits.csv.gz", "--label", "^1", "--layers", "10", "--epochs", "1", "--out", "digits.onnx", "--json");
        string[] samples = [.. Enumerable.Range(0, 30).Select(i => FormattableString.Invariant($"{i % 3},{i * 0.1},{i % 7}"))];
        File.WriteAllLines(Path.Combine(folder, "data.csv"), ["a,b,c,class", .. samples.Select((line, i) => $"{line},{"xyz"[i % 3]}")]);
        File.WriteAllLines(Path.Combine(folder, "more.csv"), ["a,b,c", .. samples]);
        string[] lines = Pages.TheOnly("src/NetGen.Tool/README.md", "sh").Lines;
        Assert.Equal("dotnet tool install --global NetGen.Tool", lines[0]);
        ToolRun run = await tool.ShellAsync(folder, "set -e\n" + string.Join('\n', lines[1..]));
        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains("class Digits", await File.ReadAllTextAsync(
            Path.Combine(folder, "Digits.cs"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(31, run.Output[run.Output.IndexOf("class,probability", StringComparison.Ordinal)..].TrimEnd().Split('\n').Length);
    }

    [Fact]
    public async Task Training_gives_the_same_bits_each_time_and_JSON_says_all_of_it()
    {
        string folder = tool.NewFolder("ToolTraining");
        string[] arguments =
        [
            "train", .. s_layout, "--standardize", "--layers", "8,3", "--epochs", "4", "--test",
            "0.25", "--json", "--out",
        ];
        JsonElement one = await JsonAsync(folder, [.. arguments, "one.safetensors"]);
        _ = await JsonAsync(folder, [.. arguments, "two.safetensors"]);
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(folder, "one.safetensors")), File.ReadAllBytes(Path.Combine(folder, "two.safetensors")));
        Assert.Equal(4, one.GetProperty("epochs").GetArrayLength());
        Assert.Equal("test", one.GetProperty("metrics").GetProperty("on").GetString());
        Assert.Equal(86, one.GetProperty("metrics").GetProperty("count").GetInt32());
        Assert.Equal(
            344, new[] { "trainingSamples", "validationSamples", "testSamples" }.Sum(name => one.GetProperty(name).GetInt32()));

        JsonElement predictions = await JsonAsync(folder, ["predict", "one.safetensors", .. s_layout, "--json"]);
        Assert.Equal(344, predictions.GetArrayLength());
        Assert.Contains(predictions[0].GetProperty("class").GetString(), new[] { "Adelie", "Chinstrap", "Gentoo" });
        Assert.InRange(predictions[0].GetProperty("probability").GetDouble(), 1.0 / 3, 1);
    }

    [Fact]
    public async Task Parameters_stay_the_same_through_all_formats_in_both_types()
    {
        string folder = tool.NewFolder("ToolFormats");
        foreach (string[] type in new string[][] { [], ["--double"] })
        {
            string[] train =
            [
                "train", "digits.csv.gz", "--label", "^1", "--scale", "0.0625", "--layers", "12,10", "--hidden", "Sigmoid", "--output",
                "Sigmoid",
                "--epochs", "1", "--force", "--json", "--out", "a.onnx",
            ];
            _ = await JsonAsync(folder, [.. train, .. type]);
            string? expected = (await JsonAsync(folder, "inspect", "a.onnx", "--json")).GetProperty("sha256").GetString();
            foreach (string file in new[] { "a.safetensors", "a.npz", "b.onnx" })
            {
                _ = await JsonAsync(folder, "export", "a.onnx", file, "--force", "--json");
                JsonElement inspection = await JsonAsync(folder, "inspect", file, "--json");
                Assert.Equal(expected, inspection.GetProperty("sha256").GetString());
                Assert.Equal(file != "a.npz", inspection.GetProperty("hasActivations").GetBoolean());
                Assert.Equal(type.Length == 0 ? "Single" : "Double", inspection.GetProperty("numericType").GetString());
                Assert.Equal((64 * 12) + (12 * 10), inspection.GetProperty("multiplyAdds").GetInt64());
            }

            _ = await JsonAsync(folder, "export", "a.npz", "c.onnx", "--hidden", "sigmoid", "--output", "sigmoid", "--force", "--json");
            JsonElement verified = await JsonAsync(folder, "verify", "c.onnx", "--samples", "7", "--json");
            Assert.Equal(0, verified.GetProperty("differentSamples").GetInt32());
            Assert.Equal(7, verified.GetProperty("samples").GetInt32());
            JsonElement json = await JsonAsync(folder, "export", "a.onnx", "a.json", "--force", "--json");
            Assert.Equal("network2", json.GetProperty("format").GetString());
            JsonElement bench = await JsonAsync(folder, "bench", "a.json", "--seconds", "0.02", "--json");
            Assert.Equal(
                [1, 10, 100, 1000, 10, 100],
                bench.GetProperty("timings").EnumerateArray().Select(timing => timing.GetProperty("samples").GetInt32()));
        }
    }

    /// <summary>A project with the class and the item that import gives computes what predict does.</summary>
    [Fact]
    public async Task An_imported_class_compiles_and_computes_the_same()
    {
        string data = tool.NewFolder("ToolImport");
        _ = await JsonAsync(
            data, "train", "digits.csv.gz", "--label", "^1", "--scale", "0.0625", "--layers", "10", "--epochs", "1", "--out",
            "my-digits.npz", "--json");
        string project = library.Write(Path.Combine("ToolImport", "App"), ("Program.cs", """
            Console.WriteLine(Sample.MyDigitsNet.Pretrained.Classify(new float[64]));
            """));
        JsonElement import = await JsonAsync(
            data, "import", "my-digits.npz", "--output-activation", "Softmax", "--namespace", "Sample", "--output", "App", "--json");
        Assert.Equal("MyDigitsNet", import.GetProperty("class").GetString());
        Assert.Equal("""<NetworkModel Include="../my-digits.npz" />""", import.GetProperty("item").GetString());
        _ = library.Write(Path.Combine("ToolImport", "App"), ("App.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>Exe</OutputType>
                <UseAppHost>false</UseAppHost>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup><PackageReference Include="NetGen" Version="VERSION" />{import.GetProperty("item").GetString()}</ItemGroup>
            </Project>
            """));
        DotnetRun run = await library.RunAsync(project, "run");
        Assert.True(run.Succeeded, run.Output);
        File.WriteAllText(Path.Combine(data, "zeros.csv"), string.Join(',', Enumerable.Repeat("0", 64)) + "\n");
        ToolRun predicted = await tool.RunAsync(data, "predict", "my-digits.npz", "zeros.csv", "--output", "Softmax");
        Assert.Equal(run.Output.Trim(), predicted.Output.Split('\n')[1].Split(',')[0]);
    }

    /// <summary>A module that stands for ONNX Runtime gives the outputs of the line of <see cref="WriteLine"/>, or wrong ones.</summary>
    [Theory]
    [InlineData("3 * x[:, 0] + 5 * x[:, 1] + 7", 0)]
    [InlineData("3 * x[:, 0] + 5 * x[:, 1] + 7.001", 1)]
    [InlineData("0 * x[:, 0] + float('nan')", 1)]
    public async Task Outputs_are_compared_with_ONNX_Runtime_where_it_is(string formula, int exitCode)
    {
        string python = await Python.RequireAsync("numpy");
        string folder = tool.NewFolder("ToolRuntime" + exitCode + formula.Length);
        WriteLine(folder);
        File.WriteAllText(Path.Combine(folder, "onnxruntime.py"), $$"""
            class SessionOptions: pass
            class Tensor: name, type, shape = "input", "tensor(float)", ["batch", 2]
            class InferenceSession:
                def __init__(self, model, options, providers): assert open(model, "rb").read()
                def get_inputs(self): return [Tensor]
                def run(self, names, fed):
                    x = fed["input"]
                    return [({{formula}}).reshape(-1, 1).astype("float32")]
            __version__ = "0.0"
            """);
        ToolRun run = await tool.ShellAsync(
            folder, $"PYTHONPATH=$PWD netgen verify line.safetensors --output Identity --python '{python}' --json");
        JsonElement compared = JsonDocument.Parse(run.Output).RootElement.GetProperty("onnxRuntime");
        Assert.Null(compared.GetProperty("reason").GetString());
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal("0.0", compared.GetProperty("version").GetString());

        // The page shows such a comparison, of another model.
        ToolRun text = await tool.ShellAsync(
            folder, $"PYTHONPATH=$PWD netgen verify line.safetensors --output Identity --python '{python}'");
        string shown = Pages.Of("docs/cli.md", "text").SelectMany(block => block.Lines)
            .Single(line => line.StartsWith("ONNX Runtime", StringComparison.Ordinal));
        string said = text.Output.Split('\n')[2].Replace("of the network as ONNX", "of the file itself", StringComparison.Ordinal);
        Assert.Equal(FormOf(shown), FormOf(said));
        Assert.Equal(exitCode == 0 ? "passed" : "failed", text.Output.TrimEnd().Split('\n')[^1]);

        static string FormOf(string line) => Regex.Replace(line, @"\d[\d.]*(E-?\d+)?|NaN", "0");
    }

    /// <summary>ONNX Runtime itself, for an ONNX file and for one of another format.</summary>
    [Fact]
    public async Task Trained_networks_have_the_outputs_of_ONNX_Runtime()
    {
        string python = await Python.RequireAsync("numpy");
        string folder = tool.NewFolder("ToolOnnxRuntime");
        _ = await JsonAsync(
            folder, "train", "digits.csv.gz", "--label", "^1", "--layers", "30,10", "--epochs", "2", "--out", "digits.onnx", "--json");
        _ = await tool.RunAsync(folder, "export", "digits.onnx", "digits.safetensors");
        foreach ((string file, string model) in new[]
            { ("digits.onnx", "of the file itself"), ("digits.safetensors", "of the network as ONNX") })
        {
            ToolRun run = await tool.ShellAsync(
                folder,
                $"{OnnxRuntimeModule.Variable}='{OnnxRuntimeModule.Library}' PYTHONPATH='{OnnxRuntimeModule.Folder}' "
                    + $"netgen verify {file} --python '{python}' --json");
            Assert.True(run.ExitCode == 0, run.Output + run.Errors);
            JsonElement compared = JsonDocument.Parse(run.Output).RootElement.GetProperty("onnxRuntime");
            Assert.Null(compared.GetProperty("reason").GetString());
            Assert.Equal(model, compared.GetProperty("model").GetString());
            Assert.Matches(@"^1\.\d+\.\d+$", compared.GetProperty("version").GetString());
        }
    }

    /// <summary>
    /// Of the outputs of a file the one that the network computes is asked for, whatever the file is called, and of two columns the second.
    /// </summary>
    [Fact]
    public async Task The_output_of_a_file_that_the_network_computes_is_compared()
    {
        string python = await Python.RequireAsync("onnx");
        string folder = tool.NewFolder("ToolOutputs");
        _ = await Python.RunAsync(
            "onnx",
            """
            import os, sys, onnx
            from onnx import TensorProto, helper
            x = helper.make_tensor_value_info("x", TensorProto.FLOAT, [None, 2])
            outputs = [helper.make_tensor_value_info("label", TensorProto.INT64, [None]),
                       helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, [None, 2])]
            node = helper.make_node(
                "LinearClassifier", ["x"], ["label", "probabilities"], domain="ai.onnx.ml", coefficients=[-1.0, 2.0, 1.0, -2.0],
                intercepts=[-0.5, 0.5], classlabels_ints=[7, 9], post_transform="LOGISTIC")
            graph = helper.make_graph([node], "graph", [x], outputs)
            sets = [helper.make_opsetid("", 13), helper.make_opsetid("ai.onnx.ml", 1)]
            onnx.save(helper.make_model(graph, opset_imports=sets), os.path.join(sys.argv[1], "classes.bin"))
            """,
            "",
            folder);
        File.WriteAllText(Path.Combine(folder, "onnxruntime.py"), """
            import numpy
            class SessionOptions: pass
            class Tensor: name, type, shape = "x", "tensor(float)", ["batch", 2]
            class InferenceSession:
                def __init__(self, model, options, providers): assert b"probabilities" in open(model, "rb").read()
                def get_inputs(self): return [Tensor]
                def run(self, names, fed):
                    assert names == ["probabilities"]
                    x = fed["x"]
                    p = 1 / (1 + numpy.exp(-(x[:, 0] - 2 * x[:, 1] + 0.5)))
                    return [[{7: 1 - value, 9: value} for value in p.astype("float32")]]
            __version__ = "0.0"
            """);
        ToolRun run = await tool.ShellAsync(folder, $"PYTHONPATH=$PWD netgen verify classes.bin --python '{python}' --json");
        JsonElement compared = JsonDocument.Parse(run.Output).RootElement.GetProperty("onnxRuntime");
        Assert.Null(compared.GetProperty("reason").GetString());
        Assert.Equal("of the file itself", compared.GetProperty("model").GetString());
        Assert.Equal(0, run.ExitCode);
    }

    /// <summary>A model may come in a folder with anything in it, which Python must not run, or stay in.</summary>
    [Fact]
    public async Task Modules_beside_a_model_are_not_run_and_Python_has_an_end()
    {
        string python = await Python.RequireAsync("numpy");
        string folder = tool.NewFolder("ToolModules");
        WriteLine(folder);
        File.WriteAllText(Path.Combine(folder, "numpy.py"), "open('was-run', 'w').close()");
        ToolRun run = await tool.RunAsync(folder, "verify", "line.safetensors", "--output", "Identity", "--python", python, "--json");
        Assert.Equal(0, run.ExitCode);
        Assert.False(File.Exists(Path.Combine(folder, "was-run")));

        File.WriteAllText(Path.Combine(folder, "onnxruntime.py"), "import time\ntime.sleep(600)");
        run = await tool.ShellAsync(
            folder, $"PYTHONPATH=$PWD netgen verify line.safetensors --output Identity --python '{python}' --timeout 1");
        Assert.Contains("took more than 1 s; --timeout gives it more", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_samples_than_there_is_room_for_are_refused()
    {
        string folder = tool.NewFolder("ToolSamples");
        ModelTests.WriteModel(Path.Combine(folder, "wide.safetensors"), [3000, 1], () => 0);
        ToolRun run = await tool.RunAsync(folder, "verify", "wide.safetensors", "--output", "Identity", "--samples", "1000000");
        Assert.Equal(
            (2, "netgen: 1000000 samples of 3000 inputs and 1 outputs take too much memory. Give --samples 89478 or less.\n"),
            (run.ExitCode, run.Errors));
    }

    [Theory]
    [InlineData(2, "Unknown command or argument 'paint'. See: netgen --help", "paint")]
    [InlineData(2, "Required argument 'FILE' missing for command: 'inspect'. See: netgen inspect --help", "inspect")]
    [InlineData(2, "nothing.onnx: the file does not exist.", "inspect", "nothing.onnx")]
    [InlineData(
        2, "penguins.csv: not a model format that NetGen can read. It reads ONNX, safetensors, .npz of NumPy and the JSON of network2.py.",
        "verify", "penguins.csv")]
    [InlineData(2, "2-1 (line.safetensors) does not say what activations its layers have. Add --output Softmax, or what it has.",
        "bench", "line.safetensors")]
    [InlineData(2, "line.safetensors: the file exists. Add --force to replace it.",
        "export", "line.safetensors", "line.safetensors", "--output", "Identity")]
    [InlineData(2, "line.txt: expected a file that ends with .onnx, .safetensors, .npz or .json.",
        "export", "line.safetensors", "line.txt", "--output", "Identity")]
    [InlineData(2, "Cannot parse argument 'many' for option '--epochs'. See: netgen train --help",
        "train", "penguins.csv", "--layers", "3", "--epochs", "many")]
    [InlineData(2, "Expected 1 to 1000000 for --samples. See: netgen verify --help", "verify", "line.safetensors", "--samples", "0")]
    [InlineData(2, "digits.csv.gz has 10 classes, so the last of --layers must be 10; found 30. For 30 hidden units before the outputs: "
        + "--layers 30,10", "train", "digits.csv.gz", "--label", "^1", "--layers", "30")]
    [InlineData(2, "Expected a class name that is not a C# keyword, for --class; found 'event'.",
        "import", "line.safetensors", "--class", "event")]
    [InlineData(2, "Expected a class name that is not a C# keyword, for --class; found 'file'.",
        "import", "line.safetensors", "--class", "file")]
    [InlineData(2, "Expected a class name that is not a C# keyword, for --class; found '2D'.",
        "import", "line.safetensors", "--class", "2D")]
    [InlineData(2, "Expected a namespace without C# keywords for --namespace; found 'My.base'.",
        "import", "line.safetensors", "--namespace", "My.base")]
    [InlineData(2, "No.csproj: the file does not exist.", "import", "line.safetensors", "--project", "No.csproj")]
    [InlineData(2, "penguins.csv: not a project file. Data at the root level is invalid. Line 1, position 1.",
        "import", "line.safetensors", "--project", "penguins.csv")]
    [InlineData(2, "The format of network2.py has sigmoid layers alone; layer 0 is 64 -> 10 Softmax.",
        "train", "digits.csv.gz", "--label", "^1", "--layers", "10", "--out", "new.json")]
    public async Task Errors_are_one_line_with_an_exit_code(int exitCode, string message, params string[] arguments)
    {
        string folder = tool.NewFolder("ToolErrors");
        WriteLine(folder);
        ToolRun run = await tool.RunAsync(folder, arguments);
        Assert.Equal(($"netgen: {message}\n", "", exitCode), (run.Errors, run.Output, run.ExitCode));
    }

    [Fact]
    public async Task Messages_name_the_options_of_the_tool()
    {
        string folder = tool.NewFolder("ToolMessages");
        ToolRun run = await tool.RunAsync(folder, "train", "penguins.csv", "--label", "species", "--layers", "3");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(
            "add --one-hot \"island=Biscoe,Dream,Torgersen\" --one-hot \"sex=female,male\"", run.Errors, StringComparison.Ordinal);
        Assert.Contains("add --ignore \"island\" --ignore \"sex\"", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("CsvOptions", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x,y,kind\n1,2,a\n-,3,b\n4,5,a\n6,1,b\n", "add --missing-text \"-\"")]
    [InlineData("x,y,kind\n1,2,a\n2,3,a\n", "set --label; if it is, say which classes there are by --classes")]
    [InlineData("x,y,z\n1,2,3\n2,3,4\n", "Set --label: a name, 0 for the first column, ^1 for the last.")]
    [InlineData("x,y,kind\n1,2,a\n,3,b\n", "fill in the mean, set --missing.")]
    [InlineData("7,8,1\n1,2,3.5\n2,3,4.5\n", "set --target.", "--label", "^1", "--header-lines", "0")]
    [InlineData("x,y,label\n1;2,3,a\n4,5,b\n", "set --separator \";\"")]
    [InlineData("x,driver's\n1,tom\n2,ann\n", "set --label \"driver's\" in place of --target.", "--target", "driver's")]
    [InlineData("x,y,kind\n1,2,a\n2,3,b\n", "leave out --label and --classes.", "--target", "y", "--classes", "a,b")]
    [InlineData("x,y,kind\n1,2,a\n2,3,b\n", "leave out --ignore.", "--feature", "x", "--ignore", "y")]
    [InlineData("x,y,kind\n1,2,a\n2,3,b\n", "--scale is too small", "--scale", "1e-300")]
    [InlineData("x,y,kind\n1,2,a\n2,3,b\n", "Expected a character, tab or space for --separator; found ';;'.", "--separator", ";;")]
    public async Task Messages_name_the_option_to_add(string text, string message, params string[] options)
    {
        string folder = tool.NewFolder("ToolWordings");
        File.WriteAllText(Path.Combine(folder, "data.csv"), text);
        ToolRun run = await tool.RunAsync(folder, ["train", "data.csv", "--layers", "2", .. options]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotMatch("CsvOptions|Label|Columns|MissingTexts|HeaderLines|ClassCount|ClassNames| null|must be empty", run.Errors);
    }

    /// <summary>The options that a message says to add are added, until the file is read.</summary>
    [Fact]
    public async Task What_messages_say_can_be_done()
    {
        string folder = tool.NewFolder("ToolRemedies");
        string[] rows = [.. Enumerable.Range(0, 20).Select(i => $"{(i == 7 ? "-" : i % 3)},{i / 3},{(i % 2 == 0 ? "small" : "large")}")];
        File.WriteAllLines(Path.Combine(folder, "data.csv"), ["x,driver's,kind", .. rows]);
        List<string> train = ["train", "data.csv", "--layers", "2", "--epochs", "1", "--force"];
        foreach ((string pattern, string[] options) in new[]
        {
            ("add --missing-text \"-\"", new[] { "--missing-text", "-" }), ("set --missing", ["--missing", "SkipRows"]),
        })
        {
            ToolRun refused = await tool.RunAsync(folder, [.. train]);
            Assert.Equal(2, refused.ExitCode);
            Assert.Contains(pattern, refused.Errors, StringComparison.Ordinal);
            train.AddRange(options);
        }

        ToolRun run = await tool.RunAsync(folder, [.. train]);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
    }

    /// <summary>The last line is left out, as its value is missing; labels have the order that is given.</summary>
    [Theory]
    [InlineData(";", ";")]
    [InlineData("\t", "tab")]
    [InlineData("\t", "\\t")]
    [InlineData("  ", "space")]
    public async Task A_file_is_read_as_the_options_say(string separator, string option)
    {
        string folder = tool.NewFolder("ToolLayout");
        string[] lines =
        [
            "measured in May", string.Join(separator, "x", "y", "kind"),
            .. Enumerable.Range(0, 30).Select(i => string.Join(separator, i % 3, i / 3, i % 2 == 0 ? "small" : "large")),
            string.Join(separator, "unknown", 1, "large"),
        ];
        File.WriteAllLines(Path.Combine(folder, "data.csv"), lines);
        string[] layout =
            ["--separator", option, "--header-lines", "2", "--missing-text", "unknown", "--missing", "SkipRows", "--label", "kind"];
        JsonElement trained = await JsonAsync(
            folder, ["train", "data.csv", "--layers", "2", "--epochs", "1", "--classes", "small,large", "--json", "--force", .. layout]);
        Assert.Equal(30, trained.GetProperty("trainingSamples").GetInt32() + trained.GetProperty("validationSamples").GetInt32());
        JsonElement inspected = await JsonAsync(folder, "inspect", "model.safetensors", "--json");
        Assert.Equal(["small", "large"], inspected.GetProperty("classNames").EnumerateArray().Select(name => name.GetString()));
    }

    [Fact]
    public async Task A_sample_without_a_prediction_and_diverged_training_fail()
    {
        string folder = tool.NewFolder("ToolFailures");
        File.WriteAllText(Path.Combine(folder, "two.csv"), "1,2\n");
        WriteLine(folder, float.NaN);
        ToolRun predicted = await tool.RunAsync(folder, "predict", "line.safetensors", "two.csv", "--output", "Softplus");
        Assert.Equal(("netgen: sample 1 has no prediction: its outputs are NaN.\n", 1), (predicted.Errors, predicted.ExitCode));

        ToolRun trained = await tool.RunAsync(
            folder, "train", "penguins.csv", "--target", "body_mass_g", "--feature", "flipper_length_mm", "--missing", "SkipRows",
            "--layers", "4,1",
            "--optimizer", "Sgd", "--rate", "1000", "--json");
        Assert.Equal((1, ""), (trained.ExitCode, trained.Output));
        Assert.Single(trained.Errors.TrimEnd('\n').Split('\n'));
        Assert.False(File.Exists(Path.Combine(folder, "model.safetensors")));
    }

    /// <summary>One sigmoid output tells two classes apart; the label may be left out by its place when predicting.</summary>
    [Fact]
    public async Task A_single_output_tells_two_classes_apart()
    {
        string folder = tool.NewFolder("ToolBinary");
        File.WriteAllLines(
            Path.Combine(folder, "signs.csv"),
            Enumerable.Range(-20, 41).Select(x => FormattableString.Invariant($"{x},{0.5 * x},{(x < 0 ? "minus" : "plus")}")));
        JsonElement trained = await JsonAsync(
            folder, "train", "signs.csv", "--label", "^1", "--layers", "1", "--rate", "0.1", "--epochs", "30", "--json");
        Assert.Equal("2-1 Sigmoid; BinaryCrossEntropy; Single", trained.GetProperty("network").GetString());
        ToolRun run = await tool.RunAsync(folder, "predict", "model.safetensors", "signs.csv", "--label", "^1");
        string[] lines = run.Output.TrimEnd().Split('\n');
        Assert.Equal((42, "class,probability"), (lines.Length, lines[0]));
        Assert.StartsWith("minus,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("plus,", lines[^1], StringComparison.Ordinal);
        ToolRun outputs = await tool.RunAsync(folder, "predict", "model.safetensors", "signs.csv", "--label", "^1", "--outputs");
        Assert.Equal("output0", outputs.Output.Split('\n')[0]);
    }

    /// <summary>A model knows the columns that it was trained with, in their order.</summary>
    [Fact]
    public async Task A_file_with_its_columns_in_another_order_is_refused()
    {
        string folder = tool.NewFolder("ToolColumns");
        File.WriteAllLines(
            Path.Combine(folder, "train.csv"),
            ["x,y,sign", .. Enumerable.Range(-20, 41).Select(x => $"{x},{3 - x},{(x < 0 ? "minus" : "plus")}")]);
        File.WriteAllText(Path.Combine(folder, "turned.csv"), "y,x\n13,-10\n-7,10\n");
        _ = await JsonAsync(
            folder, "train", "train.csv", "--label", "sign", "--layers", "4,2", "--rate", "0.1", "--epochs", "30", "--json");
        ToolRun run = await tool.RunAsync(folder, "predict", "model.safetensors", "turned.csv");
        Assert.Equal(
            ("netgen: Feature 0 of the data is 'y', and input 0 of the network 'x'. Read the data with the features in the network's order "
                + "(--feature), or rename the columns in the header of the file.\n", 2),
            (run.Errors, run.ExitCode));
        run = await tool.RunAsync(folder, "predict", "model.safetensors", "turned.csv", "--feature", "x", "--feature", "y");
        Assert.Equal(["class", "minus", "plus", ""], run.Output.Split('\n').Select(line => line.Split(',')[0]));
        run = await tool.RunAsync(folder, "inspect", "model.safetensors");
        Assert.Contains("\nfeatures: 'x', 'y'\n", run.Output, StringComparison.Ordinal);
    }

    /// <summary>Columns that are named as features are none that hold a label, whatever they are called.</summary>
    [Fact]
    public async Task A_prediction_takes_the_columns_of_its_training()
    {
        string folder = tool.NewFolder("ToolSameColumns");
        File.WriteAllLines(
            Path.Combine(folder, "fares.csv"),
            ["fare,class,age", .. Enumerable.Range(0, 40).Select(i => FormattableString.Invariant($"{i / 50.0},{i % 3},{90 - (2 * i)}"))]);
        string[] columns = ["--target", "fare", "--feature", "class", "--feature", "age"];
        _ = await JsonAsync(
            folder,
            ["train", "fares.csv", .. columns, "--layers", "4,1", "--output", "Sigmoid", "--standardize", "--epochs", "5", "--json"]);
        ToolRun run = await tool.RunAsync(folder, ["predict", "model.safetensors", "fares.csv", .. columns]);
        Assert.Equal("", run.Errors);
        string[] lines = run.Output.Split('\n');
        Assert.Equal((42, "output0"), (lines.Length, lines[0]));
    }

    [Theory]
    [InlineData("Expected a number such as 0.5; found '0,01'.", "--rate", "0,01")]
    [InlineData(
        "--patience takes validation samples, and --validation is 0. Leave one of them out.", "--validation", "0", "--patience", "5")]
    [InlineData("--dropout is for hidden layers, and --layers has only the outputs.", "--layers", "10", "--dropout", "0.5")]
    [InlineData("--hidden is for hidden layers, and --layers has only the outputs.", "--layers", "10", "--hidden", "Tanh")]
    [InlineData("report.html: a report is there. Add --force to replace it.", "--report", "there")]
    [InlineData("locked.safetensors: the file exists. Add --force to replace it.", "--out", "locked.safetensors")]
    [InlineData("locked.safetensors: the file is read-only.", "--out", "locked.safetensors", "--force")]
    public async Task What_could_not_be_done_is_refused_before_the_training(string message, params string[] arguments)
    {
        string folder = tool.NewFolder("ToolBefore" + string.Concat(arguments.Select(text => text.Trim('-', '.', ','))));
        _ = Directory.CreateDirectory(Path.Combine(folder, "there"));
        File.WriteAllText(Path.Combine(folder, "there", "report.html"), "of the user");
        string locked = Path.Combine(folder, "locked.safetensors");
        File.WriteAllText(locked, "of the user");
        File.SetAttributes(locked, FileAttributes.ReadOnly);
        string[] layers = arguments.Contains("--layers") ? [] : ["--layers", "10"];
        ToolRun run = await tool.RunAsync(folder, ["train", "digits.csv.gz", "--label", "^1", .. layers, .. arguments]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
        Assert.False(File.Exists(Path.Combine(folder, "model.safetensors")));
        Assert.Equal("of the user", File.ReadAllText(locked));
        Assert.Equal("of the user", File.ReadAllText(Path.Combine(folder, "there", "report.html")));
    }

    /// <summary>As Ctrl+C does, which programs that are started in the background may not get.</summary>
    [Fact]
    public async Task A_signal_saves_a_training_which_goes_on_to_the_same_bits()
    {
        string folder = tool.NewFolder("ToolInterrupt");
        string[] train = ["train", "digits.csv.gz", "--label", "^1", "--layers", "100,10", "--patience", "1000000"];
        Process process = tool.Start(folder, [.. train, "--epochs", "1000000"]);
        string? line;
        do
        {
            line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.NotNull(line);
        }
        while (!line.StartsWith("epoch 2:", StringComparison.Ordinal));

        using (Process kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        ToolRun run = await InstalledTool.EndAsync(process);
        Assert.Equal((130, ""), (run.ExitCode, run.Errors));
        Match interrupted = Regex.Match(
            run.Output,
            "^interrupted in epoch (\\d+); kept epoch (\\d+)\nsaved model.safetensors\n"
            + "to continue, give the same command with --resume model.training.safetensors\non the ",
            RegexOptions.Multiline);
        Assert.True(interrupted.Success, run.Output);
        Assert.Equal(BestEpoch(run.Output), interrupted.Groups[2].Value);
        JsonElement saved = await JsonAsync(folder, "inspect", "model.safetensors", "--json");
        Assert.Equal((64 * 100) + (100 * 10), saved.GetProperty("multiplyAdds").GetInt64());

        // Only the network of the interrupted run may be replaced by the one that continues it.
        await ExpectRefusalAsync(
            folder, train, "netgen: model.safetensors: the file exists. Add --force to replace it.\n");
        File.WriteAllText(Path.Combine(folder, "other.safetensors"), "mine");
        await ExpectRefusalAsync(
            folder, [.. train, "--resume", "model.training.safetensors", "--out", "other.safetensors"],
            "netgen: other.safetensors: the file exists. Add --force to replace it.\n");
        File.Delete(Path.Combine(folder, "other.safetensors"));
        File.Move(Path.Combine(folder, "model.safetensors"), Path.Combine(folder, "moved.safetensors"));
        await ExpectRefusalAsync(
            folder, train,
            "netgen: model.training.safetensors: an interrupted training run is there. Add --resume model.training.safetensors to "
            + "continue it, or --force to replace it if this one is interrupted too.\n");
        File.Move(Path.Combine(folder, "moved.safetensors"), Path.Combine(folder, "model.safetensors"));
        string epochs = (int.Parse(interrupted.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) + 2)
            .ToString(System.Globalization.CultureInfo.InvariantCulture);
        JsonElement resumed = await JsonAsync(
            folder, [.. train, "--epochs", epochs, "--resume", "model.training.safetensors", "--json"]);
        JsonElement whole = await JsonAsync(folder, [.. train, "--epochs", epochs, "--out", "whole.safetensors", "--json"]);
        Assert.Equal(JsonValueKind.Null, resumed.GetProperty("resumeFrom").ValueKind);
        Assert.Equal(whole.GetProperty("epochs").ToString(), resumed.GetProperty("epochs").ToString());
        Assert.Equal(
            (await JsonAsync(folder, "inspect", "whole.safetensors", "--json")).GetProperty("sha256").GetString(),
            (await JsonAsync(folder, "inspect", "model.safetensors", "--json")).GetProperty("sha256").GetString());
    }

    [Fact]
    public async Task A_report_is_a_page_with_pictures()
    {
        string folder = tool.NewFolder("ToolReport");
        string[] train = ["train", "digits.csv.gz", "--label", "^1", "--scale", "0.0625", "--layers", "12,10", "--epochs", "2", "--json"];
        JsonElement run = await JsonAsync(folder, [.. train, "--report", "report", "--image-width", "8"]);
        Assert.Equal(Path.Combine("report", "report.html"), run.GetProperty("report").GetString());
        Assert.Equal(
            ["accuracy.png", "confusion.png", "cost.png", "hidden-units.png", "mistakes.png", "report.html"],
            Directory.GetFiles(Path.Combine(folder, "report")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        string page = await File.ReadAllTextAsync(
            Path.Combine(folder, "report", "report.html"), TestContext.Current.CancellationToken);
        Assert.Contains("64-12-10 ReLU, Softmax", page, StringComparison.Ordinal);
        Assert.Contains(
            " on the 359 validation samples (also used to choose the best epoch), the worst first.", page, StringComparison.Ordinal);
        ToolRun refused = await tool.RunAsync(folder, [.. train, "--force", "--image-width", "7"]);
        Assert.Equal(
            (2, "netgen: 64 features do not divide into rows of 7 pixels. Correct --image-width.\n"), (refused.ExitCode, refused.Errors));
    }

    /// <summary>Before the training, which may take hours.</summary>
    [Fact]
    public async Task A_report_that_cannot_be_written_is_refused_before_anything_is_trained()
    {
        string folder = tool.NewFolder("ToolNoReport");
        string[] train = ["train", "digits.csv.gz", "--label", "^1", "--layers", "12,10", "--epochs", "2", "--report"];
        await ExpectRefusalAsync(folder, [.. train, "digits.csv.gz"], "netgen: digits.csv.gz is a file; name a folder.\n");
        Assert.False(File.Exists(Path.Combine(folder, "model.safetensors")));

        // What fails later does not hide what was saved.
        _ = Directory.CreateDirectory(Path.Combine(folder, "report", "report.html"));
        ToolRun run = await tool.RunAsync(folder, [.. train, "report"]);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Matches("trained 2 epochs; kept epoch [12]\nsaved model.safetensors\n", run.Output);
        Assert.Contains("report.html", run.Errors, StringComparison.Ordinal);
    }

    private static string BestEpoch(string output) => Regex
        .Matches(output, @"^epoch (\d+): .* validation cost ([\d.E-]+)", RegexOptions.Multiline)
        .MinBy(epoch => double.Parse(epoch.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture))!.Groups[1].Value;

    private async Task ExpectRefusalAsync(string folder, string[] arguments, string error)
    {
        ToolRun run = await tool.RunAsync(folder, arguments);
        Assert.Equal((2, "", error), (run.ExitCode, run.Output, run.Errors));
    }

    [GeneratedRegex(@"^```sh\n(?<lines>.*?)^```\n\n```text\n(?<output>.*?)^```\n", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex(@"[\d.,]+( (ns|µs|ms|s)\b)?")]
    private static partial Regex Measured();

    /// <summary>An output without what depends on the machine: times, rates, and whether there is an ONNX Runtime.</summary>
    private static string Comparable(string lines, string output)
    {
        IEnumerable<string> kept = output.TrimEnd().Split('\n').Select(line =>
            line.StartsWith("lower bound", StringComparison.Ordinal) ? "lower bound"
            : line.StartsWith("ONNX Runtime", StringComparison.Ordinal) ? "ONNX Runtime"
            : lines.Contains("netgen bench", StringComparison.Ordinal) ? Regex.Replace(Measured().Replace(line, "#"), "[ ─]+", " ")
            : line);
        return string.Join('\n', kept);
    }

    private async Task<JsonElement> JsonAsync(string folder, params string[] arguments)
    {
        ToolRun run = await tool.RunAsync(folder, arguments);
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        Assert.Empty(run.Errors);
        return JsonDocument.Parse(run.Output).RootElement;
    }

    private static void WriteLine(string folder, float bias = 7) =>
        ModelTests.WriteModel(Path.Combine(folder, "line.safetensors"), [3, 5, bias]);
}
