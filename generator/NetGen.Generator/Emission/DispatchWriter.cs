namespace NetGen.Generator;

/// <summary>
/// Writes what stands between the public members and the kernels: scratch memory, blocks of samples and the choice of the widest
/// kernels that the machine accelerates. The choice is a constant to the just-in-time compiler, so the others cost nothing.
/// </summary>
internal sealed class DispatchWriter(EmissionPlan plan, SourceWriter source)
{
    private const string Services = "global::NetGen.CompilerServices";

    private string T => plan.Scalar;

    /// <summary>Writes the methods.</summary>
    public void Write()
    {
        WriteFeedForward();
        source.Line();
        WriteClassify();
        source.Line();
        WriteBatch();
        source.Line();
        WriteCost();
        source.Line();
        WriteBackprop();
    }

    private void WriteFeedForward()
    {
        using (source.Block($"internal static void FeedForward(ref {T} parameters, ref {T} input, ref {T} output)"))
        {
            WriteSampleScratch(plan.SampleScratch);
            Dispatch("", "FeedForward(ref parameters, ref input, ref output, ref scratch)");
        }
    }

    private void WriteClassify()
    {
        using (source.Block($"internal static int Classify(ref {T} parameters, ref {T} input)"))
        {
            WriteSampleScratch(plan.SampleScratch + plan.Last.Layout.Lanes);
            source.Line($"ref {T} output = ref At(ref scratch, {plan.SampleScratch});");
            Dispatch("", "FeedForward(ref parameters, ref input, ref output, ref scratch)");
            source.Line($"return {Services}.Kernel.ArgMax(ref output, {plan.Last.Layout.Outputs});");
        }
    }

    private void WriteBatch()
    {
        using (source.Block($"internal static void FeedForwardBatch(ref {T} parameters, ref {T} inputs, ref {T} outputs, nuint count)"))
        {
            source.Line($"ref {T} scratch = ref {Services}.Workspace<{T}>.Get({plan.BlockScratch});");
            Blocks(() =>
            {
                Dispatch("", "FeedForwardRows(ref parameters, ref inputs, ref outputs, rows, ref scratch)");
                source.Line($"inputs = ref At(ref inputs, rows * {plan.Layers[0].Layout.Inputs});");
                source.Line($"outputs = ref At(ref outputs, rows * {plan.Last.Layout.Outputs});");
            });
        }
    }

    private void WriteCost()
    {
        using (source.Block($"internal static {T} Cost(ref {T} parameters, ref {T} inputs, ref {T} targets, nuint count)"))
        {
            source.Line($"ref {T} scratch = ref {Services}.Workspace<{T}>.Get({plan.BlockScratch});");
            source.Line($"{T} sum = 0;");
            Blocks(() =>
            {
                Dispatch("sum = ", "Cost(ref parameters, ref inputs, ref targets, rows, ref scratch, sum)");
                AdvanceSamples();
            });
            source.Line("return sum;");
        }
    }

    private void WriteBackprop()
    {
        source.Line("// To update, destination is parameters and all samples fit into one block.");
        using (source.Block(
            $"internal static {T} Backprop(ref {T} parameters, ref {T} inputs, ref {T} targets, nuint count, ref {T} destination, {T} negativeStep, bool update)"))
        {
            source.Line($"ref {T} scratch = ref {Services}.Workspace<{T}>.Get({plan.TrainingScratch});");
            source.Line($"{T} sum = 0;");
            Blocks(() =>
            {
                Dispatch("sum = ", "Backprop(ref parameters, ref inputs, ref targets, rows, ref scratch, sum, ref destination, negativeStep, update)");
                AdvanceSamples();
            });
            source.Line("return sum;");
        }
    }

    private void AdvanceSamples()
    {
        source.Line($"inputs = ref At(ref inputs, rows * {plan.Layers[0].Layout.Inputs});");
        source.Line($"targets = ref At(ref targets, rows * {plan.Last.Layout.Outputs});");
    }

    private void Blocks(Action body)
    {
        using (source.Block("while (count > 0)"))
        {
            source.Line($"nuint rows = count < {plan.BlockRows} ? count : {plan.BlockRows};");
            body();
            source.Line("count -= rows;");
        }
    }

    private void WriteSampleScratch(int length)
    {
        if (plan.SampleScratchOnStack)
        {
            int slack = LayerLayout.Alignment / plan.ElementSize;
            source.Line($"global::System.Span<{T}> memory = stackalloc {T}[{length + slack}];");
            source.Line($"ref {T} scratch = ref {Services}.Kernel.Align(ref memory[0]);");
        }
        else
        {
            source.Line($"ref {T} scratch = ref {Services}.Workspace<{T}>.Get({length});");
        }
    }

    private void Dispatch(string result, string call)
    {
        string keyword = "if";
        foreach (KernelTarget target in KernelTarget.All)
        {
            using (source.Block($"{keyword} (global::System.Runtime.Intrinsics.Vector{target.Bits}.IsHardwareAccelerated)"))
            {
                source.Line($"{result}{target.ClassName}.{call};");
            }

            keyword = "else if";
        }

        using (source.Block("else"))
        {
            source.Line($"{result}{ScalarClassWriter.ClassName}.{call};");
        }
    }
}
