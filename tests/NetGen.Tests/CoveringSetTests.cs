using System.Numerics;
using NetGen.Layout;
using NetGen.Machine;

namespace NetGen.Tests;

/// <summary>A covering set of networks, by the kernels of every width of vectors, against the reference, bit for bit.</summary>
public class CoveringSetTests
{
    private const int Steps = 10;

    // So small that no network diverges, and no power of two, which would hide roundings: divided by the widest layer's inputs.
    private const double LearningRate = 0.1;

    private static readonly int[] Batches = [1, 2, 5, 13];

    /// <summary>
    /// Groups of networks with sets of kernels. Where some instructions are switched off, only what the network chooses then.
    /// </summary>
    public static TheoryData<int, KernelSet> Runs
    {
        get
        {
            KernelSet[] sets = InstructionSets.IsChild ? [KernelSet.OfMachine] : Enum.GetValues<KernelSet>();
            var runs = new TheoryData<int, KernelSet>();
            foreach (int group in Enumerable.Range(0, CoveringSet.GroupCount))
            {
                foreach (KernelSet kernels in sets)
                {
                    runs.Add(group, kernels);
                }
            }

            return runs;
        }
    }

    /// <summary>
    /// Holds the networks of a group to the reference: those that the set pairs with these kernels; in the long checks, every other
    /// network by those of the machine as well.
    /// </summary>
    [Theory]
    [MemberData(nameof(Runs))]
    public void Every_operation_gives_the_bits_of_the_reference(int group, KernelSet kernels)
    {
        NetworkCompiler compiled = CoveringSet.Compiled(group);
        Assert.All(CoveringSet.Group(group).Where(network => IsChecked(network, kernels)), network =>
        {
            if (network.Topology.NumericType == NumericType.Single)
            {
                Check<float>(compiled, network, kernels);
            }
            else
            {
                Check<double>(compiled, network, kernels);
            }
        });
    }

    // Without vectors a multiply-add takes so long that a third has to do.
    private static bool IsChecked(CoveringNetwork network, KernelSet kernels) => InstructionSets.IsChild
        ? network.Index % 3 == 0
        : network.Kernels == kernels || (LongChecks.AreWanted && kernels == KernelSet.OfMachine && network.Index % 2 == 0);

    /// <summary>Found from the networks themselves: every combination of values of two factors.</summary>
    [Fact]
    public void Every_combination_of_values_occurs()
    {
        (object[] Values, Func<CoveringNetwork, object> Of)[] factors =
        [
            ([.. Enum.GetValues<NetworkShape>()], network => network.Shape),
            ([.. AllHeads()], network => ClassOf(network.Head)),
            ([.. AllHidden()], network => ActivationClass.Of(network.DenseLayers[0].Activation)),
            ([.. AllHidden()], network => ActivationClass.Of(network.DenseLayers[1].Activation)),
            ([.. Enumerable.Range(0, CoveringSet.Rules.Length).Cast<object>()], network => network.Rule),
            ([.. Enum.GetValues<KindsOfLayers>()], network => network.Kinds),
            ([.. Enum.GetValues<NumericType>()], network => network.Topology.NumericType),
            ([.. Enum.GetValues<KernelSet>()], network => network.Kernels),
        ];
        Assert.All(CoveringSet.Networks, network => Assert.True(network.DenseLayers.Count >= 3));
        foreach (int[] choice in CoveringArray.Choices(factors.Length, CoveringSet.Strength))
        {
            IEnumerable<string> expected = [""];
            foreach (int factor in choice)
            {
                expected = [.. expected.SelectMany(start => factors[factor].Values.Select(value => $"{start} {value}"))];
            }

            IEnumerable<string> actual = CoveringSet.Networks.Select(network =>
                string.Concat(choice.Select(factor => $" {factors[factor].Of(network)}")));
            Assert.Equal(expected.Order(), actual.Distinct().Order());
        }

        static IEnumerable<object> AllHidden() =>
            Enum.GetValues<Activation>().Where(ActivationTraits.IsElementwise).Select(ActivationClass.Of).Distinct();

        static IEnumerable<object> AllHeads() => CoveringSet.Heads.Select(ClassOf).Distinct();

        static object ClassOf((Activation Output, CostFunction Cost) head) => (ActivationClass.Of(head.Output), head.Cost);
    }

    [Fact]
    public void Every_activation_occurs_in_both_layers_and_every_head()
    {
        Activation[] hidden = [.. Enum.GetValues<Activation>().Where(ActivationTraits.IsElementwise)];
        Assert.Equal(hidden, CoveringSet.Networks.Select(network => network.DenseLayers[0].Activation).Distinct().Order());
        Assert.Equal(hidden, CoveringSet.Networks.Select(network => network.DenseLayers[1].Activation).Distinct().Order());
        Assert.Empty(CoveringSet.Heads.Except(CoveringSet.Networks.Select(network => network.Head)));
    }

    /// <summary>The costs that the quadratic one stands for, and both with label smoothing and without.</summary>
    [Fact]
    public void Every_cost_occurs()
    {
        Assert.Equal(Enum.GetValues<CostFunction>(), CoveringSet.Networks.Select(network => network.Topology.Cost).Distinct().Order());
        foreach (CostFunction cost in Enum.GetValues<CostFunction>().Where(CostTraits.HasLabelSmoothing))
        {
            Assert.Contains(CoveringSet.Networks, network => network.Topology.Cost == cost && network.Topology.LabelSmoothing > 0);
            Assert.Contains(CoveringSet.Networks, network => network.Topology.Cost == cost && network.Topology.LabelSmoothing == 0);
        }
    }

