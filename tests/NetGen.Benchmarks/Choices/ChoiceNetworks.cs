namespace NetGen.Benchmarks.Choices;

// A network for each activation: digits of 8 x 8 pixels first, then a function of ten features.
[Network(64, 64, 64, 10, Hidden = Activation.Sigmoid, Output = Activation.Softmax)]
internal sealed partial class SigmoidDigits;

[Network(64, 64, 64, 10, Hidden = Activation.Tanh, Output = Activation.Softmax)]
internal sealed partial class TanhDigits;

[Network(64, 64, 64, 10, Hidden = Activation.Softsign, Output = Activation.Softmax)]
internal sealed partial class SoftsignDigits;

[Network(64, 64, 64, 10, Hidden = Activation.HardSigmoid, Output = Activation.Softmax)]
internal sealed partial class HardSigmoidDigits;

[Network(64, 64, 64, 10, Hidden = Activation.ReLU, Output = Activation.Softmax)]
internal sealed partial class ReLUDigits;

[Network(64, 64, 64, 10, Hidden = Activation.LeakyReLU, Output = Activation.Softmax)]
internal sealed partial class LeakyReLUDigits;

[Network(64, 64, 64, 10, Hidden = Activation.ELU, Output = Activation.Softmax)]
internal sealed partial class ELUDigits;

[Network(64, 64, 64, 10, Hidden = Activation.SELU, Output = Activation.Softmax)]
internal sealed partial class SELUDigits;

[Network(64, 64, 64, 10, Hidden = Activation.GELU, Output = Activation.Softmax)]
internal sealed partial class GELUDigits;

[Network(64, 64, 64, 10, Hidden = Activation.GELUTanh, Output = Activation.Softmax)]
internal sealed partial class GELUTanhDigits;

[Network(64, 64, 64, 10, Hidden = Activation.SiLU, Output = Activation.Softmax)]
internal sealed partial class SiLUDigits;

[Network(64, 64, 64, 10, Hidden = Activation.Softplus, Output = Activation.Softmax)]
internal sealed partial class SoftplusDigits;

[Network(64, 64, 64, 10, Hidden = Activation.HardSwish, Output = Activation.Softmax)]
internal sealed partial class HardSwishDigits;

[Network(64, 64, 64, 10, Hidden = Activation.Mish, Output = Activation.Softmax)]
internal sealed partial class MishDigits;

[Network(InputShape = [10])]
[Standardize]
[Dense(32, Activation.Sigmoid)]
[Dense(32, Activation.Sigmoid)]
[Dense(1, Activation.Identity)]
internal sealed partial class SigmoidRegression;

[Network(InputShape = [10])]
[Standardize]
[Dense(32, Activation.Tanh)]
[Dense(32, Activation.Tanh)]
[Dense(1, Activation.Identity)]
internal sealed partial class TanhRegression;

[Network(InputShape = [10])]
[Standardize]
[Dense(32, Activation.Softsign)]
[Dense(32, Activation.Softsign)]
[Dense(1, Activation.Identity)]
internal sealed partial class SoftsignRegression;

[Network(InputShape = [10])]
[Standardize]
[Dense(32, Activation.HardSigmoid)]
[Dense(32, Activation.HardSigmoid)]
[Dense(1, Activation.Identity)]
internal sealed partial class HardSigmoidRegression;

[Network(InputShape = [10])]
[Standardize]
[Dense(32, Activation.ReLU)]
[Dense(32, Activation.ReLU)]
[Dense(1, Activation.Identity)]
internal sealed partial class ReLURegression;

[Network(InputShape = [10])]
[Standardize]
[Dense(32, Activation.LeakyReLU)]
[Dense(32, Activation.LeakyReLU)]
[Dense(1, Activation.Identity)]
internal sealed partial class LeakyReLURegression;

[Network(InputShape = [10])]
[Standardize]
[Dense(32, Activation.ELU)]
[Dense(32, Activation.ELU)]
[Dense(1, Activation.Identity)]
internal sealed partial class ELURegression;

[Network(InputShape = [10])]
[Standardize]
[Dense(32, Activation.SELU)]
[Dense(32, Activation.SELU)]
[Dense(1, Activation.Identity)]
internal sealed partial class SELURegression;

[Network(InputShape = [10])]
[Standardize]
[Dense(32, Activation.GELU)]
[Dense(32, Activation.GELU)]
[Dense(1, Activation.Identity)]
internal sealed partial class GELURegression;

[Network(InputShape = [10])]
[Standardize]
[Dense(32, Activation.GELUTanh)]
[Dense(32, Activation.GELUTanh)]
[Dense(1, Activation.Identity)]
internal sealed partial class GELUTanhRegression;

[Network(InputShape = [10])]
[Standardize]
[Dense(32, Activation.SiLU)]
[Dense(32, Activation.SiLU)]
[Dense(1, Activation.Identity)]
internal sealed partial class SiLURegression;

[Network(InputShape = [10])]
[Standardize]
[Dense(32, Activation.Softplus)]
[Dense(32, Activation.Softplus)]
[Dense(1, Activation.Identity)]
internal sealed partial class SoftplusRegression;

[Network(InputShape = [10])]
[Standardize]
[Dense(32, Activation.HardSwish)]
[Dense(32, Activation.HardSwish)]
[Dense(1, Activation.Identity)]
internal sealed partial class HardSwishRegression;

[Network(InputShape = [10])]
[Standardize]
[Dense(32, Activation.Mish)]
[Dense(32, Activation.Mish)]
[Dense(1, Activation.Identity)]
internal sealed partial class MishRegression;

[Network(64, 64, 64, 10, Hidden = Activation.ReLU, Output = Activation.Sigmoid)]
internal sealed partial class QuadraticDigits;

[Network(64, 64, 64, 10, Hidden = Activation.ReLU, Output = Activation.Sigmoid, Cost = CostFunction.BinaryCrossEntropy)]
internal sealed partial class BinaryDigits;

[Network(64, 64, 64, 10, Hidden = Activation.ReLU, Output = Activation.Identity)]
internal sealed partial class IdentityDigits;

[Network(64, 64, 64, 10, Hidden = Activation.ReLU, Output = Activation.LogSoftmax)]
internal sealed partial class LogSoftmaxDigits;

[Network(64, 64, 64, 10, Hidden = Activation.ReLU, Output = Activation.Identity, Cost = CostFunction.Hinge)]
internal sealed partial class HingeDigits;

[Network(64, 64, 64, 10, Hidden = Activation.ReLU, Output = Activation.Softmax, LabelSmoothing = 0.1)]
internal sealed partial class SmoothedDigits;

[Network(InputShape = [10], Cost = CostFunction.MeanSquaredError)]
[Standardize]
[Dense(32, Activation.ReLU)]
[Dense(32, Activation.ReLU)]
[Dense(1, Activation.Identity)]
internal sealed partial class MeanSquaredErrorRegression;

[Network(InputShape = [10], Cost = CostFunction.MeanAbsoluteError)]
[Standardize]
[Dense(32, Activation.ReLU)]
[Dense(32, Activation.ReLU)]
[Dense(1, Activation.Identity)]
internal sealed partial class MeanAbsoluteErrorRegression;

[Network(InputShape = [10], Cost = CostFunction.Huber)]
[Standardize]
[Dense(32, Activation.ReLU)]
[Dense(32, Activation.ReLU)]
[Dense(1, Activation.Identity)]
internal sealed partial class HuberRegression;
