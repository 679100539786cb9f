using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NetGen.Layout;
using NetGen.Numerics;

namespace NetGen.CompilerServices;

#pragma warning disable RS0027 // The overloads with the parameters of the cost need all of theirs: no call is ambiguous.

/// <summary>What generated code calls first: it checks that code and library belong together, and gives the network's topology.</summary>
/// <remarks>
/// The generator has validated what a network declares, by the rules of <see cref="NetworkTopology"/>. They are not run again before the
/// first output: what is checked here is only what memory safety rests on, and what fails is validated for its exception.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Seam
{
    /// <summary>The topology of a network that is declared by sizes.</summary>
    /// <param name="version">The version of the seam that the generator had.</param>
    /// <param name="network">The name of the network's class.</param>
    /// <param name="sizes">As for the constructor of <see cref="NetworkTopology"/>, like all that follow.</param>
    /// <param name="activations">The activation of each layer.</param>
    /// <param name="cost">The cost.</param>
    /// <param name="numericType">The numeric type.</param>
    /// <param name="alphas">The parameter of each activation; null for the default of all.</param>
    /// <exception cref="InvalidOperationException">The library has another version.</exception>
    /// <exception cref="ArgumentException">The arguments do not make a network.</exception>
    public static NetworkTopology CreateTopology(
        int version,
        string network,
        int[] sizes,
        Activation[] activations,
        CostFunction cost,
        NumericType numericType,
        double[]? alphas = null)
    {
        return CreateTopology(version, network, sizes, activations, cost, CostTraits.DefaultDelta, 0, numericType, alphas);
    }

    /// <summary>The topology of a network that is declared by sizes, with the parameters of its cost.</summary>
    /// <param name="version">The version of the seam that the generator had.</param>
    /// <param name="network">The name of the network's class.</param>
    /// <param name="sizes">As for the constructor of <see cref="NetworkTopology"/>, like all that follow.</param>
    /// <param name="activations">The activation of each layer.</param>
    /// <param name="cost">The cost.</param>
    /// <param name="delta">The parameter δ of the cost.</param>
    /// <param name="labelSmoothing">The label smoothing.</param>
    /// <param name="numericType">The numeric type.</param>
    /// <param name="alphas">The parameter of each activation; null for the default of all.</param>
    /// <exception cref="InvalidOperationException">The library has another version.</exception>
    /// <exception cref="ArgumentException">The arguments do not make a network.</exception>
    public static NetworkTopology CreateTopology(
        int version,
        string network,
        int[] sizes,
        Activation[] activations,
        CostFunction cost,
        double delta,
        double labelSmoothing,
        NumericType numericType,
        double[]? alphas)
    {
        CheckVersion(version, network);

        // Copies, so that nobody changes what has been checked.
        sizes = (int[]?)sizes?.Clone()!;
        activations = (Activation[]?)activations?.Clone()!;
        alphas = (double[]?)alphas?.Clone();
        return IsSafe(sizes, activations, alphas) && IsSafe(cost, numericType)
            ? new NetworkTopology(
                NetworkTopology.DenseChain(sizes, activations, alphas), cost, numericType, delta, labelSmoothing)
            : new NetworkTopology(sizes, activations, cost, numericType, alphas, delta, labelSmoothing);
    }

    /// <summary>The topology of a network that is declared by layers.</summary>
    /// <param name="version">The version of the seam that the generator had.</param>
    /// <param name="network">The name of the network's class.</param>
    /// <param name="inputShape">As for <see cref="NetworkTopology.FromLayers"/>, like all that follow.</param>
    /// <param name="layers">The layers.</param>
    /// <param name="cost">The cost.</param>
    /// <param name="numericType">The numeric type.</param>
    /// <exception cref="InvalidOperationException">The library has another version.</exception>
    /// <exception cref="ArgumentException">The arguments do not make a network.</exception>
    public static NetworkTopology CreateTopology(
        int version, string network, int[] inputShape, LayerAttribute[] layers, CostFunction cost, NumericType numericType) =>
        CreateTopology(version, network, inputShape, layers, cost, CostTraits.DefaultDelta, 0, numericType);

    /// <summary>The topology of a network that is declared by layers, with the parameters of its cost.</summary>
    /// <param name="version">The version of the seam that the generator had.</param>
    /// <param name="network">The name of the network's class.</param>
    /// <param name="inputShape">As for <see cref="NetworkTopology.FromLayers"/>, like all that follow.</param>
    /// <param name="layers">The layers.</param>
    /// <param name="cost">The cost.</param>
    /// <param name="delta">The parameter δ of the cost.</param>
    /// <param name="labelSmoothing">The label smoothing.</param>
    /// <param name="numericType">The numeric type.</param>
    /// <exception cref="InvalidOperationException">The library has another version.</exception>
    /// <exception cref="ArgumentException">The arguments do not make a network.</exception>
    public static NetworkTopology CreateTopology(
        int version,
        string network,
        int[] inputShape,
        LayerAttribute[] layers,
        CostFunction cost,
        double delta,
        double labelSmoothing,
        NumericType numericType)
    {
        CheckVersion(version, network);
        inputShape = (int[]?)inputShape?.Clone()!;
        layers = (LayerAttribute[]?)layers?.Clone()!;
        return IsSafe(inputShape, layers) && IsSafe(cost, numericType)
            ? new NetworkTopology(NetworkTopology.Place(inputShape[0], layers), cost, numericType, delta, labelSmoothing)
            : NetworkTopology.FromLayers(inputShape, layers, cost, numericType, delta, labelSmoothing);
    }

    /// <summary>
    /// Whether the processor has all that generated kernels with vectors of 128 bits take, multiply-add with one rounding too: a constant
    /// to the compiler.
    /// </summary>
    public static bool Accelerates128
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128.IsHardwareAccelerated && Fused.IsAccelerated;
    }

    /// <summary>
    /// The library's kernels for a network: where generated ones would be slow, as they are compiled without optimization or for a
    /// processor that lacks instructions. They give the same bits.
    /// </summary>
    /// <param name="topology">The network's topology.</param>
    /// <param name="skipsZeros">Whether kernels may leave out inputs that are zero, in a time that depends on the data.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="topology"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="topology"/> is of another numeric type than <typeparamref name="T"/>.
    /// </exception>
    public static NetworkKernels<T> RuntimeKernels<T>(NetworkTopology topology, bool skipsZeros)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(topology);
        ParameterChecks.NumericTypeIs<T>(topology);
        return CompilerServices.RuntimeKernels<T>.Create(topology, skipsZeros);
    }

    private static void CheckVersion(int version, string network)
    {
        if (version != Versions.Seam)
        {
            ThrowVersion(version, network);
        }
    }

    // Apart, so that no message is compiled before a network's first output.
    private static void ThrowVersion(int version, string network) => throw new InvalidOperationException(
        $"The code of the network '{network}' was generated for version {version} of the interface between generated code and "
        + $"library; the library that is loaded, NetGen {typeof(Seam).Assembly.GetName().Version?.ToString(3)}, has version "
        + $"{Versions.Seam}. Rebuild the project that declares the network with this version of the NetGen package.");

    private static bool IsSafe(int[]? sizes, Activation[]? activations, double[]? alphas)
    {
        if (sizes is null || activations is null || sizes.Length < 2 || activations.Length != sizes.Length - 1
            || (alphas is not null && alphas.Length != activations.Length))
        {
            return false;
        }

        bool isSafe = sizes[0] > 0;
        for (int i = 0; i < activations.Length; i++)
        {
            isSafe &= sizes[i + 1] > 0 && IsSafe(activations[i], isLast: i == activations.Length - 1);
        }

        return isSafe;
    }

    private static bool IsSafe(int[]? inputShape, LayerAttribute[]? layers)
    {
        if (inputShape is null || layers is null || inputShape.Length != 1 || layers.Length == 0)
        {
            return false;
        }

        bool isSafe = inputShape[0] > 0 && layers[^1] is DenseAttribute;
        for (int i = 0; i < layers.Length; i++)
        {
            isSafe &= layers[i] switch
            {
                DenseAttribute dense => dense.Units > 0 && IsSafe(dense.Activation, isLast: i == layers.Length - 1),
                DropoutAttribute dropout => dropout.Rate >= 0 && dropout.Rate < 1 && (i == 0 || layers[i - 1] is not DropoutAttribute),
                StandardizeAttribute or MinMaxScaleAttribute => i == 0,
                _ => false,
            };
        }

        return isSafe;
    }

    private static bool IsSafe(Activation activation, bool isLast) =>
        ActivationTraits.IsKnown(activation) && (isLast || ActivationTraits.IsElementwise(activation));

    private static bool IsSafe(CostFunction cost, NumericType numericType) =>
        CostTraits.IsKnown(cost) && numericType is NumericType.Single or NumericType.Double;
}
