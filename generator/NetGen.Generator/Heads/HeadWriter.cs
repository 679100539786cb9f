namespace NetGen.Generator;

/// <summary>Writes what follows the last layer's weighted inputs: which head the library is to use, and the outputs in inference.</summary>
internal sealed class HeadWriter(KernelContext context) : KernelWriter(context)
{
    private HeadPlan Head => Plan.Head;

    private ActivationText Function => new(Head.Layer);

    /// <summary>Whether kernels apply an activation to the outputs.</summary>
    public bool HasActivation => !Function.IsIdentity;

    /// <summary>An expression for the library's head.</summary>
    public static string Expression(HeadPlan head, string scalar)
    {
        string outputs = Literal.Of(head.Layer.Outputs);
        return head.Cost switch
        {
            CostFunction.BinaryCrossEntropy => $"OutputHeads.SigmoidBinaryCrossEntropy<{scalar}>({outputs}{Smoothing(head)})",
            CostFunction.CategoricalCrossEntropy => $"OutputHeads.SoftmaxCategoricalCrossEntropy<{scalar}>({outputs}{Smoothing(head)})",
            CostFunction.NegativeLogLikelihood => $"OutputHeads.LogSoftmaxNegativeLogLikelihood<{scalar}>({outputs})",
            _ => $"OutputHeads.Elementwise<{new ActivationText(head.Layer).Type}, {head.Cost}, {scalar}>"
                + $"({outputs}, {new ActivationText(head.Layer).Value}{CostValue(head, outputs)})",
        };
    }

    private static string Smoothing(HeadPlan head) => head.LabelSmoothing > 0 ? $", {Literal.Of(head.LabelSmoothing)}" : "";

    // The cost with its parameters, as an argument; nothing for one without.
    private static string CostValue(HeadPlan head, string outputs) => head.Cost switch
    {
        CostFunction.Quadratic => "",
        CostFunction.Huber => $", new {head.Cost}({outputs}, {Literal.Of(head.Delta)})",
        _ => $", new {head.Cost}({outputs})",
    };

    /// <summary>Writes the activation of the outputs of the first rows, which lie one after another.</summary>
    public void WriteOutputActivation(string rows)
    {
        if (HasActivation)
        {
            Source.Line(Function.ApplyInPlace(Literal.Text($"SpanOf(ref outputs, (int){rows} * {Head.Layer.Outputs})")));
        }
    }

    /// <summary>Statements that turn the weighted inputs of a padded row into activations, where kernels do not.</summary>
    /// <param name="z">The weighted inputs, as an argument.</param>
    public IReadOnlyList<string> ActivateRow(string z) => Head.IsElementwise
        ? []
        : [Literal.Text($"Head.Activate(SpanOf({z}, {Head.Layer.PaddedOutputs}), {Head.Layer.Stride}, 1);")];

    /// <summary>
    /// Statements that compute the outputs from the weighted inputs of padded rows, where kernels do not apply the activation.
    /// </summary>
    /// <param name="z">The weighted inputs of the first row, as an argument.</param>
    public IReadOnlyList<string> ActivateRows(string z)
    {
        string outputs = Literal.Text($"SpanOf(ref outputs, (int)rows * {Head.Layer.Outputs})");
        string rows = Literal.Text($"SpanOf({z}, (int)rows * {Head.Layer.Stride})");
        return Head.IsElementwise ? [] : [Literal.Text($"Head.Activate({rows}, {Head.Layer.Stride}, {outputs}, (int)rows);")];
    }
}
