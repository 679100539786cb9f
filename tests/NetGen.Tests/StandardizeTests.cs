using System.Numerics;
using System.Text;

namespace NetGen.Tests;

/// <summary>Networks that standardize their inputs: fitted to data, stored, not trained.</summary>
public sealed class StandardizeTests
{
    // Features of very different size, the third of which never varies.
    private static readonly float[] Features = [1, 100, 7, 3, 300, 7, 5, -100, 7, 7, 500, 7];

    private static DataSet<float> Data => DataSet.FromLabels(Features, featureCount: 3, labels: new[] { 0, 1, 0, 1 }, classCount: 2);

    [Fact]
    public void A_new_network_leaves_features_as_they_are()
    {
        StandardizedNet network = StandardizedNet.Create(1);
        Assert.Equal([0f, 0, 0], Block(network, "standardize.mean"));
        Assert.Equal([1f, 1, 1], Block(network, "standardize.inverse_deviation"));

        PlainNet plain = PlainNet.Create(1);
        plain.Parameters.CopyFrom(Trained(network));
        var expected = new float[2];
        var actual = new float[2];
        plain.FeedForward([0.5f, -2, 3], expected);
        network.FeedForward([0.5f, -2, 3], actual);
        EqualityAssert.SameBits<float>(expected, actual, "outputs");
    }

    [Fact]
    public void A_topology_says_the_kind_of_each_layer() =>
        Assert.Equal(["Standardize", "Dense", "Dense"], StandardizedNet.Topology.Layers.Select(layer => layer.Kind));

    [Fact]
    public void Fitting_takes_mean_and_population_deviation_of_each_feature()
    {
        StandardizedNet network = StandardizedNet.Create(1);
        network.FitScaling(Data);
        Assert.Equal([4f, 200, 7], Block(network, "standardize.mean"));

        // Variances 5, 50,000 and 0; a feature that never varies has the deviation 1.
        Assert.Equal([(float)(1 / Math.Sqrt(5)), (float)(1 / Math.Sqrt(50_000)), 1f], Block(network, "standardize.inverse_deviation"));
    }

    [Fact]
    public void Outputs_are_those_of_a_plain_network_for_standardized_features()
    {
        StandardizedNet network = StandardizedNet.Create(1);
        network.FitScaling(Data);
        PlainNet plain = PlainNet.Create(1);
        plain.Parameters.CopyFrom(Trained(network));
        float[] means = Block(network, "standardize.mean");
        float[] inverse = Block(network, "standardize.inverse_deviation");
        float[] standardized = [.. Features.Select((x, i) => (x - means[i % 3]) * inverse[i % 3])];
        var expected = new float[8];
        var actual = new float[8];
        plain.FeedForwardBatch(standardized, expected);
        network.FeedForwardBatch(Features, actual);
        EqualityAssert.SameBits<float>(expected, actual, "outputs");
    }

    [Fact]
    public void Training_fits_a_new_network_once_and_changes_nothing_more_of_it()
    {
        StandardizedNet network = StandardizedNet.Create(1);
        network.Train(Data, new TrainingOptions { Epochs = 3 });
        float[] means = Block(network, "standardize.mean");
        Assert.Equal([4f, 200, 7], means);

        float[] shifted = [.. Features.Select(x => x + 1)];
        network.Train(DataSet.FromLabels(shifted, 3, new[] { 0, 1, 0, 1 }, 2), new TrainingOptions { Epochs = 1 });
        Assert.Equal(means, Block(network, "standardize.mean"));
        network.FitScaling(DataSet.FromLabels(shifted, 3, new[] { 0, 1, 0, 1 }, 2));
        Assert.Equal([5f, 201, 8], Block(network, "standardize.mean"));
    }

    [Fact]
    public void The_reference_is_fitted_and_trained_to_the_same_bits()
    {
        StandardizedNet network = StandardizedNet.Create(1);
        ReferenceNetwork<float> reference = ReferenceNetwork<float>.Create(StandardizedNet.Topology, 1);
        EqualityAssert.SameParameters(reference, network, "before");
        network.Train(Data, new TrainingOptions { Epochs = 5, MiniBatchSize = 3 });
        reference.Train(Data, new TrainingOptions { Epochs = 5, MiniBatchSize = 3 });
        EqualityAssert.SameParameters(reference, network, "after training");
    }

    [Fact]
    public void A_file_has_means_and_deviations()
    {
        StandardizedNet network = StandardizedNet.Create(1);
        network.Train(Data, new TrainingOptions { Epochs = 1 });
        using var stream = new MemoryStream();
        network.Save(stream);
        stream.Position = 0;
        Assert.Contains(
            "\"netgen.layers\":\"Standardize, Tanh, Softmax\"", Encoding.UTF8.GetString(stream.ToArray()), StringComparison.Ordinal);
        StandardizedNet loaded = StandardizedNet.Load(stream);
        EqualityAssert.SameParameters(network, loaded, "loaded");
        Assert.True(network.Parameters.BitwiseEquals(loaded.Parameters));
        Assert.True(network.Parameters.BitwiseEquals(network.Clone().Parameters));
    }

