using System.Numerics;

namespace NetGen;

/// <summary>
/// How the parameters of a new network are drawn. <see cref="Default"/> suits the activation of each layer; derive from this class for
/// others than the ones here.
/// </summary>
/// <remarks>
/// <para>
/// The initializers of this class draw by <see cref="SeededRandom.NextNormal"/>, unless they say otherwise, layer by layer from the input
/// to the output: a layer's biases first, then its weights in <c>[out, in]</c> row-major order. Biases that are 0 take nothing from the
/// generator. Everything is computed in double and rounded to the network's type at the end, so that a float and a double network of one
/// seed are the same network up to that rounding.
/// </para>
/// <para>
/// An initializer must give the same parameters for the same topology and seed every time; <see cref="SeededRandom"/> serves for that.
/// </para>
/// </remarks>
public abstract class Initializer
{
    /// <summary>
    /// For each layer the initializer that fits its activation: <see cref="Scaled"/> for <see cref="Activation.Sigmoid"/> and
    /// <see cref="Activation.HardSigmoid"/>; <see cref="GlorotNormal"/> for <see cref="Activation.Identity"/>,
    /// <see cref="Activation.Tanh"/>, <see cref="Activation.Softsign"/>, <see cref="Activation.Softmax"/> and
    /// <see cref="Activation.LogSoftmax"/>; <see cref="LeCunNormal"/> for <see cref="Activation.SELU"/>; <see cref="HeNormal"/> for all
    /// others, which are nearly off below 0.
    /// </summary>
    /// <remarks>
    /// One generator serves all layers. A network of sigmoid layers has the parameters of <see cref="Scaled"/>. In an output layer whose
    /// initializer is <see cref="HeNormal"/> or <see cref="LeCunNormal"/>, the biases are 1.5 and the weights a third of those: an output
    /// that is off for every sample from the start hardly learns.
    /// </remarks>
    public static Initializer Default => DefaultInitializer.Instance;

    /// <summary>
    /// Biases from N(0, 1), weights from N(0, 1/fan-in), where N(mean, variance) is the normal distribution and the fan-in is the number of
    /// the layer's inputs: the weighted inputs of wide layers do not saturate their units.
    /// </summary>
    /// <remarks>
    /// M. Nielsen, "Neural Networks and Deep Learning", chapter 3. Each weight is a deviate divided by √fan-in.
    /// </remarks>
    public static Initializer Scaled => ScaledInitializer.Instance;

    /// <summary>Biases and weights from N(0, 1).</summary>
    /// <remarks>M. Nielsen, "Neural Networks and Deep Learning", chapter 1.</remarks>
    public static Initializer Large => LargeInitializer.Instance;

    /// <summary>
    /// Biases 0, weights from N(0, 2 / (fan-in + fan-out)), where the fan-out is the number of the layer's units: activations on the way
    /// forward, and errors on the way back, keep their variance in layers that are linear near 0.
    /// </summary>
    /// <remarks>
    /// X. Glorot and Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks" (2010). Each weight is a
    /// deviate divided by √((fan-in + fan-out) / 2).
    /// </remarks>
    public static Initializer GlorotNormal => GlorotNormalInitializer.Instance;

    /// <summary>
    /// Biases 0, weights from N(0, 2 / ((1 + α²) fan-in)) with the α of <see cref="Activation.LeakyReLU"/>, and α = 0 for all others:
    /// weighted inputs keep their variance from layer to layer although half of the units are (nearly) off.
    /// </summary>
    /// <remarks>
    /// K. He, X. Zhang, S. Ren and J. Sun, "Delving deep into rectifiers: surpassing human-level performance on ImageNet classification"
    /// (2015). Each weight is a deviate divided by √(fan-in (1 + α²) / 2).
    /// </remarks>
    public static Initializer HeNormal => HeNormalInitializer.Instance;

    /// <summary>
    /// Biases 0, weights from N(0, 1/fan-in): weighted inputs keep the variance of the layer's inputs. With
    /// <see cref="Activation.SELU"/>, activations of mean 0 and variance 1 keep both from layer to layer.
    /// </summary>
    /// <remarks>
    /// Y. LeCun, L. Bottou, G. Orr and K.-R. Müller, "Efficient BackProp" (1998). Each weight is a deviate divided by √fan-in.
    /// </remarks>
    public static Initializer LeCunNormal => LeCunNormalInitializer.Instance;

    /// <summary>
    /// As <see cref="LeCunNormal"/>, but weights are uniform in [−√(3 / fan-in), √(3 / fan-in)), of the same variance.
    /// </summary>
    /// <remarks>Each weight is 2u − 1 with <see cref="SeededRandom.NextDouble"/> as u, divided by √(fan-in / 3).</remarks>
    public static Initializer LeCunUniform => LeCunUniformInitializer.Instance;

