namespace NetGen.Generator;

/// <summary>
/// Writes the feedforward kernel of a layer in output-lane form for one sample. The segments of each sum run side by side. Activations come
/// from memory, or from the layer before in registers, and go where the plan says.
/// </summary>
internal sealed class SampleForwardWriter(EmissionPlan plan, TargetPlan target, SourceWriter source, LayerPlan layer)
    : KernelWriter(plan, target, source)
{
    private LayerLayout Layout => layer.Layout;

    private int Bits => VectorOf(layer).Bits;

    private int Lanes => VectorOf(layer).Lanes;

    private int Vectors => ColumnVectors(layer);

    private int Segments => Layout.Segments;

    // Steps that all segments have; some have one more.
    private int CommonSteps => Layout.Inputs / Segments;

    private int InputsPerLoad => KernelsOf(layer).InputsPerLoad;

    private LayerPlan? Before => layer.Index > 0 && KernelsOf(Plan.Layers[layer.Index - 1]).KeepsActivations ? Plan.Layers[layer.Index - 1] : null;

    /// <summary>Writes the kernel.</summary>
    public void Write()
    {
        string chains = Segments == 1 ? "one chain" : Literal.Text($"{Segments} chains side by side");
        string x = Before is LayerPlan before ? string.Join(", ", VectorsOf(before, "a").Select(name => $"{TypeOf(VectorOf(before))} {name}")) : $"ref {T} x";
        string y = KernelsOf(layer).KeepsActivations ? string.Join(", ", VectorsOf(layer, "y").Select(name => $"out {TypeOf(VectorOf(layer))} {name}")) : $"ref {T} y";
        Source.Line($"// Layer {layer.Index}, {Layout.Inputs} -> {Layout.Outputs}, one sample: {chains} for each vector of units.");
        Source.Line(Target.InlinesSample ? Inline : Optimize);
        using (Source.Block($"private static void Forward{layer.Index}(ref {T} parameters, {x}, {y})"))
        {
            Columns(layer, WriteColumn);
            if (CallsActivation(layer))
            {
                Source.Line(
                    $"global::NetGen.Numerics.Activate.ApplyVectors<{FunctionOf(layer.Activation)}, global::NetGen.Numerics.V{Bits}<{T}>, {T}>"
                    + Literal.Text($"(ref y, {Layout.Lanes});"));
            }
        }
    }

    /// <summary>Statements that call the kernel for a row of a block, and bring activations that it takes or gives in registers from and to memory.</summary>
    /// <param name="x">The inputs of the first row.</param>
    /// <param name="row">The row.</param>
    /// <param name="y">Where the row's outputs go, as an argument.</param>
    public string CallOnRow(string x, string row, string y)
    {
        string input = Times(row, layer.InputStride);
        string inputs = Before is LayerPlan before
            ? string.Join(", ", Enumerable.Range(0, ColumnVectors(before)).Select(v =>
                Literal.Text($"Load{VectorOf(before).Bits}(ref {x}, {Literal.Plus(input, v * VectorOf(before).Lanes)})")))
            : $"ref At(ref {x}, {input})";
        if (!KernelsOf(layer).KeepsActivations)
        {
            return Literal.Text($"Forward{layer.Index}(ref parameters, {inputs}, {y});");
        }

        string outputs = string.Join(", ", VectorsOf(layer, "y").Select(name => "out var " + name));
        IEnumerable<string> stores = VectorsOf(layer, "y").Select((name, v) => Literal.Text($"Store({name}, {y}, {v * Lanes});"));
        return Literal.Text($"Forward{layer.Index}(ref parameters, {inputs}, {outputs}); {string.Join(" ", stores)}");
    }

    private IEnumerable<string> VectorsOf(LayerPlan of, string name) =>
        Enumerable.Range(0, ColumnVectors(of)).Select(v => name + Literal.Of(v));

    private void WriteColumn(string lane, string weight)
    {
        string full = Literal.Text($"{lane} < {FullColumnLanes(layer)}");
        Source.Line($"ref {T} w = ref At(ref parameters, {Literal.Plus(weight, Layout.WeightOffset)});");
        Source.Statements(
            from segment in Enumerable.Range(0, Segments)
            from v in Enumerable.Range(0, Vectors)
            select segment == 0
                ? Literal.Text($"var {Sum(0, v)} = Load{Bits}(ref parameters, {Literal.Plus(lane, Layout.BiasOffset + (v * Lanes))});")
                : Literal.Text($"var {Sum(segment, v)} = Zero{Bits};"));

        if (Before is LayerPlan before)
        {
            WriteStepsFromRegisters(before, full);
        }
        else if (KernelsOf(layer).UnrollsSample)
        {
            WriteUnrolledSteps(full);
        }
        else
        {
            WriteLoopedSteps(full);
        }

        for (int v = 0; v < Vectors; v++)
        {
            if (Activation(lane, v) is { Length: > 0 } statement)
            {
                Source.Line(ForVector(layer, v, full, statement));
            }
        }
    }

    // The inputs are spread from 16 bytes of them, again and again in a register.
    private void WriteStepsFromRegisters(LayerPlan before, string full)
    {
        int perPart = LayoutRules.ChunkBytes / Plan.ElementSize;
        bool isPart = Bits == 8 * LayoutRules.ChunkBytes && VectorOf(before).Bits == Bits;
        string PartName(int part) => Literal.Text(isPart ? (FormattableString)$"a{part}" : $"p{part}");
        if (!isPart)
        {
            int perVector = VectorOf(before).Bits / 8 / LayoutRules.ChunkBytes;
            Source.Statements(Enumerable.Range(0, (Layout.Inputs + perPart - 1) / perPart).Select(part =>
                Literal.Text($"var p{part} = {LaneHelpers}.RepeatPart{Bits}(a{part / perVector}, {part % perVector});")));
        }

        Source.Statements(LastSteps(0, 0, full, at => Literal.Text($"Spread{Bits}({PartName(at / perPart)}, {at % perPart})")));
    }

    private void WriteUnrolledSteps(string full)
    {
        int grouped = GroupedSteps();
        for (int first = 0; first < grouped; first += InputsPerLoad)
        {
            WriteGroup(Literal.Text($"g{first / InputsPerLoad}"), segment => Literal.Of(Layout.SegmentStart(segment) + first), first, full);
        }

        Source.Statements(LastSteps(grouped, 0, full, FromMemory));
    }

    private void WriteLoopedSteps(string full)
    {
        int looped = InputsPerLoad > 1 ? GroupedSteps() : CommonSteps;
        using (Source.Block($"for (nuint k = 0; k < {looped}; {(InputsPerLoad > 1 ? Literal.Text($"k += {InputsPerLoad}") : "k++")})"))
        {
            if (InputsPerLoad > 1)
            {
                WriteGroup("", segment => Literal.Plus("k", Layout.SegmentStart(segment)), 0, full);
            }
            else
            {
                for (int segment = 0; segment < Segments; segment++)
                {
                    int start = Layout.SegmentStart(segment);
                    string x = Literal.Text($"Broadcast{Bits}(ref x, {Literal.Plus("k", start)})");
                    Source.Statements(Step(segment, x, Literal.Text($"x{segment}"), start, full));
                }
            }

            Source.Line(Literal.Text($"w = ref At(ref w, {InputsPerLoad * Layout.PanelLanes});"));
        }

        Source.Statements(LastSteps(looped, looped, full, FromMemory));
    }

    private int GroupedSteps() => InputsPerLoad > 1 ? CommonSteps / InputsPerLoad * InputsPerLoad : 0;

    private string FromMemory(int input) => Literal.Text($"Broadcast{Bits}(ref x, {input})");

    private static string Sum(int segment, int v) => Literal.Text($"s{segment}v{v}");

    // Adds the products with one input to the sums of a segment; the input has a name where several vectors use it.
    private IEnumerable<string> Step(int segment, string x, string name, long weightInput, string full)
    {
        IEnumerable<string> With(string factor) => Enumerable.Range(0, Vectors).Select(v => ForVector(layer, v, full, Literal.Text(
            $"{Sum(segment, v)} = Fma({factor}, Load{Bits}(ref w, {InColumn(layer, weightInput, v * Lanes)}), {Sum(segment, v)});")));
        return Vectors > 1 ? With(name).Prepend($"var {name} = {x};") : With(x);
    }

    // Steps of all segments: of each, several inputs from one load.
    private void WriteGroup(string suffix, Func<int, string> inputOfSegment, int firstStep, string full)
    {
        Source.Statements(Enumerable.Range(0, Segments)
            .Select(segment => Literal.Text($"var f{segment}{suffix} = Four{Bits}(ref x, {inputOfSegment(segment)});")));
        for (int i = 0; i < InputsPerLoad; i++)
        {
            string[] steps = [.. Enumerable.Range(0, Segments).Select(segment => string.Join(" ", Step(
                segment,
                Literal.Text($"Spread{Bits}(f{segment}{suffix}, {i})"),
                Literal.Text($"x{segment}{suffix}i{i}"),
                Layout.SegmentStart(segment) + firstStep + i,
                full)))];
            foreach (string line in Vectors > 1 ? steps : [string.Join(" ", steps)])
            {
                Source.Line(line);
            }
        }
    }

    // The steps of each segment from the given one on, when the weights have advanced by a number of inputs.
    private IEnumerable<string> LastSteps(int first, int advanced, string full, Func<int, string> input) =>
        from step in Enumerable.Range(first, CommonSteps + 1 - first)
        from segment in Enumerable.Range(0, Segments)
        let at = Layout.SegmentStart(segment) + step
        where at < Layout.SegmentStart(segment + 1)
        from statement in Step(segment, input(at), Literal.Text($"x{at}"), at - advanced, full)
        select statement;

    // Where a vector of the layer's activations, or of its sums, goes; nothing for padding that has no place.
    private string Activation(string lane, int v)
    {
        string z = string.Join(" + ", Enumerable.Range(0, Segments).Select(segment => Sum(segment, v)));
        string a = CallsActivation(layer) ? z : Apply(layer.Activation, z);
        if (KernelsOf(layer).KeepsActivations)
        {
            return Literal.Text($"y{v} = {a};");
        }

        int left = Layout.Outputs - (v * Lanes);
        return layer != Plan.Last || Layout.Outputs == Layout.Lanes || !Target.WritesOutput || left >= Lanes
            ? $"Store({a}, ref y, {Literal.Plus(lane, v * Lanes)});"
            : left > 0 ? Literal.Text($"{LaneHelpers}.StorePartial({a}, ref At(ref y, {v * Lanes}), {left});")
            : "";
    }
}
