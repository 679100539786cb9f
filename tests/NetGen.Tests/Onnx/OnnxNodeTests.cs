using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using NetGen.Models.Onnx;
using NetGen.Tests.Support;

namespace NetGen.Tests.Onnx;

/// <summary>
/// ONNX's own tests of operators, as Debian's package libonnx-testdata has them: each whose graph is a network, with its inputs and
/// outputs. All inputs of a graph but its first become tensors of the file.
/// </summary>
/// <remarks>
/// Those that are left out though docs/interop.md has all their operators are in a reviewed file, each with the reason;
/// <c>NETGEN_ACCEPT_SNAPSHOTS=1</c> writes it.
/// </remarks>
public sealed partial class OnnxNodeTests(ITestOutputHelper output)
{
    private const string Folder = "/usr/share/libonnx-testdata/data";

    // In version 1.12 of ONNX; other versions have some more or less.
    private const int Expected = 128;

    [Fact]
    public void Tests_of_operators_give_their_outputs()
    {
        if (!Directory.Exists(Folder))
        {
            Python.SkipOrFail($"No {Folder}. On Debian: apt-get install libonnx-testdata.");
        }

        HashSet<string> operators = DocumentedOperators();
        var passed = new List<string>();
        var failed = new List<string>();
        var leftOut = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string folder in new[] { "node", "simple", "pytorch-operator", "pytorch-converted" }
            .SelectMany(part => Directory.GetDirectories(Path.Combine(Folder, part)))
            .Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(folder);
            byte[] content = File.ReadAllBytes(Path.Combine(folder, "model.onnx"));
            if (TryRun(folder, content, failed) is not string reason)
            {
                passed.Add(name);
            }
            else if (OnnxGraph.Read(content, name).Nodes.TrueForAll(node => operators.Contains(node.Operator)))
            {
                leftOut.Add($"{name}: {reason}");
            }
        }

        output.WriteLine($"{passed.Count} tests: {string.Join(", ", passed)}");
        Assert.True(failed.Count == 0, string.Join("\n", failed));
        Assert.Equal(Expected, passed.Count);
        AssertReviewed(string.Concat(leftOut.Select(line => line + "\n")));
    }

    // What the table of the page names in its first column.
    private static HashSet<string> DocumentedOperators()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Repository(), "docs", "interop.md"));
        IEnumerable<string> rows = lines
            .SkipWhile(line => line != "## What is read from ONNX").TakeWhile(line => line != "## Accuracy")
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal));
        HashSet<string> operators =
            [.. rows.SelectMany(row => Quoted().Matches(row.Split('|')[1])).Select(match => match.Groups[1].Value)];
        Assert.True(operators.Count > 50, "The page has lost its table.");
        return operators;
    }

    private static void AssertReviewed(string leftOut, [CallerFilePath] string source = "")
    {
        string file = Path.Combine(
            Repository(), "tests", "NetGen.Tests", "Onnx", Path.GetFileNameWithoutExtension(source) + ".verified.txt");
        if (Environment.GetEnvironmentVariable("NETGEN_ACCEPT_SNAPSHOTS") == "1")
        {
            File.WriteAllText(file, leftOut);
        }

        Assert.Equal(File.ReadAllText(file).ReplaceLineEndings("\n"), leftOut);
    }

    private static string Repository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "NetGen.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("No folder above the tests holds NetGen.sln.");
    }

    [GeneratedRegex("`([A-Za-z]+)`")]
    private static partial Regex Quoted();

    // Null if the outputs are right, or wrong, with a line; else why the test is left out.
    private static string? TryRun(string folder, byte[] content, List<string> failed)
    {
        NetworkModel model;
        string name = Path.GetFileName(folder);
        string data = Path.Combine(folder, "test_data_set_0");
        OnnxConstant? input = TensorOf(Path.Combine(data, "input_0.pb"));
        try
        {
            model = OnnxModel.Read(WithTensors(content, data), name);
        }
        catch (InvalidDataException exception)
        {
            // The first sentence: others say what to do.
            return exception.Message[name.Length..].TrimStart(':', ',', ' ').ReplaceLineEndings(" ").Split(". ")[0].TrimEnd('.');
        }

        // Networks compute in float and double alone, and give scores and no labels; an infinity times a weight of 0 is no number.
        int taken = OnnxGraph.Read(content, name).Outputs.FindIndex(output => model.Notes.Any(note => note.Contains($"'{output}'")));
        OnnxConstant? expected = TensorOf(Path.Combine(data, $"output_{Math.Max(taken, 0)}.pb"));
        string? reason = input?.Type is not (OnnxType.Float or OnnxType.Double or OnnxType.Float16) ? $"inputs of {input?.Type}"
            : !input.Doubles.All(double.IsFinite) ? "inputs that are not finite"
            : expected?.Type is not (OnnxType.Float or OnnxType.Double) ? $"outputs of {expected?.Type}"
            : input.Count % model.Topology.InputSize != 0 ? $"{input.Count} numbers are no samples of {model.Topology.InputSize}"
            : null;
        if (reason is not null)
        {
            return reason;
        }

        double[] found = model.NumericType == NumericType.Single ? Run<float>(model, input!) : Run<double>(model, input!);
        bool fits = found.Length == expected!.Count
            && found.Zip(expected.Doubles).All(pair => Math.Abs(pair.First - pair.Second) <= 2e-6 * (1 + Math.Abs(pair.Second)));
        if (!fits)
        {
            failed.Add($"{name}: {model}");
        }

        return null;
    }

    private static double[] Run<T>(NetworkModel model, OnnxConstant input)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReferenceNetwork<T> network = model.ToReferenceNetwork<T>();
        T[] inputs = [.. input.Doubles.Select(T.CreateChecked)];
        var outputs = new T[inputs.Length / model.Topology.InputSize * model.Topology.OutputSize];
        network.FeedForwardBatch(inputs, outputs);
        return [.. outputs.Select(double.CreateChecked)];
    }

    private static OnnxConstant? TensorOf(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return OnnxTensor.Read(new WireReader(File.ReadAllBytes(path), path), path).ToConstant();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    // A message that comes twice is joined from its parts, so that tensors can be added to a graph by writing it again.
    private static byte[] WithTensors(byte[] model, string data)
    {
        var graph = new WireWriter();
        string[] names = [.. OnnxGraph.Read(model, data).Inputs.Skip(1).Select(input => input.Name)];
        for (int i = 0; i < names.Length; i++)
        {
            string path = Path.Combine(data, $"input_{i + 1}.pb");
            if (File.Exists(path))
            {
                byte[] tensor = File.ReadAllBytes(path);
                byte[] name = Encoding.UTF8.GetBytes(names[i]);
                graph.Message(5, new WireWriter().Raw(tensor).Length(8, name.Length).Raw(name));
            }
        }

        return [.. model, .. new WireWriter().Message(7, graph).Bytes];
    }
}
