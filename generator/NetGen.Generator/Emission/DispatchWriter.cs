namespace NetGen.Generator;

/// <summary>
/// Writes what stands between the public members and the kernels: the head, scratch memory for one sample, and the choice of the widest
/// kernels that the machine accelerates. The choice is a constant to the just-in-time compiler, so the others cost nothing.
/// </summary>
internal sealed class DispatchWriter(EmissionPlan plan, SourceWriter source)
{
    private const string Services = KernelWriter.CompilerServices;
    private const string Intrinsics = "global::System.Runtime.Intrinsics.Vector";
    private const string Reference = "global::System.Runtime.InteropServices.MemoryMarshal.GetReference";

    private string T => plan.Scalar;

    private string Parameters => $"global::NetGen.ParameterBuffer<{T}> parameters, global::System.ReadOnlySpan<{T}> input";

    /// <summary>Writes the members.</summary>
    public void Write() => source.Write($$"""
        private static readonly {{Services}}.OutputHead<{{T}}> Head = {{HeadWriter.Expression(plan.Head, T)}};

        private static {{Services}}.KernelSizes Sizes => new {{Services}}.KernelSizes
        {
            BlockRows = {{plan.BlockRows}},
            InferenceScratch = {{plan.BlockScratch}},
            TrainingScratch = {{plan.TrainingScratch}},
            OutputOffset = {{plan.Last.ActivationOffset}},
            ErrorOffset = {{plan.Last.ErrorOffset}},
            OutputStride = {{plan.Last.Stride}},
            MinParallelRows = {{plan.MinParallelRows}},
        };

        internal static readonly {{Services}}.NetworkKernels<{{T}}> Instance =
            {{WriteChoice}}

        internal static void FeedForward({{Parameters}}, global::System.Span<{{T}}> output)
        {
            {{() => WriteScratch(plan.SampleScratch)}}
            {{() => WriteCalls("output")}}
        }

        internal static int Classify({{Parameters}})
        {
            {{() => WriteScratch(plan.SampleScratch + plan.Last.PaddedOutputs)}}
            var output = memory.Slice({{plan.SampleScratch}}, {{plan.Last.Outputs}});
            {{() => WriteCalls("output")}}
            return {{Services}}.NetworkArguments.Classify<{{T}}>(output, global::NetGen.Activation.{{plan.Last.Activation}});
        }
        """);

    private void WriteChoice()
    {
        foreach (TargetPlan target in plan.Targets)
        {
            source.Line($"{Intrinsics}{target.Bits}.IsHardwareAccelerated ? new {target.ClassName}() :");
        }

        source.Line($"new {Services}.PortableKernels<{T}>({GeneratedMembers.Layout}.Topology, Head, {plan.MinParallelRows});");
    }

    private void WriteScratch(int length)
    {
        if (plan.SampleScratchOnStack)
        {
            int slack = LayerLayout.Alignment / plan.ElementSize;
            source.Line($"global::System.Span<{T}> memory = stackalloc {T}[{length + slack}];");
            source.Line($"memory = {Services}.Scratch.Align(memory);");
        }
        else
        {
            source.Line($"global::System.Span<{T}> memory = {Services}.Scratch.OfThread<{T}>({length});");
        }
    }

    private void WriteCalls(string output)
    {
        string keyword = "if";
        string arguments = $"ref {Reference}({Services}.NetworkArguments.Packed(parameters)), ref {Reference}(input), "
            + $"ref {Reference}({output}), ref {Reference}(memory)";
        foreach (TargetPlan target in plan.Targets)
        {
            source.Block(
                $"{keyword} ({Intrinsics}{Literal.Of(target.Bits)}.IsHardwareAccelerated)", [$"{target.ClassName}.FeedForward({arguments});"]);
            keyword = "else if";
        }

        source.Short("else", $"Instance.FeedForward(parameters, input, {output});");
    }
}
