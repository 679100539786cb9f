using NetGen.Numerics;

namespace NetGen.Tests.Numerics;

/// <summary>Activations made of several operations, against exact results, and at the ends of their ranges.</summary>
public sealed class ActivationAccuracyTests
{
    private const double LeastNormal = 1.1754943508222875E-38;

    /// <summary>z, a and da/dz to 17 digits, computed with 60; α of ELU is 1.</summary>
    private static readonly Dictionary<Activation, double[][]> Exact = new()
    {
        [Activation.ELU] =
        [
            [-700, -1, 9.8596765437597709e-305],
            [-20.5, -0.99999999874984713, 1.2501528663867426e-9],
            [-8, -0.99966453737209749, 0.00033546262790251184],
            [-4.25, -0.98573576609100074, 0.014264233908999255],
            [-2.5, -0.9179150013761012, 0.082084998623898795],
            [-1, -0.63212055882855768, 0.36787944117144232],
            [-0.125, -0.1175030974154046, 0.8824969025845954],
            [9.313225746154785e-10, 9.3132257461547852e-10, 1],
            [0.125, 0.125, 1],
            [0.75, 0.75, 1],
            [1, 1, 1],
            [2.5, 2.5, 1],
            [4.25, 4.25, 1],
            [12.5, 12.5, 1],
            [50, 50, 1],
        ],
        [Activation.SELU] =
        [
            [-700, -1.7580993408473769, 1.7334290832552396e-304],
            [-20.5, -1.7580993386494839, 2.197892930352991e-9],
            [-8, -1.7575095642223825, 0.00058977662499433492],
            [-4.25, -1.7330214006142725, 0.025077940233104392],
            [-2.5, -1.6137857588732426, 0.14431358197413431],
            [-1, -1.1113307378125628, 0.6467686030348141],
            [-0.125, -0.20658211811354793, 1.5515172227338289],
            [9.313225746154785e-10, 9.7854154869493143e-10, 1.0507009873554805],
            [0.125, 0.13133762341943506, 1.0507009873554805],
            [0.75, 0.78802574051661037, 1.0507009873554805],
            [1, 1.0507009873554805, 1.0507009873554805],
            [2.5, 2.6267524683887012, 1.0507009873554805],
            [4.25, 4.4654791962607921, 1.0507009873554805],
            [12.5, 13.133762341943506, 1.0507009873554805],
            [50, 52.535049367774025, 1.0507009873554805],
        ],
        [Activation.GELUTanh] =
        [
            [-20.5, -1.3502940601643466e-280, -1.2356213261882889e-278],
            [-8, -3.1077829375011112e-21, -4.7147845041068416e-20],
            [-4.25, -0.000020142035844940149, -0.00010528218415275171],
            [-2.5, -0.015084266089998582, -0.037951576212666183],
            [-1, -0.1588080093917233, -0.082964083845782555],
            [-0.125, -0.056282801375776612, 0.40078459383720856],
            [9.313225746154785e-10, 4.6566128765376653e-10, 0.5000000007430879],
            [0.125, 0.068717198624223388, 0.59921540616279144],
            [0.75, 0.5799605551656203, 0.9989382561374143],
            [1, 0.8411919906082767, 1.0829640838457826],
            [2.5, 2.4849157339100014, 1.0379515762126662],
            [4.25, 4.2499798579641551, 1.0001052821841528],
            [12.5, 12.5, 1],
            [50, 50, 1],
        ],
        [Activation.SiLU] =
        [
            [-700, -6.9017735806318396e-302, -6.8919139040880798e-302],
            [-20.5, -2.5628133728889139e-8, -2.4377980832026194e-8],
            [-8, -0.0026828010437318248, -0.0023465512355853157],
            [-4.25, -0.059770414933793266, -0.044866199066698893],
            [-2.5, -0.18964545005310888, -0.099401111341526841],
            [-1, -0.26894142136999512, 0.072329488128513268],
            [-0.125, -0.058598828328280468, 0.43766237974954156],
            [9.313225746154785e-10, 4.6566128752457969e-10, 0.50000000046566129],
            [0.125, 0.066401171671719532, 0.56233762025045844],
            [0.75, 0.50938402438154473, 0.8425999444967535],
            [1, 0.73105857863000488, 0.92767051187148673],
            [2.5, 2.3103545499468911, 1.0994011113415268],
            [4.25, 4.1902295850662067, 1.0448661990666989],
            [12.5, 12.499953417008948, 1.0000428561781701],
            [50, 50, 1],
        ],
        [Activation.Softplus] =
        [
            [-700, 9.8596765437597709e-305, 9.8596765437597709e-305],
            [-20.5, 1.2501528656053015e-9, 1.2501528648238604e-9],
            [-8, 0.00033540637289576883, 0.0003353501304664781],
            [-4.25, 0.014163456931504976, 0.014063627043245474],
            [-2.5, 0.078889734292549623, 0.075858180021243551],
            [-1, 0.31326168751822283, 0.26894142136999512],
            [-0.125, 0.63259903531716907, 0.46879062662624374],
            [9.313225746154785e-10, 0.6931471810256066, 0.50000000023283064],
            [0.125, 0.75759903531716907, 0.53120937337375626],
            [0.75, 1.1368710061148999, 0.67917869917539297],
            [1, 1.3132616875182228, 0.73105857863000488],
            [2.5, 2.5788897342925496, 0.92414181997875645],
            [4.25, 4.264163456931505, 0.98593637295675453],
            [12.5, 12.500003726646228, 0.99999627336071581],
            [50, 50, 1],
        ],
        [Activation.Softsign] =
        [
            [-700, -0.9985734664764622, 2.0349978937771799e-6],
            [-20.5, -0.95348837209302326, 0.0021633315305570579],
            [-8, -0.88888888888888889, 0.012345679012345679],
            [-4.25, -0.80952380952380952, 0.036281179138321995],
            [-2.5, -0.71428571428571429, 0.08163265306122449],
            [-1, -0.5, 0.25],
            [-0.125, -0.11111111111111111, 0.79012345679012346],
            [9.313225746154785e-10, 9.3132257374811678e-10, 0.99999999813735485],
            [0.125, 0.11111111111111111, 0.79012345679012346],
            [0.75, 0.42857142857142857, 0.32653061224489796],
            [1, 0.5, 0.25],
            [2.5, 0.71428571428571429, 0.08163265306122449],
            [4.25, 0.80952380952380952, 0.036281179138321995],
            [12.5, 0.92592592592592593, 0.0054869684499314129],
            [50, 0.9803921568627451, 0.00038446751249519416],
        ],
        [Activation.HardSigmoid] =
        [
            [-700, 0, 0],
            [-20.5, 0, 0],
            [-8, 0, 0],
            [-4.25, 0, 0],
            [-2.5, 0.083333333333333333, 0.16666666666666667],
            [-1, 0.33333333333333333, 0.16666666666666667],
            [-0.125, 0.47916666666666667, 0.16666666666666667],
            [9.313225746154785e-10, 0.50000000015522043, 0.16666666666666667],
            [0.125, 0.52083333333333333, 0.16666666666666667],
            [0.75, 0.625, 0.16666666666666667],
            [1, 0.66666666666666667, 0.16666666666666667],
            [2.5, 0.91666666666666667, 0.16666666666666667],
            [4.25, 1, 0],
            [12.5, 1, 0],
            [50, 1, 0],
        ],
        [Activation.HardSwish] =
        [
            [-700, 0, 0],
            [-20.5, 0, 0],
            [-8, 0, 0],
            [-4.25, 0, 0],
            [-2.5, -0.20833333333333333, -0.33333333333333333],
            [-1, -0.33333333333333333, 0.16666666666666667],
            [-0.125, -0.059895833333333333, 0.45833333333333333],
            [9.313225746154785e-10, 4.6566128745229955e-10, 0.50000000031044086],
            [0.125, 0.065104166666666667, 0.54166666666666667],
            [0.75, 0.46875, 0.75],
            [1, 0.66666666666666667, 0.83333333333333333],
            [2.5, 2.2916666666666667, 1.3333333333333333],
            [4.25, 4.25, 1],
            [12.5, 12.5, 1],
            [50, 50, 1],
        ],
        [Activation.Mish] =
        [
            [-700, -6.9017735806318396e-302, -6.8919139040880798e-302],
            [-20.5, -2.5628133744908681e-8, -2.4377980863283837e-8],
            [-8, -0.0026832508825465375, -0.0023473943816052943],
            [-4.25, -0.060190667192973445, -0.045595916454199645],
            [-2.5, -0.19681620390653334, -0.10974357275018569],
            [-1, -0.30340146137410892, 0.059216755877394948],
            [-0.125, -0.069979907180002477, 0.51960647354481602],
            [9.313225746154785e-10, 5.5879354504684287e-10, 0.60000000059604645],
            [0.125, 0.079957570847359806, 0.67889266050084761],
            [0.75, 0.61001833521829339, 0.98575835571668806],
            [1, 0.86509838826731035, 1.0490362200997922],
            [2.5, 2.4713923045578811, 1.0411295301313532],
            [4.25, 4.2483191547992882, 1.0029182644394607],
            [12.5, 12.499999999652804, 1.0000000006666137],
            [50, 50, 1],
        ],
    };

