using System.Numerics;
using System.Text;
using NetGen.Models.Onnx;
using NetGen.Tests.Support;

namespace NetGen.Tests.Onnx;

/// <summary>
/// ONNX's own tests of operators, as Debian's package libonnx-testdata has them: each whose graph is a network, with its inputs and
/// outputs. All inputs of a graph but its first become tensors of the file.
/// </summary>
public sealed class OnnxNodeTests(ITestOutputHelper output)
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

        var passed = new List<string>();
        var failed = new List<string>();
        foreach (string folder in new[] { "node", "simple", "pytorch-operator", "pytorch-converted" }
            .SelectMany(part => Directory.GetDirectories(Path.Combine(Folder, part)))
            .Order(StringComparer.Ordinal))
        {
            bool? result = TryRun(folder, failed);
            if (result == true)
            {
                passed.Add(Path.GetFileName(folder));
            }
        }

        output.WriteLine($"{passed.Count} tests: {string.Join(", ", passed)}");
        Assert.True(failed.Count == 0, string.Join("\n", failed));
        Assert.Equal(Expected, passed.Count);
    }

    // True if the outputs are right, and false, with a line, if they are not; null if the graph is no network.
    private static bool? TryRun(string folder, List<string> failed)
    {
        NetworkModel model;
        string data = Path.Combine(folder, "test_data_set_0");
        OnnxConstant? input = TensorOf(Path.Combine(data, "input_0.pb"));
        byte[] content = File.ReadAllBytes(Path.Combine(folder, "model.onnx"));
        try
        {
            model = OnnxModel.Read(WithTensors(content, data), folder);
        }
        catch (InvalidDataException)
        {
            return null;
        }

        // Networks compute in float and double alone, and give scores and no labels; an infinity times a weight of 0 is no number.
        int taken = OnnxGraph.Read(content, folder).Outputs.FindIndex(name => model.Notes.Any(note => note.Contains($"'{name}'")));
        OnnxConstant? expected = TensorOf(Path.Combine(data, $"output_{Math.Max(taken, 0)}.pb"));
        if (input?.Type is not (OnnxType.Float or OnnxType.Double or OnnxType.Float16)
            || !input.Doubles.All(double.IsFinite)
            || expected?.Type is not (OnnxType.Float or OnnxType.Double)
            || input.Count % model.Topology.InputSize != 0)
        {
            return null;
        }

        double[] found = model.NumericType == NumericType.Single ? Run<float>(model, input) : Run<double>(model, input);
        bool fits = found.Length == expected.Count
            && found.Zip(expected.Doubles).All(pair => Math.Abs(pair.First - pair.Second) <= 2e-6 * (1 + Math.Abs(pair.Second)));
        if (!fits)
        {
            failed.Add($"{Path.GetFileName(folder)}: {model}");
        }

        return fits;
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
