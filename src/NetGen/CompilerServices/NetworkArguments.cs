using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen.CompilerServices;

/// <summary>
/// What the members for one sample of a generated network need: argument checks, the parameters, and the class of an output.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class NetworkArguments
{
    /// <summary>Checks the spans of one sample.</summary>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckSample(int inputLength, int inputSize, int outputLength, int outputSize) =>
        SampleChecks.Sample(inputLength, inputSize, outputLength, outputSize);

    /// <summary>Checks the span of one sample's input.</summary>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckInput(int inputLength, int inputSize) => SampleChecks.Input(inputLength, inputSize);

    /// <summary>All parameters as the kernels read them, padding included.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Span<T> Packed<T>(ParameterBuffer<T> parameters)
        where T : unmanaged, IFloatingPointIeee754<T> => parameters.Packed;

    /// <summary>A view of parameters that cannot be cast back to what can change them.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    public static IReadOnlyParameters<T> AsReadOnly<T>(ParameterBuffer<T> parameters)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return new ReadOnlyParameters<T>(parameters);
    }

    /// <summary>Gives the parameters that training does not change the values that they have in a new network.</summary>
    public static void SetInitialValues<T>(ParameterBuffer<T> parameters)
        where T : unmanaged, IFloatingPointIeee754<T> => parameters.SetInitialValues();

    /// <summary>A copy of the names of a network's classes; null for null.</summary>
    /// <param name="value">The names, called as in the setter of the property.</param>
    /// <param name="topology">The network's topology.</param>
    /// <exception cref="ArgumentException">
    /// There are more or fewer names than classes, two are equal, or one is null or not valid Unicode.
    /// </exception>
    public static IReadOnlyList<string>? ClassNames(IReadOnlyList<string>? value, NetworkTopology topology) =>
        NetGen.ClassNames.Checked(value, topology);

    /// <summary>The class that outputs stand for: see <see cref="INetwork{T}.Classify"/>.</summary>
    public static int Classify<T>(ReadOnlySpan<T> outputs, Activation activation)
        where T : unmanaged, IFloatingPointIeee754<T> => Classification.ClassOf(outputs, activation);

    /// <summary>The class that the single output of a network with the hinge cost stands for.</summary>
    public static int ClassifyBySign<T>(ReadOnlySpan<T> outputs)
        where T : unmanaged, IFloatingPointIeee754<T> => Classification.ClassBySign(outputs);
}
