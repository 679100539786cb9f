using System.CodeDom.Compiler;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace NetGen.Tests;

/// <summary>
/// What generated networks have beyond <see cref="INetwork{T}"/>: static members, copies, and parameters in padded memory.
/// </summary>
public class GeneratedContractTests
{
    private static readonly float[] Special =
    [
        float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, -float.Epsilon, 1e-40f, -0.0f, 0.0f, float.MaxValue,
        float.MinValue, 1.17549435E-38f, 1,
    ];

    [Fact]
    public void A_seed_gives_the_same_network_each_time_and_the_same_as_the_reference()
    {
        AssertCreate<DigitNet, float>();
        AssertCreate<DotErrorNet, float>();
        AssertCreate<NarrowDoubleNet, double>();
    }

    [Fact]
    public void Static_members_can_be_reached_through_type_parameters()
    {
        Assert.Same(DigitNet.Topology, TopologyOf<DigitNet, float>());
        Assert.Equal(784, DigitNet.InputSize);
        Assert.Equal(10, DigitNet.OutputSize);
        Assert.Equal((785 * 30) + (31 * 10), DigitNet.ParameterCount);
        Assert.Equal(DigitNet.ParameterCount, DigitNet.Topology.ParameterCount);
        Assert.Same(DigitNet.Topology, ((INetwork<float>)DigitNet.Create(1)).Topology);
    }

    [Fact]
    public void The_topology_is_the_one_declared()
    {
        Activation[] sigmoids = [Activation.Sigmoid, Activation.Sigmoid];
        Assert.Equal(new NetworkTopology([784, 30, 10], sigmoids), DigitNet.Topology);
        Assert.True(new NetworkTopology([784, 30, 10], sigmoids) == DigitNet.Topology);
        Assert.Equal(new NetworkTopology([784, 30, 10], sigmoids).GetHashCode(), DigitNet.Topology.GetHashCode());
        Assert.True(DigitNet.Topology != new NetworkTopology([784, 31, 10], sigmoids));
        Assert.NotEqual(new NetworkTopology([784, 30, 10], [Activation.Sigmoid, Activation.Tanh]), DigitNet.Topology);
        Assert.NotEqual(new NetworkTopology([784, 30, 10], sigmoids, CostFunction.BinaryCrossEntropy), DigitNet.Topology);
        Assert.NotEqual(new NetworkTopology([784, 30, 10], sigmoids, numericType: NumericType.Double), DigitNet.Topology);
        Assert.Equal(
            new NetworkTopology([4, 64, 64, 2], [Activation.ReLU, Activation.Tanh, Activation.Identity]), ControlNet.Topology);
        Assert.Equal(new NetworkTopology([16, 16, 4], [Activation.Tanh, Activation.Identity]), TanhNet.Topology);
        Assert.Equal(new NetworkTopology([70, 30, 10], sigmoids, CostFunction.BinaryCrossEntropy, NumericType.Double), DoubleNet.Topology);
    }

    [Fact]
    public void A_new_buffer_is_all_zero() => Assert.Equal(-1, new ParameterBuffer<float>(TinyNet.Topology).Packed.IndexOfAnyExcept(0f));

    [Fact]
    public void Only_Create_and_Clone_make_networks()
    {
        foreach (Type type in new[] { typeof(TinyNet), typeof(DoubleNet), typeof(ReferenceNetwork<float>) })
        {
            Assert.Empty(type.GetConstructors());
            Assert.True(type.IsSealed);
        }
    }

