namespace NetGen.Generator;

/// <summary>Writes the feedforward kernels of a layer in dot form: dot products of each sample with each unit's weights.</summary>
internal sealed class DotForwardWriter(KernelContext context, DensePlan layer) : DotKernelWriter(context, layer)
{
    private int SumVectors => Layout.LaneCount / Lanes;

    /// <summary>A statement that computes the activations of one sample.</summary>
    public string CallSample(string x, string y) => Literal.Text($"Forward{Index}(ref parameters, {x}, {y});");

    /// <summary>A statement that computes the weighted inputs of one sample.</summary>
    public string CallSampleSums(string x, string z) => Literal.Text($"Sums{Index}(ref parameters, {x}, {z}, 1, 0);");

    /// <summary>A statement that computes many rows: their weighted inputs, if the layer leaves them, and else their activations.</summary>
    public string CallRows(string x, string y) => Literal.Text($"Forward{Index}Rows(ref parameters, {x}, {y}, rows);");

    /// <summary>Writes statements that compute the network's outputs of many rows.</summary>
    public void WriteOutputRows(string x)
    {
        Source.Line($"Sums{Index}(ref parameters, {x}, ref outputs, rows, {Layout.Outputs});");
        new HeadWriter(Context).WriteOutputActivation("rows");
    }

    /// <summary>Writes the kernels.</summary>
    public void Write() => Source.Write($$"""
        // Layer {{Index}}, {{Layout.Inputs}} -> {{Layout.Outputs}}: dot products of each sample with each unit's weights.
        {{Optimize}}
        private static void Sums{{Index}}(ref {{T}} parameters, ref {{T}} x, ref {{T}} y, nuint rows, nuint stride)
        {
            for (nuint row = 0; row < rows; row++)
            {
                {{WriteUnitSums}}
                x = ref At(ref x, {{Layer.InputStride}}); y = ref At(ref y, stride);
            }
        }

        {{Optimize}}
        private static void Forward{{Index}}(ref {{T}} parameters, ref {{T}} x, ref {{T}} y)
        {
            Sums{{Index}}(ref parameters, ref x, ref y, 1, 0);
            {{WriteSampleActivation}}
        }

        {{Optimize}}
        private static void Forward{{Index}}Rows(ref {{T}} parameters, ref {{T}} x, ref {{T}} y, nuint rows)
        {
            Sums{{Index}}(ref parameters, ref x, ref y, rows, {{Layer.Stride}});
            {{WriteRowsActivation}}
        }
        """);

    private void WriteSampleActivation()
    {
        for (int unit = 0; unit < Layout.Outputs && !Function.IsIdentity; unit++)
        {
            Source.Line($"At(ref y, {unit}) = {Function.Apply(Literal.Text($"At(ref y, {unit})"))};");
        }
    }

    private void WriteRowsActivation() => WriteActivation("rows");

    private void WriteUnitSums() => Loop("unit", Layout.Outputs, 1, WriteUnitSum);

    private void WriteUnitSum(Offset unit)
    {
        Source.Line($"ref {T} w = ref At(ref parameters, {(unit * Layout.PaddedInputs) + Layout.WeightOffset});");
        var zeros = new List<string>();
        for (int segment = 0; segment < Layout.Segments; segment++)
        {
            zeros.AddRange(Enumerable.Range(0, SumVectors).Select(vector => Literal.Text($"var {Sum(segment, vector)} = Zero{Bits};")));
        }

        Source.Statements(zeros);
        WriteBlocks();
        Source.Statements(Enumerable.Range(0, SumVectors).Select(vector => Literal.Text($"var p{vector} = {SumOfSegments(vector)};")));
        string folded = Fold([.. Enumerable.Range(0, SumVectors).Select(vector => Literal.Text($"p{vector}"))]);
        Source.Line($"At(ref y, {unit}) = At(ref parameters, {unit + Layout.BiasOffset}) + {LaneHelpers}.Sum({folded}) + 0;");
    }

    // Blocks that all segments have in common, without the last block of all where that is not full; then those that are left.
    private void WriteBlocks()
    {
        bool full = Layout.Inputs % Layout.LaneCount == 0;
        int shortest = Layout.Steps / Layout.Segments;
        bool lastIsLonger = Layout.Steps - Layout.SegmentStart(Layout.Segments - 1) > shortest;
        int common = full || lastIsLonger ? shortest : shortest - 1;
        if (common > 0)
        {
            Loop("k", (long)common * Layout.LaneCount, Layout.LaneCount, k =>
            {
                for (int segment = 0; segment < Layout.Segments; segment++)
                {
                    WriteBlock(segment, k, Layout.SegmentStart(segment));
                }
            });
        }

        for (int segment = 0; segment < Layout.Segments; segment++)
        {
            for (int block = Layout.SegmentStart(segment) + common; block < Layout.SegmentStart(segment + 1); block++)
            {
                WriteBlock(segment, 0, block);
            }
        }
    }

    // Only the last block of all, outside of loops, can be less than full.
    private void WriteBlock(int segment, Offset k, int block)
    {
        var statements = new List<string>();
        for (int vector = 0; vector < SumVectors; vector++)
        {
            long first = ((long)block * Layout.LaneCount) + (vector * Lanes);
            Offset at = k + first;
            long left = k.IsZero ? Layout.Inputs - first : Lanes;
            string x = left >= Lanes ? Literal.Text($"Load{Bits}(ref x, {at})")
                : left > 0 ? Literal.Text($"{LaneHelpers}.LoadPartial{Bits}(SpanOf(ref At(ref x, {at}), {left}))")
                : Literal.Text($"Zero{Bits}");
            statements.Add(Literal.Text($"{Sum(segment, vector)} = Fma({x}, Load{Bits}(ref w, {at}), {Sum(segment, vector)});"));
        }

        Source.Statements(statements);
    }

    private string SumOfSegments(int vector) =>
        string.Join(" + ", Enumerable.Range(0, Layout.Segments).Select(segment => Sum(segment, vector)));

    private static string Sum(int segment, int vector) => Literal.Text($"s{segment}p{vector}");
}
