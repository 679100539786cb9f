namespace NetGen.Samples.Tabular;

/// <summary>From nine features of a penguin to the probabilities of three species.</summary>
[Network(InputShape = [9])]
[Standardize]
[Dense(16, Activation.ReLU)]
[Dense(3, Activation.Softmax)]
internal sealed partial class PenguinNet;