    /// <summary>
    /// As <see cref="GlorotNormal"/>, but weights are uniform in [−√(6 / (fan-in + fan-out)), √(6 / (fan-in + fan-out))), of the same
    /// variance.
    /// </summary>
    /// <remarks>Each weight is 2u − 1 with <see cref="SeededRandom.NextDouble"/> as u, divided by √((fan-in + fan-out) / 6).</remarks>
    public static Initializer GlorotUniform => GlorotUniformInitializer.Instance;

    /// <summary>
    /// As <see cref="HeNormal"/>, but weights are uniform in [−√(6 / ((1 + α²) fan-in)), √(6 / ((1 + α²) fan-in))), of the same variance.
    /// </summary>
    /// <remarks>Each weight is 2u − 1 with <see cref="SeededRandom.NextDouble"/> as u, divided by √(fan-in (1 + α²) / 6).</remarks>
    public static Initializer HeUniform => HeUniformInitializer.Instance;

    /// <summary>
    /// Biases and weights 0, as where something else fills them. A network with hidden layers cannot learn from there: all units of a layer
    /// stay equal.
    /// </summary>
    public static Initializer Zeros { get; } = new ConstantInitializer(0, 0);

    /// <summary>Fills all weights and biases of <paramref name="parameters"/> from <paramref name="seed"/>.</summary>
    /// <param name="parameters">What to fill; its topology gives the shapes.</param>
    /// <param name="seed">Any number; equal seeds give equal parameters.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    public abstract void Initialize<T>(ParameterBuffer<T> parameters, long seed)
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>
    /// Biases 0; weights whose rows, the weights of a unit, are orthogonal to each other and as long as the gain, or the columns in layers
    /// of more units than inputs. All such matrices are equally probable.
    /// </summary>
    /// <param name="gain">The length of each row or column.</param>
    /// <remarks>
    /// <para>
    /// A. Saxe, J. McClelland and S. Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks"
    /// (2014), as in PyTorch's <c>orthogonal_</c>. √2 suits <see cref="Activation.ReLU"/>, 5/3 <see cref="Activation.Tanh"/>.
    /// </para>
    /// <para>
    /// The rows, or the columns, are made one after another: each of normal deviates, minus its part along each one before, in their order
    /// (modified Gram–Schmidt); once more as long as that takes away more than half of the square of its length; divided by its length;
    /// times the gain. Sums go from the first component to the last. It takes about 2 n m² multiply-adds for n inputs and m units, or
    /// 2 m n² if there are more units: seconds for layers of a thousand, much longer for larger ones.
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The gain is not positive and finite.</exception>
    public static Initializer Orthogonal(double gain = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(gain);
        CheckFinite(gain, nameof(gain));
        return new OrthogonalInitializer(gain);
    }

    /// <summary>The same number for all weights of all layers, and one for all biases.</summary>
    /// <param name="weight">Each weight.</param>
    /// <param name="bias">Each bias.</param>
    /// <remarks>With hidden layers, all units of a layer stay equal in training; it serves tests and single neurons.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite in <see cref="float"/>.</exception>
    public static Initializer Constant(double weight, double bias = 0)
    {
        CheckFinite(weight, nameof(weight));
        CheckFinite(bias, nameof(bias));
        return new ConstantInitializer(weight, bias);
    }

    /// <summary>An initializer of one's own: each weight, and each bias, from a function of its layer and a generator.</summary>
    /// <param name="weight">
    /// Draws a weight. The layer tells its fan-in (<see cref="LayerTopology.InputSize"/>), its fan-out
    /// (<see cref="LayerTopology.OutputSize"/>), its index and its activation.
    /// </param>
    /// <param name="bias">Draws a bias; null for biases of 0.</param>
    /// <remarks>
    /// Layers are drawn from the input to the output, by one generator: a layer's biases first, then its weights in <c>[out, in]</c>
    /// row-major order. Derive from this class where that is not enough.
    /// </remarks>
    /// <example><code>
    /// Initializer small = Initializer.Create((layer, random) => 0.5 * random.NextNormal() / Math.Sqrt(layer.InputSize));
    /// DigitNet net = DigitNet.Create(seed: 1, small);
    /// </code></example>
    /// <exception cref="ArgumentNullException"><paramref name="weight"/> is null.</exception>
    public static Initializer Create(
        Func<LayerTopology, SeededRandom, double> weight, Func<LayerTopology, SeededRandom, double>? bias = null)
    {
        ArgumentNullException.ThrowIfNull(weight);
        return new FunctionInitializer(weight, bias);
    }

    /// <summary>The name of an initializer of this class: that of its type, without the last word.</summary>
    private protected static string NameOf(Initializer initializer) => initializer.GetType().Name[..^nameof(Initializer).Length];

    private static void CheckFinite(double value, string name)
    {
        if (!(Math.Abs(value) <= float.MaxValue))
        {
            throw new ArgumentOutOfRangeException(name, value, "Must be a finite number that float can hold.");
        }
    }
}
