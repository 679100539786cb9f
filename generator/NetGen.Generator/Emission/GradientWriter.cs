namespace NetGen.Generator;

/// <summary>
/// Writes the kernel that sums a layer's gradient over samples, output-lane form: accumulators for a tile of weights stay in registers
/// while the samples go by; then they are stored, or the weights are updated with them, each weight read and written once.
/// </summary>
internal sealed class GradientWriter(EmissionPlan plan, KernelTarget target, SourceWriter source) : KernelWriter(plan, target, source)
{
    /// <summary>Writes the kernel.</summary>
    public void Write(LayerPlan layer)
    {
        LayerLayout layout = layer.Layout;
        VectorShape vector = VectorOf(layout);
        Source.Line($"// Gradient of layer {layer.Index} on top of what the destination holds, or, to update, times the step into the parameters.");
        Source.Line(Optimize);
        int tile = TileOf(layer, vector);
        using (Source.Block(GradientSignature(layer)))
        {
            WriteShare(layout.Inputs / tile, tile);
            Source.Line($"var step = global::System.Runtime.Intrinsics.Vector{vector.Bits}.Create(negativeStep);");
            if (layout.Inputs / tile > 1)
            {
                using (Source.Block("if (part == 0)"))
                {
                    WriteAllBiases();
                }
            }
            else
            {
                WriteAllBiases();
            }

            foreach (PanelGroup panels in layer.Panels)
            {
                Loop("panel", panels.Count, 1, panel => WritePanel(layer, panels, vector, panel));
            }
        }

        void WriteAllBiases() => Loop("lane", layout.Lanes, vector.Lanes, lane => WriteBiases(layer, vector, lane));
    }

    // All panels of a layer divide its inputs in the same way.
    private static int TileOf(LayerPlan layer, VectorShape vector) =>
        CostModel.GradientTile(TileVectorsOf(layer.Panels[0], vector), layer.Layout.Inputs);

    private void WriteBiases(LayerPlan layer, VectorShape vector, string lane)
    {
        string at = Literal.Plus(lane, layer.Layout.BiasOffset);
        Source.Line($"var bias = update ? Zero{vector.Bits} : Load{vector.Bits}(ref destination, {at});");
        Source.Short(
            "for (nuint row = 0; row < rows; row++)",
            Literal.Text($"bias += Load{vector.Bits}(ref error, {Sum(Times("row", layer.Stride), lane, 0)});"));
        Source.Line($"Store(update ? Fma(step, bias, Load{vector.Bits}(ref destination, {at})) : bias, ref destination, {at});");
    }

    // All columns of a panel for one tile of inputs before the next tile, so that these are fetched only once.
    private void WritePanel(LayerPlan layer, PanelGroup panels, VectorShape vector, string panel)
    {
        LayerLayout layout = layer.Layout;
        int vectors = TileVectorsOf(panels, vector);
        int width = vectors * vector.Lanes;
        int tile = TileOf(layer, vector);
        int tiles = layout.Inputs / tile;
        int rest = layout.Inputs % tile;
        string suffix = SuffixOf(panels);
        bool oneColumn = panels.Width == width;
        if (oneColumn)
        {
            WriteStart("0");
        }

        LoopOverShare(tiles, tile, k => WriteColumns(k, tile, ""));
        if (rest > 0)
        {
            OnLastPart(tiles, () => WriteColumns(Literal.Of(layout.Inputs - rest), rest, "Rest"));
        }

        void WriteStart(string column)
        {
            string weight = Sum(
                Times(panel, (long)panels.Width * layout.Inputs), column, layout.WeightOffset + ((long)panels.FirstLane * layout.Inputs));
            Source.Line($"ref {T} w{suffix} = ref At(ref destination, {weight});");
            WriteMasks(layer, panels, vector, vectors, LaneOf(column), suffix);
        }

        void WriteColumns(string k, int inputs, string part) => Loop("column", panels.Width, width, column =>
        {
            if (!oneColumn)
            {
                WriteStart(column);
            }

            WriteTile(layer, panels, vector, vectors, inputs, LaneOf(column), k, suffix, part);
        });

        string LaneOf(string column) => Sum(Times(panel, panels.Width), column, panels.FirstLane);
    }

