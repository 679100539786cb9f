namespace NetGen.Generator;

/// <summary>Writes the feedforward kernels of a layer in output-lane form for many samples, in tiles of rows.</summary>
internal sealed class RowsForwardWriter(KernelContext context, DensePlan layer) : LanesKernelWriter(context, layer)
{
    private readonly SampleForwardWriter _sample = new(context, layer);

    private RowTiles Tiles => Kernels.RowTiles;

    // Rows that go through the kernel for one sample, as an expression of the rows.
    private string Singles => Tiles.Nested
        ? Literal.Text($"rows % {Tiles.Small}")
        : Literal.Text($"rows < {Tiles.Small} ? rows : rows % 2");

    // Rows in large tiles, as an expression of the rows in tiles of either kind.
    private string Large => Tiles.Nested
        ? Literal.Text($"tiled / {Tiles.Large} * {Tiles.Large}")
        : Literal.Text($"(tiled % {Tiles.Large} == 2 ? tiled - {2 * Tiles.Small} : tiled) / {Tiles.Large} * {Tiles.Large}");

    /// <summary>A statement that computes many rows: their weighted inputs, if the layer leaves them, and else their activations.</summary>
    public string Call(string x, string y) => Call(x, y, "rows");

    /// <summary>
    /// Writes statements that compute the network's outputs of many rows: sums in scratch, activations on outputs without padding.
    /// </summary>
    public void WriteOutputRows(string x)
    {
        var head = new HeadWriter(Context);
        string sums = At("scratch", Layer.ActivationOffset);
        string output = Literal.Text($"ref At(ref outputs, tiled * {Layout.Outputs})");
        string copy = CopyOutput(
            Literal.Text($"ref At(ref scratch, {Row("row", Layer.Stride) + Layer.ActivationOffset})"),
            Literal.Text($"ref At(ref outputs, row * {Layout.Outputs})"));
        string[] single = Target.WritesOutput
            ? [_sample.CallOnRow(x, "tiled", output)]
            : [_sample.CallOnRow(x, "tiled", sums), CopyOutput(sums, output)];
        Source.Write($$"""
            nuint tiled = rows - ({{Singles}});
            {{Call(x, sums, "tiled")}}
            {{() => Source.Short("for (nuint row = 0; row < tiled; row++)", copy)}}
            {{() => head.WriteOutputActivation("tiled")}}
            {{() => Source.Block("for (; tiled < rows; tiled++)", single)}}
            """);
    }

    /// <summary>Writes the kernels.</summary>
    public void Write()
    {
        WriteTile(Tiles.Large);
        Source.Line();
        WriteTile(Tiles.Small);
        Source.Line();
        WriteRows();
    }

    private string Call(string x, string y, string rows) => Literal.Text($"Forward{Index}Rows(ref parameters, {x}, {y}, {rows});");

    private void WriteTile(int rows)
    {
        (string type, string constraint) = HasNarrowColumn ? ("<TColumn>", " where " + ColumnConstraint) : ("", "");
        Source.Write($$"""
            {{Optimize}}
            private static void Forward{{Index}}Tile{{rows}}{{type}}(ref {{T}} w, ref {{T}} biases, ref {{T}} x, ref {{T}} y){{constraint}}
            {
                {{TileOpening(rows)}}
                {{() => WriteSegments(rows)}}
            }
            """);
    }

    private IEnumerable<string> TileOpening(int rows)
    {
        IEnumerable<string> biases = ForVectors(v => Literal.Text($"var b{v} = Load{Bits}(ref biases, {v * Lanes});"));
        return Layer.PrefetchesNextTile ? biases.Prepend(Literal.Text($"nuint ahead = {rows * Layer.InputStride};")) : biases;
    }

    private void WriteSegments(int rows)
    {
        int inputs = Layout.Inputs;
        int segments = Layout.Segments;
        if (segments == 1)
        {
            WriteSums(rows, Literal.Of(inputs));
            Source.Statements(Stores(rows, "StoreSum", "0, "));
            return;
        }

        using (Source.Block($"for (nuint segment = 0; segment < {segments}; segment++)"))
        {
            string steps = Literal.Of(inputs / segments);
            if (inputs % segments != 0)
            {
                Source.Line($"nuint steps = ((segment + 1) * {inputs} / {segments}) - (segment * {inputs} / {segments});");
                steps = "steps";
            }

            WriteSums(rows, steps);
            Source.Statements(Stores(rows, "StoreSum", "segment, "));
            Source.Statements(ForVectors(v => Literal.Text($"b{v} = Zero{Bits};")));
        }
    }

    private void WriteSums(int rows, string steps)
    {
        string[] next = ["Prefetch(ref x, ahead);", Literal.Text($"ahead += {rows - 1};")];
        Source.Statements(ForRowsAndVectors(rows, (row, v) => Literal.Text($"var a{row}{v} = b{v};")));
        Source.Write($$"""
            for (nuint k = 0; k < {{steps}}; k++)
            {
                {{ForVectors(v => $"var w{Literal.Of(v)} = {ValueInColumnType(v, Weights(v))};")}}
                {{Enumerable.Range(0, rows).Select(ProductsOfRow)}}
                {{PrefetchedWeights(0)}}
                {{new[] { Literal.Text($"w = ref At(ref w, {Layout.PanelLanes});"), "x = ref At(ref x, 1);" }
                    .Concat(Layer.PrefetchesNextTile ? next : [])}}
            }
            """);
    }

