namespace NetGen.Samples.Playground;

/// <summary>Four tanh units.</summary>
[Network(2, 4, 1, Hidden = Activation.Tanh, Cost = CostFunction.BinaryCrossEntropy)]
public sealed partial class SmallTanhNet;

/// <summary>Eight tanh units.</summary>
[Network(2, 8, 1, Hidden = Activation.Tanh, Cost = CostFunction.BinaryCrossEntropy)]
public sealed partial class WideTanhNet;

/// <summary>Two layers of sixteen tanh units.</summary>
[Network(2, 16, 16, 1, Hidden = Activation.Tanh, Cost = CostFunction.BinaryCrossEntropy)]
public sealed partial class DeepTanhNet;

/// <summary>Four ReLU units.</summary>
[Network(2, 4, 1, Hidden = Activation.ReLU, Cost = CostFunction.BinaryCrossEntropy)]
public sealed partial class SmallReLUNet;

/// <summary>Eight ReLU units.</summary>
[Network(2, 8, 1, Hidden = Activation.ReLU, Cost = CostFunction.BinaryCrossEntropy)]
public sealed partial class WideReLUNet;

/// <summary>Two layers of sixteen ReLU units.</summary>
[Network(2, 16, 16, 1, Hidden = Activation.ReLU, Cost = CostFunction.BinaryCrossEntropy)]
public sealed partial class DeepReLUNet;

/// <summary>Four sigmoid units.</summary>
[Network(2, 4, 1, Cost = CostFunction.BinaryCrossEntropy)]
public sealed partial class SmallSigmoidNet;

/// <summary>Eight sigmoid units.</summary>
[Network(2, 8, 1, Cost = CostFunction.BinaryCrossEntropy)]
public sealed partial class WideSigmoidNet;

/// <summary>Two layers of sixteen sigmoid units.</summary>
[Network(2, 16, 16, 1, Cost = CostFunction.BinaryCrossEntropy)]
public sealed partial class DeepSigmoidNet;
