using System.Numerics;

namespace NetGen;

#pragma warning disable RS0026 // The overloads of CheckGradient differ in the type of a required parameter: no call is ambiguous.

/// <summary>
/// Compares gradients with finite differences: to test a loop of one's own that starts backpropagation from derivatives, or to see that a
/// network computes what it should.
/// </summary>
/// <remarks>
/// A derivative by finite differences is <c>(C(w + h) − C(w − h)) / 2h</c> with <c>h = 6·10⁻⁶ · max(1, |w|)</c>. The costs are those of a
/// <see cref="ReferenceNetwork{T}"/> of <see cref="double"/> with the same layers and parameters, so that they are precise enough also for
/// networks of <see cref="float"/>. It takes two passes through that network for each derivative and sample: some samples are enough.
/// </remarks>
public static class GradientChecking
{
    // The cube root of the distance from 1 to the next double: where rounding and the third derivative weigh about the same.
    private const double Step = 6e-6;

    /// <summary>Checks the gradient of a network's cost.</summary>
    /// <param name="network">The network; not changed.</param>
    /// <param name="inputs">The samples, <c>[count, InputSize]</c>.</param>
    /// <param name="targets">The desired outputs, <c>[count, OutputSize]</c>.</param>
    /// <param name="derivativesPerBlock">
    /// How many derivatives of each block are compared at most, drawn by the seed, and of all inputs of all samples; at least 1.
    /// </param>
    /// <param name="seed">Decides which derivatives are compared.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// A span is empty or of a wrong length, the counts differ, or the cost cannot take a target.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="derivativesPerBlock"/> is less than 1.</exception>
    public static GradientCheck CheckGradient<T>(
        this ITrainableNetwork<T> network,
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<T> targets,
        int derivativesPerBlock = 50,
        long seed = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentOutOfRangeException.ThrowIfLessThan(derivativesPerBlock, 1);
        int count = SampleChecks.Samples(network.Topology, inputs, targets);
        var gradient = new ParameterBuffer<T>(network.Topology);
        var inputGradients = new T[inputs.Length];
        _ = network.Backprop(BackpropFrom.Targets, inputs, targets, gradient, inputGradients);
        ReferenceNetwork<double> precise = PreciseCopy(network);
        double[] values = ToDouble(targets);
        return Compare(
            gradient, inputGradients, precise, ToDouble(inputs), derivativesPerBlock, seed, x => precise.Cost(x, values) * count);
    }

    /// <summary>
    /// Checks the gradient of a cost of one's own together with the derivatives that it gives, as they start backpropagation by
    /// <see cref="BackpropFrom.OutputGradients"/>.
    /// </summary>
    /// <param name="network">The network; not changed.</param>
    /// <param name="inputs">The samples, <c>[count, InputSize]</c>.</param>
    /// <param name="cost">
    /// The cost of a sample, with its derivatives with respect to the outputs; called very often, on this thread.
    /// </param>
    /// <param name="derivativesPerBlock">
    /// How many derivatives of each block are compared at most, drawn by the seed, and of all inputs of all samples; at least 1.
    /// </param>
    /// <param name="seed">Decides which derivatives are compared.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> or <paramref name="cost"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="inputs"/> are empty or of a wrong length.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="derivativesPerBlock"/> is less than 1.</exception>
    public static GradientCheck CheckGradient<T>(
        this ITrainableNetwork<T> network, ReadOnlySpan<T> inputs, OutputCost cost, int derivativesPerBlock = 50, long seed = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(cost);
        ArgumentOutOfRangeException.ThrowIfLessThan(derivativesPerBlock, 1);
        int outputSize = network.Topology.OutputSize;
        var outputs = new T[inputs.Length / network.Topology.InputSize * outputSize];
        network.FeedForwardBatch(inputs, outputs);
        var given = new double[outputs.Length];
        _ = SumOf(cost, ToDouble<T>(outputs), outputSize, given);
        var gradient = new ParameterBuffer<T>(network.Topology);
        var inputGradients = new T[inputs.Length];
        _ = network.Backprop(
            BackpropFrom.OutputGradients, inputs, Array.ConvertAll(given, T.CreateTruncating), gradient, inputGradients);
        ReferenceNetwork<double> precise = PreciseCopy(network);
        var results = new double[outputs.Length];
        var unused = new double[outputs.Length];
        return Compare(gradient, inputGradients, precise, ToDouble(inputs), derivativesPerBlock, seed, x =>
        {
            precise.FeedForwardBatch(x, results);
            return SumOf(cost, results, outputSize, unused);
        });
    }

