using NetGen;

namespace NetGenApp;

/// <summary>Tells from the two coordinates of a point whether it lies inside or outside.</summary>
[Network(InputShape = [2])]
[Standardize]
[Dense(16, Activation.Tanh)]
[Dense(8, Activation.Tanh)]
[Dense(2, Activation.Softmax)]
public sealed partial class PointNet;
