namespace NetGen.Generator;

/// <summary>Writes the kernels of a layer in dot form: vectors run over the inputs of one output unit at a time.</summary>
internal sealed class DotWriter(EmissionPlan plan, TargetPlan target, SourceWriter source) : KernelWriter(plan, target, source)
{
    /// <summary>Writes the feedforward kernels.</summary>
    public void WriteForward(LayerPlan layer)
    {
        WriteSums(layer);
        Source.Line();
        Source.Line(Optimize);
        using (Source.Block($"private static void Forward{layer.Index}(ref {T} parameters, ref {T} x, ref {T} y)"))
        {
            Source.Line($"Sums{layer.Index}(ref parameters, ref x, ref y, 1, 0);");
            for (int unit = 0; unit < layer.Layout.Outputs; unit++)
            {
                Source.Line($"At(ref y, {unit}) = {Apply(layer.Activation, Literal.Text($"At(ref y, {unit})"))};");
            }
        }

        Source.Line();
        Source.Line(Optimize);
        using (Source.Block($"private static void Forward{layer.Index}Rows(ref {T} parameters, ref {T} x, ref {T} y, nuint rows)"))
        {
            Source.Line($"Sums{layer.Index}(ref parameters, ref x, ref y, rows, {layer.Stride});");
            WriteActivation(layer, "rows");
        }
    }

    /// <summary>Writes the kernel for the errors of the hidden layer before one in dot form.</summary>
    public void WriteError(LayerPlan layer)
    {
        LayerPlan next = Plan.After(layer);
        VectorShape vector = VectorOf(next);
        int units = layer.Layout.Outputs;
        int whole = units / vector.Lanes * vector.Lanes;
        Source.Line($"// Errors of layer {layer.Index} from the {next.Layout.Outputs} of layer {next.Index}, times the derivative.");
        Source.Line(Optimize);
        using (Source.Block($"private static void Error{layer.Index}(ref {T} parameters, ref {T} next, ref {T} a, ref {T} error, nuint rows)"))
        {
            using (Source.Block("for (nuint row = 0; row < rows; row++)"))
            {
                Source.Line($"ref {T} d = ref At(ref next, row * {next.Stride});");
                Loop("k", whole, vector.Lanes, k =>
                {
                    WriteErrorSum(next, vector, k, "s");
                    string at = Sum(Times("row", layer.Stride), k, 0);
                    string derivative = Derivative(layer.Activation, Literal.Text($"Load{vector.Bits}(ref a, {at})"));
                    Source.Line($"Store(s * {derivative}, ref error, {at});");
                });
                if (whole < layer.Layout.Lanes)
                {
                    for (int lane = whole; lane < layer.Layout.Lanes; lane += vector.Lanes)
                    {
                        Source.Line($"Store(Zero{vector.Bits}, ref error, {Literal.Plus(Times("row", layer.Stride), lane)});");
                    }
                }

                if (whole < units)
                {
                    string k = Literal.Of(whole);
                    WriteErrorSum(next, vector, k, "t");
                    string at = Literal.Plus(Times("row", layer.Stride), whole);
                    string derivative = Derivative(layer.Activation, Literal.Text($"Load{vector.Bits}(ref a, {at})"));
                    Source.Line($"{LaneHelpers}.StorePartial(t * {derivative}, ref At(ref error, {at}), {units - whole});");
                }
            }
        }
    }

