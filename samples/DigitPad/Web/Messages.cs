using System.Text.Json.Serialization;
using NetGen.Samples.DigitPad.Training;

namespace NetGen.Samples.DigitPad.Web;

/// <summary>What the network says about one image.</summary>
/// <param name="Digit">The class of the highest probability.</param>
/// <param name="Probabilities">The probability of each class.</param>
/// <param name="Microseconds">How long the network took.</param>
internal sealed record Classification(int Digit, float[] Probabilities, double Microseconds);

/// <summary>What the network says about several images.</summary>
/// <param name="Digits">The class of each image.</param>
/// <param name="Probabilities">For each image, the probability of each class.</param>
/// <param name="Microseconds">How long the network took for all.</param>
internal sealed record BatchClassification(int[] Digits, float[][] Probabilities, double Microseconds);

/// <summary>What the network says about a drawing, and what it saw.</summary>
/// <param name="Digit">The class of the highest probability.</param>
/// <param name="Probabilities">The probability of each class.</param>
/// <param name="Microseconds">How long the network took: the median of nine calls.</param>
/// <param name="Image">The 28 x 28 pixels that the network saw, from 0 to 1.</param>
/// <param name="Hidden">The activations of the hidden layer.</param>
internal sealed record DrawingClassification(int Digit, float[] Probabilities, double Microseconds, float[] Image, float[] Hidden);

/// <summary>The network in the program.</summary>
/// <param name="Topology">The layers in words.</param>
/// <param name="Inputs">The number of pixels.</param>
/// <param name="Layers">The layers that compute, in order.</param>
/// <param name="Classes">The names of the classes, in the order of the outputs.</param>
/// <param name="Parameters">The number of all parameters.</param>
internal sealed record ModelDescription(string Topology, int Inputs, LayerDescription[] Layers, string[] Classes, long Parameters);

/// <summary>A layer.</summary>
/// <param name="Kind">Such as dense.</param>
/// <param name="Inputs">The number of inputs.</param>
/// <param name="Units">The number of outputs.</param>
/// <param name="Activation">The activation function.</param>
/// <param name="Parameters">The number of its parameters.</param>
internal sealed record LayerDescription(string Kind, int Inputs, int Units, string Activation, long Parameters);

/// <summary>Whether the server works.</summary>
/// <param name="Status">Always <c>healthy</c>.</param>
/// <param name="Runs">The training runs in progress.</param>
internal sealed record Health(string Status, int Runs);

/// <summary>Writes and reads JSON without reflection.</summary>
[JsonSourceGenerationOptions(
    System.Text.Json.JsonSerializerDefaults.Web, UseStringEnumConverter = true, NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(byte[]))]
[JsonSerializable(typeof(float[]))]
[JsonSerializable(typeof(Classification))]
[JsonSerializable(typeof(BatchClassification))]
[JsonSerializable(typeof(DrawingClassification))]
[JsonSerializable(typeof(ModelDescription))]
[JsonSerializable(typeof(Health))]
[JsonSerializable(typeof(RunRequest))]
[JsonSerializable(typeof(RunChoices))]
[JsonSerializable(typeof(RunStart))]
[JsonSerializable(typeof(RunProgress))]
[JsonSerializable(typeof(RunEnd))]
internal sealed partial class Json : JsonSerializerContext;
