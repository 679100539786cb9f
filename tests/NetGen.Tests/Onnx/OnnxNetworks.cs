using System.Numerics;

namespace NetGen.Tests.Onnx;

/// <summary>Networks of every kind that can be saved.</summary>
internal static class OnnxNetworks
{
    /// <summary>Topologies with every activation in hidden layers and at the output, every head and every kind of layer.</summary>
    public static IEnumerable<NetworkTopology> All(NumericType type)
    {
        foreach (Activation activation in Enum.GetValues<Activation>().Where(ActivationTraits.IsElementwise))
        {
            yield return new NetworkTopology([5, 7, 4, 3], [activation, activation, activation], numericType: type);
            if (ActivationTraits.HasAlpha(activation))
            {
                yield return new NetworkTopology([5, 7, 3], [activation, activation], null, type, [0.3, 1.75]);
                yield return new NetworkTopology([5, 7, 3], [activation, activation], null, type, [-0.1, 0]);
            }
        }

        foreach (CostFunction cost in Enum.GetValues<CostFunction>())
        {
            foreach (Activation activation in Enum.GetValues<Activation>().Where(activation => CostTraits.IsValid(cost, activation)))
            {
                yield return new NetworkTopology([6, 5, 4], [Activation.Tanh, activation], cost, type, null, 0.75, 0.1);
            }
        }

        yield return new NetworkTopology([1, 1], [Activation.Sigmoid], CostFunction.BinaryCrossEntropy, type);
        yield return new NetworkTopology([70, 33, 2], [Activation.ReLU, Activation.Softmax], numericType: type);
        yield return NetworkTopology.FromLayers(
            [9],
            [
                new StandardizeAttribute(),
                new DropoutAttribute(0.1),
                new DenseAttribute(8, Activation.GELU) { Name = "encoder.first" },
                new DropoutAttribute(0.5),
                new DenseAttribute(6, Activation.ELU) { Alpha = 0.1 },
                new DenseAttribute(3, Activation.LogSoftmax) { Name = "head" },
            ],
            null,
            type);
        yield return NetworkTopology.FromLayers(
            [4], [new MinMaxScaleAttribute(), new DenseAttribute(2, Activation.Tanh)], CostFunction.Hinge, type);
    }

    /// <summary>
    /// A network with random parameters, some of them zeros of both signs and numbers below the normal range, and class names.
    /// </summary>
    public static ReferenceNetwork<T> Random<T>(NetworkTopology topology, int seed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReferenceNetwork<T> network = ReferenceNetwork<T>.Create(topology, seed);
        var random = new Random(seed);
        foreach (ParameterBlock block in topology.ParameterBlocks)
        {
            var values = new T[block.Count];
            double scale = block.Shape.Count == 2 ? 1.5 / Math.Sqrt(block.RowLength) : 1;
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = random.Next(20) switch
                {
                    0 when block.IsTrained => -T.Zero,
                    1 when block.IsTrained => T.Epsilon,
                    _ => T.CreateChecked(((random.NextDouble() * 2) - 1) * scale),
                };
            }

            network.Parameters.Write(block, values);
        }

        network.ClassNames = [.. Enumerable.Range(0, ClassNames.CountOf(topology)).Select(i => $"class {i} \u00e9\u4e2d\U0001F600")];
        return network;
    }

    /// <summary>The bytes of a network's model.</summary>
    public static byte[] BytesOf<T>(INetwork<T> network)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var stream = new MemoryStream();
        network.SaveOnnx(stream);
        return stream.ToArray();
    }

    /// <summary>Random inputs of some samples.</summary>
    public static T[] Inputs<T>(int count, int seed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => T.CreateChecked((random.NextDouble() * 6) - 3))];
    }
}
