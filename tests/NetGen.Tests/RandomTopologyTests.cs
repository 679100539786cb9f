using System.Numerics;
using NetGen.Layout;

namespace NetGen.Tests;

/// <summary>Networks drawn at random, compiled as the tests run, against the reference, bit for bit.</summary>
public class RandomTopologyTests
{
    private static readonly int[] Batches = [1, 2, 3, 5, 6, 8, 13, 40];

    private const int Steps = 100;

    /// <summary>The groups of networks, each compiled together.</summary>
    public static TheoryData<int> Groups => [.. Enumerable.Range(0, RandomGroup.CompiledCount)];

    /// <summary>Holds every network of a group to the reference.</summary>
    [Theory]
    [MemberData(nameof(Groups))]
    public void Every_operation_gives_the_bits_of_the_reference(int group)
    {
        using var compiled = new NetworkCompiler(RandomGroup.Image(group));
        Assert.All(RandomGroup.Networks(group), network =>
        {
            if (network.Type == NumericType.Single)
            {
                Check<float>(compiled, network);
            }
            else
            {
                Check<double>(compiled, network);
            }
        });
    }

    [Fact]
    public void The_networks_cover_what_is_decided_by_sizes()
    {
        RandomTopology[] all = [.. Enumerable.Range(0, RandomGroup.Count).SelectMany(RandomGroup.Networks)];
        Assert.True(all.Length >= 200);
        foreach (NumericType type in Enum.GetValues<NumericType>())
        {
            RandomTopology[] networks = [.. all.Where(network => network.Type == type)];
            LayerTopology[] layers = [.. networks.SelectMany(network => network.Topology.Layers)];
            foreach (int width in RandomTopology.BorderWidths)
            {
                Assert.Contains(layers, layer => layer.InputSize == width);
                Assert.Contains(layers, layer => layer.OutputSize == width);
            }

            DenseLayout[] layouts = [.. networks.SelectMany(network => NetworkLayout.Of(network.Topology).Layers).Cast<DenseLayout>()];
            for (int outputs = 1; outputs <= 4; outputs++)
            {
                Assert.Contains(layouts, layout => layout.Form == LayerForm.Dot && layout.Outputs == outputs);
            }

            // A layer in dot form after the first, and one that is not the last.
            Assert.Contains(networks, network => NetworkLayout.Of(network.Topology).Layers.Skip(1).Any(IsDot));
            Assert.Contains(networks, network => NetworkLayout.Of(network.Topology).Layers.SkipLast(1).Any(IsDot));
            Assert.Contains(networks, network => network.Sizes.Skip(1).SkipLast(1).Contains(1));
            foreach (Activation activation in Enum.GetValues<Activation>())
            {
                Assert.Contains(networks, network => network.Activations[^1] == activation);
                Assert.True(
                    !ActivationTraits.IsElementwise(activation)
                    || networks.Any(network => network.Activations.SkipLast(1).Contains(activation)));
            }

            Assert.Equal([1, 2, 3, 4, 5], networks.Select(network => network.Activations.Count).Distinct().Order());
            Assert.Equal(Enum.GetValues<CostFunction>(), networks.Select(network => network.Cost).Distinct().Order());
            Assert.True(networks.Select(network => network.Alpha).OfType<double>().Distinct().Count() >= 3);
            Assert.Contains(networks, network => network.Alpha is null && network.Activations.Contains(Activation.LeakyReLU));
            Assert.Equal([1, 2, 4], layouts.Select(layout => layout.Segments).Distinct().Order());
        }

        static bool IsDot(LayerLayout layout) => layout is DenseLayout { Form: LayerForm.Dot };
    }

    private static void Check<T>(NetworkCompiler compiled, RandomTopology network)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        try
        {
            EqualityAssert.MatchesReference(
                compiled.Create<T>(network.Name, network.Index), Batches, Steps, new Random(network.Index), large: network.Index % 4 < 2);
        }
        catch (Exception exception)
        {
            Assert.Fail(
                $"{exception.Message}\nTo see it again, declare\n\n{network.Declaration}\nand call\n\nEqualityAssert.MatchesReference("
                + $"{network.Name}.Create({network.Index}), [{string.Join(", ", Batches)}], "
                + $"{Steps}, new Random({network.Index}), large: true);\n");
        }
    }
}