    [Fact]
    public void A_snapshot_has_means_and_deviations()
    {
        StandardizedNet network = StandardizedNet.Create(1);
        network.FitScaling(Data);
        StandardizedNet.Inference inference = network.ToInference();
        EqualityAssert.SameParameters(network, inference, "snapshot");
        var expected = new float[8];
        var actual = new float[8];
        network.FeedForwardBatch(Features, expected);
        inference.FeedForwardBatch(Features, actual);
        EqualityAssert.SameBits<float>(expected, actual, "outputs");
    }

    [Fact]
    public void A_file_without_means_is_refused()
    {
        using var stream = new MemoryStream();
        PlainNet.Create(1).Save(stream);
        stream.Position = 0;
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => StandardizedNet.Load(stream));
        Assert.Contains("standardize.mean", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Trained_parameters_are_counted_and_copied_alone()
    {
        StandardizedNet network = StandardizedNet.Create(1);
        network.FitScaling(Data);
        Assert.Equal((5 * 4) + (2 * 6), StandardizedNet.ParameterCount);
        float norm = network.Parameters.Norm();
        network.Parameters.CopyFrom(new float[StandardizedNet.ParameterCount]);
        Assert.Equal(0, network.Parameters.Norm());
        Assert.NotEqual(0, norm);
        Assert.Equal([4f, 200, 7], Block(network, "standardize.mean"));
    }

    [Fact]
    public void A_feature_that_varies_too_much_is_refused()
    {
        StandardizedDoubleNet network = StandardizedDoubleNet.Create(1);
        DataSet<double> data = DataSet.FromTargets(new[] { 1e300, -1e300 }, 1, new double[] { 0, 1 }, 1);
        ArgumentException exception = Assert.Throws<ArgumentException>("data", () => network.FitScaling(data));
        Assert.Contains("Feature 0 of the data", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_networks_and_data_are_refused()
    {
        Assert.Throws<ArgumentException>("network", () => PlainNet.Create(1).FitScaling(Data));
        Assert.Throws<ArgumentException>("data", () => StandardizedNet.Create(1).FitScaling(
            DataSet.FromLabels(new float[4], 2, new[] { 0, 1 }, 2)));
        Assert.Throws<ArgumentNullException>("data", () => StandardizedNet.Create(1).FitScaling(null!));
    }

    [Fact]
    public void Every_operation_gives_the_bits_of_the_reference()
    {
        StandardizedNet network = StandardizedNet.Create(1);
        network.FitScaling(Data);
        Matches(network);
        StandardizedWideNet wide = StandardizedWideNet.Create(2);
        wide.FitScaling(RandomData<float>(40));
        Matches(wide);
        StandardizedDotNet dot = StandardizedDotNet.Create(3);
        dot.FitScaling(RandomData<double>(70));
        Matches(dot);

        static void Matches<T>(ITrainableNetwork<T> network)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            EqualityAssert.MatchesReference(network, [1, 2, 5, 13, 40, 300], 10, new Random(1));
            KernelSet[] others = InstructionSets.IsChild
                ? []
                : [KernelSet.Width512, KernelSet.Width256, KernelSet.Width128, KernelSet.Portable];
            foreach (KernelSet kernels in others)
            {
                EqualityAssert.MatchesReference(
                    new KernelNetwork<T>(network, kernels), [1, 2, 5, 13], 10, new Random(2), learningRate: 0.003);
            }
        }
    }

    [Fact]
    public void A_gradient_does_not_reach_what_is_not_trained()
    {
        StandardizedNet network = StandardizedNet.Create(1);
        ReferenceNetwork<float> reference = ReferenceNetwork<float>.CopyOf(network);
        var gradient = new ParameterBuffer<float>(StandardizedNet.Topology);
        gradient.CopyFrom("standardize.mean", [1, 2, 3]);
        gradient.CopyFrom("layers.0.bias", [1, 2, 3, 4, 5]);
        network.ApplyGradient(gradient, 0.5f);
        reference.ApplyGradient(gradient, 0.5f);
        EqualityAssert.SameParameters(reference, network, "after a gradient");
        Assert.Equal([0f, 0, 0], Block(network, "standardize.mean"));
    }

    [Fact]
    public void A_cancelled_or_refused_training_leaves_the_network_as_it_was()
    {
        StandardizedNet network = StandardizedNet.Create(1);
        network.Train(Data, cancellationToken: new CancellationToken(canceled: true));
        Assert.Equal([0f, 0, 0], Block(network, "standardize.mean"));
        Assert.Throws<ArgumentException>("validation", () => network.Train(Data, new TrainingOptions { Patience = 1 }));
        Assert.Equal([0f, 0, 0], Block(network, "standardize.mean"));
    }

    private static DataSet<T> RandomData<T>(int features)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(4);
        T[] values = [.. Enumerable.Range(0, 50 * features).Select(i => T.CreateChecked((random.NextDouble() * (i % features)) - 3))];
        return DataSet.FromTargets(values, features, new T[50], 1);
    }

    private static float[] Block(StandardizedNet network, string name)
    {
        var values = new float[3];
        network.Parameters.CopyTo(name, values);
        return values;
    }

    private static float[] Trained(StandardizedNet network)
    {
        var values = new float[StandardizedNet.ParameterCount];
        network.Parameters.CopyTo(values);
        return values;
    }
}
