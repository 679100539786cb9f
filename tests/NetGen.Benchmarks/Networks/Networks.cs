namespace NetGen.Benchmarks.Networks;

[Network(784, 30, 10)]
internal sealed partial class Digits30;

[Network(784, 30, 10, SkipZeros = false)]
internal sealed partial class Digits30Dense;

[Network<double>(784, 30, 10)]
internal sealed partial class Digits30Double;

[Network(784, 30, 10, Output = Activation.Softmax)]
internal sealed partial class Digits30Softmax;

[Network(784, 100, 10)]
internal sealed partial class Digits100;

[Network(784, 100, 10, Hidden = Activation.ReLU, Output = Activation.Softmax)]
internal sealed partial class Digits100Softmax;

[Network(300, 100, 20)]
internal sealed partial class Features300;

[Network(64, 32, 10, Cost = CostFunction.BinaryCrossEntropy)]
internal sealed partial class SmallDigits;

[Network<double>(64, 32, 10, Cost = CostFunction.BinaryCrossEntropy)]
internal sealed partial class SmallDigitsDouble;

[Network(64, 32, 10, Output = Activation.Softmax)]
internal sealed partial class SmallDigitsSoftmax;

[Network(16, 16, 4, Hidden = Activation.Tanh, Output = Activation.Identity)]
internal sealed partial class Sensor;

[Network(4, 16, 3)]
internal sealed partial class Flowers;

[Network(2, 4, 1)]
internal sealed partial class Xor;

[Network(4, 64, 64, 2, Hidden = Activation.Tanh, Output = Activation.Identity)]
internal sealed partial class Control;

[Network(100, 1)]
internal sealed partial class Score;

[Network(784, 512, 512, 10, Hidden = Activation.ReLU)]
internal sealed partial class Wide512;

[Network(784, 512, 512, 10, Hidden = Activation.ReLU, SkipZeros = false)]
internal sealed partial class Wide512Dense;

[Network(1024, 64, 8)]
internal sealed partial class OneHot;

[Network(1024, 64, 8, SkipZeros = false)]
internal sealed partial class OneHotDense;

/// <summary>784-512-512-10 with dropout of the hidden layers.</summary>
[Network(InputShape = [784])]
[Dense(512, Activation.ReLU)]
[Dropout(0.5)]
[Dense(512, Activation.ReLU)]
[Dropout(0.5)]
[Dense(10)]
internal sealed partial class WideDropout;

[Network(784, 2048, 2048, 10, Hidden = Activation.ReLU)]
internal sealed partial class Wide2048;

[Network(64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, Hidden = Activation.Tanh)]
internal sealed partial class Deep64;
