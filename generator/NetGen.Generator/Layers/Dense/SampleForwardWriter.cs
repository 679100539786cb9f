namespace NetGen.Generator;

/// <summary>
/// Writes the feedforward kernel of a layer in output-lane form for one sample. The segments of each sum run side by side. Activations come
/// from memory, or from the layer before in registers, and go where the plan says.
/// </summary>
internal sealed class SampleForwardWriter(KernelContext context, DensePlan layer) : LanesKernelWriter(context, layer)
{
    // All: to leave out a vector takes a branch for each of its steps, which is no faster.
    /// <inheritdoc/>
    protected override int UsedLanes => Layout.Lanes;

    private int Segments => Layout.Segments;

    // Steps that all segments have; some have one more.
    private int CommonSteps => Layout.Inputs / Segments;

    private int InputsPerLoad => Kernels.InputsPerLoad;

    private RegisterShape? OutputRegisters => Kernels.KeepsActivations ? Kernels.OutputRegisters : null;

    private bool CallsActivation => Plan.CallsActivations && !Function.IsIdentity;

    // Whether weighted inputs take a kernel of their own, as that for one sample gives activations.
    private bool HasSumsKernel => Layer.LeavesWeightedInputs && !Function.IsIdentity;

    /// <summary>Writes the kernel, and where training leaves weighted inputs, the one that gives those.</summary>
    public void Write()
    {
        string chains = Segments == 1 ? "one chain" : Literal.Text($"{Segments} chains side by side");
        Source.Write($$"""
            // Layer {{Index}}, {{Layout.Inputs}} -> {{Layout.Outputs}}, one sample: {{chains}} for each vector of units.
            {{(Target.InlinesSample ? Inline : Optimize)}}
            private static void Forward{{Index}}(ref {{T}} parameters, {{InputParameters()}}, {{OutputParameters()}})
            {
                {{WriteForward}}
                {{WriteActivationCall}}
            }
            """);
        if (HasSumsKernel)
        {
            Source.Line();
            Source.Write($$"""
                // Its weighted inputs alone.
                {{Optimize}}
                private static void Forward{{Index}}Sums(ref {{T}} parameters, {{InputParameters()}}, ref {{T}} y)
                {
                    {{WriteSumColumns}}
                }
                """);
        }
    }

    /// <summary>The call for one sample.</summary>
    public SampleCall Call(string x, string y) => Call(x, y, Literal.Text($"a{Index}v"));

    /// <summary>The call that gives the weighted inputs of one sample.</summary>
    public string CallSums(string x, string z) => HasSumsKernel
        ? Literal.Text($"Forward{Index}Sums(ref parameters, {x}, {z});")
        : Call(x, z).Statement;

    /// <summary>A statement that gives the weighted inputs of a row of a block.</summary>
    /// <param name="x">The inputs of the first row.</param>
    /// <param name="row">The row.</param>
    /// <param name="z">Where the row's weighted inputs go.</param>
    public string CallSumsOnRow(string x, string row, string z) => CallSums(InputsOfRow(x, row), z);

    /// <summary>
    /// Statements that call the kernel for a row of a block, and bring activations that it takes or gives in registers from and to memory.
    /// </summary>
    /// <param name="x">The inputs of the first row.</param>
    /// <param name="row">The row.</param>
    /// <param name="y">Where the row's outputs go.</param>
    public string CallOnRow(string x, string row, string y)
    {
        SampleCall call = Call(InputsOfRow(x, row), y, "y");
        return string.Join(" ", call.Stores.Prepend(call.Statement));
    }

    /// <summary>The registers that take a sample's activations from memory, as arguments; a reference where there are none.</summary>
    public static string Loaded(RegisterShape? registers, string first, Offset offset) => registers is null
        ? Literal.Text($"ref At({first}, {offset})")
        : string.Join(", ", Enumerable.Range(0, registers.Count).Select(v =>
            Literal.Text($"Load{registers.Vector.Bits}({first}, {offset + (v * registers.Vector.Lanes)})")));

    private string InputsOfRow(string x, string row) => Loaded(Kernels.InputRegisters, x, Row(row, Layer.InputStride));

    // Activations in registers get names that start with the given one.
    private SampleCall Call(string x, string y, string name)
    {
        if (OutputRegisters is not RegisterShape registers)
        {
            return new SampleCall(Literal.Text($"Forward{Index}(ref parameters, {x}, {y});"), [], y);
        }

        IReadOnlyList<string> names = registers.Names(name);
        string results = string.Join(", ", names.Select(result => "out var " + result));
        return new SampleCall(
            Literal.Text($"Forward{Index}(ref parameters, {x}, {results});"),
            [.. names.Select((result, v) => Literal.Text($"Store({result}, {y}, {v * Lanes});"))],
            string.Join(", ", names));
    }

