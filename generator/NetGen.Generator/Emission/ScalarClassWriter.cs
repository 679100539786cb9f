namespace NetGen.Generator;

/// <summary>
/// Writes the nested class for machines without vectors: the same entry points as the vector classes, over the plain loops of the
/// runtime library with this network's shapes as constants.
/// </summary>
internal sealed class ScalarClassWriter(EmissionPlan plan, SourceWriter source)
{
    /// <summary>The name of the nested class.</summary>
    public const string ClassName = "Scalar";

    private const string Output = "global::NetGen.CompilerServices.OutputLayer";

    private string T => plan.Scalar;

    private string Loops => $"global::NetGen.CompilerServices.ScalarKernels<{T}>";

    /// <summary>Writes the class.</summary>
    public void Write()
    {
        using (source.Block($"private static class {ClassName}"))
        {
            WriteFeedForward();
            source.Line();
            WriteActivations();
            source.Line();
            WriteCost();
            source.Line();
            WriteBackprop();
        }
    }

    private static string At(string reference, string offset) => offset == "0" ? "ref " + reference : $"ref At(ref {reference}, {offset})";

    private static string At(string reference, long offset) => At(reference, Literal.Of(offset));

    private static string Row(int stride, long offset) => Literal.Plus(Literal.Text($"(row * {stride})"), offset);

    private string Forward(LayerPlan layer, string x, string y)
    {
        LayerLayout layout = layer.Layout;
        string function = KernelWriter.FunctionOf(layer.Activation);
        string operands = $"{At("parameters", layout.WeightOffset)}, {At("parameters", layout.BiasOffset)}, {x}, {y}";
        return layer.IsDot
            ? Literal.Text($"{Loops}.ForwardDot<{function}>({operands}, {layout.Inputs}, {layout.Outputs}, {layout.LaneCount}, {layout.Segments});")
            : Literal.Text($"{Loops}.Forward<{function}>({operands}, {layout.Inputs}, {layout.Outputs}, {layout.Lanes}, {layout.PanelLanes}, {layout.Segments});");
    }

    private void WriteFeedForward()
    {
        using (source.Block($"internal static void FeedForward(ref {T} parameters, ref {T} input, ref {T} output, ref {T} scratch)"))
        {
            string x = "ref input";
            foreach (LayerPlan layer in plan.Layers)
            {
                // Output and input may overlap, so a layer that reads the input does not write to the output.
                string y = layer == plan.Last && layer.Index > 0 ? "ref output" : At("scratch", layer.SampleOffset);
                source.Line(Forward(layer, x, y));
                x = y;
            }

            if (plan.Layers.Count == 1)
            {
                source.Line(KernelClassWriter.CopyOutput(plan, x, "ref output"));
            }
        }

        source.Line();
        using (source.Block($"internal static void FeedForwardRows(ref {T} parameters, ref {T} inputs, ref {T} outputs, nuint rows, ref {T} scratch)"))
        {
            using (source.Block("for (nuint row = 0; row < rows; row++)"))
            {
                source.Line(
                    $"FeedForward(ref parameters, {At("inputs", Row(plan.Layers[0].InputStride, 0))}, "
                    + $"{At("outputs", Row(plan.Last.Layout.Outputs, 0))}, ref scratch);");
            }
        }
    }

    private void WriteActivations()
    {
        using (source.Block($"private static void Activations(ref {T} parameters, ref {T} inputs, nuint rows, ref {T} scratch)"))
        {
            using (source.Block("for (nuint row = 0; row < rows; row++)"))
            {
                string x = At("inputs", Row(plan.Layers[0].InputStride, 0));
                foreach (LayerPlan layer in plan.Layers)
                {
                    string y = At("scratch", Row(layer.Stride, layer.ActivationOffset));
                    source.Line(Forward(layer, x, y));
                    x = y;
                }
            }
        }
    }