    /// <summary>
    /// What a is at −∞, +∞, −0 and +0, and da/dz at −∞, +∞ and 0. Signs of zero are those of the limits.
    /// </summary>
    private static readonly Dictionary<Activation, double[]> AtTheEnds = new()
    {
        [Activation.ELU] = [-1, double.PositiveInfinity, -0.0, 0.0, 0, 1, 1],
        [Activation.SELU] = [-1.7580993408473769, double.PositiveInfinity, -0.0, 0.0, 0, 1.0507009873554805, 1.7580993408473769],
        [Activation.GELUTanh] = [-0.0, double.PositiveInfinity, -0.0, 0.0, 0, 1, 0.5],
        [Activation.SiLU] = [-0.0, double.PositiveInfinity, -0.0, 0.0, 0, 1, 0.5],
        [Activation.Softplus] = [0.0, double.PositiveInfinity, 0.69314718055994531, 0.69314718055994531, 0, 1, 0.5],
        [Activation.Softsign] = [-1, 1, -0.0, 0.0, 0, 0, 1],
        [Activation.HardSigmoid] = [0.0, 1, 0.5, 0.5, 0, 0, 1.0 / 6],
        [Activation.HardSwish] = [-0.0, double.PositiveInfinity, -0.0, 0.0, 0, 1, 0.5],
        [Activation.Mish] = [-0.0, double.PositiveInfinity, -0.0, 0.0, 0, 1, 0.6],
    };

