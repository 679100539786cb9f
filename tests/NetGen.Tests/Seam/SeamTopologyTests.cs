using GeneratedCode = NetGen.CompilerServices.Seam;
using NetGen.Layout;

namespace NetGen.Tests.Seam;

/// <summary>
/// Generated code gets the topology that its declaration says, without all rules run again; what is none is still refused, with the
/// exception that the public constructors throw.
/// </summary>
public class SeamTopologyTests
{
    private static readonly Activation[] TwoSigmoids = [Activation.Sigmoid, Activation.Sigmoid];

    [Fact]
    public void Sizes_give_the_topology_of_the_constructor()
    {
        int[] sizes = [5, 4, 3];
        Activation[] activations = [Activation.LeakyReLU, Activation.Softmax];
        double[] alphas = [0.25, 1];
        Assert.Equal(
            new NetworkTopology(sizes, activations, CostFunction.CategoricalCrossEntropy, NumericType.Double, alphas),
            GeneratedCode.CreateTopology(
                Versions.Seam, "Net", sizes, activations, CostFunction.CategoricalCrossEntropy, NumericType.Double, alphas));
        Assert.Equal(
            new NetworkTopology(sizes, TwoSigmoids, CostFunction.Quadratic),
            GeneratedCode.CreateTopology(Versions.Seam, "Net", sizes, TwoSigmoids, CostFunction.Quadratic, NumericType.Single));
    }

    [Fact]
    public void Layers_give_the_topology_of_FromLayers()
    {
        LayerAttribute[] layers =
        [
            new StandardizeAttribute(), new DenseAttribute(4, Activation.LeakyReLU) { Alpha = 0.25, Name = "hidden" },
            new DenseAttribute(2, Activation.Softmax),
        ];
        Assert.Equal(
            NetworkTopology.FromLayers([5], layers, numericType: NumericType.Double),
            GeneratedCode.CreateTopology(
                Versions.Seam, "Net", [5], layers, CostFunction.CategoricalCrossEntropy, NumericType.Double));
    }

    public static TheoryData<int[]?, Activation[]?, CostFunction, NumericType, double[]?> WrongSizes => new()
    {
        { null, TwoSigmoids, CostFunction.Quadratic, NumericType.Single, null },
        { [2, 3, 1], null, CostFunction.Quadratic, NumericType.Single, null },
        { [2], [], CostFunction.Quadratic, NumericType.Single, null },
        { [], [], CostFunction.Quadratic, NumericType.Single, null },
        { [2, 3], TwoSigmoids, CostFunction.Quadratic, NumericType.Single, null },
        { [2, 3, 4, 1], TwoSigmoids, CostFunction.Quadratic, NumericType.Single, null },
        { [0, 3, 1], TwoSigmoids, CostFunction.Quadratic, NumericType.Single, null },
        { [2, 0, 1], TwoSigmoids, CostFunction.Quadratic, NumericType.Single, null },
        { [2, 3, -1], TwoSigmoids, CostFunction.Quadratic, NumericType.Single, null },
        { [2, 3, 2], [Activation.Softmax, Activation.Sigmoid], CostFunction.Quadratic, NumericType.Single, null },
        { [2, 3, 2], [Activation.Sigmoid, (Activation)77], CostFunction.Quadratic, NumericType.Single, null },
        { [2, 3, 2], [(Activation)(-1), Activation.Sigmoid], CostFunction.Quadratic, NumericType.Single, null },
        { [2, 3, 1], TwoSigmoids, (CostFunction)33, NumericType.Single, null },
        { [2, 3, 1], TwoSigmoids, (CostFunction)(-1), NumericType.Single, null },
        { [2, 3, 1], TwoSigmoids, CostFunction.Quadratic, (NumericType)2, null },
        { [2, 3, 1], TwoSigmoids, CostFunction.Quadratic, (NumericType)(-1), null },
        { [2, 3, 1], TwoSigmoids, CostFunction.Quadratic, NumericType.Single, [1] },
        { [2, 3, 1], TwoSigmoids, CostFunction.Quadratic, NumericType.Single, [1, 1, 1] },
    };

    [Theory]
    [MemberData(nameof(WrongSizes))]
    public void Sizes_that_make_no_network_are_refused_as_by_the_constructor(
        int[]? sizes, Activation[]? activations, CostFunction cost, NumericType numericType, double[]? alphas) =>
        AssertSameException(
            () => new NetworkTopology(sizes!, activations!, cost, numericType, alphas),
            () => GeneratedCode.CreateTopology(Versions.Seam, "Net", sizes!, activations!, cost, numericType, alphas));

    [Fact]
    public void Layers_that_make_no_network_are_refused_as_by_FromLayers()
    {
        var dense = new DenseAttribute(2);
        (int[]? InputShape, LayerAttribute[]? Layers, CostFunction Cost, NumericType NumericType)[] wrong =
        [
            (null, [dense], CostFunction.Quadratic, NumericType.Single),
            ([2], null, CostFunction.Quadratic, NumericType.Single),
            ([], [dense], CostFunction.Quadratic, NumericType.Single),
            ([2, 2], [dense], CostFunction.Quadratic, NumericType.Single),
            ([0], [dense], CostFunction.Quadratic, NumericType.Single),
            ([2], [], CostFunction.Quadratic, NumericType.Single),
            ([2], [null!, dense], CostFunction.Quadratic, NumericType.Single),
            ([2], [new StandardizeAttribute()], CostFunction.Quadratic, NumericType.Single),
            ([2], [dense, new StandardizeAttribute(), dense], CostFunction.Quadratic, NumericType.Single),
            ([2], [new DenseAttribute(0), dense], CostFunction.Quadratic, NumericType.Single),
            ([2], [new DenseAttribute(2, (Activation)77)], CostFunction.Quadratic, NumericType.Single),
            ([2], [new DenseAttribute(2, Activation.Softmax), dense], CostFunction.Quadratic, NumericType.Single),
            ([2], [dense], (CostFunction)33, NumericType.Single),
            ([2], [dense], CostFunction.Quadratic, (NumericType)2),
        ];
        foreach ((int[]? shape, LayerAttribute[]? layers, CostFunction cost, NumericType numericType) in wrong)
        {
            AssertSameException(
                () => NetworkTopology.FromLayers(shape!, layers!, cost, numericType),
                () => GeneratedCode.CreateTopology(Versions.Seam, "Net", shape!, layers!, cost, numericType));
        }
    }

    [Fact]
    public void Members_of_the_enumerations_are_known_and_nothing_else()
    {
        for (int i = -2; i < 20; i++)
        {
            Assert.Equal(Enum.IsDefined((Activation)i), ActivationTraits.IsKnown((Activation)i));
            Assert.Equal(Enum.IsDefined((CostFunction)i), CostTraits.IsKnown((CostFunction)i));
        }
    }

    private static void AssertSameException(Func<NetworkTopology> expected, Func<NetworkTopology> actual)
    {
        Exception? exception = Record.Exception(expected);
        Assert.IsType<ArgumentException>(exception, exactMatch: false);
        Exception? other = Record.Exception(actual);
        Assert.Equal(exception.GetType(), other?.GetType());
        Assert.Equal(exception.Message, other?.Message);
    }
}
