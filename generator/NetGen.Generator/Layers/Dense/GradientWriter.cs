namespace NetGen.Generator;

/// <summary>
/// Writes the kernel that sums a layer's gradient over samples, output-lane form: accumulators for a tile of weights stay in registers
/// while the samples go by; then they are stored, or the weights are updated with them, each weight read and written once.
/// </summary>
internal sealed class GradientWriter(KernelContext context, DensePlan layer) : LanesKernelWriter(context, layer)
{
    // Inputs of a tile.
    private int Tile => Kernels.GradientTile;

    private int Tiles => Layout.Inputs / Tile;

    // Inputs that the library's kernel takes, as they make up no tile.
    private int Rest => Layout.Inputs % Tile;

    /// <summary>Writes the calls that sum a worker's share of the gradient.</summary>
    public void WriteCalls(string x, string errors)
    {
        WriteBiasGradientCall(errors);
        if (!Layer.SkipsZeros)
        {
            WriteWeightCalls(x, errors);
            return;
        }

        string call = $"DenseLayer.TryAddNonZeroGradient<TRule, {T}>("
            + SpanOf(At("destination", Layout.WeightOffset), Literal.Of(Layout.WeightLength))
            + Literal.Text($", {Layout.Inputs}, {Tile}, {Layout.Outputs}, ")
            + SamplesOf(x, errors) + ", worker, workers)";
        using (Source.Block($"if (!{call})"))
        {
            WriteWeightCalls(x, errors);
        }
    }

    private void WriteWeightCalls(string x, string errors)
    {
        if (Rest > 0)
        {
            Source.Short(
                "if (worker + 1 == workers)",
                $"DenseLayer.AddLastInputsGradient<TRule, {T}>("
                + SpanOf(At("destination", Layout.WeightOffset), Literal.Of(Layout.WeightLength))
                + Literal.Text($", {Layout.Inputs - Rest}, {Layout.Inputs}, {Layout.Outputs}, ")
                + SamplesOf(x, errors) + ");");
        }

        string arguments = $"(ref destination, {x}, {errors}, rows, step.Weights, worker, workers";
        if (!HasNarrowColumn)
        {
            Source.Line($"Gradient{Index}<TRule>{arguments});");
            return;
        }

        // Columns differ in vectors: once for those of full width and once for the last.
        Source.Line($"Gradient{Index}<TRule, FullColumn>{arguments}, 0, {FullColumnLanes});");
        Source.Line($"Gradient{Index}<TRule, NarrowColumn>{arguments}, {FullColumnLanes}, {UsedLanes});");
    }

    private string SamplesOf(string x, string errors) =>
        Literal.Text($"{SpanOfRows(x, Layer.InputStride)}, {Layer.InputStride}, ")
        + Literal.Text($"{SpanOfRows(errors, Layer.Stride)}, {Layer.Stride}, rows, step.Weights");

    /// <summary>Writes the kernel.</summary>
    public void Write()
    {
        string types = HasNarrowColumn ? "<TRule, TColumn>" : "<TRule>";
        string parameters = GradientParameters + (HasNarrowColumn ? ", nuint firstLane, nuint endLane" : "");
        string constraint = RuleConstraint + (HasNarrowColumn ? " where " + ColumnConstraint : "");
        Source.Write($$"""
            {{GradientComment}}
            {{Optimize}}
            private static void Gradient{{Index}}{{types}}({{parameters}}) {{constraint}}
            {
                {{Share(Tiles, Tile)}}
                {{WriteColumns}}
            }
            """);
    }

    // All columns of a panel for one tile of inputs before the next tile, so that these are fetched only once.
    private void WriteColumns()
    {
        if (!HasNarrowColumn)
        {
            Loop("lane", Layout.Lanes, Math.Max(Layout.PanelLanes, ColumnLanes), WritePanel);
            return;
        }

        using (Source.Block($"for (nuint lane = firstLane; lane < endLane; lane += {ColumnLanes})"))
        {
            WritePanel(Offset.Of("lane"));
        }
    }