    private void WriteCost()
    {
        using (source.Block($"internal static {T} Cost(ref {T} parameters, ref {T} inputs, ref {T} targets, nuint rows, ref {T} scratch, {T} sum)"))
        {
            source.Line("Activations(ref parameters, ref inputs, rows, ref scratch);");
            source.Line(
                $"return {Output}.Cost<global::NetGen.Numerics.{plan.Spec.Cost.ToString()}, {T}>({At("scratch", plan.Last.ActivationOffset)}, "
                + Literal.Text($"{plan.Last.Stride}, ref targets, {plan.Last.Layout.Outputs}, {plan.Last.Layout.VirtualLanes}, rows, sum);"));
        }
    }

    private void WriteBackprop()
    {
        LayerPlan last = plan.Last;
        using (source.Block(
            $"internal static {T} Backprop(ref {T} parameters, ref {T} inputs, ref {T} targets, nuint rows, ref {T} scratch, {T} sum, "
            + $"ref {T} destination, {T} negativeStep, bool update)"))
        {
            source.Line("Activations(ref parameters, ref inputs, rows, ref scratch);");
            source.Line(
                $"sum = {Output}.Backprop<global::NetGen.Numerics.{plan.Spec.Cost.ToString()}, {KernelWriter.FunctionOf(last.Activation)}, {T}>("
                + $"{At("scratch", last.ActivationOffset)}, {Literal.Of(last.Stride)}, ref targets, {At("scratch", last.ErrorOffset)}, "
                + Literal.Text($"{last.Stride}, {last.Layout.Outputs}, {last.Layout.VirtualLanes}, rows, sum);"));
            for (int i = last.Index; i >= 0; i--)
            {
                if (i > 0)
                {
                    WriteError(plan.Layers[i - 1], plan.Layers[i]);
                }

                WriteGradient(plan.Layers[i], i == 0 ? "ref inputs" : At("scratch", plan.Layers[i - 1].ActivationOffset));
            }

            source.Line("return sum;");
        }
    }

    private void WriteError(LayerPlan layer, LayerPlan next)
    {
        LayerLayout layout = next.Layout;
        string function = KernelWriter.FunctionOf(layer.Activation);
        string operands = $"{At("parameters", layout.WeightOffset)}, {At("scratch", Row(next.Stride, next.ErrorOffset))}, "
            + $"{At("scratch", Row(layer.Stride, layer.ActivationOffset))}, {At("scratch", Row(layer.Stride, layer.ErrorOffset))}, "
            + Literal.Text($"{layer.Layout.Outputs}, {layer.Layout.Lanes}");
        using (source.Block("for (nuint row = 0; row < rows; row++)"))
        {
            source.Line(next.IsDot
                ? Literal.Text($"{Loops}.PropagateErrorDot<{function}>({operands}, {layout.PaddedInputs}, {layout.Outputs});")
                : Literal.Text($"{Loops}.PropagateError<{function}>({operands}, {layout.Lanes}, {layout.PanelLanes}, {layout.VirtualLanes});"));
        }
    }

    private void WriteGradient(LayerPlan layer, string x)
    {
        LayerLayout layout = layer.Layout;
        string error = At("scratch", layer.ErrorOffset);
        string shape = layer.IsDot
            ? Literal.Text($"{layout.Inputs}, {layout.Outputs}, {layout.PaddedInputs}")
            : Literal.Text($"{layout.Inputs}, {layout.Outputs}, {layout.Lanes}, {layout.PanelLanes}");
        source.Line(
            $"{Loops}.BiasGradient({At("destination", layout.BiasOffset)}, {error}, {Literal.Of(layer.Stride)}, rows, "
            + $"{Literal.Of(layout.Outputs)}, negativeStep, update);");
        source.Line(
            $"{Loops}.{(layer.IsDot ? "GradientDot" : "Gradient")}({At("destination", layout.WeightOffset)}, {x}, {Literal.Of(layer.InputStride)}, "
            + $"{error}, {Literal.Of(layer.Stride)}, rows, {shape}, negativeStep, update);");
    }
}
