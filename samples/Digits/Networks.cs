namespace NetGen.Samples.Digits;

/// <summary>For the digits of 8 x 8 pixels that come with the sample.</summary>
[Network(64, 30, 10)]
internal sealed partial class SmallDigitNet;

/// <summary>The network of the book's first chapter, for MNIST and data sets of the same shape.</summary>
[Network(784, 30, 10)]
internal sealed partial class DigitNet;

/// <summary>The book's, with 100 hidden units.</summary>
[Network(784, 100, 10)]
internal sealed partial class WideDigitNet;

/// <summary>The network of the book's third chapter, with cross-entropy.</summary>
[Network(784, 30, 10, Cost = CostFunction.BinaryCrossEntropy)]
internal sealed partial class EntropyDigitNet;

/// <summary>The same with 100 hidden units.</summary>
[Network(784, 100, 10, Cost = CostFunction.BinaryCrossEntropy)]
internal sealed partial class WideEntropyDigitNet;

/// <summary>The networks of the book's fifth chapter: two hidden layers.</summary>
[Network(784, 30, 30, 10, Cost = CostFunction.BinaryCrossEntropy)]
internal sealed partial class TwoLayerDigitNet;

/// <summary>Three hidden layers.</summary>
[Network(784, 30, 30, 30, 10, Cost = CostFunction.BinaryCrossEntropy)]
internal sealed partial class ThreeLayerDigitNet;

/// <summary>Four hidden layers.</summary>
[Network(784, 30, 30, 30, 30, 10, Cost = CostFunction.BinaryCrossEntropy)]
internal sealed partial class FourLayerDigitNet;

/// <summary>For the best accuracy on MNIST: two wide layers, of which training drops a part.</summary>
[Network(InputShape = [784])]
[Dropout(0.1)]
[Dense(512, Activation.ReLU)]
[Dropout(0.3)]
[Dense(512, Activation.ReLU)]
[Dropout(0.3)]
[Dense(10, Activation.Softmax)]
internal sealed partial class LargeDigitNet;
