namespace NetGen.Generator;

/// <summary>
/// Writes the kernel that carries the errors of a layer in output-lane form back to the layer before it: for a few units there and a few
/// samples at once, sums over the lanes of the next layer's units, then the halving tree of all of them side by side. Where the next
/// layer is narrow or wide, the library does it.
/// </summary>
internal sealed class ErrorWriter(EmissionPlan plan, TargetPlan target, SourceWriter source) : KernelWriter(plan, target, source)
{
    /// <summary>Writes a call of the kernel, or of the library's.</summary>
    public void WriteCall(LayerPlan layer, string next, string a, string error)
    {
        LayerPlan after = Plan.After(layer);
        LayerLayout nextLayout = after.Layout;
        if (WritesKernel(layer))
        {
            Source.Line($"Error{Literal.Of(layer.Index)}(ref parameters, {next}, {a}, {error}, rows);");
            return;
        }

        bool narrow = KernelsOf(after).ErrorPass == ErrorPass.Narrow;
        string method = narrow ? "NarrowLayerErrors" : "WideLayerErrors";
        string nextSize = narrow ? Literal.Text($"{nextLayout.Outputs}, {nextLayout.PanelLanes}") : Literal.Of(nextLayout.Lanes);
        Source.Line(
            $"{CompilerServices}.{method}.Propagate<{FunctionOf(layer.Activation)}, {T}>("
            + Literal.Text($"ref At(ref parameters, {nextLayout.WeightOffset}), {next}, {after.Stride}, {nextSize}, ")
            + Literal.Text($"{a}, {error}, {layer.Stride}, {layer.Layout.Outputs}, {layer.Layout.Lanes}, rows);"));
    }

    /// <summary>Whether the kernel for the errors of a hidden layer is written here or in dot form, not the library's.</summary>
    public bool WritesKernel(LayerPlan layer) => KernelsOf(Plan.After(layer)).ErrorPass is ErrorPass.Written or ErrorPass.Dot;

    /// <summary>Writes the kernel for the errors of <paramref name="layer"/>, a hidden layer.</summary>
    public void Write(LayerPlan layer)
    {
        LayerPlan next = Plan.After(layer);
        VectorShape vector = VectorOf(next);
        int parts = next.Layout.VirtualLanes / vector.Lanes;
        VectorShape result = ResultOf(next);
        int units = layer.Layout.Outputs;
        Source.Line($"// Errors of layer {layer.Index} from those of layer {next.Index}: weights transposed times errors, times the derivative.");
        Source.Line(Optimize);
        using (Source.Block($"private static void Error{layer.Index}(ref {T} parameters, ref {T} next, ref {T} a, ref {T} error, nuint rows)"))
        {
            WritePadding(layer);
            if (units < result.Lanes)
            {
                using (Source.Block("for (nuint row = 0; row < rows; row++)"))
                {
                    WriteTile(layer, next, vector, parts, 1, units, k: "0");
                }

                return;
            }

            int tileRows = KernelsOf(next).ErrorTileRows;
            Loop("step", units, result.Lanes, step =>
            {
                string k = step;
                if (units % result.Lanes != 0)
                {
                    Source.Line("// The last group overlaps the one before it and computes the same bits again.");
                    Source.Line($"nuint k = step < {units - result.Lanes} ? step : {units - result.Lanes};");
                    k = "k";
                }

                Source.Line("nuint row = 0;");
                if (tileRows > 1)
                {
                    using (Source.Block($"for (; row + {tileRows} <= rows; row += {tileRows})"))
                    {
                        WriteTile(layer, next, vector, parts, tileRows, result.Lanes, k);
                    }
                }

                using (Source.Block("for (; row < rows; row++)"))
                {
                    WriteTile(layer, next, vector, parts, 1, result.Lanes, k);
                }
            });
        }
    }

    // The sums of a tile's units, side by side.
    private VectorShape ResultOf(LayerPlan next)
    {
        int units = KernelsOf(next).ErrorTileUnits;
        return new VectorShape(units * Plan.ElementSize * 8, units);
    }

