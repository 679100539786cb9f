namespace NetGen.Tests;

/// <summary>The networks compiled into this project against the reference, bit for bit.</summary>
public class GeneratedNetworkTests
{
    internal static readonly Dictionary<string, Func<ITrainableNetwork<float>>> FloatNetworks = new()
    {
        [nameof(DigitNet)] = () => DigitNet.Create(1),
        [nameof(TinyNet)] = () => TinyNet.Create(2),
        [nameof(SmallNet)] = () => SmallNet.Create(3),
        [nameof(TanhNet)] = () => TanhNet.Create(4),
        [nameof(DotNet)] = () => DotNet.Create(5),
        [nameof(ControlNet)] = () => ControlNet.Create(6),
        [nameof(DotErrorNet)] = () => DotErrorNet.Create(7),
        [nameof(WideNet)] = () => WideNet.Create(8),
        [nameof(DeepNet)] = () => DeepNet.Create(9),
        [nameof(OneNet)] = () => OneNet.Create(10),
        [nameof(RestNet)] = () => RestNet.Create(16),
        [nameof(ManyPanelsNet)] = () => ManyPanelsNet.Create(18),
        [nameof(WideningNet)] = () => WideningNet.Create(20),
        [nameof(NarrowingNet)] = () => NarrowingNet.Create(21),
        [nameof(EqualWidthsNet)] = () => EqualWidthsNet.Create(22),
        [nameof(SoftmaxNet)] = () => SoftmaxNet.Create(26),
        [nameof(SoftmaxNet3)] = () => SoftmaxNet3.Create(27),
        [nameof(SoftmaxNet16)] = () => SoftmaxNet16.Create(28),
        [nameof(SoftmaxNet17)] = () => SoftmaxNet17.Create(29),
        [nameof(SoftmaxNet40)] = () => SoftmaxNet40.Create(30),
        [nameof(GELUNet)] = () => GELUNet.Create(31),
        [nameof(LeakyNet)] = () => LeakyNet.Create(32),
        [nameof(MixedNet)] = () => MixedNet.Create(33),
        [nameof(LogisticNet)] = () => LogisticNet.Create(34),
    };

    internal static readonly Dictionary<string, Func<ITrainableNetwork<double>>> DoubleNetworks = new()
    {
        [nameof(DoubleNet)] = () => DoubleNet.Create(11),
        [nameof(NarrowDoubleNet)] = () => NarrowDoubleNet.Create(12),
        [nameof(DotDoubleNet)] = () => DotDoubleNet.Create(13),
        [nameof(RestDoubleNet)] = () => RestDoubleNet.Create(17),
        [nameof(ManyPanelsDoubleNet)] = () => ManyPanelsDoubleNet.Create(19),
        [nameof(WideningDoubleNet)] = () => WideningDoubleNet.Create(23),
        [nameof(NarrowingDoubleNet)] = () => NarrowingDoubleNet.Create(24),
        [nameof(EqualWidthsDoubleNet)] = () => EqualWidthsDoubleNet.Create(25),
        [nameof(SoftmaxDoubleNet3)] = () => SoftmaxDoubleNet3.Create(35),
        [nameof(SoftmaxDoubleNet16)] = () => SoftmaxDoubleNet16.Create(36),
        [nameof(SoftmaxDoubleNet17)] = () => SoftmaxDoubleNet17.Create(37),
        [nameof(SoftmaxDoubleNet40)] = () => SoftmaxDoubleNet40.Create(38),
        [nameof(GELUDoubleNet)] = () => GELUDoubleNet.Create(39),
        [nameof(LeakyDoubleNet)] = () => LeakyDoubleNet.Create(40),
        [nameof(LogisticDoubleNet)] = () => LogisticDoubleNet.Create(41),
    };

    public static TheoryData<string> FloatNames => [.. FloatNetworks.Keys];

    public static TheoryData<string> DoubleNames => [.. DoubleNetworks.Keys];

    [Theory]
    [MemberData(nameof(FloatNames))]
    public void Every_operation_gives_the_bits_of_the_reference(string name) =>
        EqualityAssert.MatchesReference(FloatNetworks[name](), Enumerable.Range(1, 40).Append(300), 100, new Random(1));

    [Theory]
    [MemberData(nameof(DoubleNames))]
    public void Every_operation_gives_the_bits_of_the_reference_in_double(string name) =>
        EqualityAssert.MatchesReference(DoubleNetworks[name](), Enumerable.Range(1, 40).Append(300), 100, new Random(2));

    /// <summary>Wider than the stack takes, and as wide as is promised: several panels, and blocks of few samples.</summary>
    [Fact]
    public void Wide_layers_give_the_bits_of_the_reference()
    {
        EqualityAssert.MatchesReference(StackBorderNet.Create(14), [1, 2, 7, 200], 4, new Random(3));
        EqualityAssert.MatchesReference(VeryWideNet.Create(15), [1, 17], 2, new Random(4), large: false);
    }
}
