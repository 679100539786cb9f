namespace NetGen;

/// <summary>
/// Sets each input to 0 with a probability while the network is trained, and divides the others by the probability of keeping them, so that
/// their expected values stay. It keeps units from relying on each other (N. Srivastava et al., "Dropout: A Simple Way to Prevent Neural
/// Networks from Overfitting", 2014). A network in use has no trace of it.
/// </summary>
/// <param name="rate">The probability of dropping an input: at least 0 and less than 1.</param>
/// <remarks>
/// <para>
/// <c>Train</c> and <c>Trainer</c> draw what is dropped from the seed of their options, anew in each step. In a training loop of your own,
/// <c>TrainMiniBatch</c> and <c>Backprop</c> take a <c>DropoutKey</c>; without one they drop nothing.
/// </para>
/// <para>
/// The generator runs for C# only: in Visual Basic and F# the attribute has no effect. Use networks of a C# project there, or
/// <c>RuntimeNetwork</c>.
/// </para>
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface, AllowMultiple = true, Inherited = false)]
#if NETGEN_GENERATOR
internal
#else
public
#endif
sealed class DropoutAttribute(double rate) : LayerAttribute
{
    /// <summary>The probability of dropping an input.</summary>
    public double Rate { get; } = rate;
}
