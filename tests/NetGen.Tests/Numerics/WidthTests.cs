using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NetGen.CompilerServices;
using NetGen.Heads;
using NetGen.Numerics;

namespace NetGen.Tests.Numerics;

public sealed class WidthTests
{
    [Fact]
    public void Every_width_gives_the_bits_of_the_scalar_function()
    {
        Check(x => VectorMath.Exp(x), x => VectorMath.Exp(x), x => VectorMath.Exp(x), x => VectorMath.Exp(x));
        Check(x => VectorMath.Log(x), x => VectorMath.Log(x), x => VectorMath.Log(x), x => VectorMath.Log(x));
        Check(x => VectorMath.Sigmoid(x), x => VectorMath.Sigmoid(x), x => VectorMath.Sigmoid(x), x => VectorMath.Sigmoid(x));
        Check(x => VectorMath.Tanh(x), x => VectorMath.Tanh(x), x => VectorMath.Tanh(x), x => VectorMath.Tanh(x));
        CheckDouble(x => VectorMath.Exp(x), x => VectorMath.Exp(x), x => VectorMath.Exp(x), x => VectorMath.Exp(x));
        CheckDouble(x => VectorMath.Log(x), x => VectorMath.Log(x), x => VectorMath.Log(x), x => VectorMath.Log(x));
        CheckDouble(
            x => VectorMath.Sigmoid(x), x => VectorMath.Sigmoid(x), x => VectorMath.Sigmoid(x), x => VectorMath.Sigmoid(x));
        CheckDouble(x => VectorMath.Tanh(x), x => VectorMath.Tanh(x), x => VectorMath.Tanh(x), x => VectorMath.Tanh(x));
        Check(x => VectorMath.Erf(x), x => VectorMath.Erf(x), x => VectorMath.Erf(x), x => VectorMath.Erf(x));
        CheckDouble(x => VectorMath.Erf(x), x => VectorMath.Erf(x), x => VectorMath.Erf(x), x => VectorMath.Erf(x));
    }

    [Fact]
    public void Every_width_gives_the_bits_of_the_scalar_internal_function()
    {
        Check(
            x => Elementary.NormalCdf<V1<float>, float>(new(x)).Value,
            x => Elementary.NormalCdf<V128<float>, float>(new(x)).Value,
            x => Elementary.NormalCdf<V256<float>, float>(new(x)).Value,
            x => Elementary.NormalCdf<V512<float>, float>(new(x)).Value);
        CheckDouble(
            x => Elementary.NormalCdf<V1<double>, double>(new(x)).Value,
            x => Elementary.NormalCdf<V128<double>, double>(new(x)).Value,
            x => Elementary.NormalCdf<V256<double>, double>(new(x)).Value,
            x => Elementary.NormalCdf<V512<double>, double>(new(x)).Value);
        Check(
            x => Elementary.Gelu<V1<float>, float>(new(x)).Value,
            x => Elementary.Gelu<V128<float>, float>(new(x)).Value,
            x => Elementary.Gelu<V256<float>, float>(new(x)).Value,
            x => Elementary.Gelu<V512<float>, float>(new(x)).Value);
        CheckDouble(
            x => Elementary.Gelu<V1<double>, double>(new(x)).Value,
            x => Elementary.Gelu<V128<double>, double>(new(x)).Value,
            x => Elementary.Gelu<V256<double>, double>(new(x)).Value,
            x => Elementary.Gelu<V512<double>, double>(new(x)).Value);
        Check(
            x => Elementary.GeluDerivative<V1<float>, float>(new(x)).Value,
            x => Elementary.GeluDerivative<V128<float>, float>(new(x)).Value,
            x => Elementary.GeluDerivative<V256<float>, float>(new(x)).Value,
            x => Elementary.GeluDerivative<V512<float>, float>(new(x)).Value);
        CheckDouble(
            x => Elementary.GeluDerivative<V1<double>, double>(new(x)).Value,
            x => Elementary.GeluDerivative<V128<double>, double>(new(x)).Value,
            x => Elementary.GeluDerivative<V256<double>, double>(new(x)).Value,
            x => Elementary.GeluDerivative<V512<double>, double>(new(x)).Value);
        Check(
            x => Elementary.LogOnePlus<V1<float>, float>(new(x)).Value,
            x => Elementary.LogOnePlus<V128<float>, float>(new(x)).Value,
            x => Elementary.LogOnePlus<V256<float>, float>(new(x)).Value,
            x => Elementary.LogOnePlus<V512<float>, float>(new(x)).Value, anyNaN: true);
        CheckDouble(
            x => Elementary.LogOnePlus<V1<double>, double>(new(x)).Value,
            x => Elementary.LogOnePlus<V128<double>, double>(new(x)).Value,
            x => Elementary.LogOnePlus<V256<double>, double>(new(x)).Value,
            x => Elementary.LogOnePlus<V512<double>, double>(new(x)).Value, anyNaN: true);
    }

