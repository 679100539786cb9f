using System.ComponentModel;
using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;

namespace NetGen.Tool.Models;

/// <summary>Compares outputs with those of ONNX Runtime, which runs in Python if that has it.</summary>
/// <param name="python">The Python to run.</param>
/// <param name="limit">How long it may take.</param>
internal sealed class OnnxRuntimeCheck(string python, TimeSpan limit)
{
    private const int NotImportable = 3;

    // The name of the output that NetGen writes.
    private const string OwnOutput = "output";

    // Writes the outputs, or ends with the code above if there is no ONNX Runtime. Models of a fixed batch get their samples one by one.
    private const string Script = """
        import sys
        try:
            import numpy, onnxruntime
        except ImportError as error:
            print(error)
            sys.exit(3)
        model, inputs, outputs, dtype, count, size, width, output, second = sys.argv[1:]
        count, size, width = int(count), int(size), int(width)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        wanted = session.get_inputs()[0]
        x = numpy.fromfile(inputs, dtype).reshape(count, size)
        x = x.astype({"tensor(double)": "float64", "tensor(float16)": "float16"}.get(wanted.type, "float32"))
        shape = list(wanted.shape)
        batch = shape[0] if shape and isinstance(shape[0], int) and len(shape) > 1 else count
        if len(shape) < 2:
            batch, rest = 1, [] if not shape else [size]
        else:
            rest = [size if not isinstance(n, int) and len(shape) == 2 else n for n in shape[1:]]
        rows = []
        for start in range(0, count, batch):
            part = x[start:start + batch]
            part = numpy.concatenate([part, numpy.zeros((batch - len(part), size), part.dtype)])
            fed = part.reshape(([batch] if len(shape) > 1 else []) + rest)
            [result] = session.run([output], {wanted.name: fed})
            if isinstance(result, list):
                result = numpy.array([list(row.values()) for row in result])
            if second == "True" and result.size == 2 * batch:
                result = result.reshape(batch, 2)[:, 1]
            if result.dtype.kind != "f" or result.size != batch * width:
                print("its output '%s' has no %d numbers for each sample" % (output, width))
                sys.exit(4)
            rows.append(result.reshape(batch, width))
        numpy.concatenate(rows)[:count].astype(dtype).tofile(outputs)
        print(onnxruntime.__version__)
        """;

    /// <summary>Compares a network's outputs.</summary>
    /// <param name="network">The network.</param>
    /// <param name="model">The model that it is of.</param>
    /// <param name="path">The file of the model; run itself if it has outputs, as ONNX has, else the network as ONNX.</param>
    /// <param name="inputs">Samples.</param>
    /// <param name="outputs">The network's outputs for them.</param>
    public RuntimeComparison Compare<T>(RuntimeNetwork<T> network, NetworkModel model, string path, T[] inputs, T[] outputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        string folder = Directory.CreateTempSubdirectory("netgen-").FullName;
        try
        {
            bool isOnnx = model.Output is not null;
            string file = isOnnx ? Path.GetFullPath(path) : Path.Combine(folder, "network.onnx");
            if (!isOnnx)
            {
                network.SaveOnnx(file);
            }

            string[] data = [Path.Combine(folder, "inputs"), Path.Combine(folder, "outputs")];
            File.WriteAllBytes(data[0], MemoryMarshal.AsBytes<T>(inputs).ToArray());
            (int exitCode, string text) = Run(
                folder, "-c", Script, file, data[0], data[1], typeof(T) == typeof(float) ? "<f4" : "<f8",
                Text(inputs.Length / network.Topology.InputSize), Text(network.Topology.InputSize), Text(network.Topology.OutputSize),
                model.Output?.Name ?? OwnOutput, model.Output?.IsSecondOfTwo == true ? "True" : "False");
            if (exitCode != 0)
            {
                return new RuntimeComparison(false, exitCode == NotImportable ? $"{python} has none ({text})" : text);
            }

            T[] others = MemoryMarshal.Cast<byte, T>(File.ReadAllBytes(data[1])).ToArray();
            (double difference, double share) = Largest(network, inputs, outputs, others);
            return new RuntimeComparison(true, null, text, isOnnx ? "of the file itself" : "of the network as ONNX", difference, share);
        }
        catch (TimeoutException)
        {
            return new RuntimeComparison(
                false, FormattableString.Invariant($"{python} took more than {limit.TotalSeconds} s; --timeout gives it more"));
        }
        catch (Win32Exception)
        {
            return new RuntimeComparison(false, $"{python} cannot be started; --python says where Python is");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (double Difference, double Share) Largest<T>(RuntimeNetwork<T> network, T[] inputs, T[] outputs, T[] others)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var bound = new RoundingBound<T>(network);
        (int inputSize, int outputSize) = (network.Topology.InputSize, network.Topology.OutputSize);
        (double largest, double share) = (0, 0);
        for (int i = 0; i < outputs.Length / outputSize; i++)
        {
            double[] allowed = bound.Of(inputs.AsSpan(i * inputSize, inputSize));
            for (int o = 0; o < outputSize; o++)
            {
                double ours = double.CreateTruncating(outputs[(i * outputSize) + o]);
                double theirs = double.CreateTruncating(others[(i * outputSize) + o]);
                double difference = ours.Equals(theirs) ? 0 : Math.Abs(ours - theirs);
                (largest, share) = (Math.Max(largest, difference), Math.Max(share, difference == 0 ? 0 : difference / allowed[o]));
            }
        }

        // NaN, if one side alone has it, passes through Math.Max, and is no passing share.
        return (largest, share);
    }

    // In a folder of its own: Python looks for modules where it runs, and beside a model may lie anything.
    private (int ExitCode, string Text) Run(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(PathOf(python), arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task<string> outputs = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(limit))
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            throw new TimeoutException();
        }

        string output = outputs.Result.Trim();
        string[] lines = errors.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return (process.ExitCode, output.Length > 0 || lines.Length == 0 ? output : lines[^1]);
    }

    // A path is meant from the current folder, and a name from those of PATH.
    private static string PathOf(string program) => Path.GetFileName(program) == program ? program : Path.GetFullPath(program);

    private static string Text(int value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