    private string InputParameters() => Kernels.InputRegisters is RegisterShape registers
        ? string.Join(", ", registers.Names("a").Select(name => $"{TypeOf(registers.Vector)} {name}"))
        : $"ref {T} x";

    private string OutputParameters() => OutputRegisters is RegisterShape registers
        ? string.Join(", ", registers.Names("y").Select(name => $"out {TypeOf(registers.Vector)} {name}"))
        : $"ref {T} y";

    private void WriteActivationCall()
    {
        if (CallsActivation)
        {
            Source.Line(Function.ApplyRow(Bits, SpanOf("ref y", Literal.Of(Layout.Lanes))));
        }
    }

    // In layers of this size the activation is called after the sums are in memory.
    private void WriteForward()
    {
        if (!Kernels.SkipsZerosOfSample)
        {
            WriteColumns();
            return;
        }

        string biases = SpanOf(At("parameters", Layout.BiasOffset), Literal.Of(Layout.Lanes));
        string weights = SpanOf(At("parameters", Layout.WeightOffset), Literal.Of(Layout.WeightLength));
        string inputs = SpanOf("ref x", Literal.Of(Layout.Inputs));
        string sums = SpanOf("ref y", Literal.Of(Layout.Lanes));
        string units = Literal.Of(Layout.Outputs);
        Source.Line("// Where few inputs are not zero, summing these alone takes less time.");
        using (Source.Block($"if (!DenseLayer.TrySumNonZero<{T}>({biases}, {weights}, {inputs}, {sums}, {units}))"))
        {
            WriteColumns();
        }
    }

    private void WriteColumns() => Columns((lane, weight) => WriteColumn(lane, weight, Activation));

    private void WriteSumColumns() => Columns((lane, weight) => WriteColumn(lane, weight, StoreSum));

    // Given what becomes of the sums of a vector.
    private void WriteColumn(Offset lane, Offset weight, Func<Offset, int, string> result)
    {
        string full = Literal.Text($"{lane} < {FullColumnLanes}");
        Source.Line($"ref {T} w = ref At(ref parameters, {weight + Layout.WeightOffset});");
        var starts = new List<string>();
        for (int segment = 0; segment < Segments; segment++)
        {
            for (int v = 0; v < Vectors; v++)
            {
                string biases = Literal.Text($"Load{Bits}(ref parameters, {lane + Layout.BiasOffset + (v * Lanes)})");
                starts.Add($"var {Sum(segment, v)} = {(segment == 0 ? biases : Literal.Text($"Zero{Bits}"))};");
            }
        }

        Source.Statements(starts);
        if (Kernels.InputRegisters is RegisterShape registers)
        {
            WriteStepsFromRegisters(registers, full);
        }
        else if (Kernels.UnrollsSample)
        {
            WriteUnrolledSteps(full);
        }
        else
        {
            WriteLoopedSteps(full);
        }

        for (int v = 0; v < Vectors; v++)
        {
            if (result(lane, v) is { Length: > 0 } statement)
            {
                Source.Line(ForVector(v, full, statement));
            }
        }
    }

    // The inputs are spread from 16 bytes of them, again and again in a register.
    private void WriteStepsFromRegisters(RegisterShape registers, string full)
    {
        int perChunk = LayoutRules.ChunkBytes / Plan.ElementSize;
        bool isChunk = Bits == 8 * LayoutRules.ChunkBytes && registers.Vector.Bits == Bits;
        string name = isChunk ? "a" : "c";
        if (!isChunk)
        {
            int perVector = registers.Vector.Bits / 8 / LayoutRules.ChunkBytes;
            Source.Statements(Enumerable.Range(0, (Layout.Inputs + perChunk - 1) / perChunk).Select(chunk =>
                Literal.Text($"var c{chunk} = {LaneHelpers}.RepeatChunk{Bits}(a{chunk / perVector}, {chunk % perVector});")));
        }

        Source.Statements(LastSteps(0, 0, full, at => Literal.Text($"Spread{Bits}({name}{at / perChunk}, {at % perChunk})")));
    }

    private void WriteUnrolledSteps(string full)
    {
        int grouped = GroupedSteps();
        for (int first = 0; first < grouped; first += InputsPerLoad)
        {
            WriteGroup(Literal.Text($"g{first / InputsPerLoad}"), first, first, full);
        }

        Source.Statements(LastSteps(grouped, 0, full, FromMemory));
    }