    [Theory]
    [MemberData(nameof(ActivateTests.Elementwise), MemberType = typeof(ActivateTests))]
    public void Every_width_gives_the_bits_of_the_scalar_activation(Activation activation)
    {
        foreach (double alpha in ActivationTraits.HasAlpha(activation) ? (double[])[0.01, -1.5] : [0])
        {
            ActivationRegistry.Use<bool, ActivationUse>(activation, alpha, default);
        }
    }

    [Theory]
    [MemberData(nameof(ActivateTests.Elementwise), MemberType = typeof(ActivateTests))]
    public void Every_width_gives_the_bits_of_the_scalar_head(Activation activation) =>
        ActivationRegistry.Use<bool, HeadUse<Quadratic>>(activation, 0.2, default);

    [Fact]
    public void Every_width_gives_the_bits_of_the_scalar_head_of_other_costs()
    {
        CheckHead(new ActivationAndCost<Tanh, MeanSquaredError>(default, new MeanSquaredError(3)));
        CheckHead(new ActivationAndCost<Identity, MeanAbsoluteError>(default, new MeanAbsoluteError(3)));
        CheckHead(new ActivationAndCost<Identity, Huber>(default, new Huber(3, 0.7)));
        CheckHead(new ActivationAndCost<Identity, Hinge>(default, new Hinge(3)));
        CheckHead(default(SigmoidBinaryCrossEntropy));
        CheckHead(new SmoothedBinaryCrossEntropy(0.1));
    }

    [Fact]
    public void The_bits_are_those_of_every_other_machine()
    {
        // Digests of the results' bits, the same on every instruction set and platform. A change here changes trained networks.
        float[] single = Inputs.Create<float>();
        double[] wide = Inputs.Create<double>();
        string[] digests =
        [
            Digest(single, VectorMath.Exp), Digest(single, VectorMath.Log), Digest(single, VectorMath.Sigmoid),
            Digest(single, VectorMath.Tanh), Digest(wide, VectorMath.Exp), Digest(wide, VectorMath.Log),
            Digest(wide, VectorMath.Sigmoid), Digest(wide, VectorMath.Tanh),
            Digest(single, VectorMath.Erf), Digest(wide, VectorMath.Erf),
            Digest(single, x => Elementary.Gelu<V1<float>, float>(new(x)).Value),
            Digest(wide, x => Elementary.Gelu<V1<double>, double>(new(x)).Value),
            Digest(single, x => Elementary.GeluDerivative<V1<float>, float>(new(x)).Value),
            Digest(wide, x => Elementary.GeluDerivative<V1<double>, double>(new(x)).Value),
        ];
        Assert.Equal(
            [
                "be55557d100dc0ec", "e33dcecfd845c7b0", "90705bab9aea2215", "405f796cea8446bc",
                "cd9b521aa22a7334", "ee7d474553630c74", "97b056c9458dc2fd", "7179adf567eee626",
                "0af628ab1e817ddf", "dd0e99bfe67331b2", "f251e3dc7324c358", "3518800f4b55ff8b", "3c4376436d298db3", "dfcced593136d551",
            ],
            digests);
    }

    /// <summary>As above, of each activation and its derivative.</summary>
    [Theory]
    [MemberData(nameof(ActivateTests.Elementwise), MemberType = typeof(ActivateTests))]
    public void The_bits_of_activations_are_those_of_every_other_machine(Activation activation)
    {
        string digests = ActivationRegistry.Use<string, DigestUse>(activation, 0.3, default);
        Assert.True(ActivationDigests.TryGetValue(activation, out string? expected), $"{activation} has no digests: {digests}");
        Assert.Equal(expected, digests);
    }

