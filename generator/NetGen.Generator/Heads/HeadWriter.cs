namespace NetGen.Generator;

/// <summary>Writes what output units do beyond the last layer: activations of outputs without padding, costs and output errors.</summary>
internal sealed class HeadWriter(KernelContext context) : KernelWriter(context)
{
    private HeadPlan Head => Plan.Head;

    private ActivationText Function => new(Head.Activation);

    private string CostType => Head.Cost.ToString();

    /// <summary>Whether activations are more than the sums that the last layer gives.</summary>
    public bool HasActivation => !Function.IsIdentity;

    /// <summary>Writes the activation of the outputs of the first rows, which lie one after another.</summary>
    public void WriteOutputActivation(string rows)
    {
        if (HasActivation)
        {
            Source.Line(Function.ApplyInPlace("ref outputs", Literal.Text($"{rows} * {Head.Outputs}")));
        }
    }

    /// <summary>An expression for the costs of the rows of a block.</summary>
    /// <param name="a">The activations of the first row, as an argument.</param>
    public string Cost(string a) => Literal.Text(
        $"OutputLayer.Cost<{CostType}, {T}>({a}, {Head.Stride}, ref targets, {Head.Outputs}, {Head.VirtualLanes}, rows, ref costs)");

    /// <summary>A statement that computes costs and output errors of the rows of a block.</summary>
    /// <param name="a">The activations of the first row, as an argument.</param>
    /// <param name="errors">Where the errors of the first row go, as an argument.</param>
    public string Backprop(string a, string errors) =>
        Literal.Text($"OutputLayer.Backprop<{CostType}, {Function.Type}, {T}>({a}, {Head.Stride}, ref targets, ")
        + Literal.Text($"{errors}, {Head.Stride}, {Head.Outputs}, {Head.VirtualLanes}, rows, ref costs);");
}
