using System.Numerics;

namespace NetGen.Tests;

/// <summary>Training that leaves out zero inputs gives the bits of all inputs.</summary>
public sealed class ZeroSkippingTrainingTests
{
    // Mini-batches: 130 and 300 samples are several blocks. In a child process, where the reference may be slow, only the widths differ.
    private static readonly int[] Counts = InstructionSets.IsChild
        ? [1, 2, 5, 10, 33, 7, 40]
        : [1, 2, 5, 10, 32, 33, 70, 100, 130, 300];

    private static readonly int[] Threads = [1, 2, 3, 7];

    private static readonly Func<Optimizer>[] Optimizers =
    [
        () => Optimizer.Sgd(0.05), () => Optimizer.Sgd(0.05, 0.1), () => Optimizer.Momentum(0.02), () => Optimizer.Adam(0.001),
        () => Optimizer.AdamW(0.001, weightDecay: 0.1), () => Optimizer.Nesterov(0.01, 0.8, 0.1),
        () => Optimizer.Adagrad(0.01), () => Optimizer.RMSprop(0.001), () => Optimizer.NAdam(0.001), () => Optimizer.Rprop(0.001),
        () => Optimizer.Sgd(0.05) with { L1Decay = 0.1, ClipValue = 0.05, MaxNorm = 1 }, () => Optimizer.Sgd(0.05) with { ClipNorm = 0.1 },
    ];

    [Fact]
    public void A_float_network_has_the_gradient_of_the_reference() => SameGradients<SparseNet, float>();

    [Fact]
    public void A_double_network_has_the_gradient_of_the_reference() => SameGradients<SparseDoubleNet, double>();

    [Fact]
    public void A_network_with_an_odd_number_of_inputs_has_the_gradient_of_the_reference() => SameGradients<OddSparseNet, float>();

    [Fact]
    public void Hidden_layers_after_rectified_units_have_the_gradient_of_the_reference() => SameGradients<RectifiedNet, float>();

    [Fact]
    public void A_layer_narrower_than_a_panel_has_the_gradient_of_the_reference() => SameGradients<NarrowSparseNet, float>();

    [Fact]
    public void A_float_network_descends_as_the_reference() => SameDescent<SparseNet, float>(0.5);

    [Fact]
    public void A_double_network_descends_as_the_reference() => SameDescent<SparseDoubleNet, double>(0.5);

    [Fact]
    public void A_network_with_an_odd_number_of_inputs_descends_as_the_reference() => SameDescent<OddSparseNet, float>(0.5);

    [Fact]
    public void Hidden_layers_after_rectified_units_descend_as_the_reference() => SameDescent<RectifiedNet, float>(0.03);

    [Fact]
    public void A_layer_narrower_than_a_panel_descends_as_the_reference() => SameDescent<NarrowSparseNet, float>(0.5);

    [Fact]
    public void Optimizers_change_a_float_network_as_the_reference() => SameOptimizers<SparseNet, float>();

    [Fact]
    public void Optimizers_change_a_double_network_as_the_reference() => SameOptimizers<SparseDoubleNet, double>();

    [Fact]
    public void Optimizers_change_a_layer_narrower_than_a_panel_as_the_reference() => SameOptimizers<NarrowSparseNet, float>();

    [Fact]
    public void Inputs_that_are_not_finite_change_a_float_network_as_the_reference() => SameWithSpecials<SparseNet, float>();

    [Fact]
    public void Inputs_that_are_not_finite_change_a_double_network_as_the_reference() => SameWithSpecials<SparseDoubleNet, double>();

    /// <summary>Trained on floats and on bytes, by one thread and two, a network and its twin that takes all inputs stay equal.</summary>
    [Fact]
    public void A_trained_network_is_the_same_with_and_without_skipping()
    {
        const int Samples = 150;
        var random = new Random(1);
        byte[] bytes = [.. Enumerable.Range(0, Samples * 131).Select(_ => (byte)(random.Next(6) == 0 ? random.Next(256) : 0))];
        int[] labels = [.. Enumerable.Range(0, Samples).Select(_ => random.Next(9))];
        const float Scale = 1f / 255;
        DataSet<float> ofBytes = DataSet.FromLabels(bytes, 131, Scale, labels, 9);
        DataSet<float> ofFloats = DataSet.FromLabels([.. bytes.Select(value => value * Scale)], 131, labels, 9);
        foreach (Optimizer optimizer in new[] { Optimizer.Sgd(0.5), Optimizer.Adam() })
        {
            foreach (int threads in new[] { 1, 2 })
            {
                var options = new TrainingOptions
                {
                    Epochs = 2, MiniBatchSize = 20, Optimizer = optimizer, MaxDegreeOfParallelism = threads,
                };
                OddDenseNet dense = OddDenseNet.Create(4);
                TrainingHistory expected = dense.Train(ofFloats, options);
                Assert.False(dense.Parameters.BitwiseEquals(OddDenseNet.Create(4).Parameters));
                foreach (DataSet<float> data in new[] { ofFloats, ofBytes })
                {
                    OddSparseNet sparse = OddSparseNet.Create(4);
                    TrainingHistory history = sparse.Train(data, options);
                    EqualityAssert.SameParameters(dense, sparse, $"{optimizer}, {threads} threads");
                    Assert.Equal(expected.Epochs.Select(epoch => epoch.TrainingCost), history.Epochs.Select(epoch => epoch.TrainingCost));
                }
            }
        }
    }

