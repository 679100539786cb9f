namespace NetGen.Generator;

/// <summary>Writes the kernel that carries the errors of a layer in dot form back to the layer before it.</summary>
internal sealed class DotErrorWriter(KernelContext context, DensePlan layer) : DotKernelWriter(context, layer)
{
    /// <summary>A call of the kernel.</summary>
    public static string Call(LayerPlan before, string errors, string a, string result) =>
        Literal.Text($"Error{before.Index}(ref parameters, {errors}, {a}, {result}, rows);");

    /// <summary>Writes the kernel.</summary>
    public void Write(LayerPlan before) => Source.Write($$"""
        // Errors of layer {{before.Index}} from the {{Layout.Outputs}} of layer {{Index}}, times the derivative.
        {{Optimize}}
        private static void Error{{before.Index}}(ref {{T}} parameters, ref {{T}} next, ref {{T}} a, ref {{T}} error, nuint rows)
        {
            for (nuint row = 0; row < rows; row++)
            {
                ref {{T}} d = ref At(ref next, row * {{Layer.Stride}});
                {{() => WriteRow(before, Row("row", before.Stride))}}
            }
        }
        """);

    private void WriteRow(LayerPlan before, Offset row)
    {
        int units = before.Outputs;
        int whole = units / Lanes * Lanes;
        var function = new ActivationText(before);
        string Derivative(Offset at) => function.Derivative(Literal.Text($"Load{Bits}(ref a, {at})"));

        Loop("k", whole, Lanes, k =>
        {
            WriteSum(k, "s");
            Source.Line($"Store(s * {Derivative(row + k)}, ref error, {row + k});");
        });
        for (int lane = whole; lane < before.PaddedOutputs; lane += Lanes)
        {
            Source.Line($"Store(Zero{Bits}, ref error, {row + lane});");
        }

        if (whole < units)
        {
            WriteSum(whole, "t");
            Source.Line($"{LaneHelpers}.StorePartial(t * {Derivative(row + whole)}, "
                + $"SpanOf(ref At(ref error, {row + whole}), {units - whole}));");
        }
    }

    private void WriteSum(Offset k, string name)
    {
        Source.Line($"var {name} = Zero{Bits};");
        var products = new List<string>();
        for (int unit = 0; unit < Layout.Outputs; unit++)
        {
            Offset weights = k + (Layout.WeightOffset + ((long)unit * Layout.PaddedInputs));
            products.Add(Literal.Text($"{name} = Fma(Load{Bits}(ref parameters, {weights}), Broadcast{Bits}(ref d, {unit}), {name});"));
        }

        Source.Statements(products);
    }
}
