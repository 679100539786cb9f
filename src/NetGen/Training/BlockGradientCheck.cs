namespace NetGen;

/// <summary>What a <see cref="GradientCheck"/> found for a block of parameters, or for the inputs.</summary>
public sealed record BlockGradientCheck
{
    /// <summary>The block's name, such as <c>layers.0.weight</c>; <c>inputs</c> for the inputs.</summary>
    public required string Name { get; init; }

    /// <summary>How many derivatives were compared.</summary>
    public required int Count { get; init; }

    /// <summary>
    /// ‖g − n‖ / max(‖g‖, ‖n‖), where g are the derivatives of backpropagation that were compared and n those of finite differences; 0
    /// where all of both are 0.
    /// </summary>
    public required double RelativeError { get; init; }

    /// <summary>Where in the block, in canonical order, the two differ most.</summary>
    public required long WorstIndex { get; init; }

    /// <summary>The derivative of backpropagation there.</summary>
    public required double WorstBackprop { get; init; }

    /// <summary>The derivative of finite differences there.</summary>
    public required double WorstDifference { get; init; }
}
