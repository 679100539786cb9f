using System.Numerics;

namespace NetGen.Reference;

/// <summary>A layer of a <see cref="ReferenceNetwork{T}"/> that standardizes features.</summary>
internal sealed class StandardizeReferenceLayer<T>(ParameterBuffer<T> parameters, LayerTopology topology)
    : ReferenceLayer<T>(parameters, topology)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    /// <remarks>(x − mean) · inverse deviation, rounded after each of the two operations.</remarks>
    public override T[] WeightedInputs(ReadOnlySpan<T> input)
    {
        T[] means = Values[0];
        T[] inverseDeviations = Values[1];
        var results = new T[input.Length];
        for (int i = 0; i < results.Length; i++)
        {
            T centered = input[i] - means[i];
            results[i] = centered * inverseDeviations[i];
        }

        return results;
    }

    /// <inheritdoc/>
    /// <remarks>Times the inverse deviation.</remarks>
    public override T[] CarryErrorBack(ReadOnlySpan<T> error)
    {
        T[] inverseDeviations = Values[1];
        var results = new T[error.Length];
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = error[i] * inverseDeviations[i];
        }

        return results;
    }
}
