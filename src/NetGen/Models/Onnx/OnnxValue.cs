namespace NetGen.Models.Onnx;

/// <summary>What a name of the graph stands for: a constant, or something that is computed from the input.</summary>
internal abstract class OnnxValue;