    /// <summary>Of each activation, with α = 0.3, and of its derivative; of numbers in float and in double.</summary>
    private static readonly Dictionary<Activation, string> ActivationDigests = new()
    {
        [Activation.Identity] = "f3138f847d0574fa a95d355a6cb8e44d 80ae11a72606cc73 52339dd4707fe56f",
        [Activation.Sigmoid] = "3ee71dbddde48a10 53b783343478a83a dc37ebf174894132 8d92d74b71624705",
        [Activation.Tanh] = "e4f5726db6e4262f b42c80fa18314152 7d0a831889d3678b fbc70ca57d9682b6",
        [Activation.ReLU] = "26da49df0d6c154d 7463da8b18b8e44d 94bd8fea7b885416 bb039dd4707fe56f",
        [Activation.LeakyReLU] = "475898c68576cb40 ca9adfba3dd15abd e2c867322ed3744c 43da67fe86290cbe",
        [Activation.GELU] = "67edc31b52a1735b ac48ec042103783a 5d40f9313617402e 0e1106c486365c1c",
        [Activation.ELU] = "43b4e38dc0319cb2 87b4232aac82ef21 f687df4f86e1608a 58a3a659d74c1eba",
        [Activation.SELU] = "0ec35f0847f388fb a149fcea278c0e5a 3fa5b5a55f436293 61b39bfcdb666edc",
        [Activation.GELUTanh] = "8c19f1f652757acc 4b0f5fb491aa8342 f9c1e474a406741b 5b63393fb5f58333",
        [Activation.SiLU] = "9aaefe4876e4a018 40d2e26ae18aea70 23d3e71bfcafae3b ba5baed0880bb2ff",
        [Activation.Softplus] = "dfc424ab354f6fb4 3ee71dbddde48a10 dad8561f612e675e dc37ebf174894132",
        [Activation.Softsign] = "980f5eaf69affc0d e01dd87a714e1717 bf6f1648bed75856 f588ef90e76e8fff",
        [Activation.HardSigmoid] = "5d864b1b482f0665 206c089a73d283ad d87e15f9d243f88e 178f6a983e3f663b",
        [Activation.HardSwish] = "5d5ec395300f728f 5c3b39275db795e8 4437d7dec090f147 22c23d0eb8b66c48",
        [Activation.Mish] = "c78471194c8ec654 28675ec756a0edeb e29506520d527912 5b20b3dcba0ad577",
    };

    private static void CheckActivation<TFunction>(TFunction function)
        where TFunction : struct, IActivationFunction
    {
        Check(
            x => Activate.Apply(function, x), x => Activate.Apply(function, x),
            x => Activate.Apply(function, x), x => Activate.Apply(function, x));
        CheckDouble(
            x => Activate.Apply(function, x), x => Activate.Apply(function, x),
            x => Activate.Apply(function, x), x => Activate.Apply(function, x));
        Check(
            x => Activate.Derivative(function, x), x => Activate.Derivative(function, x),
            x => Activate.Derivative(function, x), x => Activate.Derivative(function, x), anyNaN: true);
        CheckDouble(
            x => Activate.Derivative(function, x), x => Activate.Derivative(function, x),
            x => Activate.Derivative(function, x), x => Activate.Derivative(function, x), anyNaN: true);
    }

    private static void CheckHead<THead>(THead head)
        where THead : struct, IUnitHead
    {
        foreach (float y in (float[])[0, 1, 0.25f])
        {
            Check(
                z => Cost<V1<float>, float>(head, new(z), y).Value,
                z => Cost<V128<float>, float>(head, new(z), y).Value,
                z => Cost<V256<float>, float>(head, new(z), y).Value,
                z => Cost<V512<float>, float>(head, new(z), y).Value,
                anyNaN: true);
            Check(
                z => Error<V1<float>, float>(head, new(z), y).Value,
                z => Error<V128<float>, float>(head, new(z), y).Value,
                z => Error<V256<float>, float>(head, new(z), y).Value,
                z => Error<V512<float>, float>(head, new(z), y).Value,
                anyNaN: true);
            CheckDouble(
                z => Cost<V1<double>, double>(head, new(z), y).Value,
                z => Cost<V128<double>, double>(head, new(z), y).Value,
                z => Cost<V256<double>, double>(head, new(z), y).Value,
                z => Cost<V512<double>, double>(head, new(z), y).Value,
                anyNaN: true);
            CheckDouble(
                z => Error<V1<double>, double>(head, new(z), y).Value,
                z => Error<V128<double>, double>(head, new(z), y).Value,
                z => Error<V256<double>, double>(head, new(z), y).Value,
                z => Error<V512<double>, double>(head, new(z), y).Value,
                anyNaN: true);
        }
    }

