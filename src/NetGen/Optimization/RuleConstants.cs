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

    /// <summary>The weight decay, added to the gradient, or times the number of samples to the gradient's sum.</summary>
    public TVector Decay { get; init; }

    /// <summary>Whether <see cref="Decay"/> is not 0; set by rules of Adam's kind alone.</summary>
    internal bool HasDecay { get; init; }

    /// <summary>What a parameter is multiplied by first.</summary>
    public TVector Kept { get; init; }

    /// <summary>The negative learning rate, with all that it is multiplied by.</summary>
    public TVector NegativeRate { get; init; }

    /// <summary>The negative learning rate of the gradient, beside that of its mean.</summary>
    /// <remarks>In the place of <see cref="Kept"/>, as no rule has both; so are others below in the places of constants.</remarks>
    public TVector NegativeGradientRate
    {
        get => Kept;
        init => Kept = value;
    }

    /// <summary>How much is kept of the first number.</summary>
    public TVector FirstKept { get; init; }

    /// <summary>How much of the gradient is added to the first number.</summary>
    public TVector FirstAdded { get; init; }

    /// <summary>How much is kept of the second number.</summary>
    public TVector SecondKept { get; init; }

    /// <summary>How much of the gradient's square is added to the second number.</summary>
    public TVector SecondAdded { get; init; }

    /// <summary>What is added to a divisor.</summary>
    public TVector Epsilon { get; init; }

    /// <summary>What a gradient that is adjusted is multiplied by before all else.</summary>
    public TVector GradientFactor { get; init; }

    /// <summary>What it is clipped to after that, in size.</summary>
    public TVector GradientLimit { get; init; }

    /// <summary>What is added to it last, with the sign of the parameter.</summary>
    public TVector SignTerm { get; init; }

    /// <summary>The size of the first step.</summary>
    public TVector InitialStep
    {
        get => Epsilon;
        init => Epsilon = value;
    }

    /// <summary>What a step size is multiplied by after a step that went too far.</summary>
    public TVector Shrinkage
    {
        get => FirstKept;
        init => FirstKept = value;
    }

    /// <summary>What a step size is multiplied by after a step in the same direction.</summary>
    public TVector Growth
    {
        get => SecondKept;
        init => SecondKept = value;
    }

    /// <summary>The least step size.</summary>
    public TVector MinStep
    {
        get => FirstAdded;
        init => FirstAdded = value;
    }

    /// <summary>The largest step size.</summary>
    public TVector MaxStep
    {
        get => SecondAdded;
        init => SecondAdded = value;
    }
}
