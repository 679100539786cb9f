namespace NetGen;

/// <summary>
/// Scales the network's inputs to the range from 0 to 1: each feature minus its smallest value, divided by the difference of its largest
/// and its smallest. Only for the first layer, in place of <see cref="StandardizeAttribute"/>. Training does not change the values: they
/// are those of the training data, found when a new network is first trained, and saved and loaded with the network. Other data may lie
/// outside of the range. A training loop of your own calls <c>FitScaling</c> first: <c>TrainMiniBatch</c> and <c>Backprop</c> do
/// not.
/// </summary>
/// <remarks>
/// The generator runs for C# only: in Visual Basic and F# the attribute has no effect. Use networks of a C# project there, or
/// <c>RuntimeNetwork</c>.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface, AllowMultiple = true, Inherited = false)]
#if NETGEN_GENERATOR
internal
#else
public
#endif
sealed class MinMaxScaleAttribute : LayerAttribute
{
}
