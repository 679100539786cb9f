using System.Globalization;

namespace NetGen.Generator;

/// <summary>Writes the class that makes the topology, and what follows from it for the class of outputs.</summary>
internal sealed class TopologyWriter(EmissionPlan plan, SourceWriter source)
{
    private double Delta => CostTraits.HasDelta(plan.Head.Cost) ? plan.Head.Delta : CostTraits.DefaultDelta;

    private bool HasCostParameters => CostTraits.HasDelta(plan.Head.Cost) || plan.Head.LabelSmoothing > 0;

    /// <summary>An expression for the class of the outputs of one sample, which lie in <c>output</c>.</summary>
    public static string ClassOfOutput(EmissionPlan plan) => plan.Head.Cost == CostFunction.Hinge && plan.Last.Outputs == 1
        ? $"NetworkArguments.ClassifyBySign<{plan.Scalar}>(output)"
        : $"NetworkArguments.Classify<{plan.Scalar}>(output, Activation.{plan.Last.Activation})";

    /// <summary>Writes the class.</summary>
    public void Write() => source.Write($$"""
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
}