    [Fact]
    public void Networks_have_the_kinds_of_layers_they_are_said_to_have() => Assert.All(CoveringSet.Networks, network =>
    {
        string[] kinds = [.. network.Topology.Layers.Select(layer => layer.Kind)];
        Assert.Equal(network.Kinds == KindsOfLayers.Dense, kinds.All(kind => kind == "Dense"));
        Assert.Equal(network.Kinds == KindsOfLayers.StandardizeAndDropout, kinds[0] == "Standardize");
        Assert.Equal(network.Kinds == KindsOfLayers.DropoutBeforeAll, kinds[0] == "Dropout");
        Assert.Equal(network.Kinds == KindsOfLayers.DropoutInside, kinds[0] == "Dense" && kinds[1] == "Dropout");
    });

    [Fact]
    public void Networks_have_the_shapes_they_are_said_to_have()
    {
        Assert.All(CoveringSet.Networks, network => Assert.True(HasShape(network), $"{network.Topology} is not {network.Shape}."));
        DenseLayout[][] layouts = [.. CoveringSet.Networks.Select(LayoutsOf)];
        Assert.Contains(layouts, layers => layers[0].Form == LayerForm.Dot);
        Assert.Contains(layouts, layers => layers[1].Form == LayerForm.Dot);
        Assert.Contains(layouts, layers => layers[^1] is { Outputs: 1, Form: LayerForm.Dot });
        Assert.Contains(layouts, layers => layers[^1] is { Outputs: 1, Form: LayerForm.OutputLanes });
        Assert.Contains(layouts, layers => layers.Length > 3);
    }

    private static bool HasShape(CoveringNetwork network)
    {
        DenseLayout[] layers = LayoutsOf(network);
        int elementSize = LayoutRules.LineBytes / layers[0].LaneCount;
        return network.Shape switch
        {
            NetworkShape.Narrow => layers.All(layer => layer.Lanes * elementSize == LayoutRules.ChunkBytes),
            NetworkShape.Borders => layers.All(layer =>
                RandomTopology.BorderWidths.Contains(layer.Inputs) && RandomTopology.BorderWidths.Contains(layer.Outputs)),
            NetworkShape.SeveralPanels =>
                layers.SkipLast(1).All(layer => layer.Lanes > layer.PanelLanes && layer.Outputs < layer.Lanes)
                && PassesBehind(layers[1]).SequenceEqual([ErrorPass.Written, ErrorPass.Written, ErrorPass.Written]),
            NetworkShape.ManyPanels => PassesBehind(layers[1]).SequenceEqual([ErrorPass.Written, ErrorPass.Wide, ErrorPass.Wide]),
            NetworkShape.WidePanels => PassesBehind(layers[1]).SequenceEqual([ErrorPass.Wide, ErrorPass.Wide, ErrorPass.Wide]),
            NetworkShape.DotInside => layers.SkipLast(1).Any(layer => layer.Form == LayerForm.Dot),
            NetworkShape.DotLast => layers[^1].Form == LayerForm.Dot,
            NetworkShape.ManyWeights => MachineModel.PrefetchesInputs(layers[0], elementSize)
                && MachineModel.PrefetchedWeights(layers[0], elementSize) > 0,
            _ => false,
        };
    }

    private static ErrorPass[] PassesBehind(DenseLayout layer) =>
        [.. new[] { 512, 256, 128 }.Select(bits => MachineModel.ErrorPassBehind(layer, bits))];

    private static DenseLayout[] LayoutsOf(CoveringNetwork network) =>
        [.. NetworkLayout.Of(network.Topology).Layers.OfType<DenseLayout>()];

    private static void Check<T>(NetworkCompiler compiled, CoveringNetwork network, KernelSet kernels)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        try
        {
            ITrainableNetwork<T> created = compiled.Create<T>(network.Name, network.Index);
            Assert.Equal(network.Topology, created.Topology);
            EqualityAssert.DrawUntrained(created.Parameters, new Random(network.Index));
            ITrainableNetwork<T> tested = kernels == KernelSet.OfMachine ? created : new KernelNetwork<T>(created, kernels);
            double rate = network.RateFactor * LearningRate / Math.Max(33, network.Topology.Layers.Max(layer => layer.InputSize));
            EqualityAssert.MatchesReference(
                tested,
                Batches,
                Steps,
                new Random(network.Index),
                large: kernels == KernelSet.OfMachine && network.Shape != NetworkShape.ManyWeights,
                rate,
                ofRule => CoveringSet.Rules[network.Rule](network.RateFactor * ofRule));
            if (LongChecks.AreWanted && !InstructionSets.IsChild && kernels == network.Kernels)
            {
                LongComparison.Check(tested, RulesOf(network, kernels).Select(rule => CoveringSet.Rules[rule](rate / 10)), network.Index);
            }

            // Else it would not have said much.
            Assert.DoesNotContain(created.Parameters.Packed.ToArray(), value => !T.IsFinite(value));
        }
        catch (Exception exception)
        {
            Assert.Fail($"By the kernels {kernels}: {exception.Message}\nThe network is declared as\n\n{network.Declaration}\n");
        }
    }

    // The network's own, and another one where no kernels for it need be compiled but those of the machine.
    private static IEnumerable<int> RulesOf(CoveringNetwork network, KernelSet kernels) => kernels == KernelSet.OfMachine
        ? [network.Rule, (network.Rule + 1 + (network.Index % (CoveringSet.Rules.Length - 1))) % CoveringSet.Rules.Length]
        : [network.Rule];
}