    private void WriteLoopedSteps(string full)
    {
        int looped = InputsPerLoad > 1 ? GroupedSteps() : CommonSteps;
        string increment = InputsPerLoad > 1 ? Literal.Text($"k += {InputsPerLoad}") : "k++";
        using (Source.Block($"for (nuint k = 0; k < {looped}; {increment})"))
        {
            if (InputsPerLoad > 1)
            {
                WriteGroup("", Offset.Of("k"), 0, full);
            }
            else
            {
                for (int segment = 0; segment < Segments; segment++)
                {
                    int start = Layout.SegmentStart(segment);
                    string x = Literal.Text($"Broadcast{Bits}(ref x, {Offset.Of("k") + start})");
                    Source.Statements(Step(segment, x, Literal.Text($"x{segment}"), start, full));
                }
            }

            Source.Line($"w = ref At(ref w, {InputsPerLoad * Layout.PanelLanes});");
        }

        Source.Statements(LastSteps(looped, looped, full, FromMemory));
    }

    private int GroupedSteps() => InputsPerLoad > 1 ? CommonSteps / InputsPerLoad * InputsPerLoad : 0;

    private string FromMemory(int input) => Literal.Text($"Broadcast{Bits}(ref x, {input})");

    private static string Sum(int segment, int v) => Literal.Text($"s{segment}v{v}");

    // Adds the products with one input to the sums of a segment; the input has a name where several vectors use it.
    private IEnumerable<string> Step(int segment, string x, string name, long weightInput, string full)
    {
        string factor = Vectors > 1 ? name : x;
        IEnumerable<string> sums = ForVectors(v =>
        {
            string weights = Literal.Text($"Load{Bits}(ref w, {VectorInColumn(weightInput, v)})");
            return ForVector(v, full, $"{Sum(segment, v)} = Fma({factor}, {weights}, {Sum(segment, v)});");
        });
        return Vectors > 1 ? sums.Prepend($"var {name} = {x};") : sums;
    }

    // Steps of all segments: of each, several inputs from one load. The first input is counted from the start of a segment.
    private void WriteGroup(string suffix, Offset firstInput, int firstStep, string full)
    {
        Source.Statements(Enumerable.Range(0, Segments).Select(segment =>
            Literal.Text($"var f{segment}{suffix} = Four{Bits}(ref x, {firstInput + Layout.SegmentStart(segment)});")));
        for (int i = 0; i < InputsPerLoad; i++)
        {
            var steps = new List<List<string>>();
            for (int segment = 0; segment < Segments; segment++)
            {
                string x = Literal.Text($"Spread{Bits}(f{segment}{suffix}, {i})");
                string name = Literal.Text($"x{segment}{suffix}i{i}");
                steps.Add([.. Step(segment, x, name, Layout.SegmentStart(segment) + firstStep + i, full)]);
            }

            foreach (List<string> line in Vectors > 1 ? steps : [[.. steps.SelectMany(step => step)]])
            {
                Source.Statements(line);
            }
        }
    }

    // The steps of each segment from the given one on, when the weights have advanced by a number of inputs.
    private IEnumerable<string> LastSteps(int first, int advanced, string full, Func<int, string> input)
    {
        for (int step = first; step <= CommonSteps; step++)
        {
            for (int segment = 0; segment < Segments; segment++)
            {
                int at = Layout.SegmentStart(segment) + step;
                if (at < Layout.SegmentStart(segment + 1))
                {
                    foreach (string statement in Step(segment, input(at), Literal.Text($"x{at}"), at - advanced, full))
                    {
                        yield return statement;
                    }
                }
            }
        }
    }

    // z is never −0: with the last segment it takes + 0, which the other additions need not wait for. Where the activation does not tell
    // −0 from +0, it is left out.
    private string WeightedInputs(int v, bool exact)
    {
        string[] sums = [.. Enumerable.Range(0, Segments).Select(segment => Sum(segment, v))];
        if (exact || !ActivationTraits.IgnoresSignOfZero(Layer.Activation))
        {
            string last = Literal.Text($"{sums[Segments - 1]} + Zero{Bits}");
            sums[Segments - 1] = Segments == 1 ? last : $"({last})";
        }

        return string.Join(" + ", sums);
    }

    private string StoreSum(Offset lane, int v) =>
        Literal.Text($"Store({WeightedInputs(v, exact: true)}, ref y, {lane + (v * Lanes)});");

    // Where a vector of the layer's activations, or of its sums, goes; nothing for padding that has no place.
    private string Activation(Offset lane, int v)
    {
        string z = WeightedInputs(v, exact: Function.IsIdentity);
        string a = CallsActivation ? z : Function.Apply(z);
        if (Kernels.KeepsActivations)
        {
            return Literal.Text($"y{v} = {a};");
        }

        int left = Layout.Outputs - (v * Lanes);
        bool hasRoom = !Kernels.WritesOutput || Layout.Outputs == Layout.Lanes || left >= Lanes;
        return hasRoom ? Literal.Text($"Store({a}, ref y, {lane + (v * Lanes)});")
            : left > 0 ? Literal.Text($"{LaneHelpers}.StorePartial({a}, SpanOf(ref At(ref y, {v * Lanes}), {left}));")
            : "";
    }
}