    private static TVector Cost<TVector, T>(IUnitHead head, TVector z, double y)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        head.Cost<TVector, T>(z, head.Activate<TVector, T>(z), TVector.Create(y));

    private static TVector Error<TVector, T>(IUnitHead head, TVector z, double y)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        head.Error<TVector, T>(z, head.Activate<TVector, T>(z), TVector.Create(y));

    private static void Check(
        Func<float, float> scalar,
        Func<Vector128<float>, Vector128<float>> v128,
        Func<Vector256<float>, Vector256<float>> v256,
        Func<Vector512<float>, Vector512<float>> v512,
        bool anyNaN = false)
    {
        float[] inputs = Inputs.Create<float>();
        float[] expected = Array.ConvertAll(inputs, x => scalar(x));
        Equal(inputs, expected, Map(inputs, v128), anyNaN);
        Equal(inputs, expected, Map(inputs, v256), anyNaN);
        Equal(inputs, expected, Map(inputs, v512), anyNaN);
    }

    private static void CheckDouble(
        Func<double, double> scalar,
        Func<Vector128<double>, Vector128<double>> v128,
        Func<Vector256<double>, Vector256<double>> v256,
        Func<Vector512<double>, Vector512<double>> v512,
        bool anyNaN = false)
    {
        double[] inputs = Inputs.Create<double>();
        double[] expected = Array.ConvertAll(inputs, x => scalar(x));
        Equal(inputs, expected, Map(inputs, v128), anyNaN);
        Equal(inputs, expected, Map(inputs, v256), anyNaN);
        Equal(inputs, expected, Map(inputs, v512), anyNaN);
    }

    private static T[] Map<T, TVector>(T[] inputs, Func<TVector, TVector> function)
        where T : unmanaged
        where TVector : unmanaged
    {
        T[] outputs = new T[inputs.Length];
        Span<TVector> from = MemoryMarshal.Cast<T, TVector>(inputs.AsSpan());
        Span<TVector> to = MemoryMarshal.Cast<T, TVector>(outputs.AsSpan());
        for (int i = 0; i < from.Length; i++)
        {
            to[i] = function(from[i]);
        }

        return outputs;
    }

    private static void Equal<T>(T[] inputs, T[] expected, T[] actual, bool anyNaN)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < inputs.Length; i++)
        {
            bool same = Bits(expected[i]) == Bits(actual[i]) || (anyNaN && T.IsNaN(expected[i]) && T.IsNaN(actual[i]));
            Assert.True(same, $"f({inputs[i]}) is {expected[i]} ({Bits(expected[i]):x}), here {actual[i]} ({Bits(actual[i]):x})");
        }
    }

    private static string Digest<T>(T[] inputs, Func<T, T> function)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ulong digest = 14695981039346656037;
        foreach (T x in inputs)
        {
            digest = unchecked((digest ^ Bits(function(x))) * 1099511628211);
        }

        return digest.ToString("x16", CultureInfo.InvariantCulture);
    }

    private static ulong Bits<T>(T value)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        value is float single ? BitConverter.SingleToUInt32Bits(single) : BitConverter.DoubleToUInt64Bits((double)(object)value);

    private readonly struct ActivationUse : IActivationUse<bool>
    {
        public bool With<TFunction>(TFunction function)
            where TFunction : struct, IActivationFunction
        {
            CheckActivation(function);
            return true;
        }
    }

    private readonly struct HeadUse<TCost> : IActivationUse<bool>
        where TCost : struct, ICostFunction
    {
        public bool With<TFunction>(TFunction function)
            where TFunction : struct, IActivationFunction
        {
            CheckHead(new ActivationAndCost<TFunction, TCost>(function));
            return true;
        }
    }

    private readonly struct DigestUse : IActivationUse<string>
    {
        // Without NaN, whose bits are not promised.
        public string With<TFunction>(TFunction function)
            where TFunction : struct, IActivationFunction
        {
            float[] single = [.. Inputs.Create<float>().Where(x => !float.IsNaN(x))];
            double[] wide = [.. Inputs.Create<double>().Where(x => !double.IsNaN(x))];
            return string.Join(
                ' ',
                Digest(single, x => Activate.Apply(function, x)),
                Digest(single, x => Activate.Derivative(function, x)),
                Digest(wide, x => Activate.Apply(function, x)),
                Digest(wide, x => Activate.Derivative(function, x)));
        }
    }
}
