namespace NetGen.Generator;

/// <summary>Writes the feedforward kernels of a layer in output-lane form: for one sample, and in tiles of rows for many.</summary>
internal sealed class ForwardWriter(EmissionPlan plan, KernelTarget target, SourceWriter source) : KernelWriter(plan, target, source)
{
    /// <summary>
    /// Whether the kernel for one sample can write straight to an output span: it needs no room for padding, and where the layer reads the
    /// network's input itself, it has read all of it before it writes, as output and input may overlap.
    /// </summary>
    public static bool WritesOutput(LayerPlan layer, KernelTarget target, EmissionPlan plan)
    {
        if (layer.IsDot)
        {
            return layer.Index > 0 || layer.Layout.Outputs == 1;
        }

        VectorShape vector = target.VectorFor(layer.Layout.VirtualLanes, plan.ElementSize);
        bool oneStep = layer.Panels.Count == 1 && layer.Panels[0].Count == 1 && layer.Panels[0].Width <= CostModel.TileVectors * vector.Lanes;
        return oneStep || (layer.Index > 0 && layer.Layout.Outputs == layer.Layout.Lanes);
    }

    /// <summary>Writes the kernels.</summary>
    public void Write(LayerPlan layer)
    {
        WriteSingle(layer);
        foreach (PanelGroup panels in layer.Panels.Where(panels => panels.FirstLane == 0 || !SharesTiles(layer)))
        {
            Source.Line();
            WriteTile(layer, panels, TilesOf(layer).Large);
            Source.Line();
            WriteTile(layer, panels, TilesOf(layer).Small);
        }

        Source.Line();
        WriteRows(layer);
    }

    private string TileName(LayerPlan layer, PanelGroup panels, int rows) =>
        Literal.Text($"Forward{layer.Index}{(SharesTiles(layer) ? "" : SuffixOf(panels))}Tile{rows}");

    // Where a tile of the narrower last panel has as many vectors as one of the others, only the distance of weights differs.
    private bool SharesTiles(LayerPlan layer) =>
        layer.Panels.Count > 1 && layer.Panels.All(panels => TileVectorsOf(panels, VectorOf(layer.Layout)) == TileVectorsOf(layer.Panels[0], VectorOf(layer.Layout)));

    /// <summary>How the rows are divided: all panels of a layer divide them in the same way.</summary>
    public RowTiles TilesOf(LayerPlan layer) => CostModel.RowTiles(TileVectorsOf(layer.Panels[0], VectorOf(layer.Layout)));

    private void WriteSingle(LayerPlan layer)
    {
        LayerLayout layout = layer.Layout;
        VectorShape vector = VectorOf(layout);
        Source.Line($"// Layer {layer.Index}, {layout.Inputs} -> {layout.Outputs}, one sample: {Chains(layout.Segments)} for each vector of units.");
        Source.Line(SingleKernelAttribute);
        using (Source.Block($"private static void Forward{layer.Index}(ref {T} parameters, ref {T} x, ref {T} y)"))
        {
            foreach (PanelGroup panels in layer.Panels)
            {
                Columns(layer, panels, vector, (lane, weight) =>
                {
                    WriteSingleColumns(layer, panels, vector, lane, weight);
                });
            }
        }
    }

    private static string Chains(int segments) => segments == 1 ? "one chain" : Literal.Text($"{segments} chains side by side");

