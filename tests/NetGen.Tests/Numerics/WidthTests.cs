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

    [Fact]
    public void Every_width_gives_the_bits_of_the_scalar_activation()
    {
        CheckActivation(default(Identity));
        CheckActivation(default(Sigmoid));
        CheckActivation(default(Tanh));
        CheckActivation(default(ReLU));
        CheckActivation(new LeakyReLU(0.01));
        CheckActivation(new LeakyReLU(-1.5));
        CheckActivation(default(GELU));
    }

    [Fact]
    public void Every_width_gives_the_bits_of_the_scalar_head()
    {
        CheckHead(new ActivationAndCost<Identity, Quadratic>(default));
        CheckHead(new ActivationAndCost<Sigmoid, Quadratic>(default));
        CheckHead(new ActivationAndCost<Tanh, Quadratic>(default));
        CheckHead(new ActivationAndCost<ReLU, Quadratic>(default));
        CheckHead(new ActivationAndCost<LeakyReLU, Quadratic>(new LeakyReLU(0.2)));
        CheckHead(new ActivationAndCost<GELU, Quadratic>(default));
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
}