    /// <summary>The activations.</summary>
    public static TheoryData<Activation> Activations => [.. Exact.Keys];

    [Theory]
    [MemberData(nameof(Activations))]
    public void Doubles_are_near_the_exact_results(Activation activation)
    {
        ScalarActivation<double> function = Find<double>(activation);
        foreach (double[] row in Exact[activation])
        {
            (double z, double a) = (row[0], function.Apply(row[0]));
            double ulp = Math.ScaleB(1, Math.ILogB(row[1]) - 52);
            Assert.True(row[1] == a || Math.Abs(a - row[1]) <= 3 * ulp, $"f({z:R}) is {row[1]:R}, here {a:R}");
            Assert.Equal(row[2], function.Derivative(z, a), 4e-16);
        }
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void Floats_are_near_the_doubles(Activation activation)
    {
        ScalarActivation<double> exact = Find<double>(activation);
        ScalarActivation<float> function = Find<float>(activation);
        foreach (float z in Inputs.Create<float>(100_000).Where(float.IsFinite))
        {
            (double expected, float a) = (exact.Apply(z), function.Apply(z));
            double ulp = Math.ScaleB(1, Math.Max(Math.ILogB(expected), -126) - 23);

            // Far below 0, where the factor of z is less than the least normal number, it is 0.
            bool isZero = a == 0 && Math.Abs(expected) < 200 * LeastNormal;
            Assert.True(
                (float)expected == a || isZero || Math.Abs(a - expected) <= 3.5 * ulp, $"f({z:R}) is {expected:R}, here {a:R}");

            // What is computed from a inherits its rounding.
            Assert.Equal(exact.Derivative(z, expected), function.Derivative(z, a), 6e-7);
        }
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void Infinities_zeros_and_NaN_give_their_limits(Activation activation)
    {
        double[] expected = AtTheEnds[activation];
        double[] z = [double.NegativeInfinity, double.PositiveInfinity, -0.0, 0.0];
        ScalarActivation<double> wide = Find<double>(activation);
        ScalarActivation<float> single = Find<float>(activation);
        for (int i = 0; i < z.Length; i++)
        {
            EqualityAssert.SameBits<double>([expected[i]], [wide.Apply(z[i])], $"{activation}({z[i]})");
            EqualityAssert.SameBits<float>([(float)expected[i]], [single.Apply((float)z[i])], $"{activation}({z[i]}), float");
        }

        Assert.True(double.IsNaN(wide.Apply(double.NaN)));
        Assert.True(float.IsNaN(single.Apply(float.NaN)));
        (int Z, int Expected)[] slopes = [(0, 4), (1, 5), (3, 6)];
        foreach ((int at, int slope) in slopes)
        {
            double singleSlope = single.Derivative((float)z[at], single.Apply((float)z[at]));
            Assert.Equal(expected[slope], wide.Derivative(z[at], wide.Apply(z[at])));
            Assert.Equal((float)expected[slope], singleSlope);
        }
    }

    /// <summary>The derivative at a kink is that of one side, as in PyTorch.</summary>
    [Fact]
    public void Kinks_take_the_slope_of_the_side_that_is_said()
    {
        Assert.Equal(0.25, Find<double>(Activation.ELU, 0.25).Derivative(0, 0));
        Assert.Equal(1.0, Find<double>(Activation.ELU, 0.25).Derivative(double.Epsilon, double.Epsilon));
        ScalarActivation<double> sigmoid = Find<double>(Activation.HardSigmoid);
        Assert.Equal([0.0, 0.0], new[] { -3.0, 3.0 }.Select(z => sigmoid.Derivative(z, sigmoid.Apply(z))));
        ScalarActivation<double> swish = Find<double>(Activation.HardSwish);
        Assert.Equal([0.0, 1.0], new[] { -3.0, 3.0 }.Select(z => swish.Derivative(z, swish.Apply(z))));
    }

    private static ScalarActivation<T> Find<T>(Activation activation, double? alpha = null)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => ActivationRegistry.Find<T>(
            new NetworkTopology([1, 1], [activation], alphas: [alpha ?? ActivationTraits.DefaultAlpha(activation)]).Layers[0]);
}
