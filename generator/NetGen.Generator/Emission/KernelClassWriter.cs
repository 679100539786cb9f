namespace NetGen.Generator;

/// <summary>Writes the nested class with all kernels for one width of vectors.</summary>
internal sealed class KernelClassWriter(EmissionPlan plan, KernelTarget target, SourceWriter source) : KernelWriter(plan, target, source)
{
    private const string Output = "global::NetGen.CompilerServices.OutputLayer";

    /// <summary>Writes the class.</summary>
    public void Write()
    {
        using (Source.Block($"private static class {Target.ClassName}"))
        {
            WriteFeedForward();
            Source.Line();
            WriteBatch();
            Source.Line();
            WriteCost();
            Source.Line();
            WriteBackprop();
            var forward = new ForwardWriter(Plan, Target, Source);
            var error = new ErrorWriter(Plan, Target, Source);
            var gradient = new GradientWriter(Plan, Target, Source);
            var dot = new DotWriter(Plan, Target, Source);
            foreach (LayerPlan layer in Plan.Layers)
            {
                Source.Line();
                if (layer.IsDot)
                {
                    dot.WriteForward(layer);
                }
                else
                {
                    forward.Write(layer);
                }

                if (layer != Plan.Last)
                {
                    Source.Line();
                    if (Plan.After(layer).IsDot)
                    {
                        dot.WriteError(layer);
                    }
                    else
                    {
                        error.Write(layer);
                    }
                }

                Source.Line();
                if (layer.IsDot)
                {
                    dot.WriteGradient(layer);
                }
                else
                {
                    gradient.Write(layer);
                }
            }
        }
    }

    /// <summary>A statement that copies one sample's outputs.</summary>
    public static string CopyOutput(EmissionPlan plan, string from, string to) =>
        $"global::System.Runtime.CompilerServices.Unsafe.CopyBlockUnaligned(ref global::System.Runtime.CompilerServices.Unsafe.As<{plan.Scalar}, byte>({to}), "
        + $"ref global::System.Runtime.CompilerServices.Unsafe.As<{plan.Scalar}, byte>({from}), {Literal.Of((long)plan.Last.Layout.Outputs * plan.ElementSize)});";

    private static string Offset(string reference, int offset) =>
        offset == 0 ? "ref " + reference : Literal.Text($"ref At(ref {reference}, {offset})");

    private void WriteFeedForward()
    {
        bool direct = ForwardWriter.WritesOutput(Plan.Last, Target, Plan);
        Source.Line(Optimize);
        using (Source.Block($"internal static void FeedForward(ref {T} parameters, ref {T} input, ref {T} output, ref {T} scratch)"))
        {
            string x = "ref input";
            foreach (LayerPlan layer in Plan.Layers)
            {
                string y = layer == Plan.Last && direct ? "ref output" : Offset("scratch", layer.SampleOffset);
                Source.Line($"Forward{layer.Index}(ref parameters, {x}, {y});");
                x = y;
            }

            if (!direct)
            {
                CopyOutput(x, "ref output");
            }
        }
    }

    private void CopyOutput(string from, string to) => Source.Line(CopyOutput(Plan, from, to));

    private void WriteBatch()
    {
        Source.Line("// The last layer's activation works on the outputs without padding.");
        Source.Line(Optimize);
        using (Source.Block($"internal static void FeedForwardRows(ref {T} parameters, ref {T} inputs, ref {T} outputs, nuint rows, ref {T} scratch)"))
        {
            string x = "inputs";
            foreach (LayerPlan layer in Plan.Layers.Take(Plan.Last.Index))
            {
                Source.Line($"Forward{layer.Index}Rows(ref parameters, ref {x}, {Offset("scratch", layer.ActivationOffset)}, rows);");
                x = Literal.Text($"At(ref scratch, {layer.ActivationOffset})");
            }

            if (Plan.Last.IsDot)
            {
                WriteDotOutputs(x);
            }
            else
            {
                WriteOutputs(x);
            }
        }

        Source.Line();
        Source.Line("// All activations of a block of samples, layer by layer, into the scratch.");
        using (Source.Block($"private static void Activations(ref {T} parameters, ref {T} inputs, nuint rows, ref {T} scratch)"))
        {
            string x = "ref inputs";
            foreach (LayerPlan layer in Plan.Layers)
            {
                string y = Offset("scratch", layer.ActivationOffset);
                Source.Line($"Forward{layer.Index}Rows(ref parameters, {x}, {y}, rows);");
                x = y;
            }
        }
    }

