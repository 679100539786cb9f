namespace NetGen.Samples.Embedded;

/// <summary>Reads digits of 8 x 8 pixels: layers and weights are those of the file.</summary>
[Network(Model = "digits.onnx")]
public sealed partial class DigitNet;
