namespace NetGen.Samples.Playground;

/// <summary>The layers that a visitor can choose, and the class compiled for them with each activation.</summary>
/// <param name="Sizes">The layer sizes, as in the declaration.</param>
/// <param name="Activation">The activation of the hidden layers.</param>
/// <param name="Create">Makes the network from a seed.</param>
public sealed record NetworkChoice(string Sizes, Activation Activation, Func<long, ITrainableNetwork<float>> Create)
{
    /// <summary>All that are compiled into the program.</summary>
    public static IReadOnlyList<NetworkChoice> All { get; } =
    [
        new("2-4-1", Activation.Tanh, seed => SmallTanhNet.Create(seed)),
        new("2-8-1", Activation.Tanh, seed => WideTanhNet.Create(seed)),
        new("2-16-16-1", Activation.Tanh, seed => DeepTanhNet.Create(seed)),
        new("2-4-1", Activation.ReLU, seed => SmallReLUNet.Create(seed)),
        new("2-8-1", Activation.ReLU, seed => WideReLUNet.Create(seed)),
        new("2-16-16-1", Activation.ReLU, seed => DeepReLUNet.Create(seed)),
        new("2-4-1", Activation.Sigmoid, seed => SmallSigmoidNet.Create(seed)),
        new("2-8-1", Activation.Sigmoid, seed => WideSigmoidNet.Create(seed)),
        new("2-16-16-1", Activation.Sigmoid, seed => DeepSigmoidNet.Create(seed)),
    ];

    /// <summary>The network with some layers and an activation.</summary>
    public static NetworkChoice Of(string sizes, Activation activation) =>
        All.Single(choice => choice.Sizes == sizes && choice.Activation == activation);
}