    // Into buffers that hold numbers, zeros of both signs among them.
    private static void SameGradients<TNetwork, T>()
        where TNetwork : class, ITrainableNetwork<TNetwork, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(11);
        ITrainableNetwork<T>[] networks = SparseSamples.NetworksOf<TNetwork, T>(SparseSamples.Kernels);
        ReferenceNetwork<T> reference = ReferenceNetwork<T>.CopyOf(networks[0]);
        NetworkTopology topology = reference.Topology;
        foreach ((int count, double density, bool inRuns, int turn) in Cases())
        {
            T[] inputs = SparseSamples.Draw<T>(count * topology.InputSize, density, inRuns, random);
            T[] targets = SparseSamples.DrawTargets<T>(count * topology.OutputSize, random);
            T[] before = SparseSamples.Draw<T>((int)topology.ParameterCount, 0.5, inRuns: false, random);
            var expected = new ParameterBuffer<T>(topology);
            expected.CopyFrom(before);
            T expectedCost = reference.Backprop(inputs, targets, expected);
            foreach ((KernelSet kernels, ITrainableNetwork<T> network) in Some(networks, turn))
            {
                string what = $"{topology}, {kernels}, {count} samples of {density} in runs {inRuns}";
                var actual = new ParameterBuffer<T>(topology);
                actual.CopyFrom(before);
                T cost = network.Backprop(inputs, targets, actual);
                EqualityAssert.SameBits<T>([expectedCost], [cost], what + ": cost");
                EqualityAssert.SameBits<T>(expected.Packed, actual.Packed, what + ": gradient");
            }
        }
    }

    // Uphill and by nothing too. The first step is uphill with inputs that are all zero: it makes +0 of weights that are −0.
    private static void SameDescent<TNetwork, T>(double rate)
        where TNetwork : class, ITrainableNetwork<TNetwork, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[] rates = [-rate / 2, rate, 0, rate, rate, -0.0, rate];
        var random = new Random(12);
        ITrainableNetwork<T>[] networks = SparseSamples.NetworksOf<TNetwork, T>(SparseSamples.Kernels);
        ReferenceNetwork<T> reference = ReferenceNetwork<T>.CopyOf(networks[0]);
        NetworkTopology topology = reference.Topology;
        WorkerTeam?[] teams = [null, .. Threads.Select(threads => new WorkerTeam(threads) { DividesAll = true })];
        foreach ((int count, double density, bool inRuns, int turn) in Cases())
        {
            T[] inputs = SparseSamples.Draw<T>(count * topology.InputSize, density, inRuns, random);
            T[] targets = SparseSamples.DrawTargets<T>(count * topology.OutputSize, random);
            T learningRate = T.CreateChecked(rates[turn % rates.Length]);
            WorkerTeam? team = teams[(turn + (turn / Counts.Length)) % teams.Length];
            ParameterBuffer<T> before = new(topology);
            before.CopyFrom(reference.Parameters);
            T expectedCost = reference.TrainMiniBatch(inputs, targets, learningRate);
            foreach ((KernelSet kernels, ITrainableNetwork<T> network) in Some(networks, turn))
            {
                string what = $"{topology}, {kernels}, {count} samples of {density}, {learningRate}, {team?.Size ?? 0} threads";
                network.Parameters.CopyFrom(before);
                T cost = network.TrainMiniBatch(inputs, targets, learningRate, team);
                EqualityAssert.SameBits<T>([expectedCost], [cost], what + ": cost");
                EqualityAssert.SameBits<T>(reference.Parameters.Packed, network.Parameters.Packed, what + ": parameters");
            }
        }

        AssertFinite(reference);
        Array.ForEach(teams, team => team?.Dispose());
    }

    private static void SameOptimizers<TNetwork, T>()
        where TNetwork : class, ITrainableNetwork<TNetwork, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(13);
        int turn = 0;
        foreach (Func<Optimizer> create in Optimizers)
        {
            Optimizer optimizer = create();
            KernelSet kernels = SparseSamples.Kernels[turn % SparseSamples.Kernels.Length];
            ITrainableNetwork<T> network = SparseSamples.NetworksOf<TNetwork, T>([kernels])[0];
            ReferenceNetwork<T> reference = ReferenceNetwork<T>.CopyOf(network);
            OptimizerState<T> expected = optimizer.CreateState<T>(network.Topology);
            OptimizerState<T> actual = optimizer.CreateState<T>(network.Topology);
            foreach (double density in SparseSamples.Densities)
            {
                int count = Counts[turn++ % Counts.Length];
                using WorkerTeam? team = turn % 5 == 0 ? null : new WorkerTeam(Threads[(turn % 5) - 1]) { DividesAll = true };
                T[] inputs = SparseSamples.Draw<T>(count * network.Topology.InputSize, density, inRuns: turn % 2 == 0, random);
                T[] targets = SparseSamples.DrawTargets<T>(count * network.Topology.OutputSize, random);
                string what = $"{network.Topology}, {kernels}, {count} samples of {density}, {optimizer}, {team?.Size ?? 0} threads";
                T expectedCost = reference.TrainMiniBatch(inputs, targets, expected);
                T cost = network.TrainMiniBatch(inputs, targets, actual, team);
                EqualityAssert.SameBits<T>([expectedCost], [cost], what + ": cost");
                EqualityAssert.SameState(expected, actual, what);
                EqualityAssert.SameBits<T>(reference.Parameters.Packed, network.Parameters.Packed, what + ": parameters");
            }

            AssertFinite(reference);
        }
    }

    // One step from the first parameters, as after it many are NaN. Infinite weighted inputs saturate the hidden units: their errors are
    // zero, and their gradient is NaN for the infinite input alone. The padding stays zero, as the reference's does.
    private static void SameWithSpecials<TNetwork, T>()
        where TNetwork : class, ITrainableNetwork<TNetwork, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(14);
        int someNaN = 0;
        for (int turn = 0; turn < 20; turn++)
        {
            KernelSet kernels = SparseSamples.Kernels[turn % SparseSamples.Kernels.Length];
            ITrainableNetwork<T> network = SparseSamples.NetworkOf<TNetwork, T>(kernels);
            ReferenceNetwork<T> reference = ReferenceNetwork<T>.CopyOf(network);
            Optimizer optimizer = turn % 4 < 2 ? Optimizer.Sgd(0.5) : Optimizer.Adam();
            int count = Counts[turn % Counts.Length];
            T[] inputs = SparseSamples.Draw<T>(count * network.Topology.InputSize, 0.05, inRuns: false, random);
            T[] targets = SparseSamples.DrawTargets<T>(count * network.Topology.OutputSize, random);
            SparseSamples.PutSpecial<T>(inputs, turn, random);
            if (turn % 3 == 0)
            {
                SparseSamples.PutSpecial<T>(targets, turn + 1, random);
            }

            string what = $"{network.Topology}, {kernels}, {count} samples, {optimizer}, turn {turn}";
            T expectedCost = reference.TrainMiniBatch(inputs, targets, optimizer.CreateState<T>(network.Topology));
            T cost = network.TrainMiniBatch(inputs, targets, optimizer.CreateState<T>(network.Topology));
            EqualityAssert.SameBits<T>([expectedCost], [cost], what + ": cost");
            EqualityAssert.SameBits<T>(reference.Parameters.Packed, network.Parameters.Packed, what + ": parameters");
            someNaN += reference.Parameters.Packed.ToArray().Any(T.IsNaN) ? 1 : 0;
        }

        Assert.InRange(someNaN, 5, 19);
    }

    // Each number of samples with two densities, and each density with two or three numbers of samples.
    private static IEnumerable<(int Count, double Density, bool InRuns, int Turn)> Cases() =>
        from turn in Enumerable.Range(0, 2 * Counts.Length)
        let density = SparseSamples.Densities[((3 * turn) + (turn / Counts.Length)) % SparseSamples.Densities.Length]
        select (Counts[turn % Counts.Length], density, turn % 3 == 0, turn);

    // The kernels of the machine, and others in turn.
    private static IEnumerable<(KernelSet Kernels, ITrainableNetwork<T> Network)> Some<T>(ITrainableNetwork<T>[] networks, int turn)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        SparseSamples.Kernels.Zip(networks).Where((_, number) => number == 0 || number == 1 + (turn % 3));

    private static void AssertFinite<T>(ReferenceNetwork<T> network)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Assert.True(T.IsFinite(network.Parameters.Norm()), "A network that diverges shows nothing.");
}
