namespace NetGen.Samples.Regression;

/// <summary>From one number to one number. Identity outputs have no bounds, as targets have none.</summary>
[Network(InputShape = [1])]
[Standardize]
[Dense(16, Activation.Tanh)]
[Dense(16, Activation.Tanh)]
[Dense(1, Activation.Identity)]
internal sealed partial class CurveNet;
