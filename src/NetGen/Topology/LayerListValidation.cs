using System.Globalization;

namespace NetGen;

/// <summary>The rules that a list of layers must keep: one definition for the runtime's exceptions and the build's diagnostics.</summary>
internal static class LayerListValidation
{
    /// <summary>All that is wrong with the layers; empty if they make a network.</summary>
    /// <param name="inputShape">The shape of the input; null if none is given.</param>
    /// <param name="layers">The layers, from the input to the output.</param>
    /// <param name="cost">The cost; null for the default of the output activation.</param>
    /// <param name="delta">The parameter δ of the cost.</param>
    /// <param name="labelSmoothing">The label smoothing.</param>
    public static IReadOnlyList<TopologyError> Validate(
        IReadOnlyList<int>? inputShape,
        IReadOnlyList<LayerAttribute> layers,
        CostFunction? cost,
        double delta = CostTraits.DefaultDelta,
        double labelSmoothing = 0)
    {
        var errors = new List<TopologyError>();
        TopologyValidation.ValidateCostParameters(delta, labelSmoothing, errors);
        ValidateInputShape(inputShape, errors);
        if (layers.Count == 0)
        {
            Add(errors, TopologyErrorKind.MisplacedLayer, -1, "The network has no layers; it needs at least one dense layer.");
            return errors;
        }

        for (int i = 0; i < layers.Count; i++)
        {
            if (layers[i] is null)
            {
                Add(errors, TopologyErrorKind.MisplacedLayer, i, "Layer {0} is null.", i);
                return errors;
            }

            if (LayerKinds.Validate(layers, i) is TopologyError error)
            {
                errors.Add(error);
            }
        }

        ValidateActivations(layers, errors);
        ValidateNames(layers, errors);
        if (layers[layers.Count - 1] is not DenseAttribute last)
        {
            Add(
                errors,
                TopologyErrorKind.MisplacedLayer,
                layers.Count - 1,
                "The last layer must be a dense layer, whose units are the outputs.");
            return errors;
        }

        if (last is { Activation: Activation.Softmax or Activation.LogSoftmax, Units: 1 })
        {
            Add(
                errors,
                TopologyErrorKind.SoftmaxOfOne,
                layers.Count - 1,
                "Layer {0} is {1} over a single output, which is always {2}. Use Sigmoid for one probability, or two or more outputs for "
                + "classes.",
                layers.Count - 1,
                last.Activation,
                last.Activation == Activation.Softmax ? 1 : 0);
        }

        TopologyValidation.ValidateOutput(last.Activation, layers.Count - 1, cost, errors);
        return errors;
    }

    /// <summary>The parameter of <see cref="NetworkTopology.FromLayers"/> that an error is about.</summary>
    public static string ParameterNameOf(TopologyErrorKind kind) => kind switch
    {
        TopologyErrorKind.WrongInputShape => "inputShape",
        TopologyErrorKind.UnknownCost or TopologyErrorKind.CostNeedsActivation => "cost",
        TopologyErrorKind.WrongDelta => "delta",
        TopologyErrorKind.WrongLabelSmoothing => "labelSmoothing",
        _ => "layers",
    };

    private static void ValidateInputShape(IReadOnlyList<int>? shape, List<TopologyError> errors)
    {
        if (shape is null)
        {
            Add(
                errors,
                TopologyErrorKind.WrongInputShape,
                -1,
                "The layers need the shape of the input: the number of inputs, as in InputShape = [784].");
        }
        else if (shape.Count != 1)
        {
            Add(
                errors,
                TopologyErrorKind.WrongInputShape,
                -1,
                "The shape of the input has {0} dimensions; the layers take one, the number of inputs, as in [784].",
                shape.Count);
        }
        else if (shape[0] < 1)
        {
            Add(errors, TopologyErrorKind.WrongInputShape, -1, "The input has {0} elements; a network needs at least 1.", shape[0]);
        }
    }

    private static void ValidateActivations(IReadOnlyList<LayerAttribute> layers, List<TopologyError> errors)
    {
        // A layer after the last dense one is an error of its own.
        int last = layers.Count - 1;
        while (last > 0 && layers[last] is not DenseAttribute)
        {
            last--;
        }

        for (int i = 0; i < last; i++)
        {
            if (layers[i] is DenseAttribute { Activation: Activation activation }
                && ActivationTraits.IsKnown(activation) && !ActivationTraits.IsElementwise(activation))
            {
                Add(
                    errors,
                    TopologyErrorKind.OnlyForOutput,
                    i,
                    "Layer {0} has the activation {1}, which only the output layer can have. Use another one there.",
                    i,
                    activation);
            }
        }
    }

    private static void ValidateNames(IReadOnlyList<LayerAttribute> layers, List<TopologyError> errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < layers.Count; i++)
        {
            if (layers[i] is DenseAttribute { Name: string name } && !seen.Add(name))
            {
                Add(
                    errors,
                    TopologyErrorKind.WrongLayerName,
                    i,
                    "Layer {0} has the name \"{1}\", as another layer has. Give each its own, or none.",
                    i,
                    name);
            }
        }
    }

    private static void Add(List<TopologyError> errors, TopologyErrorKind kind, int index, string format, params object[] arguments) =>
        errors.Add(new TopologyError(kind, index, string.Format(CultureInfo.InvariantCulture, format, arguments)));
}
