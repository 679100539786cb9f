namespace NetGen.Samples.DigitPad.Networks;

/// <summary>The networks to train. Those of the page's presets are declared; others are known only when a visitor asks for them.</summary>
internal static class TrainingNetworks
{
    private static readonly Dictionary<NetworkTopology, Func<long, ITrainableNetwork<float>>> Declared = new()
    {
        [SmallBookNet.Topology] = seed => SmallBookNet.Create(seed),
        [SmallEntropyNet.Topology] = seed => SmallEntropyNet.Create(seed),
        [SmallDeepNet.Topology] = seed => SmallDeepNet.Create(seed),
        [BookNet.Topology] = seed => BookNet.Create(seed),
        [EntropyNet.Topology] = seed => EntropyNet.Create(seed),
        [DeepNet.Topology] = seed => DeepNet.Create(seed),
    };

    /// <summary>Whether the build made a class for these layers.</summary>
    public static bool IsDeclared(NetworkTopology topology) => Declared.ContainsKey(topology);

    /// <summary>Makes a network: of the class for these layers, or one that takes any layers. Both have the same bits.</summary>
    public static ITrainableNetwork<float> Create(NetworkTopology topology, long seed) =>
        Declared.TryGetValue(topology, out Func<long, ITrainableNetwork<float>>? create)
            ? create(seed)
            : RuntimeNetwork<float>.Create(topology, seed);
}

/// <summary>The network of the book's first chapter, for digits of 8 x 8 pixels.</summary>
[Network(64, 30, 10)]
internal sealed partial class SmallBookNet;

/// <summary>The same with cross-entropy.</summary>
[Network(64, 30, 10, Cost = CostFunction.BinaryCrossEntropy)]
internal sealed partial class SmallEntropyNet;

/// <summary>Two layers of ReLU units and softmax, as is usual today.</summary>
[Network(64, 64, 32, 10, Hidden = Activation.ReLU, Output = Activation.Softmax)]
internal sealed partial class SmallDeepNet;

/// <summary>The network of the book's first chapter, for MNIST.</summary>
[Network(784, 30, 10)]
internal sealed partial class BookNet;

/// <summary>The same with cross-entropy.</summary>
[Network(784, 30, 10, Cost = CostFunction.BinaryCrossEntropy)]
internal sealed partial class EntropyNet;

/// <summary>Two layers of ReLU units and softmax, for MNIST.</summary>
[Network(784, 64, 32, 10, Hidden = Activation.ReLU, Output = Activation.Softmax)]
internal sealed partial class DeepNet;