    private void WriteSingleColumns(LayerPlan layer, PanelGroup panels, VectorShape vector, string lane, string weight)
    {
        LayerLayout layout = layer.Layout;
        int vectors = TileVectorsOf(panels, vector);
        int segments = layout.Segments;
        int common = layout.Inputs / segments;
        string suffix = SuffixOf(panels);
        string w = "w" + suffix;
        string Accumulator(int segment, int v) => Literal.Text($"s{segment}v{v}{suffix}");

        Source.Line($"ref {T} {w} = ref At(ref parameters, {Literal.Plus(weight, layout.WeightOffset)});");
        Source.Statements(
            from segment in Enumerable.Range(0, segments)
            from v in Enumerable.Range(0, vectors)
            select segment == 0
                ? Literal.Text($"var {Accumulator(0, v)} = Load{vector.Bits}(ref parameters, {Literal.Plus(lane, layout.BiasOffset + (v * vector.Lanes))});")
                : Literal.Text($"var {Accumulator(segment, v)} = Zero{vector.Bits};"));

        IEnumerable<string> Step(int segment, string name, string k, long weightOffset)
        {
            string x = $"Broadcast{vector.Bits}(ref x, {k})";
            IEnumerable<string> Sums(string factor) => Enumerable.Range(0, vectors).Select(v => Literal.Text(
                $"{Accumulator(segment, v)} = Fma({factor}, Load{vector.Bits}(ref {w}, {weightOffset + (v * vector.Lanes)}), {Accumulator(segment, v)});"));
            return vectors > 1 ? Sums(name).Prepend($"var {name} = {x};") : Sums(x);
        }

        // Segments differ by at most one step; those that are longer take it after the steps that all have in common.
        IEnumerable<string> ExtraSteps(int advanced) =>
            from segment in Enumerable.Range(0, segments)
            let at = layout.SegmentStart(segment) + common
            where at < layout.SegmentStart(segment + 1)
            from statement in Step(segment, Literal.Text($"x{at}{suffix}"), Literal.Of(at), (long)(at - advanced) * panels.Width)
            select statement;

        if (common * segments * vectors <= CostModel.MaxUnrolledSteps)
        {
            Source.Statements(
                (from k in Enumerable.Range(0, common)
                 from segment in Enumerable.Range(0, segments)
                 let at = layout.SegmentStart(segment) + k
                 from statement in Step(segment, Literal.Text($"x{at}{suffix}"), Literal.Of(at), (long)at * panels.Width)
                 select statement)
                .Concat(ExtraSteps(advanced: 0)));
        }
        else
        {
            using (Source.Block($"for (nuint k = 0; k < {common}; k++)"))
            {
                for (int segment = 0; segment < segments; segment++)
                {
                    long start = layout.SegmentStart(segment);
                    Source.Statements(Step(segment, Literal.Text($"x{segment}"), Literal.Plus("k", start), start * panels.Width));
                }

                Source.Line($"{w} = ref At(ref {w}, {panels.Width});");
            }

            Source.Statements(ExtraSteps(advanced: common));
        }

        bool partial = layer == Plan.Last && layout.Outputs < layout.Lanes && WritesOutput(layer, Target, Plan);
        for (int v = 0; v < vectors; v++)
        {
            string z = string.Join(" + ", Enumerable.Range(0, segments).Select(segment => Accumulator(segment, v)));
            string a = Apply(layer.Activation, z);
            int left = layout.Outputs - (v * vector.Lanes);
            if (!partial || left >= vector.Lanes)
            {
                Source.Line($"Store({a}, ref y, {Literal.Plus(lane, v * vector.Lanes)});");
            }
            else if (left > 0)
            {
                Source.Line($"{LaneHelpers}.StorePartial({a}, ref At(ref y, {v * vector.Lanes}), {left});");
            }
        }
    }

    private void WriteTile(LayerPlan layer, PanelGroup panels, int rows)
    {
        LayerLayout layout = layer.Layout;
        VectorShape vector = VectorOf(layout);
        int vectors = TileVectorsOf(panels, vector);
        IEnumerable<string> Each(Func<int, int, string> text) =>
            from row in Enumerable.Range(0, rows) from v in Enumerable.Range(0, vectors) select text(row, v);
        Source.Line(Optimize);
        string width = SharesTiles(layer) ? "width" : Literal.Of(panels.Width);
        string widthParameter = SharesTiles(layer) ? ", nuint width" : "";
        using (Source.Block($"private static void {TileName(layer, panels, rows)}(ref {T} w, ref {T} biases, ref {T} x, ref {T} y{widthParameter})"))
        {
            Source.Statements(Enumerable.Range(0, vectors).Select(v => Literal.Text($"var b{v} = Load{vector.Bits}(ref biases, {v * vector.Lanes});")));

            if (layout.Segments == 1)
            {
                Accumulate("b", Literal.Of(layout.Inputs));
                Source.Statements(Stores());
                return;
            }

            using (Source.Block($"for (nuint segment = 0; segment < {layout.Segments}; segment++)"))
            {
                string steps = layout.Inputs % layout.Segments == 0
                    ? Literal.Of(layout.Inputs / layout.Segments)
                    : Literal.Text($"((segment + 1) * {layout.Inputs} / {layout.Segments}) - (segment * {layout.Inputs} / {layout.Segments})");
                if (layout.Inputs % layout.Segments != 0)
                {
                    Source.Line($"nuint steps = {steps};");
                    steps = "steps";
                }

                Accumulate("b", steps);
                using (Source.Block("if (segment != 0)"))
                {
                    Source.Statements(Each((r, v) =>
                        Literal.Text($"a{r}{v} = Load{vector.Bits}(ref y, {(r * layer.Stride) + (v * vector.Lanes)}) + a{r}{v};")));
                }

                Source.Statements(Stores().Concat(Enumerable.Range(0, vectors).Select(v => Literal.Text($"b{v} = Zero{vector.Bits};"))));
            }
        }

        void Accumulate(string start, string steps)
        {
            Source.Statements(Each((r, v) => Literal.Text($"var a{r}{v} = {start}{v};")));

            using (Source.Block($"for (nuint k = 0; k < {steps}; k++)"))
            {
                Source.Statements(Enumerable.Range(0, vectors).Select(v => Literal.Text($"var w{v} = Load{vector.Bits}(ref w, {v * vector.Lanes});")));
                Source.Statements(Enumerable.Range(0, rows).Select(r =>
                    Literal.Text($"var x{r} = Broadcast{vector.Bits}(ref x, {r * layer.InputStride}); ")
                    + string.Join(" ", Enumerable.Range(0, vectors).Select(v => Literal.Text($"a{r}{v} = Fma(x{r}, w{v}, a{r}{v});")))));
                Source.Statements([$"w = ref At(ref w, {width});", "x = ref At(ref x, 1);"]);
            }
        }

        IEnumerable<string> Stores() => Each((r, v) => Literal.Text($"Store(a{r}{v}, ref y, {(r * layer.Stride) + (v * vector.Lanes)});"));
    }