    private void WritePadding(LayerPlan layer)
    {
        LayerLayout layout = layer.Layout;
        int piece = LayoutRules.ChunkBytes / Plan.ElementSize;
        int first = layout.Outputs / piece * piece;
        if (layout.Outputs == layout.Lanes)
        {
            return;
        }

        var pieces = new List<string>();
        for (int lane = first; lane < layout.Lanes; lane += piece)
        {
            pieces.Add($"Store(Zero128, ref error, {Literal.Plus(Times("row", layer.Stride), lane)});");
        }

        Source.Short("for (nuint row = 0; row < rows; row++)", string.Join(" ", pieces));
    }

    private void WriteTile(LayerPlan layer, LayerPlan next, VectorShape vector, int parts, int rows, int units, string k)
    {
        string Accumulator(int row, int unit, int part) => Literal.Text($"s{row}u{unit}{(parts == 1 ? "" : Literal.Text($"p{part}"))}");
        Source.Statements(
            from row in Enumerable.Range(0, rows)
            from unit in Enumerable.Range(0, units)
            from part in Enumerable.Range(0, parts)
            select Literal.Text($"var {Accumulator(row, unit, part)} = Zero{vector.Bits};"));

        WriteSums(next, vector, parts, rows, units, k, Accumulator);

        for (int row = 0; row < rows; row++)
        {
            string[] sums = [.. Enumerable.Range(0, units)
                .Select(unit => Fold([.. Enumerable.Range(0, parts).Select(part => Accumulator(row, unit, part))]))];
            WriteResult(layer, next, sums, Sum(Times("row", layer.Stride), k, row * layer.Stride));
        }
    }

    private void WriteSums(
        LayerPlan next, VectorShape vector, int parts, int rows, int units, string k, Func<int, int, int, string> accumulator)
    {
        LayerLayout layout = next.Layout;
        int lanes = layout.PanelLanes;
        Loop("lane", layout.Lanes, lanes, lane =>
        {
            Source.Statements([
                $"ref {T} w = ref At(ref parameters, {Sum(Times(lane, layout.Inputs), Times(k, lanes), layout.WeightOffset)});",
                $"ref {T} d = ref At(ref next, {Sum(Times("row", next.Stride), lane, 0)});",
            ]);
            for (int at = 0; at < lanes; at += vector.Lanes)
            {
                int part = at / vector.Lanes % parts;
                string id = Literal.Of(at);
                Source.Statements(Enumerable.Range(0, rows).Select(row =>
                    Literal.Text($"var d{row}l{id} = Load{vector.Bits}(ref d, {(row * next.Stride) + at});")));
                Source.Statements(Enumerable.Range(0, units).SelectMany(unit =>
                {
                    string weights = $"Load{Literal.Of(vector.Bits)}(ref w, {InColumn(next, unit, at)})";
                    string shared = Literal.Text($"w{unit}l{id}");
                    IEnumerable<string> sums = Enumerable.Range(0, rows).Select(row => Literal.Text(
                        $"{accumulator(row, unit, part)} = Fma({(rows > 1 ? shared : weights)}, d{row}l{id}, {accumulator(row, unit, part)});"));
                    return rows > 1 ? sums.Prepend($"var {shared} = {weights};") : sums;
                }));
            }
        });
    }

    private void WriteResult(LayerPlan layer, LayerPlan next, string[] sums, string offset)
    {
        VectorShape result = ResultOf(next);
        if (sums.Length == result.Lanes)
        {
            string sum = $"{LaneHelpers}.Sum{Literal.Of(result.Lanes)}({string.Join(", ", sums)})";
            string a = Literal.Text($"Load{result.Bits}(ref a, {offset})");
            Source.Line($"Store({sum} * {Derivative(layer.Activation, a)}, ref error, {offset});");
            return;
        }

        for (int unit = 0; unit < sums.Length; unit++)
        {
            string at = Literal.Plus(offset, unit);
            Source.Line($"At(ref error, {at}) = {LaneHelpers}.Sum({sums[unit]}) * {Derivative(layer.Activation, $"At(ref a, {at})")};");
        }
    }
}
