namespace NetGen.Samples.DigitPad.Networks;

/// <summary>Reads digits of 28 x 28 pixels, from 0 for paper to 1 for ink. Layers and weights are those of the file.</summary>
[Network(Model = "mnist.safetensors")]
internal sealed partial class DigitNet;
