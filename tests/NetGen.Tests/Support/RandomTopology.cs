using System.Globalization;

namespace NetGen.Tests;

/// <summary>A network drawn at random: always the same for the same index.</summary>
internal sealed class RandomTopology
{
    /// <summary>Widths at which vectors, panels of vectors and blocks of vectors end, and their neighbors.</summary>
    public static readonly int[] BorderWidths =
        [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 34, 47, 48, 49, 63, 64, 65, 127, 128, 129];

    /// <summary>
    /// Values of α. Null stands for the default. Others are rounded to float, which holds none of them, or give more than 1 or a falling
    /// function.
    /// </summary>
    public static readonly double?[] Alphas = [null, 0.01, 0.3, 1.1, -0.2];

    private static readonly Activation[] OutputActivations = Enum.GetValues<Activation>();

    private static readonly Activation[] HiddenActivations = [.. OutputActivations.Where(ActivationTraits.IsElementwise)];

    private const int Seed = 20260711;
    private const int MaxWidth = 150;

    public RandomTopology(int index)
    {
        Index = index;
        var random = new SeededRandom(Seed + index);
        Type = (NumericType)(index % 2);
        var sizes = new int[2 + random.NextInt32(5)];
        for (int i = 0; i < sizes.Length; i++)
        {
            sizes[i] = random.NextInt32(2) == 0 ? BorderWidths[random.NextInt32(BorderWidths.Length)] : 1 + random.NextInt32(MaxWidth);
        }

        if (random.NextInt32(5) == 0)
        {
            MakeDotForm(sizes, random);
        }

        var activations = new Activation[sizes.Length - 1];
        for (int i = 0; i < activations.Length; i++)
        {
            Activation[] possible = i < activations.Length - 1 ? HiddenActivations : OutputActivations;
            activations[i] = possible[random.NextInt32(possible.Length)];
        }

        if (random.NextInt32(4) == 0)
        {
            activations[^1] = Activation.Sigmoid;
            Cost = CostFunction.BinaryCrossEntropy;
        }
        else
        {
            CostFunction[] possible = [.. CoveringSet.OfActivations.Where(cost => CostTraits.IsValid(cost, activations[^1]))];
            Cost = possible.Length == 0 || index / 2 % 2 == 0 ? CostTraits.DefaultFor(activations[^1])
                : possible.Contains(CostFunction.Hinge) ? CostFunction.Hinge
                : possible[index / 4 % possible.Length];
        }

        // Softmax of one output is always 1, its logarithm 0, and no network.
        if (!ActivationTraits.IsElementwise(activations[^1]))
        {
            sizes[^1] = Math.Max(2, sizes[^1]);
        }

        Sizes = sizes;
        Activations = activations;
        Alpha = activations.Any(ActivationTraits.HasAlpha) ? Alphas[random.NextInt32(Alphas.Length)] : null;
        double[]? alphas = Alpha is double alpha ? [.. activations.Select(_ => alpha)] : null;
        Topology = new NetworkTopology(
            sizes, activations, Cost, Type, alphas, delta: 0.6, labelSmoothing: index % 4 == 1 ? 0.2 : 0);
    }

    public int Index { get; }

    public IReadOnlyList<int> Sizes { get; }

    public IReadOnlyList<Activation> Activations { get; }

    public CostFunction Cost { get; }

    /// <summary>The parameter of all activations that have one; null where it is not declared.</summary>
    public double? Alpha { get; }

    public NumericType Type { get; }

    public NetworkTopology Topology { get; }

    /// <summary>The name of the network's class.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"Random{Index}");

    /// <summary>The declaration, as a user writes it.</summary>
    public string Declaration => NetworkDeclaration.Of(Name, Topology, Alpha);

    // Few units over many inputs, anywhere in the network.
    private static void MakeDotForm(int[] sizes, SeededRandom random)
    {
        int layer = random.NextInt32(sizes.Length - 1);
        sizes[layer] = 64 + random.NextInt32(MaxWidth - 63);
        sizes[layer + 1] = 1 + random.NextInt32(4);
    }
}
