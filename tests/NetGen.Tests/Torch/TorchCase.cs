namespace NetGen.Tests.Torch;

/// <summary>A network with samples, drawn from a seed.</summary>
internal sealed class TorchCase
{
    // Sample i takes targets of kind i modulo this.
    private const int TargetKinds = 4;

    private const int SampleCount = 2 * TargetKinds;

    /// <summary>The activations that work on each unit by itself.</summary>
    private static readonly Activation[] Elementwise = [.. Enum.GetValues<Activation>().Where(ActivationTraits.IsElementwise)];

    private static readonly double[] Alphas = [0.01, 0.25, -0.5, 1.5];

    private static readonly double[] Deltas = [1, 0.25, 3];

    private static readonly double[] Smoothings = [0, 0.1, 0.75];

    private TorchCase(NetworkTopology topology, int seed, double outputScale)
    {
        Network = ReferenceNetwork<double>.Create(topology, seed);
        OutputScale = outputScale;
        ScaleOutputs();
        var random = new SeededRandom(seed);
        Inputs = new double[SampleCount * topology.InputSize];
        for (int i = 0; i < Inputs.Length; i++)
        {
            Inputs[i] = random.NextInt32(5) == 0 ? 0 : random.NextNormal();
        }

        Targets = new double[SampleCount * topology.OutputSize];
        for (int sample = 0; sample < SampleCount; sample++)
        {
            DrawTarget(topology.Cost, sample % TargetKinds, Targets.AsSpan(sample * topology.OutputSize, topology.OutputSize), random);
        }
    }

    /// <summary>Each hidden activation with each output activation and its cost, in two shapes, and more shapes for each output.</summary>
    public static IReadOnlyList<TorchCase> All { get; } = [.. Draw()];

    public ReferenceNetwork<double> Network { get; }

    public NetworkTopology Topology => Network.Topology;

    /// <summary>The output activation and the cost.</summary>
    public (Activation Output, CostFunction Cost) Head => (Topology.Layers[^1].Activation, Topology.Cost);

    /// <summary><c>[SampleCount, InputSize]</c>.</summary>
    public double[] Inputs { get; }

    /// <summary><c>[SampleCount, OutputSize]</c>.</summary>
    public double[] Targets { get; }

    /// <summary>A weight for each sample, 0 among them.</summary>
    public double[] SampleWeights { get; } = [.. Enumerable.Range(0, SampleCount).Select(sample => sample % 5 * 0.375)];

    /// <summary>What the last layer's parameters are multiplied by; large factors saturate the outputs.</summary>
    private double OutputScale { get; }

    public override string ToString() => OutputScale == 1 ? $"{Topology}" : $"{Topology}, outputs scaled by {OutputScale}";

    private static IEnumerable<TorchCase> Draw()
    {
        int seed = 1;
        IEnumerable<(Activation, CostFunction)> heads =
        [
            .. Elementwise.Select(activation => (activation, CostFunction.Quadratic)),
            (Activation.Sigmoid, CostFunction.BinaryCrossEntropy),
            (Activation.Softmax, CostFunction.CategoricalCrossEntropy),
            (Activation.LogSoftmax, CostFunction.NegativeLogLikelihood),
            (Activation.Sigmoid, CostFunction.MeanSquaredError),
            (Activation.Identity, CostFunction.MeanAbsoluteError),
            (Activation.Identity, CostFunction.Huber),
            (Activation.Tanh, CostFunction.Huber),
            (Activation.Identity, CostFunction.Hinge),
            (Activation.Tanh, CostFunction.Hinge),
        ];
        foreach ((Activation output, CostFunction cost) in heads)
        {
            for (int i = 0; i < Elementwise.Length; i++)
            {
                Activation hidden = Elementwise[i];
                Activation other = Elementwise[(i + 1) % Elementwise.Length];
                yield return Case([6, 7, 4], [hidden, output], cost, seed++);
                yield return Case([33, 19, 8, 5], [hidden, other, output], cost, seed++);
            }

            // No hidden layer; few units over many inputs, the dot form; one output, or for softmax and its logarithm two.
            yield return Case([5, 3], [output], cost, seed++);
            yield return Case([100, 2], [output], cost, seed++);
            yield return Case([70, 3, ActivationTraits.IsElementwise(output) ? 1 : 2], [Activation.Tanh, output], cost, seed++);

            // Outputs that round to 0 and 1 must not spoil the costs computed from the weighted inputs.
            if (CostTraits.TargetsOf(cost) == TargetRange.Unit)
            {
                yield return Case([6, 7, 4], [Activation.Sigmoid, output], cost, seed++, outputScale: 100);
            }
        }
    }

    private static TorchCase Case(int[] sizes, Activation[] activations, CostFunction cost, int seed, double outputScale = 1)
    {
        double[] alphas = [.. activations.Select((_, layer) => Alphas[(seed + layer) % Alphas.Length])];
        return new TorchCase(
            new NetworkTopology(
                sizes, activations, cost, NumericType.Double, alphas, Deltas[seed % Deltas.Length], Smoothings[seed % Smoothings.Length]),
            seed,
            outputScale);
    }

    // Categorical targets: one class, a distribution, any numbers in [0, 1], none.
    private static void DrawTarget(CostFunction cost, int kind, Span<double> target, SeededRandom random)
    {
        bool isOfClasses = cost is CostFunction.CategoricalCrossEntropy or CostFunction.NegativeLogLikelihood;
        for (int unit = 0; unit < target.Length; unit++)
        {
            target[unit] = cost switch
            {
                _ when CostTraits.TargetsOf(cost) == TargetRange.Any => random.NextNormal(),
                CostFunction.Hinge => random.NextInt32(2) == 0 ? -1 : 1,
                CostFunction.BinaryCrossEntropy when kind == 0 => random.NextInt32(2),
                _ when isOfClasses && kind is (0 or 3) => 0,
                _ => random.NextDouble(),
            };
        }

        if (isOfClasses && kind == 0)
        {
            target[random.NextInt32(target.Length)] = 1;
        }
        else if (isOfClasses && kind == 1)
        {
            double sum = 0;
            foreach (double value in target)
            {
                sum += value;
            }

            foreach (ref double value in target)
            {
                value /= sum;
            }
        }
    }

    private void ScaleOutputs()
    {
        foreach (ParameterBlock block in Topology.ParameterBlocks.Where(block => block.Layer == Topology.Layers.Count - 1))
        {
            var values = new double[block.Count];
            Network.Parameters.CopyTo(block.Name, values);
            Network.Parameters.CopyFrom(block.Name, Array.ConvertAll(values, value => value * OutputScale));
        }
    }
}
