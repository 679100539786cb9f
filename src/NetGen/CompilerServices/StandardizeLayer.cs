using System.ComponentModel;
using System.Numerics;
using System.Runtime.InteropServices;
using NetGen.Layers.Standardize;

namespace NetGen.CompilerServices;

/// <summary>What the library does of a layer that standardizes features for generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StandardizeLayer
{
    /// <summary>Computes (x − mean) · inverse deviation for the features of some samples, each sample's after the other's.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="means">The mean of each feature.</param>
    /// <param name="inverseDeviations">The inverse of the standard deviation of each feature.</param>
    /// <param name="x">The features, <c>[count, features]</c>.</param>
    /// <param name="y">Where the results go, as many.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    public static void Apply<T>(ReadOnlySpan<T> means, ReadOnlySpan<T> inverseDeviations, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (means.Length == 0 || means.Length != inverseDeviations.Length || x.Length != y.Length || x.Length % means.Length != 0)
        {
            throw new ArgumentException(
                $"{means.Length} means, {inverseDeviations.Length} deviations, {x.Length} features and room for {y.Length} do not fit "
                + "together.",
                nameof(x));
        }

        StandardizeKernel.Apply(
            ref MemoryMarshal.GetReference(means),
            ref MemoryMarshal.GetReference(inverseDeviations),
            (nuint)means.Length,
            ref MemoryMarshal.GetReference(x),
            ref MemoryMarshal.GetReference(y),
            (nuint)(x.Length / means.Length));
    }
}
