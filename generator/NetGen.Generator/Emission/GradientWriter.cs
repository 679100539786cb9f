namespace NetGen.Generator;

/// <summary>
/// Writes the kernel that sums a layer's gradient over samples, output-lane form: accumulators for a tile of weights stay in registers
/// while the samples go by; then they are stored, or the weights are updated with them, each weight read and written once.
/// </summary>
internal sealed class GradientWriter(EmissionPlan plan, TargetPlan target, SourceWriter source) : KernelWriter(plan, target, source)
{
    /// <summary>Writes the kernel.</summary>
    public void Write(LayerPlan layer)
    {
        LayerLayout layout = layer.Layout;
        VectorShape vector = VectorOf(layer);
        int tile = KernelsOf(layer).GradientTile;
        int tiles = layout.Inputs / tile;
        Source.Line($"// Gradient of layer {layer.Index} on top of what the destination holds, or, to update, times the step into the parameters.");
        Source.Line(Optimize);
        bool byType = HasNarrowColumn(layer);
        using (Source.Block(
            $"private static void Gradient{layer.Index}{(byType ? "<TMode, TColumn>" : "<TMode>")}({GradientParameters}{(byType ? ", nuint firstLane, nuint endLane" : "")}) "
            + $"where TMode : struct, {GradientMode}{(byType ? " where " + ColumnConstraint : "")}"))
        {
            Source.Statements([Share(tiles, tile), Step(vector)]);
            if (byType)
            {
                using (Source.Block($"for (nuint lane = firstLane; lane < endLane; lane += {ColumnLanes(layer)})"))
                {
                    WriteColumn("lane");
                }

                return;
            }

            // All columns of a panel for one tile of inputs before the next tile, so that these are fetched only once.
            Loop("lane", layout.Lanes, Math.Max(layout.PanelLanes, ColumnLanes(layer)), WriteColumn);
        }

        void WriteColumn(string lane)
        {
            Source.Line($"ref {T} weights = ref At(ref destination, {Literal.Plus(Times(lane, layout.Inputs), layout.WeightOffset)});");
            if (layout.PanelLanes <= ColumnLanes(layer))
            {
                WriteMasks(layer, lane);
                LoopOverShare(tiles, tile, k => WriteTile(layer, lane, "0", k, tile));
                return;
            }

            LoopOverShare(tiles, tile, k =>
            {
                using (Source.Block($"for (nuint column = 0; column < {layout.PanelLanes}; column += {ColumnLanes(layer)})"))
                {
                    WriteMasks(layer, Sum(lane, "column", 0));
                    WriteTile(layer, lane, "column", k, tile);
                }
            });
        }
    }

    /// <summary>Calls the kernel, where columns differ in vectors once for those of full width and once for the last.</summary>
    public void WriteCall(LayerPlan layer, string x, string errors)
    {
        string arguments = $"(ref destination, {x}, {errors}, rows, negativeStep, part, parts";
        if (layer.IsDot || !HasNarrowColumn(layer))
        {
            Source.Line($"Gradient{layer.Index}<TMode>{arguments});");
            return;
        }

        int full = FullColumnLanes(layer);
        Source.Line($"Gradient{layer.Index}<TMode, {CompilerServices}.FullColumn>{arguments}, 0, {full});");
        Source.Line($"Gradient{layer.Index}<TMode, {CompilerServices}.NarrowColumn>{arguments}, {full}, {layer.Layout.Lanes});");
    }

    // An infinite input times the zero error of a padding unit is NaN; the padding of weights and gradients stays zero all the same.
    private void WriteMasks(LayerPlan layer, string lane)
    {
        VectorShape vector = VectorOf(layer);
        for (int v = 0; v < ColumnVectors(layer); v++)
        {
            if (HasMask(layer, v))
            {
                int left = layer.Layout.Outputs - (v * vector.Lanes);
                string count = lane == "0" ? Literal.Of(left) : Literal.Text($"{left} - (int)({lane})");
                Source.Line($"var keep{v} = {LaneHelpers}.First{vector.Bits}<{T}>({count});");
            }
        }
    }

