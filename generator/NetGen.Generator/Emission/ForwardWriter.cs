namespace NetGen.Generator;

/// <summary>Writes the feedforward kernels of a layer in output-lane form for many samples, in tiles of rows.</summary>
internal sealed class ForwardWriter(EmissionPlan plan, TargetPlan target, SourceWriter source) : KernelWriter(plan, target, source)
{
    /// <summary>Rows that go through the kernel for one sample, as an expression of <c>rows</c>.</summary>
    public static string SinglesExpression(RowTiles tiles) => tiles.Nested
        ? Literal.Text($"rows % {tiles.Small}")
        : Literal.Text($"rows < {tiles.Small} ? rows : rows % 2");

    /// <summary>Writes the kernels.</summary>
    public void Write(LayerPlan layer)
    {
        WriteTile(layer, KernelsOf(layer).RowTiles.Large);
        Source.Line();
        WriteTile(layer, KernelsOf(layer).RowTiles.Small);
        Source.Line();
        WriteRows(layer);
    }

    // Rows in large tiles, as an expression of the rows in tiles of either kind.
    private static string LargeExpression(RowTiles tiles) => tiles.Nested
        ? Literal.Text($"tiled / {tiles.Large} * {tiles.Large}")
        : Literal.Text($"(tiled % {tiles.Large} == 2 ? tiled - {2 * tiles.Small} : tiled) / {tiles.Large} * {tiles.Large}");

    private void WriteTile(LayerPlan layer, int rows)
    {
        LayerLayout layout = layer.Layout;
        VectorShape vector = VectorOf(layer);
        int vectors = ColumnVectors(layer);
        bool prefetches = layer.PrefetchesNextTile;
        IEnumerable<string> Each(Func<int, int, string> text) =>
            from row in Enumerable.Range(0, rows) from v in Enumerable.Range(0, vectors) select text(row, v);
        bool byType = HasNarrowColumn(layer);
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
                Source.Statements(Enumerable.Range(0, vectors).Select(v => Literal.Text($"var w{v} = {ValueInColumnType(layer, v, Literal.Text($"Load{vector.Bits}(ref w, {InColumn(layer, 0, v * vector.Lanes)})"))};")));
                Source.Statements(Enumerable.Range(0, rows).Select(r =>
                    Literal.Text($"var x{r} = Broadcast{vector.Bits}(ref x, {r * layer.InputStride}); ")
                    + string.Join(" ", Enumerable.Range(0, vectors).Select(v =>
                        ForVector(layer, v, IsFullColumn, Literal.Text($"a{r}{v} = Fma(x{r}, w{v}, a{r}{v});"))))));
                Source.Statements(PrefetchedWeights(layer, 0));
                Source.Statements(
                    new[] { Literal.Text($"w = ref At(ref w, {layout.PanelLanes});"), "x = ref At(ref x, 1);" }
                    .Concat(prefetches ? ["Prefetch(ref x, ahead);", Literal.Text($"ahead += {rows - 1};")] : []));
            }
        }

        IEnumerable<string> Stores(string method, string segment) => Each((r, v) => ForVector(
            layer, v, IsFullColumn, Literal.Text($"{method}(a{r}{v}, {segment}ref y, {(r * layer.Stride) + (v * vector.Lanes)});")));
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
                $"nuint tiled = rows - ({SinglesExpression(KernelsOf(layer).RowTiles)});", $"nuint large = {LargeExpression(KernelsOf(layer).RowTiles)};",
            ]);
            WriteAllTiles(layer);
            if (layer == Plan.Last)
            {
                Source.Short("if (sumsOnly)", "return;");
            }

            WriteActivation(layer, "tiled");
            Source.Short(
                "for (; tiled < rows; tiled++)",
                new SampleForwardWriter(Plan, Target, Source, layer).CallOnRow("x", "tiled", Literal.Text($"ref At(ref y, tiled * {layer.Stride})")));
        }
    }

    private void WriteAllTiles(LayerPlan layer)
    {
        RowTiles tiles = KernelsOf(layer).RowTiles;
        (int Rows, string Loop)[] loops =
        [
            (tiles.Large, Literal.Text($"for (nuint row = 0; row < large; row += {tiles.Large})")),
            (tiles.Small, Literal.Text($"for (nuint row = large; row < tiled; row += {tiles.Small})")),
        ];
        if (layer.TakesColumnsFirst)
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
        if (!HasNarrowColumn(layer))
        {
            Columns(layer, (lane, weight) => body("", lane, weight));
            return;
        }

        int full = FullColumnLanes(layer);
        using (Source.Block($"for (nuint lane = 0; lane < {Literal.Of(full)}; lane += {Literal.Of(ColumnLanes(layer))})"))
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
