namespace NetGen.Generator;

/// <summary>
/// Writes what stands between the public members and the kernels: the topology, the head, scratch memory for one sample, and the choice of
/// the widest kernels that the machine accelerates. The choice is a constant to the just-in-time compiler, so the others cost nothing.
/// </summary>
internal sealed class DispatchWriter(EmissionPlan plan, SourceWriter source)
{
    private string T => plan.Scalar;

    private string Parameters => $"ParameterBuffer<{T}> parameters, ReadOnlySpan<{T}> input";

    /// <summary>Writes the members.</summary>
    public void Write() => source.Write($$"""
        private static readonly OutputHead<{{T}}> Head = {{HeadWriter.Expression(plan.Head, T)}};

        private static KernelSizes Sizes => new KernelSizes
        {
            BlockRows = {{plan.BlockRows}},
            InferenceScratch = {{plan.BlockScratch}},
            TrainingScratch = {{plan.TrainingScratch}},
            OutputOffset = {{plan.Last.ActivationOffset}},
            ErrorOffset = {{plan.Last.ErrorOffset}},
            OutputStride = {{plan.Last.Stride}},
            FirstErrorOffset = {{plan.Layers[plan.FirstTrained].ErrorOffset}},
            FirstErrorStride = {{plan.Layers[plan.FirstTrained].Stride}},
            MinParallelRows = {{plan.MinParallelRows}},
        };

        internal static readonly NetworkKernels<{{T}}> Instance =
            {{WriteChoice}}

        internal static void FeedForward({{Parameters}}, Span<{{T}}> output)
        {
            {{WriteSampleScratch}}
            {{() => WriteCalls("output", plan.SampleScratch > 0)}}
        }

        internal static int Classify({{Parameters}})
        {
            {{() => WriteScratch(plan.SampleScratch + plan.Last.PaddedOutputs)}}
            var output = memory.Slice({{plan.SampleScratch}}, {{plan.Last.Outputs}});
            {{() => WriteCalls("output", hasMemory: true)}}
            return {{TopologyWriter.ClassOfOutput(plan)}};
        }

        {{new TopologyWriter(plan, source).Write}}
        """);

    private void WriteChoice()
    {
        foreach (TargetPlan target in plan.Targets)
        {
            source.Line($"{IsAccelerated(target)} ? new {target.ClassName}() :");
        }

        source.Line($"{LibraryDispatchWriter.Kernels(plan)};");
    }

    // Of vectors of 128 bits, processors may have no multiply-add with one rounding: the library's kernels can do without.
    private static string IsAccelerated(TargetPlan target) =>
        target.Bits == 128 ? "Seam.Accelerates128" : $"Vector{target.Bits}.IsHardwareAccelerated";

    private void WriteSampleScratch()
    {
        if (plan.SampleScratch > 0)
        {
            WriteScratch(plan.SampleScratch);
        }
        else
        {
            source.Line("// All activations stay in registers.");
        }
    }

    private void WriteScratch(int length)
    {
        if (plan.SampleScratchOnStack)
        {
            int slack = LayerLayout.Alignment / plan.ElementSize;
            source.Line($"Span<{T}> memory = stackalloc {T}[{length + slack}];");
            source.Line($"memory = Scratch.Align(memory);");
        }
        else
        {
            source.Line($"Span<{T}> memory = Scratch.OfThread<{T}>({length});");
        }
    }

    private void WriteCalls(string output, bool hasMemory)
    {
        source.Statements([
            $"ref {T} weights = ref MemoryMarshal.GetReference(NetworkArguments.Packed(parameters));",
            $"ref {T} x = ref MemoryMarshal.GetReference(input);",
            $"ref {T} y = ref MemoryMarshal.GetReference({output});",
            $"ref {T} scratch = ref {(hasMemory ? "MemoryMarshal.GetReference(memory)" : $"Unsafe.NullRef<{T}>()")};",
        ]);
        string keyword = "if";
        foreach (TargetPlan target in plan.Targets)
        {
            source.Short(
                $"{keyword} ({IsAccelerated(target)})",
                $"{target.ClassName}.FeedForward(ref weights, ref x, ref y, ref scratch);");
            keyword = "else if";
        }

        source.Short("else", $"Instance.FeedForward(parameters, input, {output});");
    }
}
