using System.ComponentModel;

namespace NetGen.CompilerServices;

/// <summary>
/// The constants of a rule for one step, each in all lanes of a vector: made before a loop, so that they stay in registers in it. A rule
/// uses those that it needs.
/// </summary>
/// <typeparam name="TVector">A vector of some width.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct RuleConstants<TVector>
    where TVector : struct
{
    /// <summary>What the sum of a gradient is multiplied by.</summary>
    public TVector Scale { get; init; }

    /// <summary>The weight decay, added to the gradient.</summary>
    public TVector Decay { get; init; }

    /// <summary>What a parameter is multiplied by first.</summary>
    public TVector Kept { get; init; }

    /// <summary>The negative learning rate, with all that it is multiplied by.</summary>
    public TVector NegativeRate { get; init; }

    /// <summary>How much is kept of the first number.</summary>
    public TVector FirstKept { get; init; }

    /// <summary>How much of the gradient is added to the first number.</summary>
    public TVector FirstAdded { get; init; }

    /// <summary>How much is kept of the second number.</summary>
    public TVector SecondKept { get; init; }

    /// <summary>How much of the gradient's square is added to the second number.</summary>
    public TVector SecondAdded { get; init; }

    /// <summary>What the root of the second number is multiplied by.</summary>
    public TVector RootScale { get; init; }

    /// <summary>What is added to a divisor.</summary>
    public TVector Epsilon { get; init; }
}
