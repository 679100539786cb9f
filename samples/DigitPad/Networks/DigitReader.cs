using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;

namespace NetGen.Samples.DigitPad.Networks;

/// <summary>
/// Reads digits with the network in this program, and shows what its hidden layer does. Any number of threads may use it.
/// </summary>
internal sealed class DigitReader
{
    /// <summary>The number of pixels of an image.</summary>
    public const int Pixels = DigitNet.InputSize;

    /// <summary>The number of classes.</summary>
    public const int Classes = DigitNet.OutputSize;

    // How often a drawing is read to measure the time: the median leaves out interruptions.
    private const int Measurements = 9;

    private readonly float[] _weights;
    private readonly float[] _biases;

    /// <summary>Copies the first layer's parameters, which the activations need.</summary>
    public DigitReader()
    {
        LayerTopology hidden = FindHidden(DigitNet.Topology);
        _weights = new float[hidden.InputSize * hidden.OutputSize];
        _biases = new float[hidden.OutputSize];
        DigitNet.Pretrained.GetWeights(0, _weights);
        DigitNet.Pretrained.GetBiases(0, _biases);
    }

    /// <summary>The number of hidden units.</summary>
    public int HiddenUnits => _biases.Length;

    /// <summary>The names of the classes, in the order of the outputs.</summary>
    public static IReadOnlyList<string> ClassNames { get; } = DigitNet.Pretrained.ClassNames
        ?? [.. Enumerable.Range(0, Classes).Select(digit => digit.ToString(System.Globalization.CultureInfo.InvariantCulture))];

    /// <summary>The layer whose activations <see cref="ReadHidden"/> computes.</summary>
    /// <exception cref="NotSupportedException">Its activations are not max(0, w x + b) of the pixels.</exception>
    public static LayerTopology FindHidden(NetworkTopology topology)
    {
        LayerTopology first = topology.Layers.First(layer => layer.Kind != "Dropout");
        return first.Kind == "Dense" && first.Activation == Activation.ReLU
            ? first
            : throw new NotSupportedException(
                $"The page shows the activations of a first layer that is dense with ReLU; this network's first layer is {first}.");
    }

    /// <summary>Reads one image and returns how long the network took, in microseconds.</summary>
    /// <param name="image">The pixels, from 0 to 1.</param>
    /// <param name="probabilities">Receives the probability of each class.</param>
    public static double Read(ReadOnlySpan<float> image, Span<float> probabilities)
    {
        long start = Stopwatch.GetTimestamp();
        DigitNet.Pretrained.FeedForward(image, probabilities);
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds;
    }

    /// <summary>Reads one image several times and returns the median of the times, in microseconds.</summary>
    /// <param name="image">The pixels, from 0 to 1.</param>
    /// <param name="probabilities">Receives the probability of each class.</param>
    public static double ReadAndMeasure(ReadOnlySpan<float> image, Span<float> probabilities)
    {
        Span<double> times = stackalloc double[Measurements];
        foreach (ref double time in times)
        {
            time = Read(image, probabilities);
        }

        times.Sort();
        return times[Measurements / 2];
    }

    /// <summary>
    /// The activations of the hidden layer, max(0, w x + b), from the network's own parameters. The network keeps them in no place that
    /// can be read, so they are computed once more.
    /// </summary>
    /// <param name="image">The pixels, from 0 to 1.</param>
    /// <param name="activations">Receives the activation of each hidden unit.</param>
    public void ReadHidden(ReadOnlySpan<float> image, Span<float> activations)
    {
        for (int unit = 0; unit < activations.Length; unit++)
        {
            float sum = _biases[unit] + Dot(_weights.AsSpan(unit * Pixels, Pixels), image);
            activations[unit] = Math.Max(0, sum);
        }
    }

    /// <summary>The index of the largest value.</summary>
    public static int IndexOfMax(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            best = values[i] > values[best] ? i : best;
        }

        return best;
    }

    private static float Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        ReadOnlySpan<Vector<float>> leftVectors = MemoryMarshal.Cast<float, Vector<float>>(left);
        ReadOnlySpan<Vector<float>> rightVectors = MemoryMarshal.Cast<float, Vector<float>>(right);
        Vector<float> sums = Vector<float>.Zero;
        for (int i = 0; i < leftVectors.Length; i++)
        {
            sums += leftVectors[i] * rightVectors[i];
        }

        float sum = Vector.Sum(sums);
        for (int i = leftVectors.Length * Vector<float>.Count; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }
}
