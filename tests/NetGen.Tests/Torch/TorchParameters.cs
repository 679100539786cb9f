namespace NetGen.Tests.Torch;

/// <summary>The parameters of networks as PyTorch takes and gives them, by the names of the blocks.</summary>
internal static class TorchParameters
{
    /// <summary>The parameters with their shapes, to be serialized.</summary>
    public static Dictionary<string, object> Describe(ReferenceNetwork<double> network) =>
        network.Topology.ParameterBlocks.ToDictionary(block => block.Name, object (block) =>
        {
            var values = new double[block.Count];
            network.Parameters.CopyTo(block.Name, values);
            return new { block.Shape, Values = values };
        });

    /// <summary>Holds each block to ‖actual − expected‖ ≤ tolerance · ‖expected‖.</summary>
    public static void AssertNear(
        IReadOnlyDictionary<string, double[]> expected, ReferenceNetwork<double> network, double tolerance, string what)
    {
        Assert.Equal(network.Topology.ParameterBlocks.Select(block => block.Name).Order(), expected.Keys.Order());
        foreach ((string name, double[] values) in expected)
        {
            var actual = new double[values.Length];
            network.Parameters.CopyTo(name, actual);
            double norm = Math.Sqrt(values.Sum(value => value * value));
            double difference = Math.Sqrt(values.Zip(actual).Sum(pair => (pair.First - pair.Second) * (pair.First - pair.Second)));
            Assert.True(difference <= tolerance * norm, $"{what}: {name} is off by {difference:R}; PyTorch's norm is {norm:R}.");
        }
    }
}
