namespace NetGen.Samples.DigitPad.Training;

/// <summary>How to train. What is left out has a default.</summary>
internal sealed class RunRequest
{
    // Setters, since generated code for JSON would overwrite the defaults of properties with init.
    /// <summary>The units of each hidden layer, from the first to the last.</summary>
    public int[] Hidden { get; set; } = [30];

    /// <summary>The activation of the hidden layers.</summary>
    public Activation Activation { get; set; } = Activation.Sigmoid;

    /// <summary>
    /// <c>Quadratic</c> with sigmoid outputs, <c>BinaryCrossEntropy</c> with sigmoid outputs, or <c>CategoricalCrossEntropy</c> with
    /// softmax outputs.
    /// </summary>
    public CostFunction Cost { get; set; } = CostFunction.Quadratic;

    /// <summary>The rule by which a step changes the parameters: one of <see cref="RunChoices.Optimizers"/>.</summary>
    public string Optimizer { get; set; } = "Sgd";

    /// <summary>The size of a step.</summary>
    public double LearningRate { get; set; } = 3;

    /// <summary>The digits in a step.</summary>
    public int MiniBatchSize { get; set; } = 10;

    /// <summary>How often to go through the digits.</summary>
    public int Epochs { get; set; } = 30;

    /// <summary>How many digits to train with; null for all.</summary>
    public int? Samples { get; set; }

    /// <summary>The λ of L2 regularization.</summary>
    public double L2 { get; set; }

    /// <summary>Decides the initial parameters and the order of the digits.</summary>
    public long Seed { get; set; } = 1;
}

/// <summary>What a <see cref="RunRequest"/> may say.</summary>
/// <param name="Data">The digits in words.</param>
/// <param name="Inputs">The pixels of a digit.</param>
/// <param name="Samples">The digits to train with.</param>
/// <param name="Validation">The digits that are held out.</param>
/// <param name="MaxLayers">The most hidden layers.</param>
/// <param name="MaxUnits">The most units of a hidden layer.</param>
/// <param name="MaxEpochs">The most epochs.</param>
/// <param name="MaxMiniBatchSize">The most digits in a step.</param>
/// <param name="MaxLearningRate">The highest learning rate.</param>
/// <param name="MaxL2">The highest λ of L2 regularization.</param>
/// <param name="Seconds">The longest time.</param>
/// <param name="Activations">The activations of hidden layers.</param>
/// <param name="Costs">The costs.</param>
/// <param name="Optimizers">The update rules.</param>
internal sealed record RunChoices(
    string Data,
    int Inputs,
    int Samples,
    int Validation,
    int MaxLayers,
    int MaxUnits,
    int MaxEpochs,
    int MaxMiniBatchSize,
    double MaxLearningRate,
    double MaxL2,
    double Seconds,
    Activation[] Activations,
    CostFunction[] Costs,
    string[] Optimizers);

/// <summary>The first event of a training run.</summary>
/// <param name="Topology">The layers in words.</param>
/// <param name="IsGenerated">Whether the build generated code for these layers.</param>
/// <param name="Parameters">The number of parameters.</param>
/// <param name="Samples">The digits to train with.</param>
/// <param name="Validation">The digits that are held out.</param>
/// <param name="Epochs">The epochs to come.</param>
internal sealed record RunStart(string Topology, bool IsGenerated, long Parameters, int Samples, int Validation, int Epochs);

/// <summary>The epochs that were done since the last event.</summary>
/// <param name="Points">One for each epoch.</param>
internal sealed record RunProgress(IReadOnlyList<RunPoint> Points);

/// <summary>The result of an epoch.</summary>
/// <param name="Epoch">Its number, from 1 on.</param>
/// <param name="TrainingCost">The cost for the digits to train with; null if it is not finite.</param>
/// <param name="ValidationCost">The cost for those that are held out; null if it is not finite.</param>
/// <param name="TrainingAccuracy">The part of the digits to train with that is read correctly, from 0 to 1.</param>
/// <param name="ValidationAccuracy">The part of those held out.</param>
internal sealed record RunPoint(
    int Epoch, double? TrainingCost, double? ValidationCost, double TrainingAccuracy, double ValidationAccuracy);

/// <summary>The last event of a training run.</summary>
/// <param name="Reason"><c>Completed</c>, <c>TimeLimit</c>, <c>Diverged</c>, or <c>Cancelled</c> if another one took its place.</param>
/// <param name="Epochs">The epochs that were done.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record RunEnd(StopReason Reason, int Epochs, double Seconds);