    [Fact]
    public void A_network_is_not_serialized_as_JSON()
    {
#pragma warning disable NETGEN0020
        var exception = Assert.Throws<NotSupportedException>(() => JsonSerializer.Serialize(TinyNet.Create(1)));
        Assert.Throws<NotSupportedException>(() => JsonSerializer.Deserialize<TinyNet>("{}"));
        Assert.Throws<NotSupportedException>(() => JsonSerializer.Serialize(new { Network = TinyNet.Create(1) }));
#pragma warning restore NETGEN0020
        Assert.StartsWith(
            $"The network '{typeof(TinyNet)}' cannot be serialized as JSON. Use Save, or copy Parameters.",
            exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Generated_members_are_marked_and_the_class_is_not()
    {
        Assert.Empty(typeof(TinyNet).GetCustomAttributes<GeneratedCodeAttribute>());
        Assert.Empty(typeof(TinyNet).GetCustomAttributes<ExcludeFromCodeCoverageAttribute>());
        const BindingFlags All =
            BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;
        MemberInfo[] members =
        [
            .. typeof(TinyNet).GetMembers(All).Where(member =>
                member is not MethodInfo { IsSpecialName: true }
                && !member.IsDefined(typeof(CompilerGeneratedAttribute))),
        ];
        Assert.True(members.Length > 20);
        foreach (MemberInfo member in members)
        {
            Assert.Equal("NetGen.Generator", member.GetCustomAttribute<GeneratedCodeAttribute>()?.Tool);
            Assert.Equal(member is not FieldInfo, member.IsDefined(typeof(ExcludeFromCodeCoverageAttribute)));
        }
    }

    [Fact]
    public void A_clone_has_the_parameters_and_goes_its_own_way()
    {
        SmallNet network = SmallNet.Create(1);
        SmallNet clone = network.Clone();
        Assert.NotSame(network, clone);
        EqualityAssert.SameParameters(network, clone, "clone");

        ReferenceNetwork<float> before = ReferenceNetwork<float>.CopyOf(network);
        Train(clone, 2);
        EqualityAssert.SameParameters(before, network, "original after training the clone");
        Assert.Throws<Xunit.Sdk.FailException>(() => EqualityAssert.SameParameters(network, clone, "clone"));

        ReferenceNetwork<float> trained = ReferenceNetwork<float>.CopyOf(clone);
        Train(network, 3);
        EqualityAssert.SameParameters(trained, clone, "clone after training the original");
    }

    [Fact]
    public void CopyFrom_takes_over_all_parameters()
    {
        SmallNet source = SmallNet.Create(1);
        SmallNet network = SmallNet.Create(2);
        network.CopyFrom(source);
        EqualityAssert.SameParameters(source, network, "copy");
        ReferenceNetwork<float> before = ReferenceNetwork<float>.CopyOf(source);
        Train(network, 2);
        EqualityAssert.SameParameters(before, source, "source after training the copy");
        source.CopyFrom(source);
        EqualityAssert.SameParameters(before, source, "copied from itself");
        Assert.Throws<ArgumentNullException>("source", () => network.CopyFrom(null!));
    }

    /// <summary>Any NaN equals any other; everything else is compared by bits. Training with such numbers is included.</summary>
    [Fact]
    public void Numbers_out_of_the_ordinary_give_the_bits_of_the_reference()
    {
        AssertSpecial<float>(() => ControlNet.Create(1));
        AssertSpecial<float>(() => WideNet.Create(2));
        AssertSpecial<float>(() => SmallNet.Create(3));
        AssertSpecial<float>(() => DotErrorNet.Create(4));
        AssertSpecial<float>(() => DotNet.Create(5));
        AssertSpecial<double>(() => DoubleNet.Create(6));
        AssertSpecial<double>(() => DotDoubleNet.Create(7));
        AssertSpecial<float>(() => RestNet.Create(8));
        AssertSpecial<double>(() => RestDoubleNet.Create(9));
        AssertSpecial<double>(() => ManyPanelsDoubleNet.Create(10));
        AssertSpecial<float>(() => TinyNet.Create(11));
        AssertSpecial<float>(() => WideningNet.Create(12));
        AssertSpecial<float>(() => NarrowingNet.Create(13));
        AssertSpecial<float>(() => EqualWidthsNet.Create(14));
        AssertSpecial<double>(() => WideningDoubleNet.Create(15));
        AssertSpecial<float>(() => SoftmaxNet.Create(16));
        AssertSpecial<float>(() => SoftmaxNet3.Create(17));
        AssertSpecial<float>(() => SoftmaxNet40.Create(18));
        AssertSpecial<double>(() => SoftmaxDoubleNet17.Create(19));
        AssertSpecial<float>(() => GELUNet.Create(20));
        AssertSpecial<float>(() => LeakyNet.Create(21));
        AssertSpecial<double>(() => LeakyDoubleNet.Create(22));
        AssertSpecial<float>(() => DropoutNet.Create(23));
        AssertSpecial<double>(() => DropoutDoubleNet.Create(24));
        AssertSpecial<float>(() => SmallDropoutNet.Create(25));
    }

    [Fact]
    public void Padding_stays_zero()
    {
        AssertPadding<float>(() => WideNet.Create(1));
        AssertPadding<float>(() => DotErrorNet.Create(2));
        AssertPadding<float>(() => DeepNet.Create(3));
        AssertPadding<float>(() => OneNet.Create(4));
        AssertPadding<double>(() => NarrowDoubleNet.Create(5));
        AssertPadding<double>(() => DotDoubleNet.Create(6));
        AssertPadding<float>(() => RestNet.Create(7));
        AssertPadding<double>(() => RestDoubleNet.Create(8));
        AssertPadding<float>(() => ManyPanelsNet.Create(9));
        AssertPadding<float>(() => TinyNet.Create(10));
        AssertPadding<float>(() => EqualWidthsNet.Create(11));
        AssertPadding<double>(() => EqualWidthsDoubleNet.Create(12));
        AssertPadding<float>(() => SoftmaxNet.Create(13));
        AssertPadding<float>(() => SoftmaxNet17.Create(14));
        AssertPadding<double>(() => SoftmaxDoubleNet3.Create(15));
        AssertPadding<float>(() => GELUNet.Create(16));
        AssertPadding<double>(() => GELUDoubleNet.Create(17));
        AssertPadding<float>(() => LeakyNet.Create(18));
        AssertPadding<float>(() => DropoutNet.Create(19));
        AssertPadding<double>(() => DropoutDoubleNet.Create(20));
    }

    /// <summary>Setting all weights and biases leaves nothing behind of infinite activations, not even in the padding.</summary>
    [Fact]
    public void Parameters_set_after_an_overflow_are_as_good_as_new()
    {
        WideNet network = WideNet.Create(1);
        ReferenceNetwork<float> good = ReferenceNetwork<float>.CopyOf(network);
        (float[] inputs, float[] targets) = EqualityAssert.Samples<float>(WideNet.Topology, 3, new Random(2));
        float[] huge = [.. Enumerable.Repeat(float.MaxValue, inputs.Length)];
        network.TrainMiniBatch(huge, targets, 1);
        foreach (LayerTopology layer in WideNet.Topology.Layers)
        {
            var weights = new float[layer.InputSize * layer.OutputSize];
            var biases = new float[layer.OutputSize];
            good.GetWeights(layer.Index, weights);
            good.GetBiases(layer.Index, biases);
            network.SetWeights(layer.Index, weights);
            network.SetBiases(layer.Index, biases);
        }

        good.TrainMiniBatch(inputs, targets, 1);
        network.TrainMiniBatch(inputs, targets, 1);
        EqualityAssert.SameParameters(good, network, "after new parameters and a step");
        AssertPadding(network.Parameters, "after new parameters and a step");
    }

    private static NetworkTopology TopologyOf<TNetwork, T>()
        where TNetwork : ITrainableNetwork<TNetwork, T>
        where T : unmanaged, IFloatingPointIeee754<T> => TNetwork.Topology;

    private static void AssertCreate<TNetwork, T>()
        where TNetwork : ITrainableNetwork<TNetwork, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (long seed in new[] { 0, 1, -1, long.MinValue, long.MaxValue })
        {
            TNetwork network = TNetwork.Create(seed);
            EqualityAssert.SameParameters(network, TNetwork.Create(seed), "second network of a seed");
            EqualityAssert.SameParameters(ReferenceNetwork<T>.Create(TNetwork.Topology, seed), network, "network of a seed");
            EqualityAssert.SameParameters(
                ReferenceNetwork<T>.Create(TNetwork.Topology, seed, Initializer.Large), TNetwork.Create(seed, Initializer.Large), "large");
            Assert.Throws<Xunit.Sdk.FailException>(
                () => EqualityAssert.SameParameters(network, TNetwork.Create(seed ^ 2), "network of another seed"));
        }
    }

    private static void AssertSpecial<T>(Func<ITrainableNetwork<T>> create)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NetworkTopology topology = create().Topology;
        foreach (float value in Special)
        {
            // Alone among ordinary numbers, in the first place, in the last, and everywhere.
            foreach (Range places in new[] { 0..1, ^1..^0, 0..^0 })
            {
                ITrainableNetwork<T> network = create();
                ReferenceNetwork<T> reference = ReferenceNetwork<T>.CopyOf(network);
                (T[] inputs, T[] targets) = EqualityAssert.Samples<T>(topology, 7, new Random(8));
                inputs.AsSpan(2 * topology.InputSize, topology.InputSize)[places].Fill(T.CreateTruncating(value));
                string name = $"{topology} with {value:R} at {places}";
                var expected = new T[targets.Length];
                var actual = new T[targets.Length];
                reference.FeedForwardBatch(inputs, expected);
                network.FeedForwardBatch(inputs, actual);
                EqualityAssert.SameBits<T>(expected, actual, $"{name}: outputs");
                ReadOnlySpan<T> one = inputs.AsSpan(2 * topology.InputSize, topology.InputSize);
                network.FeedForward(one, actual.AsSpan(0, topology.OutputSize));
                EqualityAssert.SameBits<T>(
                    expected.AsSpan(2 * topology.OutputSize, topology.OutputSize), actual.AsSpan(0, topology.OutputSize),
                    $"{name}: output");
                Assert.Equal(reference.Classify(one), network.Classify(one));
                for (int step = 0; step < 2; step++)
                {
                    var dropout = new DropoutKey(3, step);
                    T expectedCost = reference.TrainMiniBatch(inputs, targets, T.One, dropout: dropout);
                    T actualCost = network.TrainMiniBatch(inputs, targets, T.One, dropout: dropout);
                    EqualityAssert.SameBits<T>([expectedCost], [actualCost], $"{name}: cost");
                    EqualityAssert.SameParameters(reference, network, $"{name}: after step {step}");
                }
            }
        }
    }

