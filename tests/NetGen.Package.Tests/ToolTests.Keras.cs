using System.Globalization;
using System.Text.Json;
using NetGen.Tests.Support;

namespace NetGen.Package.Tests;

/// <content>Files as Keras writes them, made by h5py in its place.</content>
public sealed partial class ToolTests
{
    private const string Layers = """
        import sys
        from keras_files import *
        random = numpy.random.default_rng(1)
        f8 = numpy.float64
        x = random.normal(0, 1, (1, 6))
        start = Layer("InputLayer", "input_layer", {"batch_shape": [None, 6], "dtype": "float64"})

        def batch_normalization(name, units):
            weights = [random.uniform(0.5, 2, units).astype(f8) if i in (0, 3) else random.normal(0, 1, units).astype(f8) for i in range(4)]
            config = {"axis": [-1], "epsilon": 0.001, "center": True, "scale": True}
            return Layer("BatchNormalization", name, config, weights, ["gamma", "beta", "moving_mean", "moving_variance"])

        """;

    /// <summary>Every layer and activation, as archive and as HDF5 file of Keras 2 and 3, as a list and as a graph.</summary>
    [Fact]
    public async Task Files_of_Keras_give_the_outputs_of_NumPy()
    {
        string folder = KerasFolder("KerasLayouts");
        string output = await Python.RunAsync("h5py", KerasScript("""
            every = [start]
            for i, activation in enumerate(name for name in ACTIVATIONS if "softmax" not in name):
                every.append(dense(random, f"dense_{i}", 6, 6, activation, f8, use_bias=i % 3 != 1))
            every.append(dense(random, "scores", 6, 3, "log_softmax", f8))
            seen = [random.normal(0, 1, 6).astype(f8), random.uniform(0.5, 2, 6).astype(f8), numpy.int64(7)]
            mixed = [
                start, Layer("Normalization", "normalization", {"axis": [-1]}, seen, ["mean", "variance", "count"]),
                dense(random, "first", 6, 5, "linear", f8), batch_normalization("normal", 5),
                Layer("ReLU", "re_lu", {"max_value": None, "negative_slope": 0.0, "threshold": 0.0}),
                Layer("Dropout", "dropout", {"rate": 0.5}), dense(random, "a", 5, 4, "linear", f8),
                Layer("LeakyReLU", "leaky", {"negative_slope": 0.17}), dense(random, "b", 4, 4, "linear", f8),
                Layer("ELU", "elu", {"alpha": 0.7}), dense(random, "c", 4, 4, "linear", f8),
                Layer("ReLU", "sloped", {"max_value": None, "negative_slope": 0.3, "threshold": 0.0}), dense(random, "d", 4, 4, "relu", f8),
                batch_normalization("normal_1", 4), dense(random, "e", 4, 4, "linear", f8), Layer("LeakyReLU", "leaky_2", {"alpha": 0.05}),
                dense(random, "h", 4, 4, {"module": "keras.layers", "class_name": "LeakyReLU", "config": {"negative_slope": 0.15}}, f8),
                dense(random, "i", 4, 4, {"class_name": "ELU", "config": {"name": "elu_1", "alpha": 0.6}}, f8),
                dense(random, "f", 4, 4, "linear", f8), Layer("Activation", "act", {"activation": "tanh"}),
                dense(random, "g", 4, 3, "linear", f8), Layer("Softmax", "softmax", {"axis": -1})]
            picture = [
                Layer("InputLayer", "picture", {"batch_input_shape": [None, 2, 3], "dtype": "float32"}),
                Layer("Rescaling", "rescaling", {"scale": 0.25, "offset": -1.0}), Layer("Flatten", "flatten", {}),
                dense(random, "dense", 6, 5, "relu"), dense(random, "dense_1", 5, 2, "linear")]
            small = [dense(random, "dense", 6, 5, "relu", numpy.float16), dense(random, "dense_1", 5, 2, "linear", numpy.float16)]
            for name, layers in dict(every=every, mixed=mixed, picture=picture, small=small).items():
                write_archive(name + ".keras", layers)
                write_archive(name + "_graph.keras", layers, name != "small", zipfile.ZIP_DEFLATED)
                write_hdf5(name + "_3.h5", layers, "3.3.3")
                write_hdf5(name + "_3_graph.h5", layers, "3.3.3", name != "small")
                if name != "every":
                    write_hdf5(name + "_2.h5", layers, "2.15.0", name != "small")
                numbers = outputs(layers, x.reshape(1, 2, 3) if name == "picture" else x)[0]
                print(name, *numbers)
            write_variables_alone("picture.weights.h5", picture[3:])
            write_named_alone("picture_2.weights.h5", picture[3:], "2.9.0")
            numpy.savetxt("x.csv", x, delimiter=",", fmt="%.17g")
            numpy.savetxt("scaled.csv", x * 0.25 - 1, delimiter=",", fmt="%.17g")
            """), "", folder);
        foreach (string line in output.TrimEnd().Split('\n'))
        {
            string[] words = line.Split(' ');
            double[] expected = [.. words[1..].Select(ToDouble)];
            string[] files = Directory.GetFiles(folder, words[0] + "*.*");
            Assert.Equal(words[0] switch { "every" => 4, "picture" => 7, _ => 5 }, files.Length);
            foreach (string file in files.Select(path => Path.GetFileName(path)!))
            {
                bool isAlone = file.Contains(".weights.", StringComparison.Ordinal);
                string[] activations = isAlone ? ["--hidden", "ReLU", "--output", "Identity"] : [];
                ToolRun run = await tool.RunAsync(
                    folder, ["predict", file, isAlone ? "scaled.csv" : "x.csv", "--outputs", .. activations]);
                Assert.True(run.ExitCode == 0, file + run.Errors);
                double tolerance = words[0] is "every" or "mixed" ? 1e-12 : 1e-6;
                Assert.Equal(
                    expected, run.Output.Split('\n')[1].Split(',').Select(ToDouble), (a, b) => Math.Abs(a - b) <= tolerance);
            }
        }

        static double ToDouble(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task What_a_file_of_Keras_has_that_is_not_read_is_named_with_its_place()
    {
        string folder = KerasFolder("KerasErrors");
        _ = await Python.RunAsync("h5py", KerasScript("""
            def bad(name, *layers, **options):
                write_archive(name + ".keras", [start, dense(random, "first", 6, 4, "relu", f8), *layers], **options)
            bad("unknown", Layer("Conv2D", "conv", {"filters": 3}))
            bad("activation", dense(random, "second", 4, 2, "exponential", f8))
            bad("capped", Layer("ReLU", "capped", {"max_value": 6.0}), dense(random, "second", 4, 2, "relu", f8))
            bad("six", dense(random, "second", 4, 2, {"class_name": "ReLU", "config": {"max_value": 6.0}}, f8))
            bad("units", dense(random, "second", 5, 2, "relu", f8))
            bad("hidden", Layer("Softmax", "softmax", {"axis": -1}), dense(random, "second", 4, 2, "relu", f8))
            bad("missing", Layer("Dense", "second", {"units": 2, "activation": "relu"}))
            bad("quantized", Layer("Dense", "second", {"units": 2}, [numpy.ones((4, 2), numpy.int8), numpy.ones(2)]))
            bad("axis", Layer("BatchNormalization", "n", {"axis": [2]}, [numpy.ones(4)] * 4))
            bad("nested", Layer("Sequential", "inner", {"layers": []}))
            flat = [Layer("InputLayer", "i", {"batch_shape": [None, 2, 3]}), dense(random, "second", 3, 2)]
            write_archive("flat.keras", flat)
            write_hdf5("old.h5", [dense(random, "first", 6, 4, "hard_sigmoid")], "2.15.0")
            write_variables_alone("other.weights.h5", [dense(random, "first", 6, 4), batch_normalization("normal", 4)])
            with h5py.File("data.h5", "w") as file:
                file["numbers"] = numpy.ones(3)
            with h5py.File("huge.h5", "w") as file:
                file.attrs["layer_names"], group = [b"d"], file.create_group("d")
                group.attrs["weight_names"] = [b"kernel"]
                group.create_dataset("kernel", (1 << 20, 1 << 20), "float32", chunks=(1, 1 << 10))
            config = config_of([start, dense(random, "a", 6, 6), dense(random, "b", 6, 6)], True, True)
            config["config"]["layers"][2]["inbound_nodes"] = [history("a", True), history("input_layer", True)]
            with zipfile.ZipFile("branch.keras", "w") as archive:
                archive.writestr("config.json", json.dumps(config))
                archive.writestr("model.weights.h5", open("data.h5", "rb").read())
            """), "", folder);
        await NamesAsync("unknown.keras", ", layer 2 'conv' (Conv2D): the layer is not supported here. Supported are InputLayer, Dense, ");
        await NamesAsync("activation.keras", ", layer 2 'second' (Dense): NetGen does not have its activation 'exponential'.");
        await NamesAsync("capped.keras", ", layer 2 'capped' (ReLU): NetGen does not have a ReLU with max_value or threshold.");
        await NamesAsync("six.keras", ", layer 2 'second' (Dense): NetGen does not have a ReLU with max_value or threshold.");
        await NamesAsync(
            "units.keras",
            ", layer 2 'second' (Dense): expected 5 units before it for 'layers/dense_1/vars/0' [5, 2]; found samples of the shape [4].");
        await NamesAsync("hidden.keras", ", layer 3 'second' (Dense): nothing but the choice of a class may follow");
        await NamesAsync("missing.keras", ", layer 2 'second' (Dense): expected weights [in, out] and biases [out]; found none.");
        await NamesAsync("quantized.keras", ", tensor 'layers/dense_1/vars/0': expected numbers of float16, float32 or float64; found ");
        await NamesAsync("axis.keras", ", layer 2 'n' (BatchNormalization): expected axis -1 of samples of one dimension.");
        await NamesAsync("nested.keras", ", layer 2 'inner' (Sequential): the layer is not supported here.");
        await NamesAsync("flat.keras", "found samples of the shape [2, 3]. Flatten them before the layer.");
        await NamesAsync("old.h5", ", layer 0 'first' (Dense): hard_sigmoid of Keras 2 is max(0, min(1, 0.2 x + 0.5)), which");
        await NamesAsync("other.weights.h5", "found 'batch_normalization' as well. To have them read, save the whole model");
        await NamesAsync("data.h5", ": an HDF5 file, but not one of a model or of weights as Keras writes them.");
        await NamesAsync("huge.h5", ", tensor 'd/kernel': the shape [1048576, 1048576] is larger than the file.");
        await NamesAsync("branch.keras", ", layer 2 'b' (Dense): expected one layer before it; found 'a', 'input_layer'.");

        async Task NamesAsync(string file, string message)
        {
            ToolRun run = await tool.RunAsync(folder, "inspect", file);
            Assert.Equal((2, ""), (run.ExitCode, run.Output));
            Assert.StartsWith($"netgen: {file}", run.Errors, StringComparison.Ordinal);
            Assert.Contains(message, run.Errors, StringComparison.Ordinal);
            Assert.Single(run.Errors.TrimEnd('\n').Split('\n'));
        }
    }

    /// <summary>Whatever is damaged, there is an end, and it is one line.</summary>
    [LongFact]
    public async Task Damaged_files_of_Keras_end_with_one_line()
    {
        string folder = KerasFolder("KerasDamaged");
        _ = await Python.RunAsync("h5py", KerasScript("""
            layers = [start, dense(random, "first", 6, 5, "relu"), dense(random, "second", 5, 2)]
            write_hdf5("good.h5", layers, "2.15.0")
            write_archive("good.keras", layers)
            """), "", folder);
        var random = new Random(1);
        int refused = 0;
        foreach (string name in new[] { "good.h5", "good.keras" })
        {
            byte[] good = File.ReadAllBytes(Path.Combine(folder, name));
            string file = "bad" + Path.GetExtension(name);
            for (int i = 0; i < 20; i++)
            {
                byte[] bad = i % 4 == 0 ? good[..random.Next(8, good.Length)] : [.. good];
                for (int j = 0; j < i % 4; j++)
                {
                    bad[random.Next(8, Math.Min(bad.Length, 2048))] = (byte)(random.Next(2) * random.Next(256));
                }

                File.WriteAllBytes(Path.Combine(folder, file), bad);
                ToolRun run = await tool.RunAsync(folder, "export", file, "out.onnx", "--force");
                Assert.True(run.ExitCode is 0 or 2, run.Errors);
                Assert.Equal(run.ExitCode == 0 ? 0 : 1, run.Errors.Count(character => character == '\n'));
                refused += run.ExitCode == 0 ? 0 : 1;
            }
        }

        Assert.InRange(refused, 10, 39);
    }

    /// <summary>The page's way from Keras into a project.</summary>
    [Fact]
    public async Task A_model_that_Keras_saves_is_imported()
    {
        string folder = KerasFolder("InteropKerasModel");
        string expected = await PythonAsync(
            "h5py",
            folder,
            """
            from keras_files import *
            random = numpy.random.default_rng(1)
            layers = [Layer("InputLayer", "input", {"batch_shape": [None, 64]}), dense(random, "hidden", 64, 30, "gelu"),
                      dense(random, "scores", 30, 10, "softmax")]
            class model: save = lambda path: write_archive(path, layers)
            """,
            "model.save",
            $"print(*outputs(layers, {Ones})[0])");
        ToolRun run = await tool.ShellAsync(folder, Pages.TheOnly("docs/interop.md", "sh").Text);
        Assert.True(run.ExitCode == 0, run.Output);
        foreach (string file in new[] { "digits.keras", "digits.safetensors", "digits.onnx" })
        {
            await AssertOutputsAsync(folder, 1, expected, file);
        }

        JsonElement verified = await JsonAsync(folder, "verify", "digits.keras", "--json");
        Assert.True(verified.GetProperty("passed").GetBoolean());
        string item = Assert.Single(run.Output.Split('\n'), line => line.Contains("<NetworkModel", StringComparison.Ordinal));
        Assert.Contains("Include=\"digits.safetensors\"", item, StringComparison.Ordinal);
        _ = library.Write("InteropKerasModel", ("App.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>Exe</OutputType>
                <UseAppHost>false</UseAppHost>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup><PackageReference Include="NetGen" Version="VERSION" /></ItemGroup>
              {item}
            </Project>
            """), ("Program.cs", """
            float[] input = new float[64], output = new float[10];
            Array.Fill(input, 1);
            DigitsNet.Pretrained.FeedForward(input, output);
            Console.WriteLine(string.Join(' ', output));
            """));
        DotnetRun app = await library.RunAsync(folder, "run");
        Assert.True(app.Succeeded, app.Output);
        Assert.Equal(
            expected.Trim().Split(' ').Select(Number), app.Output.Trim().Split(' ').Select(Number), (a, b) => Math.Abs(a - b) < 1e-6);

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }

    private static string KerasScript(string lines) =>
        $"import os, sys\nos.chdir(sys.argv[1])\nsys.path.append('.')\n{Layers}{lines}\n";

    private string KerasFolder(string name)
    {
        string folder = tool.NewFolder(name);
        File.Copy(
            Path.Combine(PackedLibrary.Repository, "tests", "NetGen.Package.Tests", "keras_files.py"),
            Path.Combine(folder, "keras_files.py"), overwrite: true);
        return folder;
    }
}
