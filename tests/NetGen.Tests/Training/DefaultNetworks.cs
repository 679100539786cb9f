namespace NetGen.Tests.Training;

// A network for each row of the table of defaults: digits of 8 x 8 pixels first, then a function of two features.
[Network(64, 30, 10)]
internal sealed partial class BookDigits;

[Network(64, 30, 10, Cost = CostFunction.BinaryCrossEntropy)]
internal sealed partial class SigmoidBinaryDigits;

[Network(64, 30, 10, Output = Activation.Softmax)]
internal sealed partial class SigmoidSoftmaxDigits;

[Network(64, 30, 10, Output = Activation.Tanh)]
internal sealed partial class SigmoidTanhDigits;

[Network(64, 30, 10, Output = Activation.Identity)]
internal sealed partial class SigmoidIdentityDigits;

[Network(64, 30, 10, Hidden = Activation.Tanh)]
internal sealed partial class TanhSigmoidDigits;

[Network(64, 30, 10, Hidden = Activation.Tanh, Cost = CostFunction.BinaryCrossEntropy)]
internal sealed partial class TanhBinaryDigits;

[Network(64, 30, 10, Hidden = Activation.Tanh, Output = Activation.Softmax)]
internal sealed partial class TanhSoftmaxDigits;

[Network(64, 30, 10, Hidden = Activation.Tanh, Output = Activation.Tanh)]
internal sealed partial class TanhTanhDigits;

[Network(64, 30, 10, Hidden = Activation.Tanh, Output = Activation.Identity)]
internal sealed partial class TanhIdentityDigits;

[Network(64, 30, 10, Hidden = Activation.ReLU)]
internal sealed partial class ReLUSigmoidDigits;

[Network(64, 30, 10, Hidden = Activation.ReLU, Cost = CostFunction.BinaryCrossEntropy)]
internal sealed partial class ReLUBinaryDigits;

[Network(64, 30, 10, Hidden = Activation.ReLU, Output = Activation.Softmax)]
internal sealed partial class ReLUSoftmaxDigits;

[Network(64, 30, 10, Hidden = Activation.ReLU, Output = Activation.Tanh)]
internal sealed partial class ReLUTanhDigits;

[Network(64, 30, 10, Hidden = Activation.ReLU, Output = Activation.Identity)]
internal sealed partial class ReLUIdentityDigits;

[Network(64, 30, 10, Hidden = Activation.ReLU, Output = Activation.ReLU)]
internal sealed partial class ReLUReLUDigits;

[Network(64, 30, 10, Hidden = Activation.LeakyReLU, Output = Activation.LeakyReLU)]
internal sealed partial class LeakyReLUDigits;

[Network(64, 30, 10, Hidden = Activation.GELU, Output = Activation.GELU)]
internal sealed partial class GELUDigits;

[Network<double>(64, 30, 30, 10, Hidden = Activation.GELU, Output = Activation.Softmax)]
internal sealed partial class DeepDoubleDigits;

[Network(64, 30, 10, Cost = CostFunction.MeanSquaredError)]
internal sealed partial class SquaredErrorDigits;

[Network(64, 30, 10, Hidden = Activation.ReLU, Output = Activation.Identity, Cost = CostFunction.MeanSquaredError)]
internal sealed partial class IdentitySquaredErrorDigits;

[Network(64, 30, 10, Cost = CostFunction.MeanAbsoluteError)]
internal sealed partial class AbsoluteErrorDigits;

[Network(64, 30, 10, Hidden = Activation.ReLU, Output = Activation.Identity, Cost = CostFunction.MeanAbsoluteError)]
internal sealed partial class IdentityAbsoluteErrorDigits;

[Network(64, 30, 10, Hidden = Activation.Tanh, Output = Activation.Identity, Cost = CostFunction.Huber)]
internal sealed partial class HuberDigits;

[Network(64, 30, 10, Output = Activation.Identity, Cost = CostFunction.Hinge)]
internal sealed partial class SigmoidHingeDigits;

[Network(64, 30, 10, Hidden = Activation.ReLU, Output = Activation.Identity, Cost = CostFunction.Hinge)]
internal sealed partial class ReLUHingeDigits;

[Network(64, 30, 10, Hidden = Activation.ReLU, Output = Activation.Tanh, Cost = CostFunction.Hinge)]
internal sealed partial class TanhHingeDigits;

[Network(64, 30, 10, Hidden = Activation.ReLU, Output = Activation.LogSoftmax)]
internal sealed partial class LogSoftmaxDigits;

[Network(2, 16, 16, 1, Hidden = Activation.Tanh, Output = Activation.Identity, Cost = CostFunction.MeanSquaredError)]
internal sealed partial class SquaredErrorRegression;

[Network(2, 16, 16, 1, Hidden = Activation.ReLU, Output = Activation.Identity, Cost = CostFunction.MeanAbsoluteError)]
internal sealed partial class AbsoluteErrorRegression;

[Network(2, 16, 16, 1, Hidden = Activation.Tanh, Output = Activation.Tanh, Cost = CostFunction.MeanAbsoluteError)]
internal sealed partial class TanhAbsoluteErrorRegression;

[Network(2, 16, 16, 1, Hidden = Activation.Tanh, Output = Activation.Identity, Cost = CostFunction.Huber)]
internal sealed partial class HuberRegression;

[Network(64, 10, Output = Activation.Softmax)]
internal sealed partial class LinearDigits;

[Network(2, 16, 16, 1)]
internal sealed partial class BookRegression;

[Network(2, 16, 16, 1, Output = Activation.Tanh)]
internal sealed partial class SigmoidTanhRegression;

