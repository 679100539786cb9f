using System.Globalization;
using NetGen.Layout;

namespace NetGen.Tests;

/// <summary>A network with given values of the factors of <see cref="CoveringSet"/>; the rest is drawn, always the same.</summary>
internal sealed class CoveringNetwork
{
    private const int Seed = 20261125;

    private static readonly double[] Rates = [0.1, 0.25, 0.5];

    public CoveringNetwork(
        int index,
        NetworkShape shape,
        (Activation Output, CostFunction Cost) head,
        Activation first,
        Activation second,
        int rule,
        KindsOfLayers kinds,
        NumericType type,
        KernelSet kernels)
    {
        Index = index;
        Shape = shape;
        Kernels = kernels;
        var draw = new SeededRandom(Seed + index);
        int minOutputs = ActivationTraits.IsElementwise(head.Output) ? 1 : 2;
        int[] sizes = DrawSizes(shape, LayerLayout.LaneCountOf(type), minOutputs, draw);
        var activations = new Activation[sizes.Length - 1];
        for (int i = 0; i < activations.Length; i++)
        {
            activations[i] = i == 0 ? first
                : i == 1 ? second
                : i == activations.Length - 1 ? head.Output
                : CoveringSet.HiddenActivations[draw.NextInt32(CoveringSet.HiddenActivations.Length)];
        }

        Alpha = activations.Any(ActivationTraits.HasAlpha) ? RandomTopology.Alphas[draw.NextInt32(RandomTopology.Alphas.Length)] : null;
        double[]? alphas = Alpha is double alpha ? [.. activations.Select(_ => alpha)] : null;
        Rule = rule;
        Kinds = kinds;
        CostFunction cost = CostOf(head);
        double delta = cost == CostFunction.Huber ? 0.3 : CostTraits.DefaultDelta;
        double smoothing = CostTraits.HasLabelSmoothing(cost) && index % 2 == 0 ? 0.1 : 0;
        Topology = kinds == KindsOfLayers.Dense
            ? new NetworkTopology(sizes, activations, cost, type, alphas, delta, smoothing)
            : NetworkTopology.FromLayers([sizes[0]], [.. Layers(sizes, activations, draw)], cost, type, delta, smoothing);
        Head = head;
    }

    /// <summary>The head among those of the set.</summary>
    public (Activation Output, CostFunction Cost) Head { get; }

    public int Index { get; }

    public NetworkShape Shape { get; }

    /// <summary>The kernels that the network is always compared by; the long checks take all.</summary>
    public KernelSet Kernels { get; }

    /// <summary>The index of the rule among those of the set.</summary>
    public int Rule { get; }

    public KindsOfLayers Kinds { get; }

    public NetworkTopology Topology { get; }

    /// <summary>
    /// What learning rates are multiplied by, so that no network diverges: what is kept is divided by the probability of that, forward and
    /// back.
    /// </summary>
    public double RateFactor =>
        Math.Pow(Topology.Layers.OfType<DropoutTopology>().Aggregate(1.0, (kept, layer) => kept * (1 - layer.Rate)), 2);

    /// <summary>The layers with units.</summary>
    public IReadOnlyList<DenseTopology> DenseLayers => [.. Topology.Layers.OfType<DenseTopology>()];

    /// <summary>The parameter of all activations that have one; null where it is not declared.</summary>
    public double? Alpha { get; }

    /// <summary>The name of the network's class.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"Covering{Index}");

    /// <summary>The declaration, as a user writes it.</summary>
    public string Declaration => NetworkDeclaration.Of(Name, Topology, Alpha);

    // In turn, those that the quadratic cost stands for.
    private CostFunction CostOf((Activation Output, CostFunction Cost) head)
    {
        CostFunction[] possible = head.Cost == CostFunction.Quadratic
            ? [.. CoveringSet.OfActivations.Where(cost => CostTraits.IsValid(cost, head.Output))]
            : [head.Cost];
        return Index % 2 == 0 && possible.Contains(CostFunction.Hinge) ? CostFunction.Hinge : possible[Index / 2 % possible.Length];
    }

    private IEnumerable<LayerAttribute> Layers(int[] sizes, Activation[] activations, SeededRandom draw)
    {
        if (Kinds == KindsOfLayers.StandardizeAndDropout)
        {
            yield return new StandardizeAttribute();
        }

        for (int i = 0; i < activations.Length; i++)
        {
            bool drops = Kinds switch
            {
                KindsOfLayers.DropoutInside => i == 1,
                KindsOfLayers.DropoutBeforeAll => true,
                _ => i is 0 or 2,
            };
            if (drops)
            {
                yield return new DropoutAttribute(Rates[draw.NextInt32(Rates.Length)]);
            }

            yield return Alpha is double alpha
                ? new DenseAttribute(sizes[i + 1], activations[i]) { Alpha = alpha }
                : new DenseAttribute(sizes[i + 1], activations[i]);
        }
    }

    // At least two hidden layers. A vector of 64 bytes holds laneCount elements, and so does a panel.
    private static int[] DrawSizes(NetworkShape shape, int laneCount, int minOutputs, SeededRandom draw)
    {
        return shape switch
        {
            NetworkShape.Narrow =>
                [Between(1, 9), Between(1, laneCount / 4), Between(1, laneCount / 4), Few(laneCount / 4)],
            NetworkShape.Borders => [.. Enumerable.Range(0, 3 + draw.NextInt32(3)).Select(_ => Border(1)), Border(minOutputs)],
            NetworkShape.SeveralPanels => [Between(3, 40), WithRest(2, 7), WithRest(2, 7), Between(5, 40)],
            NetworkShape.ManyPanels => [Between(3, 20), Between(4, 24), WithRest(8, 15), Between(5, 20)],
            NetworkShape.WidePanels => [Between(3, 9), Between(4, 24), WithRest(32, 33), Between(5, 20)],
            NetworkShape.DotInside when draw.NextInt32(2) == 0 =>
                [Between(64, 100), Between(1, 4), Between(3, 20), Between(minOutputs, 20)],
            NetworkShape.DotInside => [Between(3, 20), Between(64, 100), Between(1, 4), Between(minOutputs, 20)],
            NetworkShape.DotLast => [Between(3, 20), Between(5, 40), Between(64, 100), Few(4)],
            NetworkShape.ManyWeights => [Between(512, 530), (16 * laneCount) - draw.NextInt32(laneCount), Between(3, 20), Between(5, 20)],
            _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, "Not a known shape."),
        };

        int Between(int min, int max) => min + draw.NextInt32(max - min + 1);

        int Few(int max) => draw.NextInt32(2) == 0 ? minOutputs : Between(minOutputs, max);

        int WithRest(int minPanels, int maxPanels) => (Between(minPanels, maxPanels) * laneCount) + Between(1, laneCount - 1);

        int Border(int min)
        {
            int[] possible = [.. RandomTopology.BorderWidths.Where(width => width >= min)];
            return possible[draw.NextInt32(possible.Length)];
        }
    }
}
