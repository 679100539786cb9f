namespace NetGen.Generator;

/// <summary>Writes the feedforward kernels of a layer in output-lane form: for one sample, and in tiles of rows for many.</summary>
internal sealed class ForwardWriter(EmissionPlan plan, KernelTarget target, SourceWriter source) : KernelWriter(plan, target, source)
{
    /// <summary>
    /// Whether the kernel for one sample can write straight to an output span: it needs no room for padding or for sums that wait for their
    /// activation, and where the layer reads the network's input itself, it has read all of it before it writes, as output and input may
    /// overlap.
    /// </summary>
    public static bool WritesOutput(LayerPlan layer, KernelTarget target, EmissionPlan plan)
    {
        if (layer.IsDot)
        {
            return layer.Index > 0 || layer.Layout.Outputs == 1;
        }

        if (plan.CallsActivations && layer.Activation != Activation.Identity)
        {
            return false;
        }

        VectorShape vector = target.VectorFor(layer.Layout.VirtualLanes, plan.ElementSize);
        return layer.Layout.Lanes == ColumnLanes(layer, vector) || (layer.Index > 0 && layer.Layout.Outputs == layer.Layout.Lanes);
    }

    /// <summary>Writes the kernels.</summary>
    public void Write(LayerPlan layer)
    {
        WriteSingle(layer);
        Source.Line();
        WriteTile(layer, TilesOf(layer).Large);
        Source.Line();
        WriteTile(layer, TilesOf(layer).Small);
        Source.Line();
        WriteRows(layer);
    }

    /// <summary>How the rows are divided.</summary>
    public RowTiles TilesOf(LayerPlan layer) => CostModel.RowTiles(ColumnVectors(layer, VectorOf(layer.Layout)));

    private void WriteSingle(LayerPlan layer)
    {
        LayerLayout layout = layer.Layout;
        VectorShape vector = VectorOf(layout);
        Source.Line($"// Layer {layer.Index}, {layout.Inputs} -> {layout.Outputs}, one sample: {Chains(layout.Segments)} for each vector of units.");
        Source.Line(SingleKernelAttribute);
        using (Source.Block($"private static void Forward{layer.Index}(ref {T} parameters, ref {T} x, ref {T} y)"))
        {
            Columns(layer, vector, (lane, weight) => WriteSingleColumn(layer, vector, lane, weight));
            if (CallsActivation(layer))
            {
                Source.Line(
                    $"global::NetGen.Numerics.Activate.ApplyVectors<{FunctionOf(layer.Activation)}, global::NetGen.Numerics.V{vector.Bits}<{T}>, {T}>"
                    + Literal.Text($"(ref y, {layout.Lanes});"));
            }
        }
    }

    private bool CallsActivation(LayerPlan layer) => Plan.CallsActivations && layer.Activation != Activation.Identity;

    private static string Chains(int segments) => segments == 1 ? "one chain" : Literal.Text($"{segments} chains side by side");

