namespace NetGen;

/// <summary>
/// Standardizes the network's inputs: each feature minus its mean, divided by its standard deviation. Only for the first layer. Training
/// does not change the means and deviations: they are those of the training data, found when a new network is first trained, and saved
/// and loaded with the network. A training loop of your own calls <c>FitScaling</c> first: <c>TrainMiniBatch</c> and
/// <c>Backprop</c> do not.
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
sealed class StandardizeAttribute : LayerAttribute
{
}
