using System.Globalization;

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
            return {{ClassOfOutput()}};
        }

        // Apart from the kernels, so that its value is there whenever a static initializer of the network runs, and made when it is first
        // asked for, so that an exception reaches the caller as it is.
        {{() => GeneratedMark.Write(source)}}
        internal sealed class {{EmissionPlan.LayoutClass}}
        {
            private static NetworkTopology? s_topology;

            internal static NetworkTopology Topology => s_topology ?? Create();

            private static NetworkTopology Create()
            {
                var topology = Seam.CreateTopology(
                    {{Versions.Seam}}, "{{plan.Spec.Name.TrimStart('@')}}",
                    {{WriteDeclaration}}
                return Interlocked.CompareExchange(ref s_topology, topology, null) ?? topology;
            }
        }
        """);

    private double Delta => CostTraits.HasDelta(plan.Head.Cost) ? plan.Head.Delta : CostTraits.DefaultDelta;

    private bool HasCostParameters => CostTraits.HasDelta(plan.Head.Cost) || plan.Head.LabelSmoothing > 0;

    private string ClassOfOutput() => plan.Head.Cost == CostFunction.Hinge && plan.Last.Outputs == 1
        ? $"NetworkArguments.ClassifyBySign<{T}>(output)"
        : $"NetworkArguments.Classify<{T}>(output, Activation.{plan.Last.Activation})";

    // What sizes, activations and their parameters can say is said by them.
    private void WriteDeclaration()
    {
        NetworkTopology topology = plan.Spec.Topology;
        int[] sizes = [topology.InputSize, .. topology.Layers.Select(layer => layer.OutputSize)];
        Activation[] activations = [.. topology.Layers.Select(layer => layer.Activation)];
        double[] alphas = [.. topology.Layers.Select(layer => layer.Alpha)];
        bool isBySizes = topology.Equals(OfSizes(topology, sizes, activations, alphas));
        if (!isBySizes)
        {
            source.Write($$"""
                new int[] { {{topology.InputSize}} },
                new LayerAttribute[]
                {
                    {{WriteLayers}}
                },
                CostFunction.{{topology.Cost.ToString()}},{{CostParameters()}}
                NumericType.{{topology.NumericType.ToString()}});
                """);
            return;
        }

        source.Write($$"""
            new int[] { {{string.Join(", ", sizes.Select(size => Literal.Of(size)))}} },
            new Activation[] { {{string.Join(", ", activations.Select(activation => "Activation." + activation))}} },
            CostFunction.{{topology.Cost.ToString()}},{{CostParameters()}}
            NumericType.{{topology.NumericType.ToString()}}{{Alphas()}});
            """);
    }

    // By sizes, and in all else as another topology.
    private NetworkTopology OfSizes(NetworkTopology other, int[] sizes, Activation[] activations, double[] alphas) =>
        new(sizes, activations, other.Cost, other.NumericType, alphas, Delta, other.LabelSmoothing);

    private void WriteLayers()
    {
        foreach (LayerPlan layer in plan.Layers)
        {
            source.Line(layer.Declaration + ",");
        }
    }

    // Those of the cost; nothing where they are the defaults or none.
    private string CostParameters() => HasCostParameters ? $" {Literal.Of(Delta)}, {Literal.Of(plan.Head.LabelSmoothing)}," : "";

    private string Alphas() => plan.Layers.Any(layer => ActivationTraits.HasAlpha(layer.Activation))
        ? $", new double[] {{ {string.Join(", ", plan.Layers.Select(layer => layer.Alpha.ToString("R", CultureInfo.InvariantCulture)))} }}"
        : HasCostParameters ? ", null" : "";

    private void WriteChoice()
    {
        foreach (TargetPlan target in plan.Targets)
        {
            source.Line($"Vector{target.Bits}.IsHardwareAccelerated ? new {target.ClassName}() :");
        }

        source.Line($"new PortableKernels<{T}>({EmissionPlan.LayoutClass}.Topology, Head, {plan.MinParallelRows});");
    }

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
                $"{keyword} (Vector{target.Bits}.IsHardwareAccelerated)",
                $"{target.ClassName}.FeedForward(ref weights, ref x, ref y, ref scratch);");
            keyword = "else if";
        }

        source.Short("else", $"Instance.FeedForward(parameters, input, {output});");
    }
}