    private void WriteSingleColumn(LayerPlan layer, VectorShape vector, string lane, string weight)
    {
        LayerLayout layout = layer.Layout;
        int vectors = ColumnVectors(layer, vector);
        int segments = layout.Segments;
        int common = layout.Inputs / segments;
        int perLoad = CostModel.InputsPerLoad(layout, vector, Plan.ElementSize);
        int grouped = perLoad > 1 ? common / perLoad * perLoad : 0;
        string full = Literal.Text($"{lane} < {FullColumnLanes(layer, vector)}");
        string Accumulator(int segment, int v) => Literal.Text($"s{segment}v{v}");

        Source.Line($"ref {T} w = ref At(ref parameters, {Literal.Plus(weight, layout.WeightOffset)});");
        Source.Statements(
            from segment in Enumerable.Range(0, segments)
            from v in Enumerable.Range(0, vectors)
            select segment == 0
                ? Literal.Text($"var {Accumulator(0, v)} = Load{vector.Bits}(ref parameters, {Literal.Plus(lane, layout.BiasOffset + (v * vector.Lanes))});")
                : Literal.Text($"var {Accumulator(segment, v)} = Zero{vector.Bits};"));

        IEnumerable<string> Sums(int segment, string x, string name, long weightInput)
        {
            IEnumerable<string> With(string factor) => Enumerable.Range(0, vectors).Select(v => ForVector(layer, vector, v, full, Literal.Text(
                $"{Accumulator(segment, v)} = Fma({factor}, Load{vector.Bits}(ref w, {InColumn(layer, weightInput, v * vector.Lanes)}), {Accumulator(segment, v)});")));
            return vectors > 1 ? With(name).Prepend($"var {name} = {x};") : With(x);
        }

        IEnumerable<string> Step(int segment, string name, string k, long weightInput) =>
            Sums(segment, Literal.Text($"Broadcast{vector.Bits}(ref x, {k})"), name, weightInput);

        // Steps of all segments: of each, several inputs from one load. Given a segment's first input, as text and as a number.
        void WriteGroup(string suffix, Func<int, string> k, Func<int, long> weightInput)
        {
            Source.Statements(Enumerable.Range(0, segments)
                .Select(segment => Literal.Text($"var f{segment}{suffix} = Four{vector.Bits}(ref x, {k(segment)});")));
            for (int i = 0; i < perLoad; i++)
            {
                string[] steps = [.. Enumerable.Range(0, segments).Select(segment => string.Join(" ", Sums(
                    segment,
                    Literal.Text($"Spread{vector.Bits}(f{segment}{suffix}, {i})"),
                    Literal.Text($"x{segment}{suffix}i{i}"),
                    weightInput(segment) + i)))];
                foreach (string line in vectors > 1 ? steps : [string.Join(" ", steps)])
                {
                    Source.Line(line);
                }
            }
        }

        // The steps of each segment from the given one on. Segments differ by at most one step.
        IEnumerable<string> LastSteps(int first, int advanced) =>
            from step in Enumerable.Range(first, common + 1 - first)
            from segment in Enumerable.Range(0, segments)
            let at = layout.SegmentStart(segment) + step
            where at < layout.SegmentStart(segment + 1)
            from statement in Step(segment, Literal.Text($"x{at}"), Literal.Of(at), at - advanced)
            select statement;

        if (common * segments * vectors <= CostModel.MaxUnrolledSteps)
        {
            for (int first = 0; first < grouped; first += perLoad)
            {
                int at = first;
                WriteGroup(
                    Literal.Text($"g{first / perLoad}"), segment => Literal.Of(layout.SegmentStart(segment) + at), segment => layout.SegmentStart(segment) + at);
            }

            Source.Statements(LastSteps(grouped, advanced: 0));
        }
        else if (perLoad > 1)
        {
            using (Source.Block($"for (nuint k = 0; k < {grouped}; k += {perLoad})"))
            {
                WriteGroup("", segment => Literal.Plus("k", layout.SegmentStart(segment)), segment => layout.SegmentStart(segment));
                Source.Line(Literal.Text($"w = ref At(ref w, {perLoad * layout.PanelLanes});"));
            }

            Source.Statements(LastSteps(grouped, advanced: grouped));
        }
        else
        {
            using (Source.Block($"for (nuint k = 0; k < {common}; k++)"))
            {
                for (int segment = 0; segment < segments; segment++)
                {
                    int start = layout.SegmentStart(segment);
                    Source.Statements(Step(segment, Literal.Text($"x{segment}"), Literal.Plus("k", start), start));
                }

                Source.Line(Literal.Text($"w = ref At(ref w, {layout.PanelLanes});"));
            }

            Source.Statements(LastSteps(common, advanced: common));
        }

        for (int v = 0; v < vectors; v++)
        {
            if (StoreActivation(v) is { Length: > 0 } store)
            {
                Source.Line(ForVector(layer, vector, v, full, store));
            }
        }

        string StoreActivation(int v)
        {
            string z = string.Join(" + ", Enumerable.Range(0, segments).Select(segment => Accumulator(segment, v)));
            string a = CallsActivation(layer) ? z : Apply(layer.Activation, z);
            int left = layout.Outputs - (v * vector.Lanes);
            return layer != Plan.Last || layout.Outputs == layout.Lanes || !WritesOutput(layer, Target, Plan) || left >= vector.Lanes
                ? $"Store({a}, ref y, {Literal.Plus(lane, v * vector.Lanes)});"
                : left > 0 ? Literal.Text($"{LaneHelpers}.StorePartial({a}, ref At(ref y, {v * vector.Lanes}), {left});")
                : "";
        }
    }

