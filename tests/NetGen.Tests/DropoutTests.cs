using System.Numerics;

namespace NetGen.Tests;

/// <summary>Networks that drop inputs of layers in training: what is dropped, and that nothing is in use.</summary>
public sealed class DropoutTests
{
    private static readonly DropoutKey Key = new(Seed: 5, Step: 0);

    [Fact]
    public void A_topology_says_the_kind_of_each_layer()
    {
        Assert.Equal(["Dense", "Dropout", "Dense"], DroppingNet.Topology.Layers.Select(layer => layer.Kind));
        Assert.Equal("3-40-2 Tanh, Dropout(0.25), Softmax; CategoricalCrossEntropy; Single", DroppingNet.Topology.ToString());
        Assert.Equal(KeepingNet.Topology.ParameterCount, DroppingNet.Topology.ParameterCount);
        Assert.Equal(
            KeepingNet.Topology.ParameterBlocks.Select(block => block.Name),
            DroppingNet.Topology.ParameterBlocks.Select(block => block.Name));
    }

    [Fact]
    public void A_network_in_use_is_one_without_dropout()
    {
        (DroppingNet network, KeepingNet plain) = Create();
        (float[] inputs, float[] targets) = EqualityAssert.Samples<float>(KeepingNet.Topology, 21, new Random(1));
        var expected = new float[targets.Length];
        var actual = new float[targets.Length];
        plain.FeedForwardBatch(inputs, expected);
        network.FeedForwardBatch(inputs, actual);
        EqualityAssert.SameBits<float>(expected, actual, "outputs");
        plain.FeedForward(inputs.AsSpan(0, 3), expected.AsSpan(0, 2));
        network.FeedForward(inputs.AsSpan(0, 3), actual.AsSpan(0, 2));
        EqualityAssert.SameBits<float>(expected, actual, "outputs of one sample");
        Assert.Equal(plain.Cost(inputs, targets), network.Cost(inputs, targets));
        DroppingNet.Inference inference = network.ToInference();
        inference.FeedForwardBatch(inputs, actual);
        plain.FeedForwardBatch(inputs, expected);
        EqualityAssert.SameBits<float>(expected, actual, "outputs of the read-only form");
    }

    /// <summary>Dropout first, after standardized inputs, in dot form, and between layers that hand on activations in registers.</summary>
    [Fact]
    public void Wherever_dropout_stands_a_network_in_use_is_one_without()
    {
        SameInUse<DropoutNet, float>();
        SameInUse<DropoutDoubleNet, double>();
        SameInUse<SmallDropoutNet, float>();
        SameInUse<InputDropoutNet, float>();
    }

    [Fact]
    public void Without_a_key_training_drops_nothing()
    {
        (DroppingNet network, KeepingNet plain) = Create();
        OptimizerState<float> expected = Optimizer.Adam().CreateState<float>(KeepingNet.Topology);
        OptimizerState<float> actual = Optimizer.Adam().CreateState<float>(DroppingNet.Topology);
        for (int step = 0; step < 5; step++)
        {
            (float[] inputs, float[] targets) = EqualityAssert.Samples<float>(KeepingNet.Topology, 1 + (40 * step), new Random(step));
            Assert.Equal(plain.TrainMiniBatch(inputs, targets, 0.1f), network.TrainMiniBatch(inputs, targets, 0.1f));
            Assert.Equal(plain.TrainMiniBatch(inputs, targets, expected), network.TrainMiniBatch(inputs, targets, actual));
        }

        EqualityAssert.SameBits<float>(plain.Parameters.Packed, network.Parameters.Packed, "parameters");
    }

    /// <summary>
    /// Of a layer of one unit with the error 1, the gradient of the weights is what the layer gets: the input, or twice its value, or 0.
    /// </summary>
    [Fact]
    public void Inputs_are_dropped_or_divided_by_the_probability_to_keep_them()
    {
        HalvedInputsNet network = HalvedInputsNet.Create(1);
        network.Parameters.Clear();
        float[] input = [.. Enumerable.Range(1, 40).Select(i => (float)i)];
        float[] gradient = WeightGradient(network, input, null);
        Assert.Equal(input, gradient);

        gradient = WeightGradient(network, input, Key);
        Assert.All(gradient.Zip(input), pair => Assert.True(pair.First == 0 || pair.First == 2 * pair.Second));
        Assert.InRange(gradient.Count(value => value == 0), 8, 32);
        Assert.DoesNotContain(gradient, float.IsNegative);
        Assert.Equal(gradient, WeightGradient(network, input, Key));
        Assert.NotEqual(gradient, WeightGradient(network, input, Key with { Step = 1 }));
        Assert.NotEqual(gradient, WeightGradient(network, input, Key with { Seed = 6 }));
        Assert.NotEqual(gradient, WeightGradient(network, input, Key with { FirstSample = 1 }));
    }

