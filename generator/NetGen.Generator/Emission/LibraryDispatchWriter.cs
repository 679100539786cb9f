namespace NetGen.Generator;

/// <summary>
/// Writes what stands between the public members and the kernels where the project is compiled without optimization: there the kernels are
/// the library's, which is optimized all the same, and sizes are known to them only at run time.
/// </summary>
internal sealed class LibraryDispatchWriter(EmissionPlan plan, SourceWriter source)
{
    private string T => plan.Scalar;

    private string Parameters => $"ParameterBuffer<{T}> parameters, ReadOnlySpan<{T}> input";

    // The library works in the scratch memory of the thread meanwhile.
    private string Output => (long)plan.Last.Outputs * plan.ElementSize <= MachineModel.MaxStackBytes ? "stackalloc" : "new";

    /// <summary>The library's kernels for the network, as an expression.</summary>
    public static string Kernels(EmissionPlan plan) =>
        $"Seam.RuntimeKernels<{plan.Scalar}>({EmissionPlan.LayoutClass}.Topology, skipsZeros: "
        + (plan.Spec.SkipsZeros ? "true" : "false") + ")";

    /// <summary>Writes the members.</summary>
    public void Write() => source.Write($$"""
        // This project is compiled without optimization, as for debugging. Kernels of its own would be slow, so the network uses those of
        // the library. Compiled with optimization, as in the configuration Release, it has kernels of its own, which give the same bits.
        internal static readonly NetworkKernels<{{T}}> Instance =
            {{Kernels(plan)}};

        internal static void FeedForward({{Parameters}}, Span<{{T}}> output) =>
            Instance.FeedForward(parameters, input, output);

        internal static int Classify({{Parameters}})
        {
            Span<{{T}}> output = {{Output}} {{T}}[{{plan.Last.Outputs}}];
            Instance.FeedForward(parameters, input, output);
            return {{TopologyWriter.ClassOfOutput(plan)}};
        }

        {{new TopologyWriter(plan, source).Write}}
        """);
}