    private string Weights(int v) => Literal.Text($"Load{Bits}(ref w, {VectorInColumn(0, v)})");

    private string ProductsOfRow(int row)
    {
        string x = Literal.Text($"var x{row} = Broadcast{Bits}(ref x, {row * Layer.InputStride});");
        IEnumerable<string> sums = ForVectors(v =>
            ForVector(v, IsFullColumn, Literal.Text($"a{row}{v} = Fma(x{row}, w{v}, a{row}{v});")));
        return $"{x} {string.Join(" ", sums)}";
    }

    private IEnumerable<string> Stores(int rows, string method, string segment) => ForRowsAndVectors(rows, (row, v) =>
        ForVector(v, IsFullColumn, Literal.Text($"{method}(a{row}{v}, {segment}ref y, {(row * Layer.Stride) + (v * Lanes)});")));

    private IEnumerable<string> ForRowsAndVectors(int rows, Func<int, int, string> statement) =>
        Enumerable.Range(0, rows).SelectMany(row => ForVectors(v => statement(row, v)));

    private void WriteRows()
    {
        string y = Literal.Text($"ref At(ref y, tiled * {Layer.Stride})");
        string single = Layer.LeavesWeightedInputs
            ? _sample.CallSumsOnRow("ref x", "tiled", y)
            : _sample.CallOnRow("ref x", "tiled", y);
        if (Layer.SkipsZeros)
        {
            WriteSkippingRows();
            Source.Line();
        }

        Source.Write($$"""
            // Layer {{Index}}, many samples: weighted inputs in tiles of rows that share each weight they load.
            {{Optimize}}
            private static void {{TiledRows}}(ref {{T}} parameters, ref {{T}} x, ref {{T}} y, nuint rows)
            {
                {{new[] { $"nuint tiled = rows - ({Singles});", $"nuint large = {Large};" }}}
                {{WriteTileCalls}}
                {{() => WriteActivation("tiled")}}
                {{() => Source.Short("for (; tiled < rows; tiled++)", single)}}
            }
            """);
    }

    private string TiledRows => Layer.SkipsZeros ? Literal.Text($"Forward{Index}AllInputs") : Literal.Text($"Forward{Index}Rows");

    private void WriteSkippingRows()
    {
        string biases = SpanOf(At("parameters", Layout.BiasOffset), Literal.Of(Layout.Lanes));
        string weights = SpanOf(At("parameters", Layout.WeightOffset), Literal.Of(Layout.WeightLength));
        string samples = Literal.Text(
            $"{SpanOfRows("ref x", Layer.InputStride)}, {Layout.Inputs}, {Layer.InputStride}, ")
            + Literal.Text($"{SpanOfRows("ref y", Layer.Stride)}, {Layer.Stride}, {Layout.Outputs}, rows");
        string rest = Literal.Text($"ref At(ref x, done * {Layer.InputStride}), ref At(ref y, done * {Layer.Stride}), rows - done");
        Source.Write($$"""
            // Layer {{Index}}, many samples: from the non-zero inputs alone, as long as these are few.
            {{Optimize}}
            private static void Forward{{Index}}Rows(ref {{T}} parameters, ref {{T}} x, ref {{T}} y, nuint rows)
            {
                {{() => Source.Line($"nuint done = DenseLayer.SumNonZeroRows<{T}>({biases}, {weights}, {samples});")}}
                {{() => WriteActivation("done")}}
                {{() => Source.Short("if (done < rows)", $"{TiledRows}(ref parameters, {rest});")}}
            }
            """);
    }

    private void WriteTileCalls()
    {
        (int Rows, string Loop)[] loops =
        [
            (Tiles.Large, Literal.Text($"for (nuint row = 0; row < large; row += {Tiles.Large})")),
            (Tiles.Small, Literal.Text($"for (nuint row = large; row < tiled; row += {Tiles.Small})")),
        ];
        if (Layer.TakesColumnsFirst)
        {
            ForEachColumn((type, lane, weight) =>
            {
                foreach ((int rows, string loop) in loops)
                {
                    Source.Short(loop, TileCall(rows, type, lane, weight));
                }
            });
            return;
        }

        foreach ((int rows, string loop) in loops)
        {
            using (Source.Block(loop))
            {
                ForEachColumn((type, lane, weight) => Source.Line(TileCall(rows, type, lane, weight)));
            }
        }
    }

    // Given the type of column as an argument of a tile, the first lane of the column and the offset of its weights.
    private void ForEachColumn(Action<string, Offset, Offset> body)
    {
        if (!HasNarrowColumn)
        {
            Columns((lane, weight) => body("", lane, weight));
            return;
        }

        var column = Offset.Of("lane");
        using (Source.Block($"for (nuint lane = 0; lane < {FullColumnLanes}; lane += {ColumnLanes})"))
        {
            body($"<FullColumn>", column, column * Layout.Inputs);
        }

        using (Source.Block())
        {
            body($"<NarrowColumn>", FullColumnLanes, (long)FullColumnLanes * Layout.Inputs);
        }
    }

    private string TileCall(int rows, string type, Offset lane, Offset weight) =>
        Literal.Text($"Forward{Index}Tile{rows}{type}(ref At(ref parameters, {weight + Layout.WeightOffset}), ")
        + Literal.Text($"ref At(ref parameters, {lane + Layout.BiasOffset}), ")
        + Literal.Text($"ref At(ref x, row * {Layer.InputStride}), ref At(ref y, {Row("row", Layer.Stride) + lane}));");
}
