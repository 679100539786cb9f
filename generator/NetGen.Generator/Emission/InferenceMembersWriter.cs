namespace NetGen.Generator;

/// <summary>Writes the members of <c>INetwork</c> that compute, over the kernels: the same for a network and its read-only form.</summary>
internal sealed class InferenceMembersWriter(EmissionPlan plan, SourceWriter source, bool marksMembers)
    : MemberWriter(plan, source, marksMembers)
{
    /// <summary>Writes the members.</summary>
    public void Write()
    {
        WriteFeedForward();
        WriteBatches();
        WriteClassify();
        Summary($"The cost ({Plan.Spec.Topology.CostText}) averaged over one or more samples.");
        SamplesDocumentation();
        Method($"public {T} Cost({ReadOnly} inputs, {ReadOnly} targets)", $"{Blocks}.Cost({Parameters}, inputs, targets)");
    }

    private void WriteFeedForward()
    {
        Summary("Computes the output activations for one sample.");
        Source.Line($"/// <param name=\"input\">Exactly {Elements(Inputs)}.</param>");
        Source.Line($"/// <param name=\"output\">Exactly {Elements(Outputs)}; may overlap the input.</param>");
        Source.Line("/// <exception cref=\"global::System.ArgumentException\">A span has another length.</exception>");
        using (Member($"public void FeedForward({ReadOnly} input, {Writable} output)"))
        {
            Source.Line($"{Services}.CheckSample(input.Length, {Inputs}, output.Length, {Outputs});");
            Source.Line($"{Plan.KernelsType}.FeedForward({Parameters}, input, output);");
        }
    }

    private void WriteBatches()
    {
        Summary("Computes the output activations for any number of samples: the same bits as one call for each.");
        Source.Line($"/// <param name=\"inputs\">The samples one after another, {Elements(Inputs)} each.</param>");
        Source.Line($"/// <param name=\"outputs\">Room for the outputs one after another, {Elements(Outputs)} each; "
            + "must not overlap the inputs.</param>");
        Source.Line("/// <exception cref=\"global::System.ArgumentException\">A length does not fit, or the spans overlap.</exception>");
        Method(
            $"public void FeedForwardBatch({ReadOnly} inputs, {Writable} outputs)",
            $"{Blocks}.FeedForwardBatch({Parameters}, inputs, outputs)");

        Summary("Computes the output activations and the cost of each of any number of samples.");
        Source.Line($"/// <param name=\"inputs\">The samples one after another, {Elements(Inputs)} each.</param>");
        Source.Line($"/// <param name=\"targets\">The desired outputs one after another, {Elements(Outputs)} each.</param>");
        Source.Line($"/// <param name=\"outputs\">Room for the outputs one after another, {Elements(Outputs)} each.</param>");
        Source.Line("/// <param name=\"costs\">Room for the costs, 1 element for each sample.</param>");
        Source.Line("/// <exception cref=\"global::System.ArgumentException\">");
        Source.Line("/// A length does not fit, the spans overlap, or the cost cannot take a target.</exception>");
        Method(
            $"public void FeedForwardBatch({ReadOnly} inputs, {ReadOnly} targets, {Writable} outputs, {Writable} costs)",
            $"{Blocks}.FeedForwardBatch({Parameters}, inputs, targets, outputs, costs)");
    }

    private void WriteClassify()
    {
        Summary(ClassifyText());
        Source.Line($"/// <param name=\"input\">Exactly {Elements(Inputs)}.</param>");
        Source.Line("/// <exception cref=\"global::System.ArgumentException\">The span has another length.</exception>");
        using (Member($"public int Classify({ReadOnly} input)"))
        {
            Source.Line($"{Services}.CheckInput(input.Length, {Inputs});");
            Source.Line($"return {Plan.KernelsType}.Classify({Parameters}, input);");
        }
    }

    private string ClassifyText() => Outputs > 1
        ? "The index of the largest output for one sample, of equal ones the first; -1 if all are NaN."
        : Plan.Last.Activation == Activation.Sigmoid
            ? "The class of one sample: 1 if the output is 0.5 or more, 0 if it is less, -1 if it is NaN."
        : Plan.Head.Cost == CostFunction.Hinge
            ? "The class of one sample: 1 if the output is 0 or more, 0 if it is less, -1 if it is NaN."
        : "Always 0, as there is one output; -1 if it is NaN.";
}