    // The last layer's sums are apart from its activations, which then work on outputs without padding.
    private void WriteRows(LayerPlan layer)
    {
        Source.Line($"// Layer {layer.Index}, many samples: weighted inputs in tiles of rows that share each weight they load.");
        if (layer == Plan.Last)
        {
            Source.Line(Optimize);
            using (Source.Block($"private static void Sums{layer.Index}Rows(ref {T} parameters, ref {T} x, ref {T} y, nuint tiled)"))
            {
                WriteAllTiles(layer);
            }

            Source.Line();
        }

        Source.Line(Optimize);
        using (Source.Block($"private static void Forward{layer.Index}Rows(ref {T} parameters, ref {T} x, ref {T} y, nuint rows)"))
        {
            Source.Line($"nuint tiled = rows - ({TilesOf(layer).SinglesExpression});");
            if (layer == Plan.Last)
            {
                Source.Line($"Sums{layer.Index}Rows(ref parameters, ref x, ref y, tiled);");
            }
            else
            {
                WriteAllTiles(layer);
            }

            WriteActivation(layer, "tiled");
            Source.Short(
                "for (; tiled < rows; tiled++)",
                Literal.Text($"Forward{layer.Index}(ref parameters, ref At(ref x, tiled * {layer.InputStride}), ref At(ref y, tiled * {layer.Stride}));"));
        }
    }

    private void WriteAllTiles(LayerPlan layer)
    {
        Source.Line($"nuint large = {TilesOf(layer).LargeExpression};");
        foreach (PanelGroup panels in layer.Panels)
        {
            Columns(layer, panels, VectorOf(layer.Layout), (lane, weight) => WriteRowTiles(layer, panels, lane, weight));
        }
    }

    private void WriteRowTiles(LayerPlan layer, PanelGroup panels, string lane, string weight)
    {
        LayerLayout layout = layer.Layout;
        string suffix = SuffixOf(panels);
        string row = "row" + suffix;
        string y = Sum(Times(row, layer.Stride), lane, 0);
        string width = SharesTiles(layer) ? Literal.Text($", {panels.Width}") : "";
        Source.Statements([
            $"ref {T} weights{suffix} = ref At(ref parameters, {Literal.Plus(weight, layout.WeightOffset)});",
            $"ref {T} biases{suffix} = ref At(ref parameters, {Literal.Plus(lane, layout.BiasOffset)});",
            $"nuint {row} = 0;",
        ]);
        foreach ((int rows, string end) in new[] { (TilesOf(layer).Large, "large"), (TilesOf(layer).Small, "tiled") })
        {
            Source.Short(
                Literal.Text($"for (; {row} < {end}; {row} += {rows})"),
                $"{TileName(layer, panels, rows)}(ref weights{suffix}, ref biases{suffix}, "
                + Literal.Text($"ref At(ref x, {row} * {layer.InputStride}), ref At(ref y, {y}){width});"));
        }
    }
}
