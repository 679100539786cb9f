namespace NetGen.Generator;

/// <summary>Writes the class with all kernels for one width of vectors: the layers in sequence, forward and back.</summary>
internal sealed class KernelClassWriter : KernelWriter
{
    private const string Override = "protected override";

    private readonly LayerWriter[] _layers;
    private readonly HeadWriter _head;

    private IEnumerable<LayerWriter> LayersInUse => _layers.Where(layer => !layer.Layer.IsOnlyInTraining);

    /// <summary>Makes the writer.</summary>
    public KernelClassWriter(KernelContext context)
        : base(context)
    {
        _layers = [.. Plan.Layers.Select(layer => layer.CreateWriter(context))];
        _head = new HeadWriter(context);
    }

    /// <summary>Writes the class.</summary>
    public void Write() => Source.Write($$"""
        {{() => GeneratedMark.Write(Source)}}
        private sealed class {{Target.ClassName}} : NetworkKernels<{{T}}>
        {
            internal {{Target.ClassName}}() : base({{EmissionPlan.LayoutClass}}.Topology, Head, Sizes) { }

            {{WriteFeedForward}}

            {{WriteBatch}}

            {{WriteWeightedInputs}}

            {{WriteErrors}}

            {{WriteGradients}}
            {{WriteKernels}}
        }
        """);

    private void WriteFeedForward() => Source.Write($$"""
        {{Optimize}}
        internal static void FeedForward(ref {{T}} parameters, ref {{T}} input, ref {{T}} output, ref {{T}} scratch)
        {
            {{WriteSampleCalls}}
        }
        """);

    private void WriteSampleCalls()
    {
        string x = "ref input";
        foreach (LayerWriter layer in LayersInUse)
        {
            string y = layer.Layer.IsLast && Target.WritesOutput ? "ref output" : At("scratch", layer.Layer.SampleOffset);
            SampleCall call = layer.CallSample(x, y);
            Source.Line(call.Statement);
            x = call.Outputs;
        }

        if (!Target.WritesOutput)
        {
            Source.Statements([.. _head.ActivateRow(x), CopyOutput(x, "ref output")]);
        }
    }

    private void WriteBatch()
    {
        if (_head.HasActivation)
        {
            Source.Line("// The last layer's activation works on the outputs without padding.");
        }

        Source.Write($$"""
            {{Optimize}}
            {{Override}} void FeedForward(ref {{T}} parameters, ref {{T}} inputs, ref {{T}} outputs, ref {{T}} scratch, nuint rows)
            {
                {{WriteBatchCalls}}
            }
            """);
    }

    private void WriteBatchCalls()
    {
        Source.Short("if (rows == 1)", "FeedForward(ref parameters, ref inputs, ref outputs, ref scratch); return;");
        string x = "ref inputs";
        foreach (LayerWriter layer in LayersInUse)
        {
            LayerPlan plan = layer.Layer;
            if (plan.IsLast)
            {
                WriteOutputRows(layer, x);
                continue;
            }

            string y = Literal.Text($"ref At(ref scratch, {plan.ActivationOffset})");
            Source.Line(layer.CallRows(x, y));
            if (plan.KeepsWeightedInputs)
            {
                Source.Line(new ActivationText(plan).ApplyInPlace(SpanOfRows(y, plan.Stride)));
            }

            x = y;
        }
    }

    private void WriteOutputRows(LayerWriter layer, string x)
    {
        string sums = At("scratch", layer.Layer.ActivationOffset);
        if (_head.ActivateRows(sums) is { Count: > 0 } activate)
        {
            Source.Statements([layer.CallRows(x, sums), .. activate]);
            return;
        }

        layer.WriteOutputRows(x);
    }

    private void WriteWeightedInputs()
    {
        Source.Write($$"""
            {{Override}} void WeightedInputs(ref {{T}} parameters, ref {{T}} inputs, ref {{T}} scratch, nuint first, nuint rows)
            {
                {{WriteWeightedInputCalls}}
            }
            """);
        if (Target.HasSampleActivations)
        {
            Source.Line();
            WriteSampleWeightedInputs();
        }

        if (Plan.HasTrainingForm)
        {
            Source.Write($$"""

                {{Override}} void WeightedInputs(
                    ref {{T}} parameters, ref {{T}} inputs, ref {{T}} scratch, nuint first, nuint rows, in DropoutStep dropout)
                {
                    {{WriteTrainingCalls}}
                }
                """);
        }
    }

    private void WriteWeightedInputCalls()
    {
        if (Target.HasSampleActivations)
        {
            Source.Short("if (rows == 1)", "SampleWeightedInputs(ref parameters, ref inputs, ref scratch, first); return;");
        }

        WriteRowCalls(LayersInUse, (layer, x, y) => layer.CallRows(x, y));
    }

    private void WriteTrainingCalls() => WriteRowCalls(_layers, (layer, x, y) => layer.CallTrainingRows(x, y));

    private void WriteRowCalls(IEnumerable<LayerWriter> layers, Func<LayerWriter, string, string, string> call)
    {
        string x = "ref inputs";
        foreach (LayerWriter layer in layers)
        {
            LayerPlan plan = layer.Layer;
            string a = Literal.Text($"ref a{plan.Index}");
            Source.Statements([ActivationsOf(plan), .. plan.KeepsWeightedInputs ? [WeightedInputsOf(plan)] : (string[])[]]);
            if (plan.KeepsWeightedInputs)
            {
                string z = Literal.Text($"ref z{plan.Index}");
                Source.Line(call(layer, x, z));
                Source.Line(new ActivationText(plan).ApplyTo(SpanOfRows(z, plan.Stride), SpanOfRows(a, plan.Stride)));
            }
            else
            {
                Source.Line(call(layer, x, a));
            }

            x = a;
        }
    }