    // Where the layer is one column, only the vectors in which the padding lies; where the last column is one vector, only that.
    private bool HasMask(LayerPlan layer, int v)
    {
        LayerLayout layout = layer.Layout;
        return layout.Outputs < layout.Lanes
            && (layout.Lanes > ColumnLanes(layer) ? v == 0 || !HasNarrowColumn(layer) : (v + 1) * VectorOf(layer).Lanes > layout.Outputs);
    }

    private void WriteTile(LayerPlan layer, string lane, string column, string k, int inputs)
    {
        VectorShape vector = VectorOf(layer);
        int vectors = ColumnVectors(layer);
        string tile = Sum(Times(k, layer.Layout.PanelLanes), column, 0);
        string Weight(int input, int v) => InColumn(layer, input, v * vector.Lanes);
        IEnumerable<string> Each(Func<int, int, string> text) =>
            from input in Enumerable.Range(0, inputs) from v in Enumerable.Range(0, vectors) select text(input, v);

        Source.Line(
            $"ref {T} w = ref At(ref weights, {tile}); ref {T} inputs = ref At(ref x, {k}); ref {T} errors = ref At(ref error, {Sum(lane, column, 0)});");
        Source.Statements(Each((input, v) =>
        {
            string start = Literal.Text($"Start{vector.Bits}<TMode>(ref w, {Weight(input, v)})");
            return Literal.Text($"var g{input}{v} = {ValueInColumnType(layer, v, start)};");
        }));
        Source.Statements(Enumerable.Range(0, inputs).SelectMany(input => PrefetchedWeights(layer, input)));

        using (Source.Block("for (nuint row = 0; row < rows; row++)"))
        {
            Source.Statements(Enumerable.Range(0, vectors).Select(v => Literal.Text($"var d{v} = {ValueInColumnType(layer, v, Literal.Text($"Load{vector.Bits}(ref errors, {v * vector.Lanes})"))};")));
            Source.Statements(Enumerable.Range(0, inputs).Select(input =>
                Literal.Text($"var x{input} = Broadcast{vector.Bits}(ref inputs, {input}); ")
                + string.Join(" ", Enumerable.Range(0, vectors).Select(v =>
                    ForVector(layer, v, IsFullColumn, Literal.Text($"g{input}{v} = Fma(x{input}, d{v}, g{input}{v});"))))));
            Source.Statements([
                .. layer.PrefetchesInputs ? [Literal.Text($"Prefetch(ref inputs, {layer.Layout.LaneCount});")] : (string[])[],
                Literal.Text($"inputs = ref At(ref inputs, {layer.InputStride});"), Literal.Text($"errors = ref At(ref errors, {layer.Stride});"),
            ]);
        }

        string Finish(int input, int v) =>
            Literal.Text($"Finish<TMode>(g{input}{v}{(HasMask(layer, v) ? $" & keep{v}" : "")}, step, ref w, {Weight(input, v)});");
        string FinishTwo(int input, bool masked) => Literal.Text(
            $"Finish<TMode>(g{input}0{(masked && HasMask(layer, 0) ? " & keep0" : "")}, g{input}1{(masked && HasMask(layer, 1) ? " & keep1" : "")}, ")
            + Literal.Text($"step, ref w, {Weight(input, 0)}, {Weight(input, 1)});");
        IEnumerable<int> all = Enumerable.Range(0, inputs);
        if (HasNarrowColumn(layer))
        {
            Source.Block($"if ({IsFullColumn})", [.. all.Select(input => FinishTwo(input, masked: false))]);
            Source.Block("else", [.. all.Select(input => Finish(input, 0))]);
        }
        else
        {
            Source.Statements(all.Select(input => vectors > 1 ? FinishTwo(input, masked: true) : Finish(input, 0)));
        }
    }
}
