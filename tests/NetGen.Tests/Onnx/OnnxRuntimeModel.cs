using System.Numerics;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace NetGen.Tests.Onnx;

/// <summary>Runs ONNX models with ONNX Runtime, as they are: without its optimizations, which join operators.</summary>
internal static class OnnxRuntimeModel
{
    /// <summary>The output of a model for its only input.</summary>
    /// <param name="model">The bytes of the model.</param>
    /// <param name="inputs">The samples.</param>
    /// <param name="shape">The shape of the input.</param>
    /// <param name="output">The name of the output; null for the first.</param>
    public static T[] Run<T>(byte[] model, T[] inputs, int[] shape, string? output = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        using var session = new InferenceSession(model, options);
        string name = session.InputMetadata.Keys.Single();
        var value = NamedOnnxValue.CreateFromTensor(name, new DenseTensor<T>(inputs, shape));
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run([value]);
        DisposableNamedOnnxValue result = output is null ? results[0] : results.Single(result => result.Name == output);
        return [.. result.AsTensor<T>()];
    }
}