    private static double SumOf(OutputCost cost, double[] outputs, int outputSize, double[] gradients)
    {
        double sum = 0;
        for (int sample = 0; sample * outputSize < outputs.Length; sample++)
        {
            int first = sample * outputSize;
            sum += cost(sample, outputs.AsSpan(first, outputSize), gradients.AsSpan(first, outputSize));
        }

        return sum;
    }

    private static double[] ToDouble<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T> => Array.ConvertAll(values.ToArray(), double.CreateTruncating);

    private static ReferenceNetwork<double> PreciseCopy<T>(ITrainableNetwork<T> network)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var copy = ReferenceNetwork<double>.Create(network.Topology.WithNumericType(NumericType.Double), 0);
        foreach (ParameterBlock block in network.Topology.ParameterBlocks)
        {
            copy.Parameters.CopyFrom(block.Name, ToDouble<T>(ValuesOf(network.Parameters, block)));
        }

        return copy;
    }

    private static T[] ValuesOf<T>(ParameterBuffer<T> parameters, ParameterBlock block)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = new T[block.Count];
        parameters.CopyTo(block.Name, values);
        return values;
    }

    private static GradientCheck Compare<T>(
        ParameterBuffer<T> gradient,
        T[] inputGradients,
        ReferenceNetwork<double> precise,
        double[] inputs,
        int derivativesPerBlock,
        long seed,
        Func<double[], double> costOf)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new SeededRandom(seed);
        var blocks = new List<BlockGradientCheck>();
        foreach (ParameterBlock block in gradient.Topology.ParameterBlocks.Where(block => block.IsTrained))
        {
            double[] values = ValuesOf(precise.Parameters, block);
            blocks.Add(Compare(block.Name, ToDouble<T>(ValuesOf(gradient, block)), values, derivativesPerBlock, random, () =>
            {
                precise.Parameters.CopyFrom(block.Name, values);
                return costOf(inputs);
            }));
        }

        blocks.Add(Compare("inputs", ToDouble<T>(inputGradients), inputs, derivativesPerBlock, random, () => costOf(inputs)));
        return new GradientCheck(blocks);
    }

    // The cost follows the values, which are changed one at a time and then restored.
    private static BlockGradientCheck Compare(
        string name, double[] derivatives, double[] values, int most, SeededRandom random, Func<double> cost)
    {
        double squares = 0, differences = 0, others = 0, worst = -1, worstDifference = 0;
        int worstIndex = 0;
        int[] indices = Draw(values.Length, most, random);
        foreach (int index in indices)
        {
            double difference = Difference(values, index, cost);
            double apart = derivatives[index] - difference;
            squares += derivatives[index] * derivatives[index];
            others += difference * difference;
            differences += apart * apart;
            if (!double.IsNaN(worst) && !(Math.Abs(apart) <= worst))
            {
                (worst, worstIndex, worstDifference) = (Math.Abs(apart), index, difference);
            }
        }

        _ = cost();
        double size = Math.Sqrt(Math.Max(squares, others));
        return new BlockGradientCheck
        {
            Name = name,
            Count = indices.Length,
            RelativeError = size == 0 ? 0 : Math.Sqrt(differences) / size,
            WorstIndex = worstIndex,
            WorstBackprop = derivatives[worstIndex],
            WorstDifference = worstDifference,
        };
    }

    private static double Difference(double[] values, int index, Func<double> cost)
    {
        double value = values[index];
        double step = Step * Math.Max(1, Math.Abs(value));
        values[index] = value + step;
        double above = values[index];
        double costAbove = cost();
        values[index] = value - step;
        double difference = (costAbove - cost()) / (above - values[index]);
        values[index] = value;
        return difference;
    }

    // All, or as many different ones as are wanted.
    private static int[] Draw(int length, int most, SeededRandom random)
    {
        if (length <= most)
        {
            return [.. Enumerable.Range(0, length)];
        }

        var drawn = new SortedSet<int>();
        while (drawn.Count < most)
        {
            drawn.Add(random.NextInt32(length));
        }

        return [.. drawn];
    }
}
