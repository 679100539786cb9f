using System.Numerics;

namespace NetGen;

/// <summary>
/// How the parameters of a new network are drawn. The two of the book are <see cref="Default"/> and <see cref="Large"/>; derive
/// from this class for others.
/// </summary>
/// <remarks>
/// An initializer must give the same parameters for the same topology and seed every time; <see cref="SeededRandom"/> serves for
/// that.
/// </remarks>
public abstract class Initializer
{
    /// <summary>
    /// Biases from N(0, 1), weights from N(0, 1) divided by the square root of the layer's fan-in, so that the weighted inputs of
    /// wide layers do not saturate their units.
    /// </summary>
    /// <remarks>
    /// Drawn by <see cref="SeededRandom.NextNormal"/> layer by layer from the input to the output: a layer's biases first, then
    /// its weights in <c>[out, in]</c> row-major order. Everything is computed in double and rounded to the network's type at the
    /// end, so that a float and a double network of one seed are the same network up to that rounding.
    /// </remarks>
    public static Initializer Default { get; } = new GaussianInitializer(divideByFanIn: true);

    /// <summary>Biases and weights from N(0, 1): what the book begins with.</summary>
    /// <remarks><inheritdoc cref="Default" path="/remarks/node()"/></remarks>
    public static Initializer Large { get; } = new GaussianInitializer(divideByFanIn: false);

    /// <summary>Fills all weights and biases of <paramref name="parameters"/> from <paramref name="seed"/>.</summary>
    /// <param name="parameters">What to fill; its topology gives the shapes.</param>
    /// <param name="seed">Any number; equal seeds give equal parameters.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    public abstract void Initialize<T>(ParameterBuffer<T> parameters, long seed)
        where T : unmanaged, IFloatingPointIeee754<T>;
}