    private void WriteTile(LayerPlan layer, int rows)
    {
        LayerLayout layout = layer.Layout;
        VectorShape vector = VectorOf(layout);
        int vectors = ColumnVectors(layer, vector);
        bool prefetches = layer.Index == 0 && CostModel.PrefetchesInputs(layout, Plan.ElementSize);
        IEnumerable<string> Each(Func<int, int, string> text) =>
            from row in Enumerable.Range(0, rows) from v in Enumerable.Range(0, vectors) select text(row, v);
        bool byType = HasNarrowColumn(layer, vector);
        (string type, string constraint) = byType ? ("<TColumn>", " where " + ColumnConstraint) : ("", "");
        Source.Line(Optimize);
        using (Source.Block($"private static void Forward{layer.Index}Tile{rows}{type}(ref {T} w, ref {T} biases, ref {T} x, ref {T} y){constraint}"))
        {
            Source.Statements([
                .. prefetches ? [Literal.Text($"nuint ahead = {rows * layer.InputStride};")] : (string[])[],
                .. Enumerable.Range(0, vectors).Select(v => Literal.Text($"var b{v} = Load{vector.Bits}(ref biases, {v * vector.Lanes});")),
            ]);
            if (layout.Segments == 1)
            {
                Accumulate(Literal.Of(layout.Inputs));
                Source.Statements(Stores("Store", ""));
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

                Accumulate(steps);
                Source.Statements(Stores("StoreSum", "segment, "));
                Source.Statements(Enumerable.Range(0, vectors).Select(v => Literal.Text($"b{v} = Zero{vector.Bits};")));
            }
        }

        void Accumulate(string steps)
        {
            Source.Statements(Each((r, v) => Literal.Text($"var a{r}{v} = b{v};")));
            using (Source.Block($"for (nuint k = 0; k < {steps}; k++)"))
            {
                Source.Statements(Enumerable.Range(0, vectors).Select(v => Literal.Text($"var w{v} = {ValueInColumnType(layer, vector, v, Literal.Text($"Load{vector.Bits}(ref w, {InColumn(layer, 0, v * vector.Lanes)})"))};")));
                Source.Statements(Enumerable.Range(0, rows).Select(r =>
                    Literal.Text($"var x{r} = Broadcast{vector.Bits}(ref x, {r * layer.InputStride}); ")
                    + string.Join(" ", Enumerable.Range(0, vectors).Select(v =>
                        ForVector(layer, vector, v, IsFullColumn, Literal.Text($"a{r}{v} = Fma(x{r}, w{v}, a{r}{v});"))))));
                if (CostModel.PrefetchesWeights(layout, Plan.ElementSize))
                {
                    Source.Statements(PrefetchedWeights(layer, vector, 0));
                }

                Source.Statements(
                    new[] { Literal.Text($"w = ref At(ref w, {layout.PanelLanes});"), "x = ref At(ref x, 1);" }
                    .Concat(prefetches ? ["Prefetch(ref x, ahead);", Literal.Text($"ahead += {rows - 1};")] : []));
            }
        }

        IEnumerable<string> Stores(string method, string segment) => Each((r, v) => ForVector(
            layer, vector, v, IsFullColumn, Literal.Text($"{method}(a{r}{v}, {segment}ref y, {(r * layer.Stride) + (v * vector.Lanes)});")));
    }

