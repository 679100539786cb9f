namespace NetGen.Generator;

/// <summary>
/// Writes what stands between the public members and the kernels: scratch memory for one sample, and the choice of the widest kernels that
/// the machine accelerates. The choice is a constant to the just-in-time compiler, so the others cost nothing.
/// </summary>
internal sealed class DispatchWriter(EmissionPlan plan, SourceWriter source)
{
    private const string Services = "global::NetGen.CompilerServices";
    private const string Intrinsics = "global::System.Runtime.Intrinsics.Vector";

    private string T => plan.Scalar;

    /// <summary>Writes the members.</summary>
    public void Write()
    {
        source.Line($"internal static readonly {Services}.BlockKernels<{T}> Blocks =");
        foreach (TargetPlan target in plan.Targets)
        {
            source.Line($"    {Intrinsics}{target.Bits}.IsHardwareAccelerated ? new {target.ClassName}() :");
        }

        source.Line($"    new {Services}.LoopKernels<{T}>({GeneratedMembers.Layout}.Topology, {plan.MinParallelRows});");
        source.Line();
        WriteFeedForward();
        source.Line();
        WriteClassify();
    }

    private void WriteFeedForward()
    {
        using (source.Block($"internal static void FeedForward(ref {T} parameters, ref {T} input, ref {T} output)"))
        {
            WriteSampleScratch(plan.SampleScratch);
            WriteCall();
        }
    }

    private void WriteClassify()
    {
        using (source.Block($"internal static int Classify(ref {T} parameters, ref {T} input)"))
        {
            WriteSampleScratch(plan.SampleScratch + plan.Last.PaddedOutputs);
            source.Line($"ref {T} output = ref At(ref scratch, {plan.SampleScratch});");
            WriteCall();
            source.Line($"return {Services}.Kernel.ArgMax(ref output, {plan.Last.Outputs});");
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

    private void WriteCall()
    {
        string keyword = "if";
        foreach (TargetPlan target in plan.Targets)
        {
            source.Short(
                $"{keyword} ({Intrinsics}{target.Bits}.IsHardwareAccelerated)",
                target.ClassName + ".FeedForward(ref parameters, ref input, ref output, ref scratch);");
            keyword = "else if";
        }

        source.Short("else", "Blocks.FeedForwardBatch(ref parameters, ref input, ref output, 1);");
    }
}
