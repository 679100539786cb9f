using System.Globalization;

namespace NetGen;

/// <summary>The rules a topology must keep: one definition for the runtime's exceptions and the build's diagnostics.</summary>
internal static class TopologyValidation
{
    /// <summary>All that is wrong with the declaration; empty if it makes a network.</summary>
    public static IReadOnlyList<TopologyError> Validate(
        IReadOnlyList<int> sizes, IReadOnlyList<Activation> activations, CostFunction cost, NumericType numericType)
    {
        var errors = new List<TopologyError>();
        ValidateSizes(sizes, numericType, errors);
        ValidateActivations(sizes, activations, cost, errors);
        return errors;
    }

    /// <summary>The parameter of <see cref="NetworkTopology"/>'s constructor that an error is about.</summary>
    public static string ParameterNameOf(TopologyErrorKind kind) => kind switch
    {
        TopologyErrorKind.TooFewSizes or TopologyErrorKind.SizeBelowOne or TopologyErrorKind.TooManyParameters => "sizes",
        TopologyErrorKind.UnknownCost or TopologyErrorKind.CostNeedsActivation => "cost",
        _ => "activations",
    };

    /// <summary>The activation that <paramref name="cost"/> needs in the output layer, or null if any will do.</summary>
    public static Activation? RequiredOutputActivation(CostFunction cost) => cost == CostFunction.CrossEntropy ? Activation.Sigmoid : null;

    private static void ValidateSizes(IReadOnlyList<int> sizes, NumericType numericType, List<TopologyError> errors)
    {
        if (sizes.Count < 2)
        {
            errors.Add(new TopologyError(
                TopologyErrorKind.TooFewSizes, -1, Format("A network needs at least two sizes, input and output; {0} given.", sizes.Count)));
            return;
        }

        for (int i = 0; i < sizes.Count; i++)
        {
            if (sizes[i] < 1)
            {
                errors.Add(new TopologyError(
                    TopologyErrorKind.SizeBelowOne, i, Format("Size {0} is {1}; every layer needs at least 1 unit.", i, sizes[i])));
            }
        }

        if (errors.Count > 0)
        {
            return;
        }

        // Two layers of 2^31 - 1 units already exceed 2^62 parameters, so the sum is kept in decimal.
        decimal length = 0;
        decimal parameters = 0;
        for (int i = 0; i + 1 < sizes.Count; i++)
        {
            parameters += ((decimal)sizes[i] + 1) * sizes[i + 1];
            bool padded = parameters <= NetworkTopology.MaxBufferLength;
            length = padded ? LayerLayout.Create(sizes[i], sizes[i + 1], numericType, (long)length).EndOffset : parameters;
            if (length > NetworkTopology.MaxBufferLength)
            {
                errors.Add(new TopologyError(
                    TopologyErrorKind.TooManyParameters,
                    -1,
                    Format(
                        "The parameters up to layer {0} ({1:N0} -> {2:N0}) take {3:N0} elements{4}; an array holds at most {5:N0}. "
                        + "Make these layers smaller.",
                        i,
                        sizes[i],
                        sizes[i + 1],
                        length,
                        padded ? " with padding" : "",
                        NetworkTopology.MaxBufferLength)));
                return;
            }
        }

        for (int i = 1; i < sizes.Count; i++)
        {
            if (sizes[i] > NetworkTopology.MaxLayerSize)
            {
                errors.Add(new TopologyError(
                    TopologyErrorKind.TooManyParameters,
                    i,
                    Format("Size {0} is {1:N0}; a layer has at most {2:N0} units.", i, sizes[i], NetworkTopology.MaxLayerSize)));
            }
        }
    }

    private static void ValidateActivations(
        IReadOnlyList<int> sizes, IReadOnlyList<Activation> activations, CostFunction cost, List<TopologyError> errors)
    {
        if (sizes.Count >= 2 && activations.Count != sizes.Count - 1)
        {
            errors.Add(new TopologyError(
                TopologyErrorKind.WrongActivationCount,
                -1,
                Format(
                    "{0} sizes make {1} layers of weights and need as many activations; {2} given.",
                    sizes.Count,
                    sizes.Count - 1,
                    activations.Count)));
        }

        bool known = true;
        for (int i = 0; i < activations.Count; i++)
        {
            if (!Enum.IsDefined(typeof(Activation), activations[i]))
            {
                known = false;
                errors.Add(new TopologyError(
                    TopologyErrorKind.UnknownActivation, i, Format("Activation {0} is {1}, no member of Activation.", i, (int)activations[i])));
            }
        }

        if (!Enum.IsDefined(typeof(CostFunction), cost))
        {
            errors.Add(new TopologyError(TopologyErrorKind.UnknownCost, -1, Format("The cost is {0}, no member of CostFunction.", (int)cost)));
            return;
        }

        if (known && activations.Count > 0 && RequiredOutputActivation(cost) is Activation required
            && activations[activations.Count - 1] != required)
        {
            errors.Add(new TopologyError(
                TopologyErrorKind.CostNeedsActivation,
                activations.Count - 1,
                Format(
                    "The cost {0} needs {1} outputs; the output activation is {2}. Use {1} there, or the cost Quadratic.",
                    cost,
                    required,
                    activations[activations.Count - 1])));
        }
    }

    private static string Format(string format, params object[] arguments) =>
        string.Format(CultureInfo.InvariantCulture, format, arguments);
}