    private static void AssertPadding<T>(Func<ITrainableNetwork<T>> create)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // The first input is in a tile of the gradient kernel, the last may be in the rest.
        foreach ((T special, Index place) in
            from special in new[] { T.One, -T.One, T.Epsilon, T.CreateTruncating(1e30), T.PositiveInfinity, T.NaN }
            from place in new Index[] { 0, ^1 }
            select (special, place))
        {
            ITrainableNetwork<T> network = create();
            NetworkTopology topology = network.Topology;
            var gradient = new ParameterBuffer<T>(topology);
            for (int count = 1; count < 300; count *= 3)
            {
                (T[] inputs, T[] targets) = EqualityAssert.Samples<T>(topology, count, new Random(count));
                inputs.AsSpan(0, topology.InputSize)[place] = special;
                network.TrainMiniBatch(inputs, targets, T.One, dropout: new DropoutKey(4, count));
                network.Backprop(inputs, targets, gradient, new DropoutKey(5, count));
                AssertPadding(gradient, $"{topology}: gradient of {count} with {special} at {place}");
                AssertPadding(network.Parameters, $"{topology}: parameters after {count} with {special} at {place}");
            }
        }
    }

    // What is no value of a block must be +0 to the bit.
    private static void AssertPadding<T>(ParameterBuffer<T> buffer, string what)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] packed = buffer.Packed.ToArray();
        var isPadding = new bool[packed.Length];
        Array.Fill(isPadding, true);
        foreach (ParameterBlock block in buffer.Topology.ParameterBlocks)
        {
            for (int row = 0; row < block.RowCount; row++)
            {
                (long offset, int stride) = buffer.Layout.Layers[block.Layer].RowOf(block, row);
                for (int i = 0; i < block.RowLength; i++)
                {
                    isPadding[offset + (i * stride)] = false;
                }
            }
        }

        Assert.Contains(true, isPadding);
        T[] padding = [.. packed.Where((_, i) => isPadding[i])];
        EqualityAssert.SameBits<T>(new T[padding.Length], padding, what);
    }

    private static void Train(ITrainableNetwork<float> network, int seed)
    {
        (float[] inputs, float[] targets) = EqualityAssert.Samples<float>(network.Topology, 5, new Random(seed));
        network.TrainMiniBatch(inputs, targets, 1);
    }
}