    // All layers in one method, as in a call for one sample.
    private void WriteSampleWeightedInputs() => Source.Write($$"""
        {{Optimize}}
        private static void SampleWeightedInputs(ref {{T}} parameters, ref {{T}} inputs, ref {{T}} scratch, nuint row)
        {
            {{WriteSampleTrainingCalls}}
        }
        """);

    private void WriteSampleTrainingCalls()
    {
        string x = "ref inputs";
        foreach (LayerWriter layer in LayersInUse)
        {
            LayerPlan plan = layer.Layer;
            string a = At("scratch", Row("row", plan.Stride) + plan.ActivationOffset);
            if (plan.KeepsWeightedInputs)
            {
                string z = At("scratch", Row("row", plan.Stride) + plan.WeightedInputOffset);
                string lanes = Literal.Of(plan.PaddedOutputs);
                Source.Line(layer.CallSampleSums(x, z));
                Source.Line(new ActivationText(plan).ApplyTo(SpanOf(z, lanes), SpanOf(a, lanes)));
                x = LoadedForNext(plan, a);
            }
            else if (plan.IsLast)
            {
                Source.Line(layer.CallSampleSums(x, a));
            }
            else
            {
                SampleCall call = layer.CallSample(x, a);
                Source.Line(call.Statement);
                Source.Statements(call.Stores);
                x = call.Outputs;
            }
        }
    }

    private string LoadedForNext(LayerPlan layer, string activations) =>
        Target.InputRegistersAfter(layer.Index) is RegisterShape registers
            ? SampleForwardWriter.Loaded(registers, activations, 0)
            : activations;

    private string ActivationsOf(LayerPlan layer) => Rows("a", layer, layer.ActivationOffset);

    private string ErrorsOf(LayerPlan layer) => Rows("d", layer, layer.ErrorOffset);

    private string WeightedInputsOf(LayerPlan layer) => Rows("z", layer, layer.WeightedInputOffset);

    // A local for a layer's activations, weighted inputs or errors, from the first row on.
    private string Rows(string name, LayerPlan layer, int offset) =>
        Literal.Text($"ref {T} {name}{layer.Index} = ref At(ref scratch, {Row("first", layer.Stride) + offset});");

    private void WriteErrors()
    {
        string dropout = Plan.HasTrainingForm ? ", in DropoutStep dropout" : "";
        Source.Write($$"""
            {{Override}} void Errors(ref {{T}} parameters, ref {{T}} scratch, nuint first, nuint rows{{dropout}})
            {
                {{WriteErrorCalls}}
            }
            """);
    }

    private void WriteErrorCalls()
    {
        if (Plan.Last.Index == Plan.FirstTrained)
        {
            Source.Line("// There is no hidden layer.");
            return;
        }

        Source.Line(ErrorsOf(Plan.Last));
        for (int i = Plan.Last.Index; i > Plan.FirstTrained; i--)
        {
            LayerPlan before = Plan.Layers[i - 1];
            string name = before.KeepsWeightedInputs ? "z" : "a";
            Source.Statements([before.KeepsWeightedInputs ? WeightedInputsOf(before) : ActivationsOf(before), ErrorsOf(before)]);
            Source.Line(_layers[i].CallErrors(
                before, Literal.Text($"ref d{i}"), Literal.Text($"ref {name}{before.Index}"), Literal.Text($"ref d{before.Index}")));
        }
    }

    private void WriteGradients() => Source.Write($$"""
        {{Override}} void Gradients({{GradientParameters}}, {{T}} negativeStep, bool updates, {{WorkerParameters}})
        {
            {{() => Source.Block("if (updates)", [GradientsCall("UpdateStep.Descent(negativeStep)"), "return;"])}}
            {{GradientsCall($"default(UpdateStep<GradientSum<{T}>, {T}>)")}}
        }

        {{Override}} void Update<TRule>({{GradientParameters}}, {{StepParameter}}, {{WorkerParameters}})
        {
            {{GradientsCall("in step")}}
        }

        private static void Gradients<TRule>({{GradientParameters}}, {{StepParameter}}, {{WorkerParameters}}) {{RuleConstraint}}
        {
            {{WriteGradientCalls}}
        }
        """);

    private const string WorkerParameters = "nuint worker, nuint workers";

    private string GradientParameters => $"ref {T} destination, ref {T} inputs, ref {T} scratch, nuint rows";

    private string StepParameter => $"in UpdateStep<TRule, {T}> step";

    private static string GradientsCall(string step) =>
        $"Gradients(ref destination, ref inputs, ref scratch, rows, {step}, worker, workers);";

    private void WriteGradientCalls()
    {
        for (int i = Plan.Last.Index; i >= Plan.FirstTrained; i--)
        {
            string x = i == 0 ? "ref inputs" : At("scratch", Plan.Layers[i - 1].ActivationOffset);
            _layers[i].WriteGradientCalls(x, At("scratch", Plan.Layers[i].ErrorOffset));
        }
    }

    private void WriteKernels()
    {
        foreach (LayerWriter layer in _layers)
        {
            if (layer.Layer.HasKernels)
            {
                Source.Line();
                layer.WriteForwardKernels();
            }

            if (layer.Layer.Index >= Plan.FirstTrained && !layer.Layer.IsLast
                && _layers[layer.Layer.Index + 1] is { HasErrorKernels: true } next)
            {
                Source.Line();
                next.WriteErrorKernels(layer.Layer);
            }

            if (layer.Layer.HasKernels)
            {
                Source.Line();
                layer.WriteGradientKernels();
            }
        }
    }
}
