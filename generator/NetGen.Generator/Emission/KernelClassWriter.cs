namespace NetGen.Generator;

/// <summary>Writes the class with all kernels for one width of vectors: the layers in sequence, forward and back.</summary>
internal sealed class KernelClassWriter : KernelWriter
{
    private readonly LayerWriter[] _layers;
    private readonly HeadWriter _head;

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
        private sealed class {{Target.ClassName}} : BlockKernels<{{T}}>
        {
            internal {{Target.ClassName}}() : base({{BaseArguments()}}) { }

            {{WriteFeedForward}}

            {{WriteBatch}}

            {{WriteActivations}}

            {{WriteCosts}}

            {{WriteErrors}}

            {{WriteGradients}}
            {{WriteKernels}}
        }
        """);

    private string BaseArguments() => Literal.Text(
        $"{EmissionPlan.LayoutClass}.Topology, {Plan.BlockRows}, {Plan.BlockScratch}, {Plan.TrainingScratch}, {Plan.MinParallelRows}");

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
        foreach (LayerWriter layer in _layers)
        {
            string y = layer.Layer.IsLast && Target.WritesOutput ? "ref output" : At("scratch", layer.Layer.SampleOffset);
            SampleCall call = layer.CallSample(x, y);
            Source.Line(call.Statement);
            x = call.Outputs;
        }

        if (!Target.WritesOutput)
        {
            Source.Line(CopyOutput(x, "ref output"));
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
            public override void FeedForward(ref {{T}} parameters, ref {{T}} inputs, ref {{T}} outputs, ref {{T}} scratch, nuint rows)
            {
                {{WriteBatchCalls}}
            }
            """);
    }

    private void WriteBatchCalls()
    {
        string x = "ref inputs";
        foreach (LayerWriter layer in _layers)
        {
            int offset = layer.Layer.ActivationOffset;
            if (layer.Layer.IsLast)
            {
                layer.WriteOutputRows(x);
            }
            else
            {
                Source.Line(layer.CallRows(x, At("scratch", offset)));
                x = Literal.Text($"ref At(ref scratch, {offset})");
            }
        }
    }

    private void WriteActivations()
    {
        Source.Write($$"""
            public override void Activations(ref {{T}} parameters, ref {{T}} inputs, ref {{T}} scratch, nuint first, nuint rows)
            {
                {{WriteTrainingCalls}}
            }
            """);
        if (Target.HasSampleActivations)
        {
            Source.Line();
            WriteSampleActivations();
        }
    }

    private void WriteTrainingCalls()
    {
        if (Target.HasSampleActivations)
        {
            Source.Short("if (rows == 1)", "SampleActivations(ref parameters, ref inputs, ref scratch, first); return;");
        }

        string x = "ref inputs";
        foreach (LayerWriter layer in _layers)
        {
            string y = Literal.Text($"ref a{layer.Layer.Index}");
            Source.Statements([ActivationsOf(layer.Layer), layer.CallTrainingRows(x, y)]);
            x = y;
        }
    }

    // All layers in one method, as in a call for one sample.
    private void WriteSampleActivations() => Source.Write($$"""
        {{Optimize}}
        private static void SampleActivations(ref {{T}} parameters, ref {{T}} inputs, ref {{T}} scratch, nuint row)
        {
            {{WriteSampleTrainingCalls}}
        }
        """);

    private void WriteSampleTrainingCalls()
    {
        string x = "ref inputs";
        foreach (LayerWriter layer in _layers)
        {
            SampleCall call = layer.CallSample(x, At("scratch", Row("row", layer.Layer.Stride) + layer.Layer.ActivationOffset));
            Source.Line(call.Statement);
            Source.Statements(call.Stores);
            x = call.Outputs;
        }
    }

    private string ActivationsOf(LayerPlan layer) => Rows("a", layer, layer.ActivationOffset);

    private string ErrorsOf(LayerPlan layer) => Rows("d", layer, layer.ErrorOffset);

    // A local for a layer's activations or errors, from the first row on.
    private string Rows(string name, LayerPlan layer, int offset) =>
        Literal.Text($"ref {T} {name}{layer.Index} = ref At(ref scratch, {Row("first", layer.Stride) + offset});");

    private void WriteCosts() => Source.Write($$"""
        public override void Costs(ref {{T}} targets, ref {{T}} scratch, ref {{T}} costs, nuint rows) =>
            {{_head.Cost(At("scratch", Plan.Last.ActivationOffset))}};
        """);

    private void WriteErrors() => Source.Write($$"""
        public override void Errors(ref {{T}} parameters, ref {{T}} targets, ref {{T}} scratch, ref {{T}} costs, nuint first, nuint rows)
        {
            {{WriteErrorCalls}}
        }
        """);

    private void WriteErrorCalls()
    {
        int last = Plan.Last.Index;
        Source.Statements([ActivationsOf(Plan.Last), ErrorsOf(Plan.Last)]);
        Source.Line(_head.Backprop(Literal.Text($"ref a{last}"), Literal.Text($"ref d{last}")));
        for (int i = last; i > 0; i--)
        {
            LayerPlan before = Plan.Layers[i - 1];
            Source.Statements([ActivationsOf(before), ErrorsOf(before)]);
            Source.Line(_layers[i].CallErrors(
                before, Literal.Text($"ref d{i}"), Literal.Text($"ref a{before.Index}"), Literal.Text($"ref d{before.Index}")));
        }
    }

    private string GradientsParameters => $"ref {T} destination, ref {T} inputs, ref {T} scratch, nuint rows, {T} negativeStep";

    private void WriteGradients() => Source.Write($$"""
        public override void Gradients({{GradientsParameters}}, bool update, nuint part, nuint parts)
        {
            if (update) { {{GradientsCall("GradientStep")}} return; }
            {{GradientsCall("GradientSum")}}
        }

        private static void Gradients<TMode>({{GradientsParameters}}, nuint part, nuint parts) where TMode : struct, {{GradientMode}}
        {
            {{WriteGradientCalls}}
        }
        """);

    private static string GradientsCall(string mode) =>
        $"Gradients<{mode}>(ref destination, ref inputs, ref scratch, rows, negativeStep, part, parts);";

    private void WriteGradientCalls()
    {
        for (int i = Plan.Last.Index; i >= 0; i--)
        {
            string x = i == 0 ? "ref inputs" : At("scratch", Plan.Layers[i - 1].ActivationOffset);
            _layers[i].WriteGradientCalls(x, At("scratch", Plan.Layers[i].ErrorOffset));
        }
    }

    private void WriteKernels()
    {
        foreach (LayerWriter layer in _layers)
        {
            Source.Line();
            layer.WriteForwardKernels();
            if (!layer.Layer.IsLast && _layers[layer.Layer.Index + 1] is { HasErrorKernels: true } next)
            {
                Source.Line();
                next.WriteErrorKernels(layer.Layer);
            }

            Source.Line();
            layer.WriteGradientKernels();
        }
    }
}
