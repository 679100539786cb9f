using System.Globalization;

namespace NetGen;

/// <summary>The rules a topology must keep: one definition for the runtime's exceptions and the build's diagnostics.</summary>
internal static class TopologyValidation
{
    /// <summary>All that is wrong with the declaration; empty if it makes a network.</summary>
    /// <param name="sizes">Units per layer, from the input to the output.</param>
    /// <param name="activations">One activation for each layer of weights.</param>
    /// <param name="cost">The cost; null for the default of the output activation.</param>
    /// <param name="alphas">The parameter of each activation, NaN for the default; null for the default of all.</param>
    /// <param name="delta">The parameter δ of the cost.</param>
    /// <param name="labelSmoothing">The label smoothing.</param>
    public static IReadOnlyList<TopologyError> Validate(
        IReadOnlyList<int> sizes,
        IReadOnlyList<Activation> activations,
        CostFunction? cost,
        IReadOnlyList<double>? alphas,
        double delta = CostTraits.DefaultDelta,
        double labelSmoothing = 0)
    {
        var errors = new List<TopologyError>();
        ValidateSizes(sizes, errors);
        ValidateActivations(sizes, activations, errors);
        ValidateAlphas(activations, alphas, errors);
        Activation output = activations.Count > 0 ? activations[activations.Count - 1] : (Activation)(-1);
        for (int i = 0; i < activations.Count; i++)
        {
            output = ActivationTraits.IsKnown(activations[i]) ? output : (Activation)(-1);
        }

        ValidateOutput(output, activations.Count - 1, cost, errors);
        ValidateCostParameters(delta, labelSmoothing, errors);
        return errors;
    }

    /// <summary>The parameter of <see cref="NetworkTopology"/>'s constructor that an error is about.</summary>
    public static string ParameterNameOf(TopologyErrorKind kind) => kind switch
    {
        TopologyErrorKind.TooFewSizes or TopologyErrorKind.SizeBelowOne or TopologyErrorKind.TooManyParameters => "sizes",
        TopologyErrorKind.UnknownCost or TopologyErrorKind.CostNeedsActivation => "cost",
        TopologyErrorKind.WrongAlpha => "alphas",
        TopologyErrorKind.WrongDelta => "delta",
        TopologyErrorKind.WrongLabelSmoothing => "labelSmoothing",
        _ => "activations",
    };

    private static void ValidateSizes(IReadOnlyList<int> sizes, List<TopologyError> errors)
    {
        if (sizes.Count < 2)
        {
            errors.Add(new TopologyError(
                TopologyErrorKind.TooFewSizes, -1,
                Format("A network needs at least two sizes, input and output; {0} given.", sizes.Count)));
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
    }

    private static void ValidateActivations(IReadOnlyList<int> sizes, IReadOnlyList<Activation> activations, List<TopologyError> errors)
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

        for (int i = 0; i < activations.Count; i++)
        {
            if (!ActivationTraits.IsKnown(activations[i]))
            {
                errors.Add(new TopologyError(
                    TopologyErrorKind.UnknownActivation,
                    i,
                    Format("Activation {0} is {1}, which is not a member of Activation.", i, (int)activations[i])));
            }
            else if (i < activations.Count - 1 && !ActivationTraits.IsElementwise(activations[i]))
            {
                errors.Add(new TopologyError(
                    TopologyErrorKind.OnlyForOutput,
                    i,
                    Format("Activation {0} is {1}, which only the output layer can have. Use another one there.", i, activations[i])));
            }
        }

        ValidateSoftmax(sizes, activations, errors);
    }

    private static void ValidateSoftmax(IReadOnlyList<int> sizes, IReadOnlyList<Activation> activations, List<TopologyError> errors)
    {
        int last = activations.Count - 1;
        if (last >= 0 && last == sizes.Count - 2 && !ActivationTraits.IsElementwise(activations[last])
            && sizes[last + 1] == 1)
        {
            errors.Add(new TopologyError(
                TopologyErrorKind.SoftmaxOfOne,
                last,
                Format(
                    "Activation {0} is {1} over a single output, which is always {2}. "
                    + "Use Sigmoid for one probability, or two or more outputs for classes.",
                    last,
                    activations[last],
                    activations[last] == Activation.Softmax ? 1 : 0)));
        }
    }

    private static void ValidateAlphas(
        IReadOnlyList<Activation> activations, IReadOnlyList<double>? alphas, List<TopologyError> errors)
    {
        if (alphas is not null && alphas.Count != activations.Count)
        {
            errors.Add(new TopologyError(
                TopologyErrorKind.WrongAlpha,
                -1,
                Format("{0} activations need as many values of alpha; {1} given.", activations.Count, alphas.Count)));
            return;
        }

        for (int i = 0; i < (alphas?.Count ?? 0); i++)
        {
            if (!(Math.Abs(alphas![i]) <= float.MaxValue))
            {
                errors.Add(new TopologyError(
                    TopologyErrorKind.WrongAlpha, i, Format("Alpha {0} is {1}; it must be a finite number of float.", i, alphas[i])));
            }
        }
    }

    /// <summary>Adds what is wrong with a cost for an output activation.</summary>
    /// <param name="output">The output activation.</param>
    /// <param name="index">What errors give as their index.</param>
    /// <param name="cost">The cost; null for the default.</param>
    /// <param name="errors">What to add to.</param>
    public static void ValidateOutput(Activation output, int index, CostFunction? cost, List<TopologyError> errors)
    {
        if (cost is not CostFunction given)
        {
            return;
        }

        if (!CostTraits.IsKnown(given))
        {
            errors.Add(new TopologyError(
                TopologyErrorKind.UnknownCost, -1, Format("The cost is {0}, which is not a member of CostFunction.", (int)given)));
            return;
        }

        if (!ActivationTraits.IsKnown(output) || CostTraits.IsValid(given, output))
        {
            return;
        }

        errors.Add(new TopologyError(
            TopologyErrorKind.CostNeedsActivation,
            index,
            Format(
                "The cost {0} {1}; the output activation is {2}. Use another output activation, or the cost {3}.",
                given,
                CostTraits.NeedOf(given),
                output,
                CostTraits.DefaultFor(output))));
    }

    /// <summary>Adds what is wrong with the parameters of a cost, whether it has them or not.</summary>
    /// <param name="delta">The parameter δ.</param>
    /// <param name="labelSmoothing">The label smoothing.</param>
    /// <param name="errors">What to add to.</param>
    public static void ValidateCostParameters(double delta, double labelSmoothing, List<TopologyError> errors)
    {
        if (!CostTraits.IsDelta(delta))
        {
            errors.Add(new TopologyError(
                TopologyErrorKind.WrongDelta, -1, Format("Delta is {0}; it must be a positive, finite number of float.", delta)));
        }

        if (!CostTraits.IsLabelSmoothing(labelSmoothing))
        {
            errors.Add(new TopologyError(
                TopologyErrorKind.WrongLabelSmoothing,
                -1,
                Format("LabelSmoothing is {0}; it must be at least 0 and less than 1.", labelSmoothing)));
        }
    }

    private static string Format(string format, params object[] arguments) =>
        string.Format(CultureInfo.InvariantCulture, format, arguments);
}