    private void WriteDotOutputs(string x)
    {
        LayerPlan last = Plan.Last;
        using (Source.Block("for (nuint row = 0; row < rows; row++)"))
        {
            Source.Line(
                $"Sums{last.Index}(ref parameters, ref At(ref {x}, row * {last.InputStride}), ref At(ref outputs, row * {last.Layout.Outputs}));");
        }

        WriteOutputActivation("rows");
    }

    private void WriteOutputs(string x)
    {
        LayerPlan last = Plan.Last;
        string rowsInput = Literal.Text($"ref At(ref {x}, tiled * {last.InputStride})");
        string rowsOutput = Literal.Text($"ref At(ref outputs, tiled * {last.Layout.Outputs})");
        string sums = Offset("scratch", last.ActivationOffset);
        Source.Line($"nuint tiled = rows - ({new ForwardWriter(Plan, Target, Source).TilesOf(last).SinglesExpression});");
        Source.Line($"Sums{last.Index}Rows(ref parameters, ref {x}, {sums}, tiled);");
        using (Source.Block("for (nuint row = 0; row < tiled; row++)"))
        {
            CopyOutput(
                Literal.Text($"ref At(ref scratch, {Literal.Plus(Times("row", last.Stride), last.ActivationOffset)})"),
                Literal.Text($"ref At(ref outputs, row * {last.Layout.Outputs})"));
        }

        WriteOutputActivation("tiled");
        using (Source.Block("for (; tiled < rows; tiled++)"))
        {
            if (ForwardWriter.WritesOutput(last, Target, Plan))
            {
                Source.Line($"Forward{last.Index}(ref parameters, {rowsInput}, {rowsOutput});");
            }
            else
            {
                Source.Line($"Forward{last.Index}(ref parameters, {rowsInput}, {sums});");
                CopyOutput(sums, rowsOutput);
            }
        }
    }

    private void WriteOutputActivation(string rows)
    {
        if (Plan.Last.Activation != Activation.Identity)
        {
            Source.Line(
                $"global::NetGen.Numerics.Activate.ApplyInPlace<{FunctionOf(Plan.Last.Activation)}>(ref outputs, {rows} * {Plan.Last.Layout.Outputs});");
        }
    }

    private void WriteCost()
    {
        using (Source.Block($"internal static {T} Cost(ref {T} parameters, ref {T} inputs, ref {T} targets, nuint rows, ref {T} scratch, {T} sum)"))
        {
            Source.Line("Activations(ref parameters, ref inputs, rows, ref scratch);");
            Source.Line(
                $"return {Output}.Cost<global::NetGen.Numerics.{Plan.Spec.Cost.ToString()}, {T}>({Offset("scratch", Plan.Last.ActivationOffset)}, "
                + Literal.Text($"{Plan.Last.Stride}, ref targets, {Plan.Last.Layout.Outputs}, {Plan.Last.Layout.VirtualLanes}, rows, sum);"));
        }
    }

    private void WriteBackprop()
    {
        LayerPlan last = Plan.Last;
        Source.Line("// Gradients go to the destination: on top of what it holds or, to update, times the step into the parameters, which it then is.");
        using (Source.Block(
            $"internal static {T} Backprop(ref {T} parameters, ref {T} inputs, ref {T} targets, nuint rows, ref {T} scratch, {T} sum, "
            + $"ref {T} destination, {T} negativeStep, bool update)"))
        {
            Source.Line("Activations(ref parameters, ref inputs, rows, ref scratch);");
            Source.Line(
                $"sum = {Output}.Backprop<global::NetGen.Numerics.{Plan.Spec.Cost.ToString()}, {FunctionOf(last.Activation)}, {T}>("
                + $"{Offset("scratch", last.ActivationOffset)}, {Literal.Of(last.Stride)}, ref targets, {Offset("scratch", last.ErrorOffset)}, "
                + Literal.Text($"{last.Stride}, {last.Layout.Outputs}, {last.Layout.VirtualLanes}, rows, sum);"));
            for (int i = last.Index; i >= 0; i--)
            {
                LayerPlan layer = Plan.Layers[i];
                string error = Offset("scratch", layer.ErrorOffset);
                string x = i == 0 ? "ref inputs" : Offset("scratch", Plan.Layers[i - 1].ActivationOffset);
                if (i > 0)
                {
                    Source.Line($"Error{i - 1}(ref parameters, {error}, {x}, {Offset("scratch", Plan.Layers[i - 1].ErrorOffset)}, rows);");
                }

                Source.Line($"Gradient{i}(ref destination, {x}, {error}, rows, negativeStep, update);");
            }

            Source.Line("return sum;");
        }
    }
}
