namespace NetGen.Tests;

/// <summary>The networks compiled into this project against the reference, bit for bit.</summary>
public class GeneratedNetworkTests
{
    internal static readonly Dictionary<string, Func<ITrainableNetwork<float>>> FloatNetworks = new()
    {
        [nameof(DigitNet)] = () => DigitNet.Create(1, Initializer.Scaled),
        [nameof(TinyNet)] = () => TinyNet.Create(2, Initializer.Scaled),
        [nameof(SmallNet)] = () => SmallNet.Create(3, Initializer.Scaled),
        [nameof(TanhNet)] = () => TanhNet.Create(4, Initializer.Scaled),
        [nameof(DotNet)] = () => DotNet.Create(5, Initializer.Scaled),
        [nameof(ControlNet)] = () => ControlNet.Create(6, Initializer.Scaled),
        [nameof(DotErrorNet)] = () => DotErrorNet.Create(7, Initializer.Scaled),
        [nameof(WideNet)] = () => WideNet.Create(8, Initializer.Scaled),
        [nameof(DeepNet)] = () => DeepNet.Create(9, Initializer.Scaled),
        [nameof(OneNet)] = () => OneNet.Create(10, Initializer.Scaled),
        [nameof(RestNet)] = () => RestNet.Create(16, Initializer.Scaled),
        [nameof(ManyPanelsNet)] = () => ManyPanelsNet.Create(18, Initializer.Scaled),
        [nameof(WideningNet)] = () => WideningNet.Create(20, Initializer.Scaled),
        [nameof(NarrowingNet)] = () => NarrowingNet.Create(21, Initializer.Scaled),
        [nameof(EqualWidthsNet)] = () => EqualWidthsNet.Create(22, Initializer.Scaled),
        [nameof(SoftmaxNet)] = () => SoftmaxNet.Create(26, Initializer.Scaled),
        [nameof(SoftmaxNet3)] = () => SoftmaxNet3.Create(27, Initializer.Scaled),
        [nameof(SoftmaxNet16)] = () => SoftmaxNet16.Create(28, Initializer.Scaled),
        [nameof(SoftmaxNet17)] = () => SoftmaxNet17.Create(29, Initializer.Scaled),
        [nameof(SoftmaxNet40)] = () => SoftmaxNet40.Create(30, Initializer.Scaled),
        [nameof(LogSoftmaxNet)] = () => LogSoftmaxNet.Create(31),
        [nameof(HingeNet)] = () => HingeNet.Create(32),
        [nameof(SignNet)] = () => SignNet.Create(33),
        [nameof(HuberNet)] = () => HuberNet.Create(34),
        [nameof(SmoothingNet)] = () => SmoothingNet.Create(35),
        [nameof(SmoothingSigmoidNet)] = () => SmoothingSigmoidNet.Create(36),
        [nameof(GELUNet)] = () => GELUNet.Create(31, Initializer.Scaled),
        [nameof(LeakyNet)] = () => LeakyNet.Create(32, Initializer.Scaled),
        [nameof(MixedNet)] = () => MixedNet.Create(33, Initializer.Scaled),
        [nameof(LogisticNet)] = () => LogisticNet.Create(34, Initializer.Scaled),
        [nameof(DropoutNet)] = () => DropoutNet.Create(42, Initializer.Scaled),
        [nameof(SmallDropoutNet)] = () => SmallDropoutNet.Create(43, Initializer.Scaled),
        [nameof(InputDropoutNet)] = () => InputDropoutNet.Create(44, Initializer.Scaled),
    };

    internal static readonly Dictionary<string, Func<ITrainableNetwork<double>>> DoubleNetworks = new()
    {
        [nameof(DoubleNet)] = () => DoubleNet.Create(11, Initializer.Scaled),
        [nameof(NarrowDoubleNet)] = () => NarrowDoubleNet.Create(12, Initializer.Scaled),
        [nameof(DotDoubleNet)] = () => DotDoubleNet.Create(13),
        [nameof(RestDoubleNet)] = () => RestDoubleNet.Create(17, Initializer.Scaled),
        [nameof(ManyPanelsDoubleNet)] = () => ManyPanelsDoubleNet.Create(19, Initializer.Scaled),
        [nameof(WideningDoubleNet)] = () => WideningDoubleNet.Create(23, Initializer.Scaled),
        [nameof(NarrowingDoubleNet)] = () => NarrowingDoubleNet.Create(24, Initializer.Scaled),
        [nameof(EqualWidthsDoubleNet)] = () => EqualWidthsDoubleNet.Create(25, Initializer.Scaled),
        [nameof(SoftmaxDoubleNet3)] = () => SoftmaxDoubleNet3.Create(35, Initializer.Scaled),
        [nameof(SoftmaxDoubleNet16)] = () => SoftmaxDoubleNet16.Create(36, Initializer.Scaled),
        [nameof(SoftmaxDoubleNet17)] = () => SoftmaxDoubleNet17.Create(37, Initializer.Scaled),
        [nameof(SoftmaxDoubleNet40)] = () => SoftmaxDoubleNet40.Create(38, Initializer.Scaled),
        [nameof(LogSoftmaxDoubleNet)] = () => LogSoftmaxDoubleNet.Create(39),
        [nameof(GELUDoubleNet)] = () => GELUDoubleNet.Create(39, Initializer.Scaled),
        [nameof(LeakyDoubleNet)] = () => LeakyDoubleNet.Create(40, Initializer.Scaled),
        [nameof(LogisticDoubleNet)] = () => LogisticDoubleNet.Create(41, Initializer.Scaled),
        [nameof(DropoutDoubleNet)] = () => DropoutDoubleNet.Create(45, Initializer.Scaled),
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
