namespace NetGen.Generator;

/// <summary>
/// Writes what stands between the public members and the kernels: the topology, scratch memory for one sample, and the choice of the widest
/// kernels that the machine accelerates. The choice is a constant to the just-in-time compiler, so the others cost nothing.
/// </summary>
internal sealed class DispatchWriter(EmissionPlan plan, SourceWriter source)
{
    private string T => plan.Scalar;

    /// <summary>Writes the members.</summary>
    public void Write() => source.Write($$"""
        internal static readonly BlockKernels<{{T}}> Blocks =
            {{WriteChoices}}
            new LoopKernels<{{T}}>({{EmissionPlan.LayoutClass}}.Topology, {{plan.MinParallelRows}});

        internal static void FeedForward(ref {{T}} parameters, ref {{T}} input, ref {{T}} output)
        {
            {{() => WriteSampleScratch(plan.SampleScratch)}}
            {{WriteCalls}}
        }

        internal static int Classify(ref {{T}} parameters, ref {{T}} input)
        {
            {{() => WriteSampleScratch(plan.SampleScratch + plan.Last.PaddedOutputs)}}
            ref {{T}} output = ref At(ref scratch, {{plan.SampleScratch}});
            {{WriteCalls}}
            return Kernel.ArgMax(ref output, {{plan.Last.Outputs}});
        }

        // Apart from the kernels, so that its value is there whenever a static initializer of the network runs.
        internal sealed class {{EmissionPlan.LayoutClass}}
        {
            internal static readonly NetworkTopology Topology = new NetworkTopology(
                new int[] { {{string.Join(", ", plan.Spec.Sizes.Select(size => Literal.Of(size)))}} },
                new Activation[] { {{string.Join(", ", plan.Layers.Select(layer => "Activation." + layer.Activation))}} },
                CostFunction.{{plan.Spec.Cost.ToString()}},
                NumericType.{{plan.Spec.NumericType.ToString()}});
        }
        """);

    private void WriteChoices()
    {
        foreach (TargetPlan target in plan.Targets)
        {
            source.Line($"Vector{target.Bits}.IsHardwareAccelerated ? new {target.ClassName}() :");
        }
    }

    private void WriteSampleScratch(int length)
    {
        if (plan.SampleScratchOnStack)
        {
            int slack = LayerLayout.Alignment / plan.ElementSize;
            source.Line($"Span<{T}> memory = stackalloc {T}[{length + slack}];");
            source.Line($"ref {T} scratch = ref Kernel.Align(ref memory[0]);");
        }
        else
        {
            source.Line($"ref {T} scratch = ref Workspace<{T}>.Get({length});");
        }
    }

    private void WriteCalls()
    {
        string keyword = "if";
        foreach (TargetPlan target in plan.Targets)
        {
            source.Short(
                $"{keyword} (Vector{target.Bits}.IsHardwareAccelerated)",
                target.ClassName + ".FeedForward(ref parameters, ref input, ref output, ref scratch);");
            keyword = "else if";
        }

        source.Short("else", "Blocks.FeedForwardBatch(ref parameters, ref input, ref output, 1);");
    }
}
