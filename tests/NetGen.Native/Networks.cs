namespace NetGen.Native;

[Network(64, 30, 10)]
internal sealed partial class BookNet;

[Network(64, 32, 10, Hidden = Activation.ReLU, Output = Activation.Softmax)]
internal sealed partial class ReLUNet;

[Network<double>(64, 20, 10, Hidden = Activation.Tanh, Output = Activation.Sigmoid, Cost = CostFunction.BinaryCrossEntropy)]
internal sealed partial class DoubleNet;

[Network(InputShape = [64])]
[Standardize]
[Dense(48, Activation.GELU)]
[Dropout(0.2)]
[Dense(10, Activation.Softmax)]
internal sealed partial class LayersNet;

[Network(64, 3, 1, Hidden = Activation.Mish, Output = Activation.Identity, Cost = CostFunction.Huber)]
internal sealed partial class RegressionNet;

[Network(64, 32, 10)]
internal sealed partial class SmallNet;

[Network(784, 30, 10)]
internal sealed partial class DigitNet;

[Network(784, 512, 512, 10, Hidden = Activation.ReLU)]
internal sealed partial class WideNet;

[Network(2, 4, 1)]
internal sealed partial class XorNet;