    // An infinite input times the zero error of a padding unit is NaN; the padding of weights and gradients stays zero all the same.
    private void WriteMasks(LayerPlan layer, PanelGroup panels, VectorShape vector, int vectors, string lane, string suffix)
    {
        for (int v = 0; v < vectors; v++)
        {
            if (HasMask(layer, panels, vector, v))
            {
                int left = layer.Layout.Outputs - (v * vector.Lanes);
                string count = lane == "0" ? Literal.Of(left) : Literal.Text($"{left} - (int)({lane})");
                Source.Line($"var keep{v}{suffix} = {LaneHelpers}.First{vector.Bits}<{T}>({count});");
            }
        }
    }

    // Only the last panel has padding; where it is a single step, only the vectors in which the padding lies.
    private static bool HasMask(LayerPlan layer, PanelGroup panels, VectorShape vector, int v)
    {
        LayerLayout layout = layer.Layout;
        if (layout.Outputs == layout.Lanes || panels.FirstLane + (panels.Count * panels.Width) < layout.Lanes)
        {
            return false;
        }

        bool oneStep = panels.Count == 1 && panels.Width == TileVectorsOf(panels, vector) * vector.Lanes;
        return !oneStep || panels.FirstLane + ((v + 1) * vector.Lanes) > layout.Outputs;
    }

    private void WriteTile(
        LayerPlan layer, PanelGroup panels, VectorShape vector, int vectors, int inputs, string lane, string k, string panelSuffix, string part)
    {
        string suffix = panelSuffix + part;
        string Weight(int input, int v) => Literal.Text($"{(input * panels.Width) + (v * vector.Lanes)}");
        IEnumerable<string> Each(Func<int, int, string> text) =>
            from input in Enumerable.Range(0, inputs) from v in Enumerable.Range(0, vectors) select text(input, v);

        Source.Line($"ref {T} tile{suffix} = ref At(ref w{panelSuffix}, {Times(k, panels.Width)});");
        Source.Statements(Each((input, v) => Literal.Text($"var g{input}{v}{suffix} = Zero{vector.Bits};")));
        using (Source.Block("if (!update)"))
        {
            Source.Statements(Each((input, v) => Literal.Text($"g{input}{v}{suffix} = Load{vector.Bits}(ref tile{suffix}, {Weight(input, v)});")));
        }

        Source.Statements([$"ref {T} inputs{suffix} = ref At(ref x, {k});", $"ref {T} errors{suffix} = ref At(ref error, {lane});"]);
        using (Source.Block("for (nuint row = 0; row < rows; row++)"))
        {
            Source.Statements(Enumerable.Range(0, vectors).Select(v =>
                Literal.Text($"var d{v} = Load{vector.Bits}(ref errors{suffix}, {v * vector.Lanes});")));
            Source.Statements(Enumerable.Range(0, inputs).Select(input =>
                Literal.Text($"var x{input} = Broadcast{vector.Bits}(ref inputs{suffix}, {input}); ")
                + string.Join(" ", Enumerable.Range(0, vectors).Select(v =>
                    Literal.Text($"g{input}{v}{suffix} = Fma(x{input}, d{v}, g{input}{v}{suffix});")))));
            Source.Statements([
                Literal.Text($"inputs{suffix} = ref At(ref inputs{suffix}, {layer.InputStride});"),
                Literal.Text($"errors{suffix} = ref At(ref errors{suffix}, {layer.Stride});"),
            ]);
        }

        Source.Statements(Each((input, v) => Literal.Text($"g{input}{v}{suffix} &= keep{v}{panelSuffix};"))
            .Where((_, index) => HasMask(layer, panels, vector, index % vectors)));
        using (Source.Block("if (update)"))
        {
            Source.Statements(Each((input, v) => Literal.Text(
                $"g{input}{v}{suffix} = Fma(step, g{input}{v}{suffix}, Load{vector.Bits}(ref tile{suffix}, {Weight(input, v)}));")));
        }

        Source.Statements(Each((input, v) => Literal.Text($"Store(g{input}{v}{suffix}, ref tile{suffix}, {Weight(input, v)});")));
    }
}
