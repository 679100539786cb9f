namespace NetGen.Generator;

/// <summary>
/// Writes the feedforward kernel of a layer in output-lane form for one sample. The segments of each sum run side by side. Activations come
/// from memory, or from the layer before in registers, and go where the plan says.
/// </summary>
internal sealed class SampleForwardWriter(KernelContext context, DensePlan layer) : LanesKernelWriter(context, layer)
{
    private int Segments => Layout.Segments;

    // Steps that all segments have; some have one more.
    private int CommonSteps => Layout.Inputs / Segments;

    private int InputsPerLoad => Kernels.InputsPerLoad;

    private RegisterShape? OutputRegisters => Kernels.KeepsActivations ? Kernels.OutputRegisters : null;

    private bool CallsActivation => Plan.CallsActivations && !Function.IsIdentity;

    /// <summary>Writes the kernel.</summary>
    public void Write()
    {
        string chains = Segments == 1 ? "one chain" : Literal.Text($"{Segments} chains side by side");
        Source.Write($$"""
            // Layer {{Index}}, {{Layout.Inputs}} -> {{Layout.Outputs}}, one sample: {{chains}} for each vector of units.
            {{(Target.InlinesSample ? Inline : Optimize)}}
            private static void Forward{{Index}}(ref {{T}} parameters, {{InputParameters()}}, {{OutputParameters()}})
            {
                {{WriteColumns}}
                {{WriteActivationCall}}
            }
            """);
    }

    /// <summary>The call for one sample.</summary>
    public SampleCall Call(string x, string y) => Call(x, y, Literal.Text($"a{Index}v"));

    /// <summary>
    /// Statements that call the kernel for a row of a block, and bring activations that it takes or gives in registers from and to memory.
    /// </summary>
    /// <param name="x">The inputs of the first row.</param>
    /// <param name="row">The row.</param>
    /// <param name="y">Where the row's outputs go.</param>
    public string CallOnRow(string x, string row, string y)
    {
        Offset input = Row(row, Layer.InputStride);
        string inputs = Kernels.InputRegisters is { Vector: VectorShape vector, Count: int count }
            ? string.Join(", ", Enumerable.Range(0, count).Select(v =>
                Literal.Text($"Load{vector.Bits}({x}, {input + (v * vector.Lanes)})")))
            : Literal.Text($"ref At({x}, {input})");
        SampleCall call = Call(inputs, y, "y");
        return string.Join(" ", call.Stores.Prepend(call.Statement));
    }

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
            Source.Line(Function.ApplyVectors(T, Bits, "ref y", Layout.Lanes));
        }
    }

    private void WriteColumns() => Columns(WriteColumn);

    private void WriteColumn(Offset lane, Offset weight)
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
            if (Activation(lane, v) is { Length: > 0 } statement)
            {
                Source.Line(ForVector(v, full, statement));
            }
        }
    }

    // The inputs are spread from 16 bytes of them, again and again in a register.
    private void WriteStepsFromRegisters(RegisterShape registers, string full)
    {
        int perPart = CostModel.PartBytes / Plan.ElementSize;
        bool isPart = Bits == 8 * CostModel.PartBytes && registers.Vector.Bits == Bits;
        string name = isPart ? "a" : "p";
        if (!isPart)
        {
            int perVector = registers.Vector.Bits / 8 / CostModel.PartBytes;
            Source.Statements(Enumerable.Range(0, (Layout.Inputs + perPart - 1) / perPart).Select(part =>
                Literal.Text($"var p{part} = {LaneHelpers}.RepeatPart{Bits}(a{part / perVector}, {part % perVector});")));
        }

        Source.Statements(LastSteps(0, 0, full, at => Literal.Text($"Spread{Bits}({name}{at / perPart}, {at % perPart})")));
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

    // Where a vector of the layer's activations, or of its sums, goes; nothing for padding that has no place.
    private string Activation(Offset lane, int v)
    {
        string z = string.Join(" + ", Enumerable.Range(0, Segments).Select(segment => Sum(segment, v)));
        string a = CallsActivation ? z : Function.Apply(z);
        if (Kernels.KeepsActivations)
        {
            return Literal.Text($"y{v} = {a};");
        }

        int left = Layout.Outputs - (v * Lanes);
        bool hasRoom = !Kernels.WritesOutput || Layout.Outputs == Layout.Lanes || left >= Lanes;
        return hasRoom ? Literal.Text($"Store({a}, ref y, {lane + (v * Lanes)});")
            : left > 0 ? Literal.Text($"{LaneHelpers}.StorePartial({a}, ref At(ref y, {v * Lanes}), {left});")
            : "";
    }
}
