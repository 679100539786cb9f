using System.Globalization;
using NetGen.Tests.Support;

namespace NetGen.Package.Tests;

/// <content>The commands of docs/interop.md in Python, with a model for each, whose outputs the tool gives too.</content>
public sealed partial class ToolTests
{
    private const string Ones = "numpy.ones((1, 64), numpy.float32)";

    [Fact]
    public void All_blocks_in_Python_are_run() => Assert.Equal(5, PythonBlocks().Length);

    /// <summary>A model that was saved, in ONNX Runtime: the scores for zeros are those of the tool.</summary>
    [Fact]
    public async Task A_saved_model_has_the_input_and_the_output_that_the_page_names()
    {
        string folder = tool.NewFolder("InteropRuntime");
        _ = await JsonAsync(
            folder, "train", "digits.csv.gz", "--label", "^1", "--layers", "30,10", "--epochs", "1", "--out", "digits.onnx", "--json");
        string expected = await PythonAsync(
            "numpy",
            folder,
            $"""
            os.environ["{OnnxRuntimeModule.Variable}"] = r"{OnnxRuntimeModule.Library}"
            sys.path.append(r"{OnnxRuntimeModule.Folder}")
            """,
            "InferenceSession",
            "assert scores.shape == (1, 10)\nprint(*scores[0].tolist())");
        await AssertOutputsAsync(folder, 0, expected, "digits.onnx");
    }

    [Fact]
    public async Task An_export_of_PyTorch_is_read()
    {
        string folder = tool.NewFolder("InteropTorch");
        string expected = await PythonAsync(
            "torch",
            folder,
            """
            import torch
            from torch.nn import Linear, ReLU, Sequential, Softmax
            torch.manual_seed(1)
            model = Sequential(Linear(64, 30), ReLU(), Linear(30, 10), Softmax(1))
            """,
            "torch.onnx.export",
            "print(*model(torch.ones(1, 64))[0].tolist())");
        await AssertOutputsAsync(folder, 1, expected, "digits.onnx");
    }

    /// <summary>Weights in the order and the shapes that Keras documents.</summary>
    [Fact]
    public async Task Weights_of_Keras_are_read()
    {
        string folder = tool.NewFolder("InteropKeras");
        string expected = await PythonAsync(
            "numpy",
            folder,
            """
            import numpy
            random = numpy.random.default_rng(1)
            class model:
                weights = [random.normal(0, 0.1, shape).astype(numpy.float32) for shape in [(64, 30), 30, (30, 10), 10]]
                def get_weights(): return model.weights
            """,
            "get_weights",
            $"""
            a, b, c, d = model.weights
            e = numpy.exp(numpy.maximum({Ones} @ a + b, 0) @ c + d)
            print(*(e / e.sum())[0])
            """);
        await AssertOutputsAsync(folder, 1, expected, "digits.npz", "--hidden", "ReLU", "--output", "Softmax");
    }

    [Fact]
    public async Task Weights_of_scikit_learn_are_read()
    {
        string folder = tool.NewFolder("InteropSklearn");
        string expected = await PythonAsync(
            "sklearn",
            folder,
            """
            import numpy, warnings
            from sklearn.neural_network import MLPClassifier
            warnings.simplefilter("ignore")
            random = numpy.random.default_rng(1)
            classifier = MLPClassifier((30,), max_iter=5, random_state=1).fit(random.normal(0, 1, (200, 64)), numpy.arange(200) % 10)
            """,
            "coefs_",
            $"print(*classifier.predict_proba({Ones})[0])");
        await AssertOutputsAsync(folder, 1, expected, "digits.npz", "--hidden", "ReLU", "--output", "Softmax");
    }

    private static string[] PythonBlocks() => [.. Pages.Of("docs/interop.md", "python").Select(block => block.Text)];

    // Added modules come last, so that a real one is taken where there is one.
    private static Task<string> PythonAsync(string package, string folder, string before, string block, string after)
    {
        string code = Assert.Single(PythonBlocks(), text => text.Contains(block, StringComparison.Ordinal));
        return Python.RunAsync(
            package, $"import os, sys\nos.chdir(sys.argv[1])\nsys.path.append('.')\n{before}\n{code}\n{after}\n", "", folder);
    }

    private async Task AssertOutputsAsync(string folder, int input, string expected, params string[] model)
    {
        File.WriteAllText(Path.Combine(folder, "inputs.csv"), string.Join(',', Enumerable.Repeat(input, 64)) + "\n");
        ToolRun run = await tool.RunAsync(folder, ["predict", model[0], "inputs.csv", "--outputs", .. model[1..]]);
        Assert.True(run.ExitCode == 0, run.Errors);
        double[] outputs = [.. run.Output.TrimEnd().Split('\n')[1].Split(',').Select(ToNumber)];
        double[] numbers = [.. expected.Trim().Split(' ').Select(ToNumber)];
        Assert.Equal(10, outputs.Length);
        Assert.Equal(numbers, outputs, (a, b) => Math.Abs(a - b) < 1e-6);

        static double ToNumber(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }
}
