namespace NetGen.Generator;

/// <summary>Writes the kernel that sums the gradient of a layer in dot form over samples, in tiles of one unit's weights.</summary>
internal sealed class DotGradientWriter(KernelContext context, DensePlan layer) : DotKernelWriter(context, layer)
{
    private int TileInputs => Kernels.GradientTile * Lanes;

    // Inputs in whole vectors.
    private int Whole => Layout.Inputs / Lanes * Lanes;

    private int Tiles => Whole / TileInputs;

    // Inputs in whole tiles.
    private int Tiled => Tiles * TileInputs;

    /// <summary>Writes the calls that sum a worker's share of the gradient.</summary>
    public void WriteCalls(string x, string errors)
    {
        WriteBiasGradientCall(errors);
        Source.Line($"Gradient{Index}<TRule>(ref destination, {x}, {errors}, rows, step.Weights, worker, workers);");
    }

    /// <summary>Writes the kernel.</summary>
    public void Write() => Source.Write($$"""
        {{GradientComment}}
        {{Optimize}}
        private static void Gradient{{Index}}<TRule>({{GradientParameters}}) {{RuleConstraint}}
        {
            {{Share(Tiles, TileInputs)}}
            for (nuint unit = 0; unit < {{Layout.Outputs}}; unit++)
            {
                ref {{T}} w = ref At(ref destination, {{(Offset.Of("unit") * Layout.PaddedInputs) + Layout.WeightOffset}});
                {{WriteTiles}}
                {{WriteRest}}
            }
        }
        """);

    private void WriteTiles() => LoopOverShare(Tiles, TileInputs, k => WriteTile(k, Kernels.GradientTile, "g", null));

    // Only the last worker does it.
    private void WriteRest()
    {
        if (Tiled == Layout.Inputs)
        {
            return;
        }

        if (Tiles <= 1)
        {
            WriteLastInputs();
            return;
        }

        using (Source.Block("if (worker + 1 == workers)"))
        {
            WriteLastInputs();
        }
    }

    private void WriteLastInputs()
    {
        if (Tiled < Whole)
        {
            Loop("v", Whole - Tiled, Lanes, v => WriteTile(v + Tiled, 1, "gv", null));
        }

        if (Whole < Layout.Inputs)
        {
            WriteTile(Whole, 1, "gt", Layout.Inputs - Whole);
        }
    }

    private void WriteTile(Offset k, int vectors, string g, int? partial)
    {
        IEnumerable<int> all = Enumerable.Range(0, vectors);
        Source.Statements(all.Select(i => Literal.Text($"var {g}{i} = Start{Bits}<TRule>(ref w, {k + (i * Lanes)});")));
        using (Source.Block("for (nuint row = 0; row < rows; row++)"))
        {
            Source.Line($"var e = Broadcast{Bits}(ref error, {Row("row", Layer.Stride) + Offset.Of("unit")});");
            Source.Statements(all.Select(i =>
                Literal.Text($"{g}{i} = Fma(e, {Inputs(Row("row", Layer.InputStride) + k + (i * Lanes), partial)}, {g}{i});")));
        }

        string weights = Literal.Text($"ref At(ref w, {k})");
        string length = Literal.Of(vectors * Lanes);
        Source.Block(
            "if (TRule.StateCount > 0)",
            [
                $"ref {T} sums = ref SumsOf(in update, worker, ref w);",
                .. all.Select(i => Literal.Text($"Store({g}{i}{Mask(partial)}, ref sums, {i * Lanes});")),
                $"UpdateTiles(in update, {weights}, ref sums, 1, 0, 0, {length});",
            ]);
        Source.Block(
            "else", [.. all.Select(i => Literal.Text($"Finish({g}{i}{Mask(partial)}, in update, {weights}, {i * Lanes});"))]);
    }

    private string Inputs(Offset at, int? partial) => partial is int count
        ? Literal.Text($"{LaneHelpers}.LoadPartial{Bits}(SpanOf(ref At(ref x, {at}), {count}))")
        : Literal.Text($"Load{Bits}(ref x, {at})");

    // The padding stays zero even where the error is not finite.
    private string Mask(int? partial) => partial is int count ? Literal.Text($" & {LaneHelpers}.First{Bits}<{T}>({count})") : "";
}
