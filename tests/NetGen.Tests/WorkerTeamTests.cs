using NetGen.Threading;

namespace NetGen.Tests;

/// <summary>Teams: what they divide, and how they end.</summary>
public class WorkerTeamTests
{
    private const int Size = 4;

    private readonly int[] _parts = new int[Size];

    [Fact]
    public void Each_part_runs_once_each_time()
    {
        using var workers = new WorkerTeam(Size);
        var work = new Counting(_parts);
        for (int i = 0; i < 1000; i++)
        {
            workers.Run(work);
        }

        Assert.All(_parts, count => Assert.Equal(1000, count));
    }

    [Fact]
    public void Parts_run_after_a_long_sleep()
    {
        using var workers = new WorkerTeam(Size);
        for (int i = 1; i < 4; i++)
        {
            Thread.Sleep(5);
            workers.Run(new Counting(_parts));
            Assert.All(_parts, count => Assert.Equal(i, count));
        }
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 3)]
    [InlineData(10, 3)]
    [InlineData(128, 5)]
    public void Shares_cover_everything_once(int count, int parts)
    {
        nuint next = 0;
        for (int part = 0; part < parts; part++)
        {
            (nuint first, nuint end) = WorkerTeam.Share((nuint)count, part, parts);
            Assert.Equal(next, first);
            next = end;
        }

        Assert.Equal((nuint)count, next);
    }

    [Fact]
    public void A_failure_of_any_part_reaches_the_caller_and_the_team_goes_on()
    {
        using var workers = new WorkerTeam(Size);
        for (int part = 0; part < Size; part++)
        {
            FormatException thrown = Assert.Throws<FormatException>(() => workers.Run(new Failing(part)));
            Assert.Equal($"part {part}", thrown.Message);
        }

        workers.Run(new Counting(_parts));
        Assert.All(_parts, count => Assert.Equal(1, count));
    }

    [Fact]
    public void One_thread_at_a_time()
    {
        using var workers = new WorkerTeam(2);
        DigitNet network = DigitNet.Create(1);
        var reference = ReferenceNetwork<float>.CopyOf(network);
        (float[] inputs, float[] targets) = EqualityAssert.Samples<float>(DigitNet.Topology, 3, new Random(1));
        DataSet<float> data = DataSet.FromTargets(inputs, 784, targets, 10);
        workers.Acquire();
        foreach (Action call in new Action[]
            {
                () => network.TrainMiniBatch(inputs, targets, 1, workers),
                () => reference.TrainMiniBatch(inputs, targets, 1, workers),
                () => network.Evaluate(data, workers),
            })
        {
            InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(call);
            Assert.Contains("one thread at a time", thrown.Message, StringComparison.Ordinal);
        }

        workers.Release();
        _ = network.TrainMiniBatch(inputs, targets, 1, workers);
        _ = network.Evaluate(data, workers);
    }

    [Fact]
    public void Disposal_waits_for_the_work()
    {
        var workers = new WorkerTeam(2);
        workers.Acquire();
        var disposal = new Thread(workers.Dispose);
        disposal.Start();
        for (int i = 0; i < 20; i++)
        {
            workers.Run(new Counting(_parts[..2]));
            Thread.Sleep(1);
        }

        Assert.True(disposal.IsAlive);
        workers.Release();
        disposal.Join();
        Assert.Throws<ObjectDisposedException>(workers.Acquire);
    }

    [Fact]
    public void Size_is_the_degree_of_parallelism()
    {
        using var one = new WorkerTeam(1);
        using var all = new WorkerTeam();
        Assert.Equal(1, one.Size);
        Assert.Equal(Environment.ProcessorCount, all.Size);
        Assert.Throws<ArgumentOutOfRangeException>("maxDegreeOfParallelism", () => new WorkerTeam(0));
        Assert.Throws<ArgumentOutOfRangeException>("maxDegreeOfParallelism", () => new WorkerTeam(-2));
    }

    [Fact]
    public void A_disposed_team_is_an_error_and_leaves_the_network_as_it_was()
    {
        DigitNet network = DigitNet.Create(1);
        DigitNet before = network.Clone();
        (float[] inputs, float[] targets) = EqualityAssert.Samples<float>(DigitNet.Topology, 100, new Random(1));
        var workers = new WorkerTeam(2);
        workers.Dispose();
        workers.Dispose();
        Assert.Throws<ObjectDisposedException>(() => network.TrainMiniBatch(inputs, targets, 1, workers));

        // Nobody would do the other shares.
        Assert.Throws<ObjectDisposedException>(() => workers.Run(null!));
        EqualityAssert.SameParameters<float>(before, network, "after a failed step");
    }

    private sealed class Counting(int[] parts) : ITeamWork
    {
        public void Run(int part, int count)
        {
            Assert.Equal(parts.Length, count);
            parts[part]++;
        }
    }

    private sealed class Failing(int failing) : ITeamWork
    {
        public Failing()
            : this(0)
        {
        }

        public void Run(int part, int parts)
        {
            if (part == failing)
            {
                throw new FormatException($"part {part}");
            }
        }
    }
}
