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

    // Inputs whose sums wait together for a rule with state, in whole tiles.
    private int Group => MachineModel.WaitingInputs / Tile * Tile;

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
                ref {{T}} sums = ref SumsOf(in update, worker, ref destination);
                {{StateDistances}}
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
            WriteGroups(k => WriteTile(lane, 0, k));
            return;
        }

        var column = Offset.Of("column");
        WriteGroups(k =>
        {
            using (Source.Block($"for (nuint column = 0; column < {Layout.PanelLanes}; column += {ColumnLanes})"))
            {
                WriteTile(lane, column, k);
            }
        });
    }

    // Tiles of a group, whose sums a rule with state then takes together.
    private void WriteGroups(Action<Offset> tile)
    {
        if (Tiles <= 1)
        {
            tile(0);
            WriteUpdateOfGroup(0, Literal.Of(Tile));
            return;
        }

        using (Source.Block("for (nuint group = begin, stop; group < end; group = stop)"))
        {
            Source.Line($"stop = EndOfGroup<TRule>(group, {Group}, end);");
            using (Source.Block($"for (nuint k = group; k < stop; k += {Tile})"))
            {
                tile(Offset.Of("k"));
            }

            WriteUpdateOfGroup(Offset.Of("group"), "(int)(stop - group)");
        }
    }

    // An infinite input times the zero error of a padding unit is NaN; the padding of weights and gradients stays zero all the same. Made
    // after the samples have gone by: masks that wait in registers would take those of sums.
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
            {{inputs.SelectMany(PrefetchedState)}}
            for (nuint row = 0; row < rows; row++)
            {
                {{ForVectors(v => $"var d{Literal.Of(v)} = {ValueInColumnType(v, Errors(v))};")}}
                {{inputs.Select(ProductsOfInput)}}
                {{NextRow()}}
            }
            {{() => WriteMasks(lane + column)}}
            {{() => WriteFinish(column, k)}}
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

    // A rule with state takes many registers: the sums wait in a buffer meanwhile, so that they need not share the registers, and so that
    // the rule has many of them at a time. This case comes first, because the just-in-time compiler inlines in that order until the caller
    // is large, and the other case is longer.
    private void WriteFinish(Offset column, Offset k)
    {
        using (Source.Block("if (TRule.StateCount > 0)"))
        {
            WriteStoredTile(column, k);
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

    // The buffer has a row for each input of a group: of the first panel of the column, then of the next.
    private void WriteStoredTile(Offset column, Offset k)
    {
        string lanes = HasNarrowColumn && Lanes < Layout.PanelLanes
            ? Literal.Text($"({IsFullColumn} ? {Layout.PanelLanes}u : {Lanes}u)")
            : Literal.Of(Layout.PanelLanes);
        Offset place = k.IsZero ? 0 : Offset.Of($"((k - group) * {lanes})");
        Source.Line($"ref {T} tile = {At("sums", place + column)};");
        if (HasNarrowColumn)
        {
            Source.Block($"if ({IsFullColumn})", [.. StoredTile(Vectors, Layout.PanelLanes, Sum)]);
            Source.Block("else", [.. StoredTile(1, Lanes, Masked)]);
        }
        else
        {
            Source.Statements([.. StoredTile(Vectors, Layout.PanelLanes, Masked)]);
        }
    }

    private IEnumerable<string> StoredTile(int vectors, int lanes, Func<int, int, string> sum) =>
        from input in Enumerable.Range(0, Tile)
        from v in Enumerable.Range(0, vectors)
        let lane = v * Lanes
        let place = (((lane / lanes * Group) + input) * lanes) + (lane % lanes)
        select Literal.Text($"Store({sum(input, v)}, ref tile, {place});");

    private void WriteUpdateOfGroup(Offset first, string inputs)
    {
        using (Source.Block("if (TRule.StateCount > 0)"))
        {
            if (HasNarrowColumn)
            {
                Source.Block($"if ({IsFullColumn})", [UpdateOfGroup(first, inputs, ColumnLanes)]);
                Source.Block("else", [UpdateOfGroup(first, inputs, Lanes)]);
            }
            else
            {
                Source.Line(UpdateOfGroup(first, inputs, Math.Max(ColumnLanes, Layout.PanelLanes)));
            }
        }
    }

    // The weights of a panel lie one after another, those of all inputs: a row for each panel. Of a part of a panel, a row for each input.
    private string UpdateOfGroup(Offset first, string inputs, int lanes)
    {
        int panel = Layout.PanelLanes;
        string rows = lanes < panel
            ? Literal.Text($"{inputs}, {panel}, {lanes}, {lanes}")
            : Literal.Text($"{lanes / panel}, {panel * Layout.Inputs}, {panel * Group}, {inputs} * {panel}");
        return $"UpdateTiles(in update, {At("weights", first * panel)}, ref sums, {rows});";
    }

    private IEnumerable<string> StateDistances =>
        Layer.PrefetchedWeights > 0 ? ["nint first = update.FirstState; nint second = update.SecondState;"] : [];

    // Of the next group: what is asked for while samples go by is there when the rule needs it.
    private IEnumerable<string> PrefetchedState(int input)
    {
        if (Layer.PrefetchedWeights == 0)
        {
            yield break;
        }

        for (int lane = 0; lane < ColumnLanes; lane += Layout.PanelLanes)
        {
            yield return Literal.Text($"PrefetchState<TRule>(ref w, {InColumn(Group + input, lane)}, first, second);");
        }
    }
}