    // The last layer can leave its sums as they are: its activation then works on outputs without padding.
    private void WriteRows(LayerPlan layer)
    {
        Source.Line($"// Layer {layer.Index}, many samples: weighted inputs in tiles of rows that share each weight they load.");
        Source.Line(Optimize);
        string sumsOnly = layer == Plan.Last ? ", bool sumsOnly" : "";
        using (Source.Block($"private static void Forward{layer.Index}Rows(ref {T} parameters, ref {T} x, ref {T} y, nuint rows{sumsOnly})"))
        {
            Source.Statements([
                $"nuint tiled = rows - ({TilesOf(layer).SinglesExpression});", $"nuint large = {TilesOf(layer).LargeExpression};",
            ]);
            WriteAllTiles(layer);
            if (layer == Plan.Last)
            {
                Source.Short("if (sumsOnly)", "return;");
            }

            WriteActivation(layer, "tiled");
            Source.Short(
                "for (; tiled < rows; tiled++)",
                Literal.Text($"Forward{layer.Index}(ref parameters, ref At(ref x, tiled * {layer.InputStride}), ref At(ref y, tiled * {layer.Stride}));"));
        }
    }

    // Weights that stay in the second-level cache are read from there for every tile; tile after tile, all columns of each, reads inputs only
    // once. Other weights are read once for all tiles, column after column.
    private void WriteAllTiles(LayerPlan layer)
    {
        RowTiles tiles = TilesOf(layer);
        (int Rows, string Loop)[] loops =
        [
            (tiles.Large, Literal.Text($"for (nuint row = 0; row < large; row += {tiles.Large})")),
            (tiles.Small, Literal.Text($"for (nuint row = large; row < tiled; row += {tiles.Small})")),
        ];
        if (CostModel.PrefetchesWeights(layer.Layout, Plan.ElementSize))
        {
            ForEachColumn(layer, (type, lane, weight) =>
            {
                foreach ((int rows, string loop) in loops)
                {
                    Source.Short(loop, TileCall(layer, rows, type, lane, weight));
                }
            });
            return;
        }

        foreach ((int rows, string loop) in loops)
        {
            using (Source.Block(loop))
            {
                ForEachColumn(layer, (type, lane, weight) => Source.Line(TileCall(layer, rows, type, lane, weight)));
            }
        }
    }

    // Given the type of column as an argument of a tile, the first lane of the column and the offset of its weights.
    private void ForEachColumn(LayerPlan layer, Action<string, string, string> body)
    {
        VectorShape vector = VectorOf(layer.Layout);
        if (!HasNarrowColumn(layer, vector))
        {
            Columns(layer, vector, (lane, weight) => body("", lane, weight));
            return;
        }

        int full = FullColumnLanes(layer, vector);
        using (Source.Block($"for (nuint lane = 0; lane < {Literal.Of(full)}; lane += {Literal.Of(ColumnLanes(layer, vector))})"))
        {
            body($"<{CompilerServices}.FullColumn>", "lane", Times("lane", layer.Layout.Inputs));
        }

        using (Source.Block())
        {
            body($"<{CompilerServices}.NarrowColumn>", Literal.Of(full), Literal.Of((long)full * layer.Layout.Inputs));
        }
    }

    private static string TileCall(LayerPlan layer, int rows, string type, string lane, string weight) =>
        Literal.Text($"Forward{layer.Index}Tile{rows}{type}(ref At(ref parameters, {Literal.Plus(weight, layer.Layout.WeightOffset)}), ")
        + $"ref At(ref parameters, {Literal.Plus(lane, layer.Layout.BiasOffset)}), "
        + Literal.Text($"ref At(ref x, row * {layer.InputStride}), ref At(ref y, {Sum(Times("row", layer.Stride), lane, 0)}));");
}