    [Fact]
    public void Both_precisions_drop_the_same()
    {
        double[] input = [.. Enumerable.Range(1, 40).Select(i => (double)i)];
        HalvedInputsNet single = HalvedInputsNet.Create(1);
        HalvedInputsDoubleNet wide = HalvedInputsDoubleNet.Create(1);
        single.Parameters.Clear();
        wide.Parameters.Clear();
        for (int step = 0; step < 20; step++)
        {
            DropoutKey key = new(Seed: 9, step);
            Assert.Equal(
                WeightGradient(single, [.. input.Select(x => (float)x)], key).Select(x => (double)x), WeightGradient(wide, input, key));
        }
    }

    [Fact]
    public void Each_layer_drops_others()
    {
        // Of weights of 1 and inputs of 1, the second gradient shows both masks: what the second layer gets of what is left of the first.
        TwiceHalvedNet network = TwiceHalvedNet.Create(1);
        var parameters = new float[TwiceHalvedNet.ParameterCount];
        for (int unit = 0; unit < 40; unit++)
        {
            parameters[(unit * 40) + unit] = 1;
        }

        network.Parameters.CopyFrom(parameters);
        float[] input = [.. Enumerable.Repeat(1f, 40)];
        var gradient = new ParameterBuffer<float>(TwiceHalvedNet.Topology);
        network.Backprop(input, [-1], gradient, Key);
        float[] second = new float[40];
        gradient.CopyTo("layers.1.weight", second);
        Assert.Contains(second, value => value == 4);
        Assert.InRange(second.Count(value => value == 0), 20, 38);
    }

    [Fact]
    public void One_call_or_several_drop_the_same()
    {
        DropoutNet network = DropoutNet.Create(3);
        (float[] inputs, float[] targets) = EqualityAssert.Samples<float>(DropoutNet.Topology, 300, new Random(2));
        var expected = new ParameterBuffer<float>(DropoutNet.Topology);
        var actual = new ParameterBuffer<float>(DropoutNet.Topology);
        network.Backprop(inputs, targets, expected, Key);
        int done = 0;
        foreach (int count in new[] { 1, 130, 2, 167 })
        {
            network.Backprop(
                inputs.AsSpan(done * 27, count * 27), targets.AsSpan(done * 40, count * 40), actual, Key with { FirstSample = done });
            done += count;
        }

        EqualityAssert.SameBits<float>(expected.Packed, actual.Packed, "gradient");
    }

    [Fact]
    public void The_gradient_is_that_of_the_network_with_what_is_dropped()
    {
        ReferenceNetwork<double> network = ReferenceNetwork<double>.Create(SmoothTopology, 4);
        (double[] inputs, double[] targets) = EqualityAssert.Samples<double>(SmoothTopology, 3, new Random(3));
        var gradient = new ParameterBuffer<double>(SmoothTopology);
        network.Backprop(inputs, targets, gradient, Key);
        var parameters = new double[SmoothTopology.ParameterCount];
        var derivatives = new double[parameters.Length];
        network.Parameters.CopyTo(parameters);
        gradient.CopyTo(derivatives);
        const double Step = 1e-5;
        for (int i = 0; i < parameters.Length; i++)
        {
            double value = parameters[i];
            double difference = (CostAt(value + Step) - CostAt(value - Step)) / (2 * Step);
            parameters[i] = value;
            Assert.True(
                Math.Abs(difference - derivatives[i]) <= 1e-8 * (1 + Math.Abs(derivatives[i])),
                $"Parameter {i}: {derivatives[i]:R} is not {difference:R}.");

            double CostAt(double changed)
            {
                parameters[i] = changed;
                network.Parameters.CopyFrom(parameters);
                return network.Backprop(inputs, targets, new ParameterBuffer<double>(SmoothTopology), Key);
            }
        }

        // Else the comparison would say nothing about dropout.
        Assert.NotEqual(
            network.Cost(inputs, targets) * 3, network.Backprop(inputs, targets, new ParameterBuffer<double>(SmoothTopology), Key));
    }

