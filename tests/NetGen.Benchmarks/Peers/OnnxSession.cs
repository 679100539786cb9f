using System.Numerics;
using Microsoft.ML.OnnxRuntime;

namespace NetGen.Benchmarks.Peers;

/// <summary>
/// ONNX Runtime used as well as it can be: one thread, all graph optimizations, a session for each batch size with its fixed shapes, inputs
/// and outputs bound once on pinned memory.
/// </summary>
internal sealed class OnnxSession<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly SessionOptions _options;
    private readonly RunOptions _runOptions = new();
    private readonly InferenceSession _session;
    private readonly List<OrtValue> _values = [];
    private readonly List<OrtIoBinding> _bindings = [];

    public OnnxSession(byte[] model)
    {
        _options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        _session = new InferenceSession(model, _options);
    }

    /// <summary>Prepares a run from one piece of pinned memory to another; the result is its number.</summary>
    public int Bind(Memory<T> inputs, Memory<T> outputs, int batch)
    {
        OrtValue input = ValueOver(inputs, batch);
        OrtValue output = ValueOver(outputs, batch);
        OrtIoBinding binding = _session.CreateIoBinding();
        binding.BindInput(OnnxModel.Input, input);
        binding.BindOutput(OnnxModel.Output, output);
        _bindings.Add(binding);
        return _bindings.Count - 1;
    }

    public void Run(int binding) => _session.RunWithBinding(_runOptions, _bindings[binding]);

    public void Dispose()
    {
        foreach (OrtIoBinding binding in _bindings)
        {
            binding.Dispose();
        }

        foreach (OrtValue value in _values)
        {
            value.Dispose();
        }

        _session.Dispose();
        _runOptions.Dispose();
        _options.Dispose();
    }

    private OrtValue ValueOver(Memory<T> memory, int batch)
    {
        OrtValue value = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, memory, [batch, memory.Length / batch]);
        _values.Add(value);
        return value;
    }
}