    /// <summary>Writes the kernel that sums the gradient over samples.</summary>
    public void WriteGradient(LayerPlan layer)
    {
        LayerLayout layout = layer.Layout;
        VectorShape vector = VectorOf(layer);
        int whole = layout.Inputs / vector.Lanes * vector.Lanes;
        int vectors = KernelsOf(layer).GradientTile;
        int tile = vectors * vector.Lanes;
        int tiled = whole / tile * tile;
        Source.Line($"// Gradient of layer {layer.Index} on top of what the destination holds, or, to update, times the step into the parameters.");
        Source.Line(Optimize);
        int tiles = tiled / tile;
        using (Source.Block($"private static void Gradient{layer.Index}<TMode>({GradientParameters}) where TMode : struct, {GradientMode}"))
        {
            Source.Statements([Share(tiles, tile), Step(vector)]);
            using (Source.Block($"for (nuint unit = 0; unit < {layout.Outputs}; unit++)"))
            {
                Source.Line($"ref {T} w = ref At(ref destination, {Literal.Plus(Times("unit", layout.PaddedInputs), layout.WeightOffset)});");
                LoopOverShare(tiles, tile, k => WriteGradientTile(layer, vector, k, vectors, "", null));

                if (tiled < layout.Inputs)
                {
                    OnLastPart(tiles, () =>
                    {
                        if (tiled < whole)
                        {
                            string first = Literal.Of(tiled);
                            Loop("v", whole - tiled, vector.Lanes, v =>
                                WriteGradientTile(layer, vector, v == "0" ? first : Literal.Plus(v, tiled), 1, "v", null));
                        }

                        if (whole < layout.Inputs)
                        {
                            WriteGradientTile(layer, vector, Literal.Of(whole), 1, "t", layout.Inputs - whole);
                        }
                    });
                }
            }
        }
    }

    // What only the last part does.
    private void OnLastPart(int tiles, Action body)
    {
        if (tiles <= 1)
        {
            body();
            return;
        }

        using (Source.Block("if (part + 1 == parts)"))
        {
            body();
        }
    }

    private void WriteSums(LayerPlan layer)
    {
        LayerLayout layout = layer.Layout;
        VectorShape vector = VectorOf(layer);
        Source.Line($"// Layer {layer.Index}, {layout.Inputs} -> {layout.Outputs}: dot products of each sample with each unit's weights.");
        Source.Line(Optimize);
        using (Source.Block($"private static void Sums{layer.Index}(ref {T} parameters, ref {T} x, ref {T} y, nuint rows, nuint stride)"))
        {
            using (Source.Block("for (nuint row = 0; row < rows; row++)"))
            {
                Loop("unit", layout.Outputs, 1, unit => WriteUnitSum(layout, vector, unit));
                Source.Statements([Literal.Text($"x = ref At(ref x, {layer.InputStride});"), "y = ref At(ref y, stride);"]);
            }
        }
    }

    private void WriteUnitSum(LayerLayout layout, VectorShape vector, string unit)
    {
        int parts = layout.LaneCount / vector.Lanes;
        string Accumulator(int segment, int part) => Literal.Text($"s{segment}p{part}");
        Source.Line($"ref {T} w = ref At(ref parameters, {Sum(Times(unit, layout.PaddedInputs), "0", layout.WeightOffset)});");
        Source.Statements(
            from segment in Enumerable.Range(0, layout.Segments)
            from part in Enumerable.Range(0, parts)
            select Literal.Text($"var {Accumulator(segment, part)} = Zero{vector.Bits};"));

        // Blocks that all segments have in common, without the last block of all where that is not full.
        bool full = layout.Inputs % layout.LaneCount == 0;
        int shortest = layout.Steps / layout.Segments;
        bool lastIsLonger = layout.Steps - layout.SegmentStart(layout.Segments - 1) > shortest;
        int common = full || lastIsLonger ? shortest : shortest - 1;
        if (common > 0)
        {
            Loop("k", (long)common * layout.LaneCount, layout.LaneCount, k =>
            {
                for (int segment = 0; segment < layout.Segments; segment++)
                {
                    WriteBlock(layout, vector, parts, k, (long)layout.SegmentStart(segment) * layout.LaneCount, part => Accumulator(segment, part));
                }
            });
        }

        for (int segment = 0; segment < layout.Segments; segment++)
        {
            for (int block = layout.SegmentStart(segment) + common; block < layout.SegmentStart(segment + 1); block++)
            {
                WriteBlock(layout, vector, parts, "0", (long)block * layout.LaneCount, part => Accumulator(segment, part));
            }
        }

        string[] sums = [.. Enumerable.Range(0, parts).Select(part =>
            string.Join(" + ", Enumerable.Range(0, layout.Segments).Select(segment => Accumulator(segment, part))))];
        Source.Statements(sums.Select((sum, part) => Literal.Text($"var p{part} = {sum};")));

        string folded = Fold([.. Enumerable.Range(0, parts).Select(part => Literal.Text($"p{part}"))]);
        string z = $"At(ref parameters, {Sum(unit, "0", layout.BiasOffset)}) + {LaneHelpers}.Sum({folded})";
        Source.Line($"At(ref y, {unit}) = {z};");
    }

