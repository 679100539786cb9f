namespace NetGen.Samples.DigitPad.Networks;

/// <summary>What <see cref="Commands.TrainCommand"/> trains. Its file is the model of <see cref="DigitNet"/>.</summary>
[Network(InputShape = [784])]
[Dropout(0.05)]
[Dense(100, Activation.ReLU)]
[Dropout(0.1)]
[Dense(10, Activation.Softmax)]
internal sealed partial class UntrainedDigitNet;