    [Fact]
    public void A_trainer_counts_the_steps()
    {
        (float[] inputs, float[] targets) = EqualityAssert.Samples<float>(DropoutNet.Topology, 20, new Random(4));
        DataSet<float> data = DataSet.FromTargets(inputs, 27, targets, 40);
        var options = new TrainingOptions { Epochs = 3, MiniBatchSize = 20, Seed = 11, LearningRate = 0.1 };
        DropoutNet trained = DropoutNet.Create(5);
        trained.Train(data, options);

        // A mini-batch of all samples, in the order of each epoch.
        DropoutNet network = DropoutNet.Create(5);
        int[] order = [.. Enumerable.Range(0, 20)];
        var random = new SeededRandom(11);
        for (int step = 0; step < 3; step++)
        {
            random.Shuffle<int>(order);
            float[] x = [.. order.SelectMany(sample => inputs.Skip(sample * 27).Take(27))];
            float[] y = [.. order.SelectMany(sample => targets.Skip(sample * 40).Take(40))];
            network.TrainMiniBatch(x, y, 0.1f, dropout: new DropoutKey(11, step));
        }

        EqualityAssert.SameBits<float>(trained.Parameters.Packed, network.Parameters.Packed, "parameters");
    }

    [Fact]
    public void A_training_that_was_saved_goes_on_with_what_it_would_have_dropped()
    {
        (float[] inputs, float[] targets) = EqualityAssert.Samples<float>(DropoutNet.Topology, 23, new Random(6));
        DataSet<float> data = DataSet.FromTargets(inputs, 27, targets, 40);
        var options = new TrainingOptions { Epochs = 4, MiniBatchSize = 5, Seed = 12, Optimizer = Optimizer.Adam() };
        DropoutNet whole = DropoutNet.Create(7);
        whole.Train(data, options);

        using var file = new MemoryStream();
        using (var trainer = new Trainer<float>(DropoutNet.Create(7), data, options))
        {
            for (int step = 0; step < 7; step++)
            {
                trainer.RunStep();
            }

            trainer.Save(file);
        }

        file.Position = 0;
        DropoutNet resumed = DropoutNet.Create(8);
        using (Trainer<float> trainer = Trainer.Resume(resumed, file, data, options))
        {
            trainer.Run();
        }

        EqualityAssert.SameBits<float>(whole.Parameters.Packed, resumed.Parameters.Packed, "parameters");
    }

