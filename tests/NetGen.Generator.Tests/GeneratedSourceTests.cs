namespace NetGen.Generator.Tests;

/// <summary>The generated source of a handful of networks, reviewed by eye.</summary>
public sealed class GeneratedSourceTests
{
    [Fact]
    public async Task Tiny() => await VerifyAsync(
        """
        using NetGen;

        [Network(2, 4, 1)]
        public sealed partial class XorNet;
        """);

    [Fact]
    public async Task Digits() => await VerifyAsync(
        """
        using NetGen;

        namespace Samples;

        [Network(784, 30, 10)]
        public sealed partial class DigitNet;
        """);

    [Fact]
    public async Task Deep() => await VerifyAsync(
        """
        using NetGen;

        namespace Samples;

        [Network(16, 24, 20, 12, 8, 4, Hidden = Activation.ReLU, Output = Activation.Sigmoid, Cost = CostFunction.BinaryCrossEntropy)]
        public sealed partial class DeepNet;
        """);

    [Fact]
    public async Task Double() => await VerifyAsync(
        """
        using NetGen;

        namespace Samples;

        [Network<double>(8, 12, 3, Activations = new[] { Activation.Tanh, Activation.Identity })]
        public sealed partial class PreciseNet;
        """);

    [Fact]
    public async Task Nested() => await VerifyAsync(
        """
        using NetGen;

        namespace Samples;

        public partial class Outer
        {
            internal partial struct Middle
            {
                [Network(3, 5, 2)]
                private sealed partial class InnerNet
                {
                    private InnerNet(string name) => Name = name;

                    public string Name { get; }
                }
            }
        }
        """);

    [Fact]
    public async Task Layers() => await VerifyAsync(
        """
        using NetGen;

        namespace Samples;

        [Network(InputShape = [13])]
        [Standardize]
        [Dense(8, Activation.LeakyReLU, Alpha = 0.2, Name = "hidden")]
        [Dense(3, Activation.Softmax)]
        public sealed partial class WineNet;
        """);

    [Fact]
    public async Task Dropout() => await VerifyAsync(
        """
        using NetGen;

        namespace Samples;

        [Network(InputShape = [6])]
        [Dropout(0.1)]
        [Dense(16, Activation.GELU)]
        [Dropout(0.5)]
        [Dense(3, Activation.Softmax)]
        public sealed partial class DroppingNet;
        """);

    [Fact]
    public async Task DotForm() => await VerifyAsync(
        """
        using NetGen;

        namespace Samples;

        [Network(100, 1, Output = Activation.Tanh)]
        public sealed partial class ScoreNet;
        """);

    [Fact]
    public async Task Model() => await VerifyAsync(
        """
        using NetGen;

        namespace Samples;

        [Network(Model = "models/iris.onnx")]
        public sealed partial class IrisNet;
        """);

    private static async Task VerifyAsync(string source, [System.Runtime.CompilerServices.CallerMemberName] string method = "")
    {
        GeneratorRun run = await GeneratorRun.CheckAsync(source);
        Snapshot.Verify(run, method: method);
    }
}