    private void WriteBlock(LayerLayout layout, VectorShape vector, int parts, string k, long start, Func<int, string> accumulator)
    {
        Source.Statements(Enumerable.Range(0, parts).Select(part =>
        {
            long first = start + (part * vector.Lanes);
            string at = Literal.Plus(k, first);
            long left = k == "0" ? layout.Inputs - first : vector.Lanes;
            string x = left >= vector.Lanes ? Literal.Text($"Load{vector.Bits}(ref x, {at})")
                : left > 0 ? Literal.Text($"{LaneHelpers}.LoadPartial{vector.Bits}(ref At(ref x, {at}), {left})")
                : Literal.Text($"Zero{vector.Bits}");
            return Literal.Text($"{accumulator(part)} = Fma({x}, Load{vector.Bits}(ref w, {at}), {accumulator(part)});");
        }));
    }

    private void WriteErrorSum(LayerPlan next, VectorShape vector, string k, string name)
    {
        Source.Line($"var {name} = Zero{vector.Bits};");
        Source.Statements(Enumerable.Range(0, next.Layout.Outputs).Select(unit =>
        {
            long offset = next.Layout.WeightOffset + ((long)unit * next.Layout.PaddedInputs);
            return Literal.Text($"{name} = Fma(Load{vector.Bits}(ref parameters, {Literal.Plus(k, offset)}), Broadcast{vector.Bits}(ref d, {unit}), {name});");
        }));
    }

    private void WriteGradientTile(LayerPlan layer, VectorShape vector, string k, int vectors, string name, int? partial)
    {
        string g = "g" + name;
        Source.Statements(Enumerable.Range(0, vectors).Select(i =>
            Literal.Text($"var {g}{i} = Start{vector.Bits}<TMode>(ref w, {Literal.Plus(k, i * vector.Lanes)});")));

        using (Source.Block("for (nuint row = 0; row < rows; row++)"))
        {
            Source.Line($"var e = Broadcast{vector.Bits}(ref error, {Sum(Times("row", layer.Stride), "unit", 0)});");
            Source.Statements(Enumerable.Range(0, vectors).Select(i =>
            {
                string at = Sum(Times("row", layer.InputStride), k, i * vector.Lanes);
                string x = partial is int count
                    ? Literal.Text($"{LaneHelpers}.LoadPartial{vector.Bits}(ref At(ref x, {at}), {count})")
                    : Literal.Text($"Load{vector.Bits}(ref x, {at})");
                return Literal.Text($"{g}{i} = Fma(e, {x}, {g}{i});");
            }));
        }

        Source.Statements(Enumerable.Range(0, vectors).Select(i =>
        {
            string at = Literal.Plus(k, i * vector.Lanes);

            // The padding stays zero even where the error is not finite.
            string gradient = partial is int count
                ? Literal.Text($"{g}{i} & {LaneHelpers}.First{vector.Bits}<{T}>({count})")
                : Literal.Text($"{g}{i}");
            return Literal.Text($"Finish<TMode>({gradient}, step, ref w, {at});");
        }));
    }
}