    private void WritePanel(Offset lane)
    {
        Source.Line($"ref {T} weights = ref At(ref destination, {(lane * Layout.Inputs) + Layout.WeightOffset});");
        if (Layout.PanelLanes <= ColumnLanes)
        {
            WriteMasks(lane);
            LoopOverShare(Tiles, Tile, k => WriteTile(lane, 0, k));
            return;
        }

        var column = Offset.Of("column");
        LoopOverShare(Tiles, Tile, k =>
        {
            using (Source.Block($"for (nuint column = 0; column < {Layout.PanelLanes}; column += {ColumnLanes})"))
            {
                WriteMasks(lane + column);
                WriteTile(lane, column, k);
            }
        });
    }

    // An infinite input times the zero error of a padding unit is NaN; the padding of weights and gradients stays zero all the same.
    private void WriteMasks(Offset lane)
    {
        for (int v = 0; v < Vectors; v++)
        {
            if (HasMask(v))
            {
                int left = Layout.Outputs - (v * Lanes);
                string count = lane.IsZero ? Literal.Of(left) : Literal.Text($"{left} - (int)({lane})");
                Source.Line($"var keep{v} = {LaneHelpers}.First{Bits}<{T}>({count});");
            }
        }
    }

    // Where the layer is one column, only the vectors in which the padding lies; where the last column is one vector, only that.
    private bool HasMask(int v) => Layout.Outputs < Layout.Lanes
        && (Layout.Lanes > ColumnLanes ? v == 0 || !HasNarrowColumn : (v + 1) * Lanes > Layout.Outputs);

    private void WriteTile(Offset lane, Offset column, Offset k)
    {
        int[] inputs = [.. Enumerable.Range(0, Tile)];
        Source.Write($$"""
            {{TileOpening(k, column, lane)}}
            {{inputs.SelectMany(input => ForVectors(v => $"var {Sum(input, v)} = {ValueInColumnType(v, Start(input, v))};"))}}
            {{inputs.SelectMany(PrefetchedWeights)}}
            for (nuint row = 0; row < rows; row++)
            {
                {{ForVectors(v => $"var d{Literal.Of(v)} = {ValueInColumnType(v, Errors(v))};")}}
                {{inputs.Select(ProductsOfInput)}}
                {{NextRow()}}
            }
            {{WriteFinish}}
            """);
    }

    private IEnumerable<string> TileOpening(Offset k, Offset column, Offset lane) =>
    [
        Literal.Text($"ref {T} w = ref At(ref weights, {(k * Layout.PanelLanes) + column});"),
        Literal.Text($"ref {T} inputs = ref At(ref x, {k});"),
        Literal.Text($"ref {T} errors = ref At(ref error, {lane + column});"),
    ];

    private static string Sum(int input, int v) => Literal.Text($"g{input}{v}");

    private string Start(int input, int v) => Literal.Text($"Start{Bits}<TRule>(ref w, {VectorInColumn(input, v)})");

    private string Errors(int v) => Literal.Text($"Load{Bits}(ref errors, {v * Lanes})");

    private string ProductsOfInput(int input)
    {
        IEnumerable<string> sums = ForVectors(v =>
            ForVector(v, IsFullColumn, Literal.Text($"{Sum(input, v)} = Fma(x{input}, d{v}, {Sum(input, v)});")));
        return Literal.Text($"var x{input} = Broadcast{Bits}(ref inputs, {input}); {string.Join(" ", sums)}");
    }

    private IEnumerable<string> NextRow()
    {
        if (Layer.PrefetchesInputs)
        {
            yield return Literal.Text($"Prefetch(ref inputs, {Layout.LaneCount});");
        }

        yield return Literal.Text($"inputs = ref At(ref inputs, {Layer.InputStride});");
        yield return Literal.Text($"errors = ref At(ref errors, {Layer.Stride});");
    }