[Network(2, 16, 16, 1, Output = Activation.Identity)]
internal sealed partial class SigmoidIdentityRegression;

[Network(2, 16, 16, 1, Hidden = Activation.Tanh)]
internal sealed partial class TanhSigmoidRegression;

[Network(2, 16, 16, 1, Hidden = Activation.Tanh, Output = Activation.Tanh)]
internal sealed partial class TanhTanhRegression;

[Network(2, 16, 16, 1, Hidden = Activation.Tanh, Output = Activation.Identity)]
internal sealed partial class TanhIdentityRegression;

[Network(2, 16, 16, 1, Hidden = Activation.ReLU)]
internal sealed partial class ReLUSigmoidRegression;

[Network(2, 16, 16, 1, Hidden = Activation.ReLU, Output = Activation.Tanh)]
internal sealed partial class ReLUTanhRegression;

[Network<double>(2, 16, 16, 1, Hidden = Activation.ReLU, Output = Activation.Identity)]
internal sealed partial class ReLUIdentityRegression;

[Network(2, 16, 16, 1, Hidden = Activation.LeakyReLU, Output = Activation.LeakyReLU)]
internal sealed partial class LeakyReLURegression;

[Network(64, 30, 10, Output = Activation.ReLU)]
internal sealed partial class SigmoidReLUDigits;

[Network(64, 30, 10, Hidden = Activation.Tanh, Output = Activation.ReLU)]
internal sealed partial class TanhReLUDigits;

[Network(64, 30, 10, Hidden = Activation.LeakyReLU, Output = Activation.ReLU)]
internal sealed partial class LeakyBeforeReLUDigits;

[Network(64, 30, 10, Hidden = Activation.GELU, Output = Activation.ReLU)]
internal sealed partial class GELUReLUDigits;

[Network(64, 30, 10, Output = Activation.GELU)]
internal sealed partial class SigmoidGELUDigits;

[Network(64, 30, 10, Hidden = Activation.Tanh, Output = Activation.GELU)]
internal sealed partial class TanhGELUDigits;

[Network(64, 30, 10, Hidden = Activation.ReLU, Output = Activation.GELU)]
internal sealed partial class ReLUGELUDigits;

[Network(64, 30, 10, Hidden = Activation.LeakyReLU, Output = Activation.GELU)]
internal sealed partial class LeakyGELUDigits;

[Network(64, 30, 10, Output = Activation.LeakyReLU)]
internal sealed partial class SigmoidLeakyDigits;

[Network(2, 16, 16, 1, Output = Activation.LeakyReLU)]
internal sealed partial class SigmoidLeakyRegression;

[Network(2, 16, 16, 1, Hidden = Activation.Tanh, Output = Activation.LeakyReLU)]
internal sealed partial class TanhLeakyRegression;

[Network(2, 16, 16, 1, Hidden = Activation.ReLU, Output = Activation.LeakyReLU)]
internal sealed partial class ReLULeakyRegression;

[Network(2, 16, 16, 1, Hidden = Activation.GELU, Output = Activation.LeakyReLU)]
internal sealed partial class GELULeakyRegression;

[Network(2, 16, 16, 1, Hidden = Activation.LeakyReLU, Output = Activation.Sigmoid)]
internal sealed partial class LeakySigmoidRegression;

[Network(2, 16, 16, 1, Hidden = Activation.GELU, Output = Activation.Sigmoid)]
internal sealed partial class GELUSigmoidRegression;

[Network(2, 16, 16, 1, Hidden = Activation.LeakyReLU, Output = Activation.Tanh)]
internal sealed partial class LeakyTanhRegression;

[Network(2, 16, 16, 1, Hidden = Activation.GELU, Output = Activation.Tanh)]
internal sealed partial class GELUTanhRegression;

[Network(2, 16, 16, 1, Hidden = Activation.LeakyReLU, Output = Activation.Identity)]
internal sealed partial class LeakyIdentityRegression;

[Network(2, 16, 16, 1, Hidden = Activation.GELU, Output = Activation.Identity)]
internal sealed partial class GELUIdentityRegression;

[Network(2, 16, 16, 1, Output = Activation.ReLU)]
internal sealed partial class SigmoidReLURegression;

[Network(2, 16, 16, 1, Hidden = Activation.Tanh, Output = Activation.ReLU)]
internal sealed partial class TanhReLURegression;

[Network(2, 16, 16, 1, Hidden = Activation.ReLU, Output = Activation.ReLU)]
internal sealed partial class ReLUReLURegression;

[Network(2, 16, 16, 1, Hidden = Activation.LeakyReLU, Output = Activation.ReLU)]
internal sealed partial class LeakyBeforeReLURegression;

[Network(2, 16, 16, 1, Hidden = Activation.GELU, Output = Activation.ReLU)]
internal sealed partial class GELUReLURegression;

[Network(2, 16, 16, 1, Output = Activation.GELU)]
internal sealed partial class SigmoidGELURegression;

[Network(2, 16, 16, 1, Hidden = Activation.Tanh, Output = Activation.GELU)]
internal sealed partial class TanhGELURegression;

[Network(2, 16, 16, 1, Hidden = Activation.ReLU, Output = Activation.GELU)]
internal sealed partial class ReLUGELURegression;

[Network(2, 16, 16, 1, Hidden = Activation.LeakyReLU, Output = Activation.GELU)]
internal sealed partial class LeakyGELURegression;

[Network(2, 16, 16, 1, Hidden = Activation.GELU, Output = Activation.GELU)]
internal sealed partial class GELUGELURegression;
