using System.Numerics;

namespace NetGen;

/// <summary>
/// How the parameters of a new network are drawn. <see cref="Default"/> suits the activation of each layer; derive from this class for
/// others than the ones here.
/// </summary>
/// <remarks>
/// <para>
/// The initializers of this class draw by <see cref="SeededRandom.NextNormal"/>, layer by layer from the input to the output: a layer's
/// biases first, then its weights in <c>[out, in]</c> row-major order. Biases that are 0 take nothing from the generator. Everything is
/// computed in double and rounded to the network's type at the end, so that a float and a double network of one seed are the same network
/// up to that rounding.
/// </para>
/// <para>
/// An initializer must give the same parameters for the same topology and seed every time; <see cref="SeededRandom"/> serves for that.
/// </para>
/// </remarks>
public abstract class Initializer
{
    /// <summary>
    /// For each layer the initializer that fits its activation: <see cref="Scaled"/> for <see cref="Activation.Sigmoid"/>;
    /// <see cref="HeNormal"/> for <see cref="Activation.ReLU"/>, <see cref="Activation.LeakyReLU"/> and <see cref="Activation.GELU"/>;
    /// <see cref="GlorotNormal"/> for all others.
    /// </summary>
    /// <remarks>
    /// One generator serves all layers. A network of sigmoid layers has the parameters of <see cref="Scaled"/>. In an output layer of
    /// <see cref="Activation.ReLU"/>, <see cref="Activation.LeakyReLU"/> or <see cref="Activation.GELU"/>, the biases are 1.5 and the
    /// weights a third of those of <see cref="HeNormal"/>: an output that is off for every sample from the start hardly learns.
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

    /// <summary>Fills all weights and biases of <paramref name="parameters"/> from <paramref name="seed"/>.</summary>
    /// <param name="parameters">What to fill; its topology gives the shapes.</param>
    /// <param name="seed">Any number; equal seeds give equal parameters.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    public abstract void Initialize<T>(ParameterBuffer<T> parameters, long seed)
        where T : unmanaged, IFloatingPointIeee754<T>;
}
