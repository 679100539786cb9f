using System.Numerics;

namespace NetGen.Tests;

/// <summary>
/// What the long checks add to <see cref="EqualityAssert.MatchesReference"/>: batches of every size up to 17 and of 33,
/// and longer training runs, on more numbers of threads, with weights and by schedules.
/// </summary>
internal static class LongComparison
{
    private const int Steps = 30;
    private const int StepsPerEpoch = 3;

    private static readonly int[] Counts = [.. Enumerable.Range(1, 17), 33];

    private static readonly int[] Threads = [1, 2, 3, 5, 7];

    private static readonly LearningRateSchedule[] Schedules =
    [
        LearningRateSchedule.OneCycle(Steps / StepsPerEpoch), LearningRateSchedule.Cosine(Steps / StepsPerEpoch, 2),
        LearningRateSchedule.Step(2, 0.5), LearningRateSchedule.Exponential(0.9).WithWarmUpSteps(7),
    ];

    /// <summary>Holds outputs and costs of all sizes of batches, and a run by each optimizer, to the reference: raw bits.</summary>
    /// <param name="network">A network; trained by this.</param>
    /// <param name="optimizers">The optimizers, whose learning rates are the largest ones.</param>
    /// <param name="seed">Draws the samples.</param>
    public static void Check<T>(ITrainableNetwork<T> network, IEnumerable<Optimizer> optimizers, int seed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        ReferenceNetwork<T> reference = ReferenceNetwork<T>.CopyOf(network);
        foreach (int count in Counts)
        {
            CheckOutputs(reference, network, count, random);
        }

        int turn = seed;
        foreach (Optimizer optimizer in optimizers)
        {
            CheckTraining(reference, network, optimizer, Schedules[turn++ % Schedules.Length], random);
        }
    }

    private static void CheckOutputs<T>(ReferenceNetwork<T> reference, ITrainableNetwork<T> network, int count, Random random)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (T[] inputs, T[] targets) = EqualityAssert.Samples<T>(network.Topology, count, random);
        (T[] expected, T[] expectedCosts) = (new T[targets.Length], new T[count]);
        (T[] actual, T[] actualCosts) = (new T[targets.Length], new T[count]);
        reference.FeedForwardBatch(inputs, targets, expected, expectedCosts);
        network.FeedForwardBatch(inputs, actual);
        EqualityAssert.SameBits<T>(expected, actual, $"{network.Topology}: outputs of {count}");
        network.FeedForwardBatch(inputs, targets, actual, actualCosts);
        EqualityAssert.SameBits<T>(expected, actual, $"{network.Topology}: outputs of {count} with costs");
        EqualityAssert.SameBits<T>(expectedCosts, actualCosts, $"{network.Topology}: costs of {count}");
    }

    private static void CheckTraining<T>(
        ReferenceNetwork<T> reference, ITrainableNetwork<T> network, Optimizer optimizer, LearningRateSchedule schedule, Random random)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        OptimizerState<T> expected = optimizer.CreateState<T>(network.Topology);
        OptimizerState<T> actual = optimizer.CreateState<T>(network.Topology);
        double rate = expected.LearningRate;
        WorkerTeam[] teams = [.. Threads.Select(threads => new WorkerTeam(threads) { DividesAll = true })];
        try
        {
            for (int step = 0; step < Steps; step++)
            {
                int count = Counts[(step * 7) % Counts.Length];
                WorkerTeam team = teams[step % teams.Length];
                (T[] inputs, T[] targets) = EqualityAssert.Samples<T>(network.Topology, count, random);
                T[] weights = step % 3 == 0 ? DrawWeights<T>(count, random) : [];
                DropoutKey? dropout = step % 4 == 0 ? null : new DropoutKey(random.Next(), step);
                expected.LearningRate = actual.LearningRate = rate * schedule.FactorAt(step, StepsPerEpoch);
                string what = $"{network.Topology}: step {step} of {count} by {optimizer} and {schedule} on {team.Size} threads";
                T expectedCost = reference.TrainMiniBatch(inputs, targets, weights, expected, dropout: dropout);
                T actualCost = network.TrainMiniBatch(inputs, targets, weights, actual, team, dropout);
                EqualityAssert.SameBits<T>([expectedCost], [actualCost], $"{what}: cost");
                if (step % 10 == 9)
                {
                    EqualityAssert.SameState(expected, actual, what);
                    EqualityAssert.SameBits<T>(reference.Parameters.Packed, network.Parameters.Packed, $"{what}: parameters");
                }
            }
        }
        finally
        {
            Array.ForEach(teams, team => team.Dispose());
        }
    }

    // Some are 0.
    private static T[] DrawWeights<T>(int count, Random random)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [.. Enumerable.Range(0, count).Select(_ => T.CreateChecked(random.Next(4) * 0.5))];
}
