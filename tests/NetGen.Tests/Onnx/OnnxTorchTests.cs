using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using NetGen.Tests.Torch;

namespace NetGen.Tests.Onnx;

/// <summary>Models that PyTorch exports, of every activation, opset and type, give its outputs, but for rounding.</summary>
public sealed class OnnxTorchTests(ITestOutputHelper output)
{
    // So many ε of Σ|w||x| in each layer, carried to the output.
    private const double Factor = 1;

    [Fact]
    public async Task Exported_models_give_the_outputs_of_PyTorch()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string script = await Script();
            string lines = await TorchPython.RunAsync(script, "", folder);
            int count = 0;
            double worst = 0;
            foreach (string[] fields in lines.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').Select(line => line.Split('|')))
            {
                if (fields[1] != "cannot")
                {
                    worst = Math.Max(worst, Check(Path.Combine(folder, fields[0]), fields));
                    count++;
                }
            }

            output.WriteLine(FormattableString.Invariant($"{count} models, at most {worst * Factor:0.00} ε of the bound"));
            Assert.True(count >= 230, $"PyTorch exported {count} models alone.");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> Script()
    {
        using Stream stream = typeof(OnnxTorchTests).Assembly.GetManifestResourceStream("NetGen.Tests.Onnx.torch_models.py")!;
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    private static double Check(string path, string[] fields)
    {
        NetworkModel model = NetworkModel.Read(path + ".onnx");
        Assert.Equal(fields[1], model.Topology.ToString());
        int inputs = int.Parse(fields[2], CultureInfo.InvariantCulture);
        return model.NumericType == NumericType.Single
            ? Check<float>(model, File.ReadAllBytes(path + ".bin"), inputs, fields)
            : Check<double>(model, File.ReadAllBytes(path + ".bin"), inputs, fields);
    }

    private static double Check<T>(NetworkModel model, byte[] bytes, int inputCount, string[] fields)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReferenceNetwork<T> network = model.ToReferenceNetwork<T>();
        T[] values = MemoryMarshal.Cast<byte, T>(bytes).ToArray();
        T[] expected = values[inputCount..];
        var found = new T[expected.Length];
        network.FeedForwardBatch(values.AsSpan(0, inputCount), found);
        double worst = 0;
        (int inputSize, int outputSize) = (network.Topology.InputSize, network.Topology.OutputSize);
        for (int sample = 0; sample < inputCount / inputSize; sample++)
        {
            double[] bound = OnnxErrorBound.Of<T>(network, values.AsSpan(sample * inputSize, inputSize), Factor);
            for (int unit = 0; unit < outputSize; unit++)
            {
                int i = (sample * outputSize) + unit;
                double difference = double.CreateChecked(T.Abs(expected[i] - found[i]));
                worst = Math.Max(worst, difference == 0 ? 0 : difference / bound[unit]);
            }
        }

        Assert.True(worst <= 1, $"{fields[1]}, operators of version {fields[3]}: {worst * Factor} ε of the bound");
        return worst;
    }
}
