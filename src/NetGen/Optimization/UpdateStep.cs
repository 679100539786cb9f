using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace NetGen.CompilerServices;

/// <summary>What one step does with gradients. Of weight decay, biases have none.</summary>
/// <typeparam name="TRule">The rule.</typeparam>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct UpdateStep<TRule, T>
    where TRule : struct, IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly BlockUpdate<TRule, T> _weights;
    private readonly BlockUpdate<TRule, T> _biases;

    internal UpdateStep(in BlockUpdate<TRule, T> weights, in BlockUpdate<TRule, T> biases)
    {
        _weights = weights;
        _biases = biases;
    }

    /// <summary>What it does with the gradient of weights.</summary>
    /// <remarks>By reference: a copy takes time that a step of a small network would notice.</remarks>
    [UnscopedRef]
    public ref readonly BlockUpdate<TRule, T> Weights => ref _weights;

    /// <summary>What it does with the gradient of biases.</summary>
    [UnscopedRef]
    public ref readonly BlockUpdate<TRule, T> Biases => ref _biases;
}

/// <summary>The steps without state, which need no optimizer.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class UpdateStep
{
    /// <summary>Gradient descent.</summary>
    /// <param name="negativeStep">The negative learning rate over the number of samples of the mini-batch.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    public static UpdateStep<SgdRule<T>, T> Descent<T>(T negativeStep)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var update = new BlockUpdate<SgdRule<T>, T>(new SgdRule<T>(negativeStep));
        return new(update, update);
    }
}
