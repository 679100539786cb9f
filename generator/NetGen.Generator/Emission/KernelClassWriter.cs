namespace NetGen.Generator;

/// <summary>Writes the nested class with all kernels for one width of vectors.</summary>
internal sealed class KernelClassWriter(EmissionPlan plan, TargetPlan target, SourceWriter source) : KernelWriter(plan, target, source)
{
    private const string Output = CompilerServices + ".OutputLayer";

    /// <summary>Writes the class.</summary>
    public void Write()
    {
        using (Source.Block($"private sealed class {Target.ClassName} : global::NetGen.CompilerServices.BlockKernels<{T}>"))
        {
            Source.Line(
                $"internal {Target.ClassName}() : base({GeneratedMembers.Layout}.Topology, {Literal.Of(Plan.BlockRows)}, {Literal.Of(Plan.BlockScratch)}, "
                + Literal.Text($"{Plan.TrainingScratch}, {Plan.MinParallelRows}) {{ }}"));
            Source.Line();
            WriteFeedForward();
            Source.Line();
            WriteBatch();
            Source.Line();
            WriteActivations();
            Source.Line();
            WriteCosts();
            Source.Line();
            WriteErrors();
            Source.Line();
            WriteGradients();
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
                    new SampleForwardWriter(Plan, Target, Source, layer).Write();
                    Source.Line();
                    forward.Write(layer);
                }

                if (layer != Plan.Last && error.WritesKernel(layer))
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
    private static string CopyOutput(EmissionPlan plan, string from, string to) =>
        $"global::System.Runtime.CompilerServices.Unsafe.CopyBlockUnaligned(ref global::System.Runtime.CompilerServices.Unsafe.As<{plan.Scalar}, byte>({to}), "
        + $"ref global::System.Runtime.CompilerServices.Unsafe.As<{plan.Scalar}, byte>({from}), {Literal.Of((long)plan.Last.Layout.Outputs * plan.ElementSize)});";

    private static string Offset(string reference, long offset) =>
        offset == 0 ? "ref " + reference : Literal.Text($"ref At(ref {reference}, {offset})");

    private void WriteFeedForward()
    {
        Source.Line(Optimize);
        using (Source.Block($"internal static void FeedForward(ref {T} parameters, ref {T} input, ref {T} output, ref {T} scratch)"))
        {
            string x = "ref input";
            foreach (LayerPlan layer in Plan.Layers)
            {
                string[] kept = KeptActivations(layer);
                if (kept.Length > 0)
                {
                    Source.Line($"Forward{layer.Index}(ref parameters, {x}, {string.Join(", ", kept.Select(name => "out var " + name))});");
                    x = string.Join(", ", kept);
                    continue;
                }

                string y = layer == Plan.Last && Target.WritesOutput ? "ref output" : Offset("scratch", layer.SampleOffset);
                Source.Line($"Forward{layer.Index}(ref parameters, {x}, {y});");
                x = y;
            }

            if (!Target.WritesOutput)
            {
                Source.Line(CopyOutput(Plan, x, "ref output"));
            }
        }
    }

    private void WriteBatch()
    {
        if (Plan.Last.Activation != Activation.Identity)
        {
            Source.Line("// The last layer's activation works on the outputs without padding.");
        }

        Source.Line(Optimize);
        using (Source.Block($"public override void FeedForward(ref {T} parameters, ref {T} inputs, ref {T} outputs, ref {T} scratch, nuint rows)"))
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
    }

    private void WriteActivations()
    {
        using (Source.Block($"public override void Activations(ref {T} parameters, ref {T} inputs, ref {T} scratch, nuint first, nuint rows)"))
        {
            if (Target.HasSampleActivations)
            {
                Source.Short("if (rows == 1)", "SampleActivations(ref parameters, ref inputs, ref scratch, first); return;");
            }

            foreach (LayerPlan layer in Plan.Layers)
            {
                string all = layer == Plan.Last && !layer.IsDot ? ", sumsOnly: false" : "";
                Source.Statements([
                    Rows("a", layer, layer.ActivationOffset),
                    Literal.Text($"Forward{layer.Index}Rows(ref parameters, {InputOf(layer)}, ref a{layer.Index}, rows{all});"),
                ]);
            }
        }

        if (Target.HasSampleActivations)
        {
            Source.Line();
            WriteSampleActivations();
        }
    }

    // All layers in one method, as in a call for one sample.
    private void WriteSampleActivations()
    {
        Source.Line(Optimize);
        using (Source.Block($"private static void SampleActivations(ref {T} parameters, ref {T} inputs, ref {T} scratch, nuint row)"))
        {
            string x = "ref inputs";
            foreach (LayerPlan layer in Plan.Layers)
            {
                string y = Literal.Text($"ref At(ref scratch, {Literal.Plus(Times("row", layer.Stride), layer.ActivationOffset)})");
                string[] kept = KeptActivations(layer);
                Source.Line($"Forward{layer.Index}(ref parameters, {x}, {(kept.Length > 0 ? string.Join(", ", kept.Select(name => "out var " + name)) : y)});");
                Source.Statements(kept.Select((name, v) => Literal.Text($"Store({name}, {y}, {v * VectorOf(layer).Lanes});")));
                x = kept.Length > 0 ? string.Join(", ", kept) : y;
            }
        }
    }

    // Names for the activations that a layer's kernel for one sample gives in registers.
    private string[] KeptActivations(LayerPlan layer) =>
        [.. Enumerable.Range(0, KernelsOf(layer).KeepsActivations ? ColumnVectors(layer) : 0).Select(v => Literal.Text($"a{layer.Index}v{v}"))];

    private static string InputOf(LayerPlan layer) => layer.Index == 0 ? "ref inputs" : Literal.Text($"ref a{layer.Index - 1}");

    // A local for a layer's activations or errors, from the first row on.
    private string Rows(string name, LayerPlan layer, int offset) =>
        $"ref {T} {name}{Literal.Of(layer.Index)} = ref At(ref scratch, {Literal.Plus(Times("first", layer.Stride), offset)});";

    private string OutputCall(string method, string activations, string types, string errors) =>
        $"{Output}.{method}<global::NetGen.Numerics.{Plan.Spec.Cost.ToString()}, {types}{T}>({activations}, {Literal.Of(Plan.Last.Stride)}, "
        + $"ref targets, {errors}{Literal.Of(Plan.Last.Layout.Outputs)}, {Literal.Of(Plan.Last.Layout.VirtualLanes)}, rows, ref costs)";

    private void WriteCosts() => Source.Method(
        $"public override void Costs(ref {T} targets, ref {T} scratch, ref {T} costs, nuint rows)",
        OutputCall("Cost", Offset("scratch", Plan.Last.ActivationOffset), "", ""));

    private void WriteErrors()
    {
        LayerPlan last = Plan.Last;
        using (Source.Block(
            $"public override void Errors(ref {T} parameters, ref {T} targets, ref {T} scratch, ref {T} costs, nuint first, nuint rows)"))
        {
            Source.Statements([Rows("a", last, last.ActivationOffset), Rows("d", last, last.ErrorOffset)]);
            string errors = Literal.Text($"ref d{last.Index}, {last.Stride}, ");
            Source.Line(OutputCall("Backprop", Literal.Text($"ref a{last.Index}"), FunctionOf(last.Activation) + ", ", errors) + ";");
            var error = new ErrorWriter(Plan, Target, Source);
            for (int i = last.Index - 1; i >= 0; i--)
            {
                LayerPlan layer = Plan.Layers[i];
                Source.Statements([Rows("a", layer, layer.ActivationOffset), Rows("d", layer, layer.ErrorOffset)]);
                error.WriteCall(layer, Literal.Text($"ref d{i + 1}"), Literal.Text($"ref a{i}"), Literal.Text($"ref d{i}"));
            }
        }
    }

    private void WriteGradients()
    {
        using (Source.Block(
            $"public override void Gradients(ref {T} destination, ref {T} inputs, ref {T} scratch, nuint rows, {T} negativeStep, bool update, "
            + "nuint part, nuint parts)"))
        {
            const string Arguments = "(ref destination, ref inputs, ref scratch, rows, negativeStep, part, parts);";
            Source.Short("if (update)", $"Gradients<{CompilerServices}.GradientStep>{Arguments} return;");
            Source.Line($"Gradients<{CompilerServices}.GradientSum>{Arguments}");
        }

        Source.Line();
        var gradient = new GradientWriter(Plan, Target, Source);
        using (Source.Block(
            $"private static void Gradients<TMode>(ref {T} destination, ref {T} inputs, ref {T} scratch, nuint rows, {T} negativeStep, "
            + $"nuint part, nuint parts) where TMode : struct, {GradientMode}"))
        {
            for (int i = Plan.Last.Index; i >= 0; i--)
            {
                LayerPlan layer = Plan.Layers[i];
                string x = i == 0 ? "ref inputs" : Offset("scratch", Plan.Layers[i - 1].ActivationOffset);
                string errors = Offset("scratch", layer.ErrorOffset);
                LayerLayout layout = layer.Layout;
                Source.Short(
                    "if (part == 0)",
                    $"{CompilerServices}.LayerGradient.AddBiases<TMode, {T}>({Offset("destination", layout.BiasOffset)}, {errors}, "
                    + Literal.Text($"{layer.Stride}, {layout.Lanes}, rows, negativeStep);"));
                int rest = layer.IsDot ? 0 : layout.Inputs % KernelsOf(layer).GradientTile;
                if (rest > 0)
                {
                    Source.Short(
                        "if (part + 1 == parts)",
                        $"{CompilerServices}.LayerGradient.AddLastInputs<TMode, {T}>({Offset("destination", layout.WeightOffset)}, "
                        + Literal.Text($"{layout.Inputs - rest}, {layout.Inputs}, {layout.Outputs}, {layout.Lanes}, {layout.PanelLanes}, ")
                        + Literal.Text($"{x}, {layer.InputStride}, {errors}, {layer.Stride}, rows, negativeStep);"));
                }

                gradient.WriteCall(layer, x, errors);
            }
        }
    }

    private void WriteDotOutputs(string x)
    {
        LayerPlan last = Plan.Last;
        Source.Line($"Sums{last.Index}(ref parameters, ref {x}, ref outputs, rows, {last.Layout.Outputs});");
        WriteOutputActivation("rows");
    }

    private void WriteOutputs(string x)
    {
        LayerPlan last = Plan.Last;
        string rowsOutput = Literal.Text($"ref At(ref outputs, tiled * {last.Layout.Outputs})");
        string sums = Offset("scratch", last.ActivationOffset);
        Source.Line($"nuint tiled = rows - ({ForwardWriter.SinglesExpression(KernelsOf(last).RowTiles)});");
        Source.Line($"Forward{last.Index}Rows(ref parameters, ref {x}, {sums}, tiled, sumsOnly: true);");
        Source.Short(
            "for (nuint row = 0; row < tiled; row++)",
            CopyOutput(
                Plan,
                Literal.Text($"ref At(ref scratch, {Literal.Plus(Times("row", last.Stride), last.ActivationOffset)})"),
                Literal.Text($"ref At(ref outputs, row * {last.Layout.Outputs})")));

        WriteOutputActivation("tiled");
        var sample = new SampleForwardWriter(Plan, Target, Source, last);
        Source.Short(
            "for (; tiled < rows; tiled++)",
            Target.WritesOutput ? sample.CallOnRow(x, "tiled", rowsOutput) : $"{sample.CallOnRow(x, "tiled", sums)} {CopyOutput(Plan, sums, rowsOutput)}");
    }

    private void WriteOutputActivation(string rows)
    {
        if (Plan.Last.Activation != Activation.Identity)
        {
            Source.Line(
                $"global::NetGen.Numerics.Activate.ApplyInPlace<{FunctionOf(Plan.Last.Activation)}>(ref outputs, {rows} * {Plan.Last.Layout.Outputs});");
        }
    }
}
