using System.Globalization;
using System.Numerics;

namespace NetGen.Metrics;

/// <summary>The class that a network gives to one sample.</summary>
public readonly record struct Prediction
{
    /// <summary>
    /// The class, as <see cref="INetwork{T}.Classify"/> gives it: from 0 to the number of classes − 1, or −1 if all outputs are NaN.
    /// </summary>
    public required int Label { get; init; }

    /// <summary>
    /// The name of the class; null if the network has no names (<see cref="INetwork{T}.ClassNames"/>) or <see cref="Label"/> is −1.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>
    /// The probability of the class, from 0 to 1, as the network states it: its output if the output layer is
    /// <see cref="Activation.Softmax"/> or <see cref="Activation.Sigmoid"/>. Of a single sigmoid output p, it is p for class 1 and 1 − p
    /// for class 0. Of <see cref="Activation.LogSoftmax"/>, whose outputs are logarithms, it is e to the power of the output. Null for
    /// other output layers, and if <see cref="Label"/> is −1.
    /// </summary>
    public double? Probability { get; init; }

    /// <summary>
    /// Name and probability, as in <c>cat (98.20 %)</c>, or <c>class 3 (98.20 %)</c> without a name; <c>no class</c> if
    /// <see cref="Label"/> is −1.
    /// </summary>
    public override string ToString()
    {
        string name = Label == Classification.None ? "no class" : Name ?? string.Create(CultureInfo.InvariantCulture, $"class {Label}");
        return Probability is double probability
            ? string.Create(CultureInfo.InvariantCulture, $"{name} ({100 * probability:0.00} %)")
            : name;
    }

    /// <summary>The prediction that one sample's outputs stand for.</summary>
    /// <param name="outputs">The outputs of the sample.</param>
    /// <param name="topology">The topology of the network.</param>
    /// <param name="names">The names of the classes; null if they have none.</param>
    internal static Prediction Of<T>(ReadOnlySpan<T> outputs, NetworkTopology topology, IReadOnlyList<string>? names)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int label = Classification.ClassOf(outputs, topology);
        return label == Classification.None
            ? new Prediction { Label = label }
            : new Prediction
            {
                Label = label, Name = names?[label], Probability = ProbabilityOf(label, outputs, topology.Layers[^1].Activation),
            };
    }

    private static double? ProbabilityOf<T>(int label, ReadOnlySpan<T> outputs, Activation activation)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (activation == Activation.LogSoftmax)
        {
            return Math.Exp(double.CreateTruncating(outputs[label]));
        }

        if (activation is not (Activation.Softmax or Activation.Sigmoid))
        {
            return null;
        }

        if (outputs.Length > 1)
        {
            return double.CreateTruncating(outputs[label]);
        }

        double ofClassOne = double.CreateTruncating(outputs[0]);
        return label == 1 ? ofClassOne : 1 - ofClassOne;
    }
}
