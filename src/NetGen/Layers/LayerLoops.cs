using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;
using NetGen.Layers.Dense;
using NetGen.Layers.Dropout;
using NetGen.Layers.Standardize;
using NetGen.Layout;
using NetGen.Numerics;

namespace NetGen.Layers;

/// <summary>
/// A layer as plain loops over its packed parameters. Layer and parameters are those of one network, and every reference is to the first
/// of as many elements as the layer's layout says. Each kind of layer derives a class.
/// </summary>
internal abstract class LayerLoops<T>(LayerLayout layout)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Where the layer's parameters lie.</summary>
    public LayerLayout Layout => layout;

    /// <summary>Inputs and errors of the samples that a gradient is summed over.</summary>
    public readonly ref struct Samples(ref T inputs, int inputStride, ref T errors, int errorStride, nuint count)
    {
        private readonly ref T _inputs = ref inputs;
        private readonly ref T _errors = ref errors;

        public nuint Count { get; } = count;

        public T Input(nuint sample, int input) => Unsafe.Add(ref _inputs, (sample * (nuint)inputStride) + (nuint)input);

        public T Error(nuint sample, int unit) => Unsafe.Add(ref _errors, (sample * (nuint)errorStride) + (nuint)unit);
    }

    /// <summary>The loops of a layer: a line for each kind.</summary>
    public static LayerLoops<T> Of(LayerTopology layer, LayerLayout layout) => layout switch
    {
        DenseLayout dense => new DenseLoops<T>(
            dense, ActivationTraits.IsElementwise(layer.Activation) ? ActivationRegistry.Find<T>(layer) : null),
        DropoutLayout dropout => new DropoutLoops<T>(dropout, (DropoutTopology)layer),
        StandardizeLayout standardize => new StandardizeLoops<T>(standardize),
        _ => throw new ArgumentException($"There are no loops for {layout.GetType().Name}.", nameof(layout)),
    };

    /// <summary>What the layer computes for one sample, before the activation.</summary>
    public virtual void Forward(ref T parameters, ref T input, ref T z) =>
        throw new NotSupportedException("The layer does nothing in use.");

    /// <summary>What the layer computes for one sample in training, before the activation.</summary>
    /// <param name="sample">What decides what is dropped: from this sample on.</param>
    /// <param name="parameters">The network's first parameter.</param>
    /// <param name="input">The layer's first input.</param>
    /// <param name="z">Where the first result goes.</param>
    public virtual void ForwardInTraining(in DropoutStep sample, ref T parameters, ref T input, ref T z) =>
        Forward(ref parameters, ref input, ref z);

    /// <summary>The activations of one sample.</summary>
    public abstract void Activate(ref T z, ref T a);

    /// <summary>For one sample, the error of each input of the layer but for the derivative.</summary>
    public virtual void CarryErrorBack(ref T parameters, ref T error, ref T inputError) =>
        throw new NotSupportedException("No layer with trained parameters can stand before this one.");

    /// <inheritdoc cref="CarryErrorBack(ref T, ref T, ref T)"/>
    /// <param name="sample">What decides what is dropped: from this sample on.</param>
    /// <param name="parameters">The network's first parameter.</param>
    /// <param name="error">The first error of the layer.</param>
    /// <param name="inputError">Where the error of the first input goes.</param>
    public virtual void CarryErrorBack(in DropoutStep sample, ref T parameters, ref T error, ref T inputError) =>
        CarryErrorBack(ref parameters, ref error, ref inputError);

    /// <summary>
    /// For some samples, the derivatives of their costs with respect to the inputs of the layer: of the first layers of a network, for its
    /// inputs.
    /// </summary>
    /// <param name="dropout">What decides what is dropped: from the first of the samples on; of the default value, nothing is.</param>
    /// <param name="parameters">The network's first parameter.</param>
    /// <param name="errors">The first error of the layer, of the first sample.</param>
    /// <param name="stride">Elements from one sample's errors to the next's.</param>
    /// <param name="inputErrors">
    /// Where the derivative with respect to the first input of the first sample goes. May be where the errors are, but for dense layers.
    /// </param>
    /// <param name="inputStride">
    /// Elements from one sample's derivatives to the next's: the inputs padded to lanes, whose padding is without meaning afterwards.
    /// </param>
    /// <param name="rows">The number of samples.</param>
    public virtual void CarryErrorsToInputs(
        in DropoutStep dropout, ref T parameters, ref T errors, nuint stride, ref T inputErrors, nuint inputStride, nuint rows)
    {
        for (nuint row = 0; row < rows; row++)
        {
            CarryErrorBack(
                dropout.From(row), ref parameters, ref Unsafe.Add(ref errors, row * stride),
                ref Unsafe.Add(ref inputErrors, row * inputStride));
        }
    }

    /// <summary>Multiplies the errors of one sample by the derivatives of the layer's activation, and clears their padding.</summary>
    public virtual void MultiplyByDerivative(ref T z, ref T a, ref T error)
    {
    }

    /// <summary>Sums a worker's share of the gradient over samples, in a buffer or to update the parameters.</summary>
    public virtual void AddGradient<TRule>(ref T destination, Samples samples, in UpdateStep<TRule, T> step, int worker, int workers)
        where TRule : struct, IUpdateRule<T>
    {
    }
}
