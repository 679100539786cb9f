using NetGen.Numerics;

namespace NetGen.Tests.Numerics;

public sealed class CostsTests
{
    [Fact]
    public void Cross_entropy_is_defined_at_0_and_1()
    {
        // As bits: the cost of a perfect output is +0.
        Assert.Equal(0, BitConverter.SingleToInt32Bits(Costs.Value(Cost.CrossEntropy, 0f, 0f)));
        Assert.Equal(0, BitConverter.SingleToInt32Bits(Costs.Value(Cost.CrossEntropy, 1f, 1f)));
        Assert.Equal(float.PositiveInfinity, Costs.Value(Cost.CrossEntropy, 0f, 1f));
        Assert.Equal(float.PositiveInfinity, Costs.Value(Cost.CrossEntropy, 1f, 0f));
        Assert.Equal(double.PositiveInfinity, Costs.Value(Cost.CrossEntropy, 0.0, 0.5));
        Assert.True(double.IsNaN(Costs.Value(Cost.CrossEntropy, double.NaN, 0.5)));
    }

    [Fact]
    public void Cross_entropy_follows_its_formula()
    {
        foreach ((double a, double y) in ((double, double)[])[(0.25, 0.5), (0.9, 1), (0.9, 0), (0.001, 0.25)])
        {
            double expected = -((y * Math.Log(a)) + ((1 - y) * Math.Log(1 - a)));
            Assert.Equal(expected, Costs.Value(Cost.CrossEntropy, a, y), 1e-15);
            Assert.Equal(expected, Costs.Value(Cost.CrossEntropy, (float)a, (float)y), 1e-6);
            Assert.Equal(a - y, Costs.OutputError(Cost.CrossEntropy, Activation.Sigmoid, a, y));
        }
    }

    [Fact]
    public void Quadratic_follows_its_formula()
    {
        Assert.Equal(0.125f, Costs.Value(Cost.Quadratic, 0.25f, 0.75f));
        Assert.Equal(0.125, Costs.Value(Cost.Quadratic, 0.75, 0.25));
        Assert.Equal(-0.5f, Costs.OutputError(Cost.Quadratic, Activation.Identity, 0.25f, 0.75f));
        Assert.Equal(-0.09375f, Costs.OutputError(Cost.Quadratic, Activation.Sigmoid, 0.25f, 0.75f));
        Assert.Equal(-0.46875, Costs.OutputError(Cost.Quadratic, Activation.Tanh, 0.25, 0.75));
        Assert.Equal(0.0, Costs.OutputError(Cost.Quadratic, Activation.ReLU, 0.0, -0.75));
    }

    [Fact]
    public void Output_errors_are_the_derivatives_of_the_costs()
    {
        CheckOutputError(Cost.CrossEntropy, Activation.Sigmoid);
        foreach (Activation activation in Enum.GetValues<Activation>())
        {
            CheckOutputError(Cost.Quadratic, activation);
        }
    }

    [Fact]
    public void Every_cost_has_the_function_of_its_name()
    {
        foreach (Cost cost in Enum.GetValues<Cost>())
        {
            Type? function = typeof(Costs).Assembly.GetType("NetGen.Numerics." + cost);
            Assert.NotNull(function);
            Type[] arguments = CostRegistry.Find<float>(cost).GetType().GetGenericArguments();
            Assert.Equal([typeof(float), function], arguments);
        }
    }

    [Fact]
    public void Unknown_costs_and_activations_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Costs.Value((Cost)99, 1f, 1f));
        Assert.Throws<ArgumentOutOfRangeException>(() => Costs.OutputError((Cost)99, Activation.Sigmoid, 1f, 1f));
        Assert.Throws<ArgumentOutOfRangeException>(() => Costs.OutputError(Cost.Quadratic, (Activation)99, 1f, 1f));
    }

    private static void CheckOutputError(Cost cost, Activation output)
    {
        foreach (double y in (double[])[0, 0.3, 1])
        {
            for (double z = -2.05; z < 2; z += 0.1)
            {
                double up = Costs.Value(cost, Activate.Apply(output, z + 1e-5), y);
                double down = Costs.Value(cost, Activate.Apply(output, z - 1e-5), y);
                Assert.Equal((up - down) / 2e-5, Costs.OutputError(cost, output, Activate.Apply(output, z), y), 1e-8);
            }
        }
    }
}
