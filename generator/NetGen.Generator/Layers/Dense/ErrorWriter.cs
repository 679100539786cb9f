namespace NetGen.Generator;

/// <summary>
/// Writes the kernel that carries the errors of a layer in output-lane form back to the layer before it: for a few units there and a few
/// samples at once, sums over the lanes of this layer's units, then the halving tree of all of them side by side. Where this layer is
/// narrow or wide, the library does it.
/// </summary>
internal sealed class ErrorWriter(KernelContext context, DensePlan layer) : LanesKernelWriter(context, layer)
{
    // Vectors in which the sum of a unit runs.
    private int SumVectors => Layout.VirtualLanes / Lanes;

    private int TileUnits => Kernels.ErrorTileUnits;

    // The width of a vector that holds the sums of a tile's units, side by side.
    private int ResultBits => TileUnits * Plan.ElementSize * 8;

    /// <summary>Whether the kernel is written, not the library's.</summary>
    public bool IsWritten => Kernels.ErrorPass == ErrorPass.Written;

    /// <summary>A call of the kernel, or of the library's.</summary>
    public string Call(LayerPlan before, string errors, string a, string result)
    {
        if (IsWritten)
        {
            return Literal.Text($"Error{before.Index}(ref parameters, {errors}, {a}, {result}, rows);");
        }

        string method = Kernels.ErrorPass == ErrorPass.Narrow ? "CarryErrorsBackNarrow" : "CarryErrorsBackWide";
        string weights = SpanOf(At("parameters", Layout.WeightOffset), Literal.Of(Layout.WeightLength));
        ActivationText function = new(before);
        return $"DenseLayer.{method}<{function.Type}, {T}>({function.Value}, {weights}, "
            + Literal.Text($"{SpanOfRows(errors, Layer.Stride)}, {Layer.Stride}, {Layout.Outputs}, ")
            + Literal.Text($"{SpanOfRows(a, before.Stride)}, {SpanOfRows(result, before.Stride)}, "
                + $"{before.Stride}, {before.Outputs}, rows);");
    }

    /// <summary>Writes the kernel.</summary>
    public void Write(LayerPlan before) => Source.Write($$"""
        // Errors of layer {{before.Index}} from those of layer {{Index}}: weights transposed times errors, times the derivative.
        {{Optimize}}
        private static void Error{{before.Index}}(ref {{T}} parameters, ref {{T}} next, ref {{T}} a, ref {{T}} error, nuint rows)
        {
            {{() => WritePadding(before)}}
            {{() => WriteTiles(before)}}
        }
        """);

    private void WritePadding(LayerPlan before)
    {
        if (before.Outputs == before.PaddedOutputs)
        {
            return;
        }

        int piece = LayoutRules.ChunkBytes / Plan.ElementSize;
        var zeros = new List<string>();
        for (int lane = before.Outputs / piece * piece; lane < before.PaddedOutputs; lane += piece)
        {
            zeros.Add(Literal.Text($"Store(Zero128, ref error, {Row("row", before.Stride) + lane});"));
        }

        Source.Short("for (nuint row = 0; row < rows; row++)", string.Join(" ", zeros));
    }

    private void WriteTiles(LayerPlan before)
    {
        int units = before.Outputs;
        if (units < TileUnits)
        {
            using (Source.Block("for (nuint row = 0; row < rows; row++)"))
            {
                WriteTile(before, rows: 1, units, k: 0);
            }

            return;
        }

        Loop("step", units, TileUnits, step =>
        {
            Offset k = step;
            if (units % TileUnits != 0)
            {
                Source.Line("// The last group overlaps the one before it and computes the same bits again.");
                Source.Line($"nuint k = step < {units - TileUnits} ? step : {units - TileUnits};");
                k = Offset.Of("k");
            }

            WriteRowTiles(before, k);
        });
    }

