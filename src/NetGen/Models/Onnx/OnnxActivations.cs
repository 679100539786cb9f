using NetGen.Numerics;

namespace NetGen.Models.Onnx;

/// <summary>Tells which activation a run of operators is: the one whose function it has, however it is spelled.</summary>
/// <remarks>
/// Writers spell activations in many ways, with parts in any order and constants rounded to float. So functions are compared by their
/// values at many points, where those of different activations lie much further apart than the tolerance. Far from 0, where naive spellings
/// overflow, what is not a finite number is left out.
/// </remarks>
internal static class OnnxActivations
{
    // Constants rounded to float differ by up to 6e-8 of their size.
    private const double Tolerance = 2e-6;

    // The first two give α.
    private static readonly double[] Points =
    [
        -1, 1, 0, -2.5, 2.5, 0.3, -0.3, -3, 3, -4.25, 4.25, -0.75, 0.75, -1.75, 1.75, -0.03, 0.03, -6.5, 6.5, -10, 10, -20, 20, -3.5, 3.5,
        -2.9, 2.9, -0.1, 0.1, -0.001, 0.001, -14, 14, -100, 100, -1e4, 1e4, -1e9, 1e9,
    ];

    /// <summary>How often a function may be computed to find it.</summary>
    public static int MostCalls => Points.Length;

    private static readonly (Activation Activation, ScalarActivation<double> Function)[] Plain =
    [
        .. Enum.GetValues<Activation>()
            .Where(activation => ActivationTraits.IsElementwise(activation) && !ActivationTraits.HasAlpha(activation))
            .Where(activation => activation != Activation.Identity)
            .Select(activation => (activation, Function(activation, 0))),
    ];

    /// <summary>The activation with its parameter; null if there is none of this function.</summary>
    /// <param name="parts">The operators, each after those whose values it takes.</param>
    /// <param name="function">What they compute together.</param>
    public static (Activation Activation, double Alpha)? Find(List<OnnxExpression> parts, Func<double, double> function)
    {
        if (parts is [{ Operator: "LeakyRelu" or "Elu", Alpha: double given }])
        {
            return (parts[0].Operator == "Elu" ? Activation.ELU : Activation.LeakyReLU, given);
        }

        if (parts.TrueForAll(IsLinear))
        {
            return null;
        }

        double atMinusOne = function(-1);
        double atOne = function(1);
        foreach ((Activation activation, ScalarActivation<double> candidate) in Plain)
        {
            if (IsNear(atMinusOne, candidate.Apply(-1)) && IsSame(function, candidate))
            {
                return (activation, 0);
            }
        }

        return IsNear(atOne, 1)
            ? FindWithAlpha(Activation.LeakyReLU, -atMinusOne, function)
                ?? FindWithAlpha(Activation.ELU, atMinusOne / (Math.Exp(-1) - 1), function)
            : null;
    }

    private static (Activation Activation, double Alpha)? FindWithAlpha(Activation activation, double alpha, Func<double, double> function)
    {
        // A slope that was rounded to float is taken for the decimal number that it was before.
        double decimalAlpha = double.IsFinite(alpha) ? (double)(decimal)(float)Math.Clamp(alpha, -1e6, 1e6) : alpha;
        double chosen = Math.Abs(decimalAlpha - alpha) <= 1e-7 * Math.Abs(alpha) ? decimalAlpha : alpha;
        return Math.Abs(chosen) <= float.MaxValue && IsSame(function, Function(activation, chosen)) ? (activation, chosen) : null;
    }

    private static ScalarActivation<double> Function(Activation activation, double alpha) => ActivationRegistry.Find<double>(
        new DenseTopology(0, 0, null, 1, 1, activation, alpha));

    private static bool IsSame(Func<double, double> function, ScalarActivation<double> candidate) =>
        Points.All(x =>
        {
            double value = function(x);
            return IsNear(value, candidate.Apply(x)) || (Math.Abs(x) > 20 && !double.IsFinite(value));
        });

    private static bool IsNear(double value, double expected) =>
        Math.Abs(value - expected) <= Tolerance * Math.Max(1, Math.Abs(expected));

    // Of one operand that is not a constant: scaling, which is not an activation, whatever it looks like.
    private static bool IsLinear(OnnxExpression part) => part.Operator is "Neg"
        || (part.Operator is "Add" or "Sub" or "Mul" or "Div" && (part.Left?.Constant is not null || part.Right?.Constant is not null)
            && !(part.Operator == "Div" && part.Left?.Constant is not null));
}