    // A rule with state takes many registers: the sums wait in a buffer meanwhile, so that they need not share the registers. This case
    // comes first, because the just-in-time compiler inlines in that order until the caller is large, and the other case is longer.
    private void WriteFinish()
    {
        using (Source.Block("if (TRule.StateCount > 0)"))
        {
            WriteUpdateOfTile();
        }

        using (Source.Block("else"))
        {
            WriteFinishInRegisters();
        }
    }

    // Padding can lie in a vector of the last column only: a full column beside a narrow one has none.
    private void WriteFinishInRegisters()
    {
        IEnumerable<int> inputs = Enumerable.Range(0, Tile);
        if (HasNarrowColumn)
        {
            Source.Block($"if ({IsFullColumn})", [.. inputs.Select(input => FinishTwo(input, Sum(input, 0), Sum(input, 1)))]);
            Source.Block("else", [.. inputs.Select(FinishOne)]);
        }
        else
        {
            Source.Statements(inputs.Select(input =>
                Vectors > 1 ? FinishTwo(input, Masked(input, 0), Masked(input, 1)) : FinishOne(input)));
        }
    }

    private string Masked(int input, int v) => Sum(input, v) + (HasMask(v) ? Literal.Text($" & keep{v}") : "");

    private string FinishOne(int input) =>
        Literal.Text($"Finish({Masked(input, 0)}, in update, ref w, {VectorInColumn(input, 0)});");

    private string FinishTwo(int input, string first, string second) =>
        Literal.Text($"Finish({first}, {second}, in update, ref w, {VectorInColumn(input, 0)}, {VectorInColumn(input, 1)});");

    // In the buffer, the part of the column that lies in one panel comes before that in the next.
    private void WriteUpdateOfTile()
    {
        int lanes = Math.Min(ColumnLanes, Layout.PanelLanes);
        Source.Line($"ref {T} sums = ref TileOf(in update, worker);");
        if (HasNarrowColumn)
        {
            Source.Block($"if ({IsFullColumn})", [.. StoredTile(Vectors, (input, v) => Sum(input, v)), .. UpdatedTile(lanes, ColumnLanes)]);
            Source.Block("else", [.. StoredTile(1, Masked), .. UpdatedTile(Lanes, Lanes)]);
        }
        else
        {
            Source.Statements([.. StoredTile(Vectors, Masked), .. UpdatedTile(lanes, ColumnLanes)]);
        }
    }

    private IEnumerable<string> StoredTile(int vectors, Func<int, int, string> sum)
    {
        int lanes = Math.Min(vectors * Lanes, Layout.PanelLanes);
        return
            from input in Enumerable.Range(0, Tile)
            from v in Enumerable.Range(0, vectors)
            let lane = v * Lanes
            let place = (((lane / lanes * Tile) + input) * lanes) + (lane % lanes)
            select Literal.Text($"Store({sum(input, v)}, ref sums, {place});");
    }

    // Where the rows of a panel are no wider than the column, the tile is one row there.
    private IEnumerable<string> UpdatedTile(int lanes, int columnLanes)
    {
        string rows = lanes == Layout.PanelLanes
            ? Literal.Text($"1, 0, {Tile * lanes}")
            : Literal.Text($"{Tile}, {Layout.PanelLanes}, {lanes}");
        for (int lane = 0; lane < columnLanes; lane += lanes)
        {
            int length = lanes == Layout.PanelLanes ? Tile * lanes : ((Tile - 1) * Layout.PanelLanes) + lanes;
            string weights = SpanOf(At("w", InColumn(0, lane)), Literal.Of(length));
            string sums = SpanOf(At("sums", Tile * lane), Literal.Of(Tile * lanes));
            yield return $"update.UpdateTile({weights}, {sums}, {rows});";
        }
    }
}