    private void WriteRowTiles(LayerPlan before, Offset k)
    {
        int rows = Kernels.ErrorTileRows;
        Source.Line("nuint row = 0;");
        if (rows > 1)
        {
            using (Source.Block($"for (; row + {rows} <= rows; row += {rows})"))
            {
                WriteTile(before, rows, TileUnits, k);
            }
        }

        using (Source.Block("for (; row < rows; row++)"))
        {
            WriteTile(before, 1, TileUnits, k);
        }
    }

    private void WriteTile(LayerPlan before, int rows, int units, Offset k)
    {
        var zeros = new List<string>();
        for (int row = 0; row < rows; row++)
        {
            for (int unit = 0; unit < units; unit++)
            {
                zeros.AddRange(VectorSums(row, unit).Select(sum => Literal.Text($"var {sum} = Zero{Bits};")));
            }
        }

        Source.Statements(zeros);
        Loop("lane", Layout.Lanes, Layout.PanelLanes, lane => WritePanel(rows, units, k, lane));
        for (int row = 0; row < rows; row++)
        {
            string[] sums = [.. Enumerable.Range(0, units).Select(unit => Fold(VectorSums(row, unit)))];
            WriteResult(before, sums, Row("row", before.Stride) + k + (row * before.Stride));
        }
    }

    private void WritePanel(int rows, int units, Offset k, Offset lane)
    {
        Offset weights = (lane * Layout.Inputs) + (k * Layout.PanelLanes) + Layout.WeightOffset;
        Source.Statements([
            Literal.Text($"ref {T} w = ref At(ref parameters, {weights});"),
            Literal.Text($"ref {T} d = ref At(ref next, {Row("row", Layer.Stride) + lane});"),
        ]);
        for (int at = 0; at < Layout.PanelLanes; at += Lanes)
        {
            WriteProducts(rows, units, at);
        }
    }

    // The products of a vector of errors of each row with the weights of each unit; weights have a name where several rows use them.
    private void WriteProducts(int rows, int units, int at)
    {
        Source.Statements(Enumerable.Range(0, rows).Select(row =>
            Literal.Text($"var d{row}l{at} = Load{Bits}(ref d, {(row * Layer.Stride) + at});")));
        int vector = at / Lanes % SumVectors;
        var products = new List<string>();
        for (int unit = 0; unit < units; unit++)
        {
            string weights = Literal.Text($"Load{Bits}(ref w, {InColumn(unit, at)})");
            string factor = rows > 1 ? Literal.Text($"w{unit}l{at}") : weights;
            if (rows > 1)
            {
                products.Add($"var {factor} = {weights};");
            }

            for (int row = 0; row < rows; row++)
            {
                string sum = VectorSum(row, unit, vector);
                products.Add(Literal.Text($"{sum} = Fma({factor}, d{row}l{at}, {sum});"));
            }
        }

        Source.Statements(products);
    }

    private void WriteResult(LayerPlan before, string[] sums, Offset offset)
    {
        var function = new ActivationText(before);
        if (sums.Length == TileUnits)
        {
            string derivative = function.Derivative(Literal.Text($"Load{ResultBits}(ref a, {offset})"));
            Source.Line($"Store({LaneHelpers}.Sum{TileUnits}({string.Join(", ", sums)}) * {derivative}, ref error, {offset});");
            return;
        }

        for (int unit = 0; unit < sums.Length; unit++)
        {
            string derivative = function.Derivative(Literal.Text($"At(ref a, {offset + unit})"));
            Source.Line($"At(ref error, {offset + unit}) = {LaneHelpers}.Sum({sums[unit]}) * {derivative};");
        }
    }

    private string[] VectorSums(int row, int unit) => [.. Enumerable.Range(0, SumVectors).Select(vector => VectorSum(row, unit, vector))];

    private string VectorSum(int row, int unit, int vector) =>
        SumVectors == 1 ? Literal.Text($"s{row}u{unit}") : Literal.Text($"s{row}u{unit}p{vector}");
}