    [Fact]
    public void A_training_does_not_go_on_with_another_rate()
    {
        DataSet<float> data = DataSet.FromTargets(new float[3 * 9], 3, new float[2 * 9], 2);
        using var file = new MemoryStream();
        using (var trainer = new Trainer<float>(ReferenceNetwork<float>.Create(Of(0.2), 1), data))
        {
            trainer.RunStep();
            trainer.Save(file);
        }

        file.Position = 0;
        var exception = Assert.Throws<InvalidDataException>(
            () => Trainer.Resume(ReferenceNetwork<float>.Create(Of(0.3), 1), file, data));
        Assert.Contains("Dropout(0.3)", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Dropout(0.2)", exception.Message, StringComparison.Ordinal);

        static NetworkTopology Of(double rate) =>
            NetworkTopology.FromLayers([3], [new DenseAttribute(4), new DropoutAttribute(rate), new DenseAttribute(2)]);
    }

    [Fact]
    public void A_file_goes_into_a_network_without_dropout_and_back()
    {
        (DroppingNet network, KeepingNet plain) = Create();
        using var stream = new MemoryStream();
        network.Save(stream);
        stream.Position = 0;
        KeepingNet loaded = KeepingNet.Load(stream);
        EqualityAssert.SameParameters(network, loaded, "loaded");
        using var other = new MemoryStream();
        plain.Save(other);
        other.Position = 0;
        EqualityAssert.SameParameters(plain, DroppingNet.Load(other), "loaded back");
    }

    [Theory]
    [InlineData(-0.1, "Layer 0 has the dropout rate -0.1; a rate is at least 0 and less than 1, as 0.2 for 20 %.")]
    [InlineData(1.0, "Layer 0 has the dropout rate 1; a rate is at least 0 and less than 1, as 0.2 for 20 %.")]
    [InlineData(double.NaN, "Layer 0 has the dropout rate NaN; a rate is at least 0 and less than 1, as 0.2 for 20 %.")]
    public void A_rate_that_is_none_is_refused(double rate, string message)
    {
        var exception = Assert.Throws<ArgumentException>(
            "layers", () => NetworkTopology.FromLayers([4], [new DropoutAttribute(rate), new DenseAttribute(2)]));
        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dropout_in_a_wrong_place_is_refused()
    {
        var twice = Assert.Throws<ArgumentException>("layers", () => NetworkTopology.FromLayers(
            [4], [new DropoutAttribute(0.2), new DropoutAttribute(0.3), new DenseAttribute(2)]));
        Assert.StartsWith(
            "Layer 1 is Dropout, as the layer before it is; use one layer of the rate 0.44 instead of both.",
            twice.Message,
            StringComparison.Ordinal);
        var last = Assert.Throws<ArgumentException>("layers", () => NetworkTopology.FromLayers(
            [4], [new DenseAttribute(2), new DropoutAttribute(0.2)]));
        Assert.StartsWith("The last layer must be a dense layer, whose units are the outputs.", last.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rate_of_0_drops_nothing()
    {
        NetworkTopology topology = NetworkTopology.FromLayers(
            [4], [new DenseAttribute(5), new DropoutAttribute(0), new DenseAttribute(2)]);
        ReferenceNetwork<float> network = ReferenceNetwork<float>.Create(topology, 1);
        (float[] inputs, float[] targets) = EqualityAssert.Samples<float>(topology, 9, new Random(1));
        var gradient = new ParameterBuffer<float>(topology);
        Assert.Equal(network.Backprop(inputs, targets, gradient), network.Backprop(inputs, targets, gradient, Key));
    }

    // The reference of a topology without the dropout layers knows nothing of dropout.
    private static void SameInUse<TNetwork, T>()
        where TNetwork : class, ITrainableNetwork<TNetwork, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TNetwork network = TNetwork.Create(9);
        EqualityAssert.DrawUntrained(network.Parameters, new Random(9));
        NetworkTopology topology = NetworkTopology.FromLayers(
            [TNetwork.Topology.InputSize],
            [.. TNetwork.Topology.Layers.Where(layer => layer is not DropoutTopology).Select(Declared)],
            TNetwork.Topology.Cost,
            TNetwork.Topology.NumericType);
        ReferenceNetwork<T> plain = ReferenceNetwork<T>.Create(topology, 9);
        foreach (ParameterBlock block in topology.ParameterBlocks)
        {
            var values = new T[block.Count];
            network.Parameters.CopyTo(block.Name, values);
            plain.Parameters.CopyFrom(block.Name, values);
        }

        foreach (int count in new[] { 1, 2, 7, 140 })
        {
            (T[] inputs, T[] targets) = EqualityAssert.Samples<T>(topology, count, new Random(count));
            var expected = new T[targets.Length];
            var actual = new T[targets.Length];
            plain.FeedForwardBatch(inputs, expected);
            network.FeedForwardBatch(inputs, actual);
            EqualityAssert.SameBits<T>(expected, actual, $"{topology}: outputs of {count}");
            network.FeedForward(inputs.AsSpan(0, topology.InputSize), actual.AsSpan(0, topology.OutputSize));
            EqualityAssert.SameBits<T>(expected, actual, $"{topology}: outputs of one of {count}");
            EqualityAssert.SameBits<T>([plain.Cost(inputs, targets)], [network.Cost(inputs, targets)], $"{topology}: cost of {count}");
        }

        static LayerAttribute Declared(LayerTopology layer) => layer.Kind == "Standardize"
            ? new StandardizeAttribute()
            : new DenseAttribute(layer.OutputSize, layer.Activation);
    }

    private static NetworkTopology SmoothTopology => NetworkTopology.FromLayers(
        [5],
        [
            new DropoutAttribute(0.3), new DenseAttribute(9, Activation.Tanh), new DropoutAttribute(0.4),
            new DenseAttribute(7, Activation.GELU), new DropoutAttribute(0.5), new DenseAttribute(3),
        ],
        numericType: NumericType.Double);

    private static (DroppingNet Network, KeepingNet Plain) Create()
    {
        DroppingNet network = DroppingNet.Create(1);
        KeepingNet plain = KeepingNet.Create(1);
        EqualityAssert.SameBits<float>(plain.Parameters.Packed, network.Parameters.Packed, "initial parameters");
        return (network, plain);
    }

    // With the target -1 and parameters of 0, the output error of the quadratic cost is 1.
    private static T[] WeightGradient<T>(ITrainableNetwork<T> network, T[] input, DropoutKey? dropout)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var gradient = new ParameterBuffer<T>(network.Topology);
        network.Backprop(input, [T.NegativeOne], gradient, dropout);
        var weights = new T[input.Length];
        gradient.CopyTo("layers.0.weight", weights);
        return weights;
    }
}
